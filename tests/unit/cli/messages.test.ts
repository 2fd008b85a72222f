import { expect, test } from 'vitest';
import { messagesText, missedText, storedOf } from '../../../src/cli/messages.js';
import type { KeptMessage } from '../../../src/core/model/message.js';

const NOW = Date.parse('2026-11-21T12:05:00.000Z');

const kept = (changes: Partial<KeptMessage>, message: Partial<KeptMessage['message']> = {}): KeptMessage => ({
  message: {
    id: 'm3f2a9c0148e1d77b',
    type: 'message',
    from_agent: 'person',
    to_agent: 'a1',
    timestamp: '2026-11-21T12:00:00.000Z',
    payload: { text: 'the port\nis 4021' },
    retry_count: 0,
    ...message,
  },
  state: 'queued',
  fromName: 'person',
  toName: 'fix-login',
  via: null,
  at: '2026-11-21T12:00:00.000Z',
  error: null,
  retryAt: null,
  ...changes,
});

test('a message is one line: its id as far as it is needed, age, from whom to whom, what it is, how far it has come, what it says', () => {
  expect(messagesText([kept({})], NOW)).toBe('m3f2a9c01  5 m  person → fix-login  message  queued  the port is 4021');
});

test('a failure stands behind it', () => {
  const error = { kind: 'harness', tried: 't', said: 'its input line holds text that was not sent', next: 'n' } as const;
  expect(messagesText([kept({ state: 'dead', error }, { retry_count: 4 })], NOW)).toBe(
    'm3f2a9c01  5 m  person → fix-login  message  given up (4 failed)  the port is 4021 ← its input line holds text that was not sent',
  );
});

test('none is said', () => {
  expect(messagesText([], NOW)).toBe('no messages');
});

test('those of one agent are not those of another whose name begins alike; a beginning is enough where no name is that', () => {
  const [one, other] = [kept({ toName: 'fix' }), kept({ toName: 'fix-2' }, { to_agent: 'a2' })];
  expect(storedOf([one, other], { of: 'all', agent: 'fix' })).toEqual([one]);
  expect(storedOf([one, other], { of: 'all', agent: 'a2' })).toEqual([other]);
  expect(storedOf([one, other], { of: 'all', agent: 'fi' })).toEqual([one, other]);
  expect(storedOf([one, other], { of: 'dead', agent: 'fix' })).toEqual([]);
});

test('what was missed while following is counted, and where to look instead is said', () => {
  expect([missedText(1), missedText(2500)]).toEqual([
    '1 change came too fast to be shown here; `orch-tui messages` lists the newest messages as they are now',
    '2500 changes came too fast to be shown here; `orch-tui messages` lists the newest messages as they are now',
  ]);
});
