// Money of a call: by the table, by what the endpoint tells, and what is counted where neither knows.
import { expect, it } from 'vitest';
import endpoints from '../../../src/core/chat/endpoints.json' with { type: 'json' };
import { priceOf, usageOf } from '../../../src/core/chat/prices.js';
import { estimateMessages, estimateTokens } from '../../../src/core/chat/token-estimate.js';

const counted = { model: 'gpt-4o', inputTokens: 1_000_000, outputTokens: 100_000, guessed: false, toldUsd: null, local: false };

it.each(['gpt-4o', 'openai/gpt-4o', 'gpt-4o-2024-08-06', 'openai/gpt-4o:nitro'])('knows %s', (model) => {
  expect(priceOf(model)).toMatchObject({ input: 2.5, output: 10 });
});

it('knows the name of a model with dashes and a date', () => {
  expect(priceOf('claude-haiku-4-5-20251001')).toEqual(priceOf('anthropic/claude-haiku-4.5'));
  expect(priceOf('claude-haiku-4-5-20251001')).not.toBeNull();
});

it.each(['claude-opus-4-8', 'gpt-6-sol', 'gemini-3.8-flash'])('knows %s, which an agent CLI asks unless it is told another', (model) => {
  expect(priceOf(model)).not.toBeNull();
});

it('has a price for every model that is asked where none is named', () => {
  for (const { models } of Object.values(endpoints)) for (const model of models) expect(priceOf(model), model).not.toBeNull();
});

it.each([
  ['a known model', {}, 3.5, false],
  ['guessed tokens', { guessed: true }, 3.5, true],
  ['what the endpoint tells', { model: 'new/one', toldUsd: 0.25 }, 0.25, false],
  ['an unknown model: a high price', { model: 'new/one' }, 4.5, true],
  ['an unknown model of this machine', { model: 'llama3', local: true }, 0, false],
  [
    'what a cache has given, and what was put there',
    { model: 'claude-sonnet-4-5', cachedTokens: 800_000, writtenTokens: 100_000 },
    2.415,
    false,
  ],
  ['a cache without a price of its own as all input', { model: 'gpt-4.1-nano', cachedTokens: 800_000 }, 0.14, false],
  ['a free one', { model: 'new/one:free' }, 0, false],
])('counts %s', (_what, change, costUsd, estimated) => {
  expect(usageOf({ ...counted, ...change })).toMatchObject({ costUsd, estimated });
});

it.each([
  ['', 0],
  ['four', 1],
  ['fives', 2],
  ['日本語', 3],
])('estimates the tokens of %j', (text, tokens) => {
  expect(estimateTokens(text)).toBe(tokens);
});

it('counts the calls of tools in messages', () => {
  expect(estimateMessages([{ role: 'assistant', content: 'abcd', toolCalls: [{ id: '1', name: 'read', arguments: '{"a"' }] }])).toBe(6);
});
