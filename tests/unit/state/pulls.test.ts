// The slice of pull requests: what its events make of it, and when it leaves.
import { expect, test } from 'vitest';
import type { PullEvent } from '../../../src/core/model/pull-event.js';
import type { AppState } from '../../../src/core/model/state.js';
import { reduce } from '../../../src/core/state/reduce.js';
import { fold, newAgent, submitted } from '../../helpers/fold-events.js';

const ID = 'github.com/ada/shop#12';
const PLAN = { rounds: 3, merge: 'ask', method: 'merge', approvals: 0, deleteBranch: true } as const;
const OPENED: PullEvent = {
  type: 'pull.opened',
  pull: ID,
  opened: {
    id: ID,
    host: 'github.com',
    owner: 'ada',
    repo: 'shop',
    number: 12,
    url: 'https://github.com/ada/shop/pull/12',
    goal: 'g1',
    agent: 'a1',
    head: 'orch/a1',
    base: 'main',
    branch: 'orch/a1',
    remote: 'origin',
    commit: 'c1',
    plan: PLAN,
  },
};

const START = fold([submitted(newAgent('a1'))]);
function after(state: AppState, ...events: readonly PullEvent[]): AppState {
  return events.reduce((now, event) => reduce(now, { ...event, seq: now.seq + 1, at: '2026-11-26T20:00:00.000Z' }), state);
}
const pullOf = (state: AppState) => state.pulls?.[ID];

test('an opened one is open, followed, and known to its agent', () => {
  const state = after(START, OPENED);
  expect(pullOf(state)).toMatchObject({ state: 'open', follow: 'on', rounds: 0, isBack: false, sight: null, openedAt: expect.any(String) });
  expect(state.agents.a1?.pull).toBe(ID);
  expect(START.agents.a1?.pull).toBeUndefined();
});

test('where it is not to be followed it is not', () => {
  const off = { ...OPENED, opened: { ...OPENED.opened, follow: 'off' as const } } as PullEvent;
  expect(pullOf(after(START, off))?.follow).toBe('off');
});

test('each return counts, is remembered, and ends with the next push', () => {
  const returned = (handled: readonly string[], toAnswer: readonly number[]): PullEvent => ({
    type: 'pull.returned',
    pull: ID,
    reasons: ['check'],
    text: 'Mend it',
    handled,
    toAnswer,
  });
  const back = after(START, OPENED, returned(['check:run:1'], [7]), returned(['check:run:1', 'review:2'], [8, 7]));
  expect(pullOf(back)).toMatchObject({ rounds: 2, isBack: true, handled: ['check:run:1', 'review:2'], toAnswer: [7, 8] });
  const told = after(back, { type: 'pull.told', pull: ID });
  const pushed = after(told, { type: 'pull.pushed', pull: ID, commit: 'c2' }, { type: 'pull.answered', pull: ID, comments: [7] });
  expect(pullOf(pushed)).toMatchObject({ commit: 'c2', isBack: false, rounds: 2, toAnswer: [8] });
});

test('a push of earlier work takes nothing back that its agent was not told yet', () => {
  const back = after(START, OPENED, { type: 'pull.returned', pull: ID, reasons: ['check'], text: 'Mend', handled: [], toAnswer: [] });
  const pushed = after(back, { type: 'pull.pushed', pull: ID, commit: 'c2' });
  expect(pullOf(pushed)).toMatchObject({ commit: 'c2', isBack: true, back: { text: 'Mend' } });
});

test('a push without a new commit is no answer to anybody', () => {
  const back = after(START, OPENED, { type: 'pull.returned', pull: ID, reasons: ['comment'], text: 'Mend', handled: [], toAnswer: [7] });
  const pushed = after(back, { type: 'pull.told', pull: ID }, { type: 'pull.pushed', pull: ID, commit: 'c1' });
  expect(pullOf(pushed)).toMatchObject({ isBack: false, toAnswer: [] });
});

test('a person who goes on with a stuck one begins anew, and what was dealt with stays so', () => {
  const error = { kind: 'forge', tried: 't', said: 's', next: 'n' } as const;
  const stuck = after(START, OPENED, { type: 'pull.stuck', pull: ID, error, handled: ['review:1'] });
  expect(pullOf(stuck)).toMatchObject({ follow: 'paused', error });
  const on = after(stuck, { type: 'pull.followed', pull: ID, follow: 'on', merge: 'auto', method: 'squash' });
  expect(pullOf(on)).toMatchObject({
    follow: 'on',
    error: null,
    rounds: 0,
    handled: ['review:1'],
    plan: { merge: 'auto', method: 'squash' },
  });
});

test('an ended one leaves with its agent and goal, an open one stays', () => {
  const removed = { type: 'agent.removed', agent: 'a1', rescueRef: null, trash: null, restore: null } as const;
  const without = (state: AppState) => reduce(state, { ...removed, seq: state.seq + 1, at: '2026-11-26T20:00:00.000Z' });
  expect(pullOf(without(after(START, OPENED)))).toMatchObject({ state: 'open' });
  const merged = after(START, OPENED, { type: 'pull.merged', pull: ID, commit: 'm1' });
  expect(pullOf(merged)).toMatchObject({ state: 'merged' });
  expect(pullOf(without(merged))).toBeUndefined();
});

test('events about one that is not there change nothing', () => {
  expect(after(START, { type: 'pull.closed', pull: ID }).pulls).toBe(START.pulls);
});
