// Places for the queued, the state of goals, and the day after which seen agents leave the list.
import { describe, expect, it } from 'vitest';
import type { EventBody, OrchEvent } from '../../../src/core/model/event.js';
import { type AppState, emptyState } from '../../../src/core/model/state.js';
import { reduce, replay } from '../../../src/core/state/reduce.js';
import { atWork, created, exited, fold, newAgent, shows, stamp, started, submitted } from '../../helpers/fold-events.js';

const states = (state: AppState) => Object.fromEntries(Object.values(state.agents).map((agent) => [agent.id, agent.state]));
const HOUR = 3_600_000;

describe('places', () => {
  const three = submitted(newAgent('a'), newAgent('b'), newAgent('c'));

  it('go to the first in the queue', () => {
    expect(states(fold([three], emptyState(2)))).toEqual({ a: 'preparing', b: 'preparing', c: 'queued' });
  });

  it('pass on with the event that frees one, which the promoted agent carries', () => {
    const state = fold([three, created('a'), started('a'), exited('a', 1)], emptyState(2));
    expect(states(state)).toEqual({ a: 'failed', b: 'preparing', c: 'preparing' });
    expect(state.agents.c).toMatchObject({ sinceSeq: 4, why: { rule: 'place.free' } });
  });

  it('go to who has waited longest: a resumed agent stands behind those queued before it', () => {
    const queue: readonly EventBody[] = [
      three,
      created('a'),
      started('a'),
      exited('a', 1),
      { type: 'agent.resumeRequested', agent: 'a', fresh: false, text: null },
    ];
    const freed = fold(
      [...queue, { type: 'worktree.failed', agent: 'b', error: { kind: 'git', tried: '', said: '', next: '' } }],
      emptyState(1),
    );
    expect(states(freed)).toEqual({ a: 'queued', b: 'failed', c: 'preparing' });
  });

  it('grow with the limit', () => {
    expect(states(fold([three, { type: 'limits.changed', maxAgents: 3 }], emptyState(1)))).toEqual({
      a: 'preparing',
      b: 'preparing',
      c: 'preparing',
    });
  });

  it('are not taken by one that waits for a person with nothing of it running', () => {
    const stuck: readonly EventBody[] = [
      created('a'),
      started('a'),
      exited('a', 0),
      { type: 'finish.failed', agent: 'a', error: { kind: 'conflict', tried: '', said: '', next: '' }, waitsFor: 'person' },
    ];
    expect(states(fold([three, ...stuck], emptyState(1)))).toEqual({ a: 'waiting', b: 'preparing', c: 'queued' });
    const asking: readonly EventBody[] = [created('a'), started('a'), shows('a', 'waiting')];
    expect(states(fold([three, ...asking], emptyState(1)))).toEqual({ a: 'waiting', b: 'queued', c: 'queued' });
  });

  it('are not given out while the host ends', () => {
    expect(states(fold([three, { type: 'host.stopping' }, { type: 'agent.stopRequested', agent: 'a' }], emptyState(1)))).toEqual({
      a: 'stopped',
      b: 'queued',
      c: 'queued',
    });
  });

  it('are given out by the next host to those that were queued', () => {
    const state = fold([three, { type: 'host.stopping' }, { type: 'host.started', pid: 2, version: '1', bootId: null }], emptyState(1));
    expect(states(state)).toEqual({ a: 'interrupted', b: 'preparing', c: 'queued' });
  });

  it('keep their numbers while listed; a new one takes the lowest that is free', () => {
    const removed: EventBody = { type: 'agent.removed', agent: 'c', rescueRef: null, trash: null, restore: null };
    const state = fold([three, removed, submitted(newAgent('d'))]);
    expect(Object.values(state.agents).map((agent) => agent.number)).toEqual([1, 2, 3]);
    const others = fold([
      three,
      { type: 'agent.removed', agent: 'a', rescueRef: null, trash: null, restore: null },
      submitted(newAgent('d'), newAgent('e')),
    ]);
    expect(Object.values(others.agents).map((agent) => [agent.id, agent.number])).toEqual([
      ['b', 2],
      ['c', 3],
      ['d', 1],
      ['e', 4],
    ]);
  });
});

describe('a goal', () => {
  const rows: readonly (readonly [string, readonly EventBody[], string])[] = [
    ['runs while one of its agents does', [exited('a', 1)], 'running'],
    ['waits when all that is left waits', [exited('a', 1), created('b'), started('b'), shows('b', 'waiting')], 'waiting'],
    ['has failed when one of them has', [exited('a', 1), { type: 'agent.stopRequested', agent: 'b' }], 'failed'],
    [
      'is stopped when one of them is',
      [exited('a', 0), { type: 'finish.done', agent: 'a', result: null, notes: [] }, { type: 'agent.stopRequested', agent: 'b' }],
      'stopped',
    ],
    [
      'is done when all are',
      [
        exited('a', 0),
        { type: 'finish.done', agent: 'a', result: null, notes: [] },
        created('b'),
        started('b'),
        exited('b', 0),
        { type: 'finish.done', agent: 'b', result: null, notes: [] },
      ],
      'done',
    ],
  ];
  it.each(rows)('%s', (_sentence, bodies, state) => {
    expect(fold([submitted(newAgent('a'), newAgent('b')), created('a'), started('a'), ...bodies]).goals.g1?.state).toBe(state);
  });

  it('remembers the limit that ended it', () => {
    const hit: EventBody = { type: 'goal.limitHit', goal: 'g1', limit: 'timeout' };
    expect(fold([...atWork('a'), hit]).goals.g1).toMatchObject({ state: 'running', limit: 'timeout' });
    expect(fold([{ ...hit, goal: 'gone' }]).goals).toEqual({});
  });

  it('keeps its identity while nothing of it changes', () => {
    const before = fold(atWork('a'));
    const after = fold([shows('a', 'idle')], before);
    expect(after.goals).toBe(before.goals);
  });
});

describe('the list', () => {
  const seen: readonly EventBody[] = [
    submitted(newAgent('a')),
    { type: 'worktree.failed', agent: 'a', error: { kind: 'git', tried: '', said: '', next: '' } },
    { type: 'agent.seen', agent: 'a' },
  ];
  const later = (state: AppState, ms: number) =>
    reduce(state, stamp({ type: 'notice.raised', text: '' }, state.seq + 1, Date.parse('2026-11-21T12:00:03.000Z') + ms));

  it('loses an agent a day after it was seen', () => {
    expect(Object.keys(later(fold(seen), 24 * HOUR - 1).agents)).toEqual(['a']);
    expect(later(fold(seen), 24 * HOUR)).toMatchObject({ agents: {}, goals: {} });
  });

  it('never loses one that still has a worktree', () => {
    const withWorktree = fold([...atWork('a'), exited('a', 1), { type: 'agent.seen', agent: 'a' }]);
    expect(Object.keys(later(withWorktree, 400 * HOUR).agents)).toEqual(['a']);
    const without = fold([{ type: 'worktree.removed', agent: 'a', rescueRef: null, trash: null, restore: null }], withWorktree);
    expect(Object.keys(later(without, 400 * HOUR).agents)).toEqual([]);
  });
});

describe('replaying', () => {
  const events = [...atWork('a'), exited('a', 0)].map((body, at) => stamp(body, at + 1));

  it('gives the state that was, from any snapshot on the way', () => {
    const end = replay(emptyState(5), events).state;
    for (let at = 0; at <= events.length; at += 1) {
      const snapshot = replay(emptyState(5), events.slice(0, at)).state;
      expect(replay(snapshot, events).state).toEqual(end);
    }
  });

  it('passes over events it does not know and tells of those it can not read', () => {
    const unknown = { seq: 6, at: 'x', type: 'moon.risen', agent: 'a' } as unknown as OrchEvent;
    const broken = { seq: 7, at: 'x', type: 'goal.submitted' } as unknown as OrchEvent;
    const after = replay(emptyState(5), [...events, unknown, broken]);
    expect(after.state).toMatchObject({ seq: 7, agents: { a: { state: 'finishing' } } });
    expect(after.notices).toHaveLength(1);
  });
});
