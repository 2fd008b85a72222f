// A value from a model's answer: found in whatever stands around it, checked, and asked for again once.
import { expect, it } from 'vitest';
import * as z from 'zod/mini';
import { askStructured } from '../../../src/core/chat/ask-structured.js';
import type { ChatOrder } from '../../../src/core/model/chat.js';
import { fail, ok } from '../../../src/core/model/error.js';
import type { ChatModel } from '../../../src/core/ports.js';

const schema = z.strictObject({ title: z.string(), size: z._default(z.int(), 1) });
const order: ChatOrder = { use: 'planner', messages: [{ role: 'user', content: 'plan it' }] };
const usage = { inputTokens: 10, outputTokens: 5, costUsd: 0.5, estimated: false };

function answering(...texts: string[]) {
  const orders: ChatOrder[] = [];
  const model: ChatModel = {
    available: () => ok({ model: 'm', endpoint: 'e' }),
    async chat(asked) {
      orders.push(asked);
      const text = texts.shift();
      if (text === undefined) return fail({ kind: 'model', tried: 't', said: 's', next: 'n' });
      return ok({ text, toolCalls: [], ended: 'stop', model: 'm', usage });
    },
  };
  return { model, orders };
}

it.each([
  ['alone', '{"title": "a"}'],
  ['in a fence', 'Here:\n```json\n{"title": "a"}\n```\nDone.'],
  ['in a fence after another one', '```ts\nconst a = {};\n```\n```json\n{"title": "a"}\n```'],
  ['between words', 'Sure! {"title": "a"} Hope that helps {really}.'],
  ['behind brackets that are none', 'I use {braces} and [lists], as in {"title": "a"}.'],
  ['behind other objects', 'Not {"title": 1} but {"title": "a"}'],
])('finds JSON %s', async (_what, text) => {
  const { model } = answering(text);
  expect(await askStructured({ model, order, schema, what: 'a plan' })).toEqual({
    ok: true,
    value: { value: { title: 'a', size: 1 }, usage, model: 'm' },
  });
});

it('reads brackets and quotes within texts', async () => {
  const { model } = answering('so: {"title": "a } \\" ] {"} ok');
  expect(await askStructured({ model, order, schema, what: 'a plan' })).toMatchObject({ value: { value: { title: 'a } " ] {' } } });
});

it.each([
  ['{"title": 5}', 'title must be of type string'],
  ['{"title": "a", "more": 1}', 'it has unknown keys: more'],
  ['{"title": 5, "size": "x"}', 'title must be of type string (and 1 more)'],
  ['I can not.', 'there is no JSON object in it'],
  ['', 'it is empty'],
  ['{"title": "a"', 'there is no JSON object in it'],
  [`{"title": "${'x'.repeat(400_000)}"}`, 'it is longer than 400000 characters'],
  ['{'.repeat(100_000), 'there is no JSON object in it'],
])('asks again once with what was wrong', async (text, wrong) => {
  const { model, orders } = answering(text, '{"title": "b"}');
  const answer = await askStructured({ model, order, schema, what: 'a plan' });
  expect(answer).toMatchObject({ ok: true, value: { value: { title: 'b' }, usage: { inputTokens: 20, costUsd: 1 } } });
  expect(orders[0]).toMatchObject({ json: true, messages: order.messages });
  expect(orders[1]?.messages.at(-1)?.content).toContain(`That answer can not be used: ${wrong}.`);
  expect(orders[1]?.messages.map((message) => message.role)).toEqual(text === '' ? ['user', 'user'] : ['user', 'assistant', 'user']);
});

it('is an error after the second wrong answer, and what both have cost is told', async () => {
  const { model, orders } = answering('no', '{"title": 1}', '{"title": "late"}');
  const spent: number[] = [];
  const answer = await askStructured({ model, order, schema, what: 'a plan', onCall: (call) => spent.push(call.usage.costUsd) });
  expect(answer).toEqual({
    ok: false,
    error: {
      kind: 'model',
      tried: 'get a plan from m',
      said: 'its answer could not be used, twice: title must be of type string',
      next: 'Try again, or name a stronger model in the configuration (section model)',
    },
  });
  expect(orders).toHaveLength(2);
  expect(spent).toEqual([0.5, 0.5]);
});

it('gives the error of the model as it is', async () => {
  expect(await askStructured({ model: answering().model, order, schema, what: 'a plan' })).toMatchObject({
    ok: false,
    error: { said: 's' },
  });
});
