// When issues are taken, and how rarely the forge is asked.
import { describe, expect, it } from 'vitest';
import type { Goal, GoalState } from '../../../src/core/model/goal.js';
import { emptyState } from '../../../src/core/model/state.js';
import { ASK_AGAIN_MS, issueStep, takenIssues } from '../../../src/core/state/issue-queue.js';

const NOW = 1_000_000_000;
const forge = 'github.com/ada/shop';
const first = { number: 3, title: 'a', body: '' };
const second = { number: 4, title: 'b', body: '' };

function goals(...listed: readonly (readonly [GoalState, number | null])[]) {
  const all = listed.map(([state, number], at): Goal => {
    const base = { id: `g${at}`, text: 'x', state, workspace: null, createdAt: '', tasks: [] };
    return number === null ? base : { ...base, issue: { forge, number } };
  });
  return { ...emptyState(2), goals: Object.fromEntries(all.map((goal) => [goal.id, goal])) };
}

describe('the next step', () => {
  const MINUTE = 60_000;
  it.each([
    ['the forge is asked first of all', [], [], null, { type: 'ask' }],
    ['nothing is there: it is asked again after five minutes, not before', [], [], 2 * MINUTE, { type: 'wait', ms: 3 * MINUTE }],
    ['five minutes are over', [], [], 5 * MINUTE, { type: 'ask' }],
    ['the oldest is taken', [], [first, second], MINUTE, { type: 'take', issue: first }],
    ['one that was heard of long ago may be closed: asked again first', [], [first], 6 * MINUTE, { type: 'ask' }],
    ['a goal of a person comes first', [['running', null]], [first], MINUTE, { type: 'rest' }],
    ['also one that is planned', [['planning', null]], [], null, { type: 'rest' }],
    ['one that waits for a person holds nothing up', [['waiting', null]], [first], MINUTE, { type: 'take', issue: first }],
    ['one that has ended holds nothing up', [['failed', null]], [first], MINUTE, { type: 'take', issue: first }],
    [
      'as many issues at a time as agents',
      [
        ['running', 1],
        ['running', 2],
      ],
      [first],
      MINUTE,
      { type: 'rest' },
    ],
    [
      'one that waits takes a place',
      [
        ['waiting', 1],
        ['running', 2],
      ],
      [first],
      MINUTE,
      { type: 'rest' },
    ],
    [
      'a free place is filled',
      [
        ['running', 1],
        ['done', 2],
      ],
      [first],
      MINUTE,
      { type: 'take', issue: first },
    ],
    ['while one is worked on nothing is asked and no timer set', [['running', 1]], [], 9 * MINUTE, { type: 'rest' }],
  ] as const)('%s', (_sentence, listed, pending, askedAgoMs, step) => {
    const askedAtMs = askedAgoMs === null ? null : NOW - askedAgoMs;
    expect(issueStep({ state: goals(...listed), pending, askedAtMs, beganAtMs: 0, nowMs: NOW })).toEqual(step);
  });

  it('is to wait a moment for whoever started the host', () => {
    const facts = { state: goals(), pending: [], askedAtMs: null, beganAtMs: NOW };
    expect(issueStep({ ...facts, nowMs: NOW + 500 })).toEqual({ type: 'wait', ms: 1500 });
    expect(issueStep({ ...facts, nowMs: NOW + 2000 })).toEqual({ type: 'ask' });
  });

  it('is none in a host that is ending', () => {
    const state = goals();
    const ending = { ...state, host: { ...state.host, isStopping: true } };
    expect(issueStep({ state: ending, pending: [first], askedAtMs: NOW, beganAtMs: 0, nowMs: NOW + ASK_AGAIN_MS })).toEqual({
      type: 'rest',
    });
  });
});

it('goals tell which issues of a forge were taken', () => {
  expect(takenIssues(goals(['done', 3], ['running', null], ['waiting', 5]), forge)).toEqual([3, 5]);
  expect(takenIssues(goals(['done', 3]), 'github.com/ada/other')).toEqual([]);
});
