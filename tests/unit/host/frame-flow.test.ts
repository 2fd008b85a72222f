import { describe, expect, it } from 'vitest';
import { sequences } from '../../../src/core/model/sequences.js';
import { FrameFlow } from '../../../src/host/frame-flow.js';
import { FakeClock } from '../../helpers/fake-clock.js';

function flow() {
  const clock = new FakeClock();
  const sent: string[] = [];
  const said: string[] = [];
  const it = new FrameFlow({
    clock,
    send: (data) => sent.push(data),
    onFree: () => said.push('free'),
    onSlowChanged: () => said.push('slow changed'),
  });
  return { clock, sent, said, flow: it };
}

describe('the flow of frames to a client', () => {
  it('lets one frame be on its way and no second one', () => {
    const { flow: line, said } = flow();
    expect(line.isFree).toBe(true);
    line.frame('a');
    expect(line.isFree).toBe(false);
    line.acked();
    expect(line.isFree).toBe(true);
    expect(said).toEqual(['free']);
  });

  it('never asks a terminal that has not answered at the start', () => {
    const { flow: line, sent } = flow();
    for (let i = 0; i < 12; i++) {
      line.frame('x');
      line.acked();
    }
    expect(sent.join('')).toBe('x'.repeat(12));
  });

  it('asks with every fourth frame and is fast while answers come soon', () => {
    const { flow: line, sent, clock } = flow();
    line.answered();
    for (let i = 0; i < 8; i++) {
      line.frame('x');
      line.acked();
      clock.advance(20);
      if (sent.at(-1)?.includes(sequences.statusQuery)) line.answered();
    }
    expect(sent).toEqual(['x', 'x', 'x', `x${sequences.statusQuery}`, 'x', 'x', 'x', `x${sequences.statusQuery}`]);
    expect(line.isSlow).toBe(false);
  });

  it('is slow after a round trip of more than 250 ms, then waits for the terminal before each further frame', () => {
    const { flow: line, said, clock, sent } = flow();
    line.answered();
    for (let i = 0; i < 4; i++) {
      line.frame('x');
      line.acked();
    }
    clock.advance(251);
    line.answered();
    expect(line.isSlow).toBe(true);
    expect(said).toContain('slow changed');
    line.frame('y');
    line.acked();
    expect(sent.at(-1)).toBe(`y${sequences.statusQuery}`);
    expect(line.isFree).toBe(false);
    clock.advance(200);
    line.answered();
    expect(line.isFree).toBe(true);
    expect(line.isSlow).toBe(true);
  });

  it('is fast again once an answer comes well below the limit', () => {
    const { flow: line, clock } = flow();
    line.answered();
    for (let i = 0; i < 4; i++) {
      line.frame('x');
      line.acked();
    }
    clock.advance(400);
    line.answered();
    line.frame('y');
    line.acked();
    clock.advance(50);
    line.answered();
    expect(line.isSlow).toBe(false);
  });

  it('does not take the time of its own start for the line', () => {
    const { flow: line, clock } = flow();
    line.start('first');
    line.acked();
    clock.advance(900);
    line.answered();
    expect([line.isSlow, line.isFree]).toEqual([false, true]);
  });

  it('goes on at full speed with a terminal that never answers the first question', () => {
    const { flow: line, clock, sent } = flow();
    line.start('first');
    clock.advance(5000);
    line.acked();
    expect(sent).toEqual([`first${sequences.statusQuery}`]);
    expect([line.isSlow, line.isFree]).toEqual([false, true]);
  });

  it('lets a client end at once where no answer is owed, else with the answer, or after a moment without it', () => {
    const { flow: line, clock, said } = flow();
    line.settle(() => said.push('end 1'));
    line.start('first');
    line.settle(() => said.push('end 2'));
    expect(said).toEqual(['end 1']);
    line.answered();
    expect(said).toContain('end 2');
    line.start('again');
    line.settle(() => said.push('end 3'));
    clock.advance(299);
    expect(said).not.toContain('end 3');
    clock.advance(1);
    expect(said.filter((word) => word === 'end 3')).toHaveLength(1);
    line.answered();
    expect(said.filter((word) => word === 'end 3')).toHaveLength(1);
  });

  it('notices an answer that is overdue without waiting for it', () => {
    const { flow: line, clock } = flow();
    line.answered();
    for (let i = 0; i < 4; i++) {
      line.frame('x');
      line.acked();
    }
    clock.advance(300);
    line.frame('y');
    line.acked();
    expect(line.isSlow).toBe(true);
  });
});
