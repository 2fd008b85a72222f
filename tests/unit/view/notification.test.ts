// What a person is called for, and what not.
import { describe, expect, it } from 'vitest';
import type { Agent, Question } from '../../../src/core/model/agent.js';
import { notificationOf } from '../../../src/core/view/notification.js';
import { anAgent } from '../../helpers/view-fixtures.js';

const question: Question = { kind: 'permission', text: 'run it?', options: ['Yes'], digest: 'd', with: 'person' };
const agent = (over: Partial<Agent>) => anAgent({ name: 'a', ...over });
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
