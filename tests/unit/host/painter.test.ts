import { describe, expect, it } from 'vitest';
import { Painter } from '../../../src/host/painter.js';
import { FakeClock } from '../../helpers/fake-clock.js';

function painter() {
  const clock = new FakeClock();
  const frames: string[] = [];
  const line = { isFree: true, isSlow: false, frame: (data: string) => frames.push(data) };
  let next = 'x';
  const it = new Painter({ clock, fps: 30, compose: () => next, line });
  clock.advance(1000);
  return { clock, frames, line, painter: it, shows: (bytes: string) => (next = bytes) };
}

describe('the painter', () => {
  it('paints many changes of one frame once, on the tick', () => {
    const { painter: p, clock, frames } = painter();
    p.changed();
    clock.advance(0);
    for (let i = 0; i < 10; i++) p.changed();
    expect(frames).toEqual(['x']);
    clock.advance(40);
    expect(frames).toEqual(['x', 'x']);
    clock.advance(5000);
    expect(frames).toEqual(['x', 'x']);
    expect(clock.timers).toBe(0);
  });

  it('paints an echo at once and what follows it on the tick', () => {
    const { painter: p, clock, frames } = painter();
    p.changed();
    clock.advance(0);
    p.expectEcho();
    p.changed();
    expect(frames).toEqual(['x', 'x']);
    p.changed();
    expect(frames).toEqual(['x', 'x']);
  });

  it('takes output long after a key for ordinary output', () => {
    const { painter: p, clock, frames } = painter();
    p.changed();
    clock.advance(0);
    p.expectEcho();
    clock.advance(201);
    p.changed();
    clock.advance(-1);
    expect(frames).toEqual(['x']);
  });

  it('waits while a frame is on its way and paints when the line is free', () => {
    const { painter: p, clock, frames, line } = painter();
    line.isFree = false;
    p.expectEcho();
    p.changed();
    expect(frames).toEqual([]);
    line.isFree = true;
    p.lineFree();
    expect(frames).toEqual(['x']);
    clock.advance(100);
    expect(frames).toEqual(['x']);
  });

  it('sends nothing when nothing changed on the screen', () => {
    const { painter: p, clock, frames, shows } = painter();
    shows('');
    p.changed();
    clock.advance(100);
    expect(frames).toEqual([]);
  });

  it('paints fewer frames on a slow line', () => {
    const { painter: p, clock, frames, line } = painter();
    line.isSlow = true;
    for (let i = 0; i < 100; i++) {
      p.changed();
      clock.advance(10);
    }
    expect(frames.length).toBeGreaterThan(8);
    expect(frames.length).toBeLessThan(15);
  });

  it('does nothing once disposed', () => {
    const { painter: p, clock, frames } = painter();
    p.changed();
    p.dispose();
    p.changed();
    clock.advance(100);
    expect([frames, clock.timers]).toEqual([[], 0]);
  });
});
