// Answers put together from pieces, as endpoints really send them: not all keep to the shape.
import { expect, it } from 'vitest';
import { AnswerBuilder } from '../../../src/core/adapters/model/answer-parts.js';

const delta = (...toolCalls: readonly object[]) => ({ choices: [{ delta: { tool_calls: toolCalls } }] });
const call = (id: string | undefined, index: number | undefined, name: string | undefined, text: unknown) => ({
  ...(id === undefined ? {} : { id }),
  ...(index === undefined ? {} : { index }),
  function: { ...(name === undefined ? {} : { name }), arguments: text },
});
const two = [
  { id: 'a', name: 'read', arguments: '{"x":1}' },
  { id: 'b', name: 'run', arguments: '{}' },
];

it.each<[string, readonly object[], readonly object[]]>([
  [
    'pieces by index',
    [delta(call('a', 0, 'read', '{"x"')), delta(call(undefined, 0, undefined, ':1}')), delta(call('b', 1, 'run', ''))],
    two,
  ],
  [
    'pieces of two at the same time',
    [delta(call('a', 0, 'read', '{"x"'), call('b', 1, 'run', '')), delta(call(undefined, 0, undefined, ':1}'))],
    two,
  ],
  ['whole calls without an index', [delta(call('a', undefined, 'read', '{"x":1}')), delta(call('b', undefined, 'run', '{}'))], two],
  ['whole calls that all have index 0', [delta(call('a', 0, 'read', '{"x":1}')), delta(call('b', 0, 'run', '{}'))], two],
  ['a name said twice', [delta(call('a', 0, 'read', '{"x"')), delta(call('a', 0, 'read', ':1}')), delta(call('b', 1, 'run', '{}'))], two],
  ['arguments that are an object', [delta(call('a', 0, 'read', { x: 1 })), delta(call('b', 1, 'run', {}))], two],
  ['calls without an id', [delta(call(undefined, 0, 'read', '{}'))], [{ id: 'call_1', name: 'read', arguments: '{}' }]],
  ['a call without a name', [delta(call('a', 0, undefined, '{}'))], []],
  [
    'nonsense',
    [delta(call('a', -1, 'read', 5)), { choices: [{ delta: { tool_calls: 'x' } }] }, { choices: [7] }],
    [{ id: 'a', name: 'read', arguments: '{}' }],
  ],
])('takes %s', (_what, pieces, calls) => {
  const builder = new AnswerBuilder();
  for (const piece of pieces) builder.add(piece);
  expect(builder.parts.toolCalls).toEqual(calls);
});

it('takes text in parts, a refusal, and a last piece with usage alone', () => {
  const builder = new AnswerBuilder();
  expect(builder.add({ choices: [{ delta: { content: [{ type: 'text', text: 'hi' }] } }] })).toBe('hi');
  expect(builder.add({ choices: [{ delta: { content: null, refusal: ' no' }, finish_reason: 'stop' }] })).toBe(' no');
  expect(builder.add({ choices: [], usage: { prompt_tokens: 3, completion_tokens: 2, cost: 0.5 } })).toBe('');
  expect(builder.parts).toMatchObject({ text: 'hi no', finish: 'stop', tokens: { input: 3, output: 2 }, costUsd: 0.5 });
  expect([null, 'x', [], {}, { choices: null }].map((value) => builder.add(value))).toEqual([false, false, false, false, false]);
});

it('takes no figures that can not be', () => {
  const builder = new AnswerBuilder();
  builder.add({ choices: [], usage: { prompt_tokens: -1, completion_tokens: 'many', cost: Number.NaN } });
  expect(builder.parts).toMatchObject({ tokens: null, costUsd: null });
});
