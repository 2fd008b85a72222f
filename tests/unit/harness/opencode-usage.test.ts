// What opencode's answers have used, from its events.
import { expect, it } from 'vitest';
import { opencodeUsage } from '../../../src/core/harness/opencode-usage.js';

const event = (id: string, tokens: unknown, more: object = {}) => ({
  name: 'message.updated',
  payload: { info: { id, role: 'assistant', cost: 0.01, tokens, ...more } },
});
const tokens = (input: number, output: number) => ({ input, output, reasoning: 1, cache: { read: 10, write: 5 } });

it('an answer that is told again while it grows counts once; all answers are summed', () => {
  const usage = opencodeUsage();
  expect(usage(event('a', { input: 0, output: 0, reasoning: 0, cache: { read: 0, write: 0 } }, { cost: 0 }))).toBe(null);
  expect(usage(event('a', tokens(100, 20)))).toEqual({ inputTokens: 115, outputTokens: 21, costUsd: 0.01, estimated: false });
  expect(usage(event('a', tokens(100, 20)))).toBe(null);
  expect(usage(event('a', tokens(100, 30)))).toMatchObject({ outputTokens: 31, costUsd: 0.01 });
  expect(usage(event('b', tokens(1, 1)))).toMatchObject({ inputTokens: 131, outputTokens: 33, costUsd: 0.02 });
});

it.each([
  ['another event', { name: 'message.removed', payload: event('a', tokens(1, 1)).payload }],
  ['a message of the person', event('a', tokens(1, 1), { role: 'user' })],
  ['no tokens', event('a', undefined)],
  ['one that was too large', { name: 'message.updated', payload: null }],
  ['numbers that are none', event('a', { input: '5', output: Number.NaN }, { cost: -1 })],
])('%s tells nothing', (_what, told) => {
  expect(opencodeUsage()(told)).toBe(null);
});

it('remembers what very many answers have used', () => {
  const usage = opencodeUsage();
  let last = null;
  for (let at = 0; at < 1000; at += 1) last = usage(event(`m${at}`, tokens(1, 1)));
  expect(last).toMatchObject({ inputTokens: 16_000, outputTokens: 2000 });
});
