// What a person is called for, and what not.
import { describe, expect, it } from 'vitest';
import type { Agent, Question } from '../../../src/core/model/agent.js';
import { goalNotificationOf, notificationOf } from '../../../src/core/view/notification.js';
import { anAgent } from '../../helpers/view-fixtures.js';
import { aGoal, aPlan, aTask } from '../../helpers/view-goals.js';

const question: Question = { kind: 'permission', text: 'run it?', options: ['Yes'], digest: 'd', with: 'person' };
const agent = (over: Partial<Agent>) => anAgent({ name: 'a', ...over });
const inquiry = { id: 'm1', text: 'Which port?', options: [], with: 'person', at: '' } as const;
const works = agent({ state: 'working' });
const error = { kind: 'verify', tried: 'npm test', said: 'two tests failed', next: 'Read the log.' } as const;

it('tells a message that was not taken from an agent that failed', () => {
  expect(notificationOf(works, agent({ state: 'working', undelivered: { text: 't', error, at: '' } }))?.kind).toBe('message');
});

describe('a person is called', () => {
  it.each([
    ['for a question', works, agent({ state: 'waiting', question }), 'a asks: run it?'],
    [
      'for what the policy has left to them',
      agent({ state: 'waiting', question: { ...question, with: 'policy' } }),
      agent({ state: 'waiting', question }),
      'a asks: run it?',
    ],
    [
      'for the next question',
      agent({ state: 'waiting', question: { ...question, digest: 'c' } }),
      agent({ state: 'waiting', question }),
      'a asks: run it?',
    ],
    ['for a question by its tool', works, agent({ inquiry }), 'a asks: Which port?'],
    ['for what only they can mend', works, agent({ state: 'waiting', question: null, error }), 'a waits: two tests failed'],
    ['at the end of a turn', works, agent({ state: 'idle' }), 'a has ended its turn'],
    ['for finished work', agent({ state: 'finishing' }), agent({ state: 'done' }), 'a is done'],
    [
      'for a message that was not taken',
      works,
      agent({ state: 'working', undelivered: { text: 't', error, at: '' } }),
      'a did not take a message: two tests failed',
    ],
    [
      'for one that it did not take because it asks',
      agent({ state: 'waiting', question }),
      agent({ state: 'waiting', question, undelivered: { text: 't', error, at: '' } }),
      'a did not take a message: two tests failed',
    ],
    ['for failed work', works, agent({ state: 'failed', error }), 'a failed: two tests failed'],
  ] as const)('%s', (_, before, after, text) => {
    expect(notificationOf(before, after)?.text).toBe(text);
  });

  it.each([
    ['while the policy judges', works, agent({ state: 'waiting', question: { ...question, with: 'policy' } })],
    ['twice for one question', agent({ state: 'waiting', question }), agent({ state: 'waiting', question, title: 'new' })],
    [
      'when it has only been started',
      agent({ state: 'starting', run: { mode: 'start', text: null, startedAt: null, hasWorked: false } }),
      agent({ state: 'idle', run: { mode: 'start', text: null, startedAt: null, hasWorked: false } }),
    ],
    ['when a person stopped it', works, agent({ state: 'stopped' })],
    ['for work that was done before', undefined, agent({ state: 'done' })],
    ['when it goes on', agent({ state: 'idle' }), works],
  ] as const)('not %s', (_, before, after) => {
    expect(notificationOf(before, after)).toBeNull();
  });
});

describe('for a goal with a plan a person is called', () => {
  const failing = [aTask('t1', [], { state: 'failed', error })];
  const approved = aPlan({ state: 'approved' });
  const finish = { state: 'asked', result: null, error: null, notes: [], sinceSeq: 1 } as const;
  const pr = { kind: 'pr', url: 'https://github.com/o/r/pull/12', commit: null, path: null } as const;
  it.each([
    ['that waits for a yes', aGoal({ plan: aPlan({ state: 'asked' }) }), aGoal({}), 'waiting', 'the plan waits for your yes'],
    ['whose end waits for a yes', aGoal({ plan: approved }), aGoal({ plan: approved, finish }), 'waiting', 'the finish waits for your yes'],
    [
      'that is done',
      aGoal({ state: 'running', plan: approved }),
      aGoal({ state: 'done', plan: approved, finish: { ...finish, state: 'done', result: pr } }),
      'done',
      'it is done, PR #12',
    ],
    [
      'that could not be delivered',
      aGoal({ state: 'running', plan: approved, finish: { ...finish, state: 'running' } }),
      aGoal({ state: 'waiting', plan: approved, finish: { ...finish, state: 'failed', error } }),
      'waiting',
      'not delivered: two tests failed',
    ],
    [
      'that failed',
      aGoal({ state: 'running', plan: approved }),
      aGoal({ state: 'failed', plan: approved, tasks: failing }),
      'failed',
      'it failed: two tests failed',
    ],
    [
      'whose plan failed',
      aGoal({ state: 'planning', plan: aPlan({ state: 'asked' }) }),
      aGoal({ state: 'failed', plan: aPlan({ state: 'failed', error }) }),
      'failed',
      'it failed: two tests failed',
    ],
    [
      'that has used up what it may',
      aGoal({ state: 'running', plan: approved }),
      aGoal({ state: 'failed', plan: approved, limit: 'budget' }),
      'failed',
      'it failed: its limit of budget is reached',
    ],
  ] as const)('%s', (_, before, after, kind, words) => {
    expect(goalNotificationOf(before, after)).toEqual({
      kind,
      of: { goal: 'g1' },
      name: 'Login with tokens',
      text: `Login with tokens: ${words}`,
    });
  });

  it('however long it is called', () => {
    expect(goalNotificationOf(undefined, aGoal({ text: 'x'.repeat(500) }))?.text).toMatch(/^x+…: the plan waits for your yes$/u);
  });
});

it.each([
  ['whose plan a person just changes', aGoal({}), aGoal({ plan: aPlan({ revision: 4, by: 'person' }) })],
  [
    'that was stopped',
    aGoal({ state: 'running', plan: aPlan({ state: 'approved' }) }),
    aGoal({ state: 'stopped', plan: aPlan({ state: 'approved' }) }),
  ],
  [
    'that is one agent',
    { ...aGoal({ state: 'running' }), plan: undefined } as never,
    { ...aGoal({ state: 'done' }), plan: undefined } as never,
  ],
])('nobody is called for a goal %s', (_, before, after) => {
  expect(goalNotificationOf(before, after)).toBeNull();
});
