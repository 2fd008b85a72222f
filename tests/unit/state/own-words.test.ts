// What an agent says and asks by its tools, and what follows: questions hold up the end, its own word is a sign of it, a hand-over is one more way out.
import { describe, expect, it } from 'vitest';
import { asksByTool, waitsForAnswer } from '../../../src/core/model/agent.js';
import type { EventBody } from '../../../src/core/model/event.js';
import type { AppState } from '../../../src/core/model/state.js';
import { countsByState } from '../../../src/core/state/counts.js';
import { resultDocument } from '../../../src/core/state/result-document.js';
import { statusOf } from '../../../src/core/state/status.js';
import { contextText } from '../../../src/core/state/workspace-texts.js';
import { atWork, commandsAfter, exited, fold, shows, started } from '../../helpers/fold-events.js';

const inquired: Extract<EventBody, { type: 'agent.inquired' }> = {
  type: 'agent.inquired',
  agent: 'a',
  inquiry: { id: 'm1', text: 'Which port?', options: [], with: 'person', at: '' },
};
const answered: EventBody = { type: 'agent.inquiryOver', agent: 'a', inquiry: 'm1', answer: '80' };
const reported: EventBody = { type: 'agent.reportedEnd', agent: 'a', report: { summary: 'All is well.', artifacts: [], at: '' } };
const unattended = { plan: { unattended: true } } as const;
const agent = (state: AppState) => state.agents.a!;

describe('a question by its tool', () => {
  it('waits for the person, whatever its screen shows meanwhile', () => {
    for (const later of [[], [shows('a', 'working')], [shows('a', 'idle')], [shows('a', 'unknown')]]) {
      const state = fold([...atWork('a'), inquired, ...later]);
      expect(waitsForAnswer(agent(state))).toBe(true);
      expect(state.goals.g1?.state).toBe('waiting');
      expect(countsByState(state)).toEqual([{ state: 'waiting', count: 1 }]);
    }
  });

  it('is what scripts read as the question of one that waits', () => {
    const [told] = statusOf(fold([...atWork('a'), inquired, shows('a', 'working')]), null).agents;
    expect(told).toMatchObject({ state: 'waiting', question: { kind: 'text', text: 'Which port?', digest: 'm1' }, inquiry: { id: 'm1' } });
    expect(statusOf(fold([...atWork('a'), inquired, answered]), null).agents[0]).toMatchObject({ state: 'working', question: null });
  });

  it('of the manager is nothing that waits for the person', () => {
    const asked = { ...inquired, inquiry: { ...inquired.inquiry, with: 'manager' } } as EventBody;
    const state = fold([...atWork('a'), asked]);
    expect(waitsForAnswer(agent(state))).toBe(false);
    expect(statusOf(state, null).agents[0]?.state).toBe('working');
  });

  it('is over with its answer alone: an answer to another one is not it', () => {
    const other: EventBody = { ...answered, inquiry: 'm0' } as EventBody;
    expect(asksByTool(agent(fold([...atWork('a'), inquired, other])))).toBe(true);
    const state = fold([...atWork('a'), inquired, answered]);
    expect(agent(state).inquiry).toBeUndefined();
    expect(state.goals.g1?.state).toBe('running');
  });

  it('keeps its work from being finished when its turn ends before the answer', () => {
    const open = fold([...atWork('a', unattended), inquired, shows('a', 'idle')]);
    expect(agent(open).state).toBe('idle');
    const gone = fold([answered, shows('a', 'working'), shows('a', 'idle')], open);
    expect(agent(gone).state).toBe('finishing');
  });

  it.each([
    ['its CLI has ended', exited('a', 1)],
    ['its CLI was left', exited('a', 0)],
  ])('is none any more once %s', (_, end) => {
    expect(agent(fold([...atWork('a'), inquired, end])).inquiry).toBeUndefined();
  });

  it('of one that is stopped is none any more', () => {
    const state = fold([...atWork('a'), inquired, { type: 'agent.stopRequested', agent: 'a' }, exited('a', null)]);
    expect(agent(state).state).toBe('stopped');
    expect(waitsForAnswer(agent(state))).toBe(false);
  });
});

describe('its own word that it is done', () => {
  it('ends the work when its turn ends, also where only its screen tells that', () => {
    const bare = fold([...atWork('a', unattended), shows('a', 'idle', 'screen')]);
    expect(agent(bare).state).toBe('idle');
    const said = fold([...atWork('a', unattended), reported, shows('a', 'idle', 'screen')]);
    expect(agent(said).state).toBe('finishing');
    expect(agent(said).report?.summary).toBe('All is well.');
  });

  it('stands in the files of the goal and of its result', () => {
    const said: EventBody = {
      type: 'agent.reportedEnd',
      agent: 'a',
      report: { summary: 'All is well.', artifacts: ['docs/r.md'], at: '' },
    };
    const done: EventBody = {
      type: 'finish.done',
      agent: 'a',
      result: { kind: 'merge', url: null, commit: 'abcdef1234567', path: null },
      notes: [],
    };
    const state = fold([...atWork('a', unattended), said, shows('a', 'idle'), done]);
    expect(JSON.parse(resultDocument(agent(state)))).toMatchObject({ report: { summary: 'All is well.', artifacts: ['docs/r.md'] } });
    const text = contextText({ goal: state.goals.g1!, agents: [agent(state)] } as never);
    expect(text).toContain('- name-a: merged into main (abcdef1234)\n  All is well.\n  files: docs/r.md');
  });

  it('spares the manager a look', () => {
    const managed = { ...unattended, manager: { state: 'ready', decisions: [], askedSeq: 0 } } as const;
    expect(agent(fold([...atWork('a', managed), shows('a', 'idle')])).state).toBe('idle');
    expect(agent(fold([...atWork('a', managed), reported, shows('a', 'idle')])).state).toBe('finishing');
  });

  it('does not end what a person has to finish', () => {
    expect(agent(fold([...atWork('a'), reported, shows('a', 'idle')])).state).toBe('idle');
  });

  it('is past when a new turn begins, and when the check has failed', () => {
    expect(agent(fold([...atWork('a'), reported, shows('a', 'idle'), shows('a', 'working')])).report).toBeUndefined();
    const error = { kind: 'verify', tried: 'npm test', said: 'red', next: 'Mend it' } as const;
    const failed: EventBody = { type: 'verify.failed', agent: 'a', attempt: 1, error, tail: '' };
    expect(agent(fold([...atWork('a', unattended), reported, shows('a', 'idle'), failed])).report).toBeUndefined();
  });
});

describe('a hand-over that it asks for', () => {
  const to = { harness: 'codex', command: null, args: [], model: null };
  const asked: EventBody = { type: 'agent.handOverAsked', agent: 'a', to, text: 'The parser is half done.' };
  const handed: EventBody = { type: 'agent.handedOver', agent: 'a', from: to, to, reason: 'r', text: 't', chainAt: 0 };

  it('is carried out at once, and what its screen shows until its end is of no weight', () => {
    expect(commandsAfter([...atWork('a'), asked])).toContainEqual({ type: 'agent.handOver', agent: 'a' });
    const state = fold([...atWork('a', unattended), asked, shows('a', 'idle'), exited('a', null)]);
    expect(agent(state)).toMatchObject({ state: 'limited', handOver: { to, text: 'The parser is half done.' } });
  });

  it('is past once the other has taken over, and is counted', () => {
    const state = fold([...atWork('a'), asked, exited('a', null), handed]);
    expect(agent(state)).toMatchObject({ state: 'starting', launch: to, handOvers: 1 });
    expect(agent(state)).not.toHaveProperty('handOver');
    expect(agent(state)).not.toHaveProperty('limit');
  });

  it('is none where nothing of it runs, or it is being ended', () => {
    expect(agent(fold([...atWork('a'), { type: 'agent.stopRequested', agent: 'a' }, asked]))).not.toHaveProperty('handOver');
    expect(agent(fold([...atWork('a'), exited('a', 1), asked])).state).toBe('failed');
  });

  it('is forgotten where it did not come about: the chain is what it was', () => {
    const skipped: EventBody = {
      type: 'agent.handOverSkipped',
      agent: 'a',
      to,
      error: { kind: 'harness', tried: '', said: '', next: '' },
      chainAt: 0,
    };
    const state = fold([...atWork('a'), asked, skipped]);
    expect(agent(state)).not.toHaveProperty('handOver');
    expect(agent(fold([started('a'), shows('a', 'working')], state)).state).toBe('working');
  });
});
