// The adapter over HTTP against the scripted model: what is sent, what is made of every kind of answer, and what is tried again. Time is the test's.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { createOpenAiModel } from '../../../src/core/adapters/openai-model.js';
import type { ChatOrder } from '../../../src/core/model/chat.js';
import { DEFAULT_CONFIG } from '../../../src/core/model/default-config.js';
import { anyRequest, type ModelReply, type ModelServer, startModelServer } from '../../fixtures/model-server.js';
import { FakeClock } from '../../helpers/fake-clock.js';

const KEY = 'sk-test-0123456789abcdef';
const HELLO: ChatOrder = { use: 'planner', messages: [{ role: 'user', content: 'hello' }] };

let server: ModelServer;
let clock: FakeClock;
let notes: string[];

beforeEach(async () => {
  server = await startModelServer();
  clock = new FakeClock();
  notes = [];
});
afterEach(() => server.close());

/** Every wait is over as soon as it is told of. */
const patient = {
  onRetry(note: string) {
    notes.push(note);
    queueMicrotask(() => clock.advance(150_000));
  },
};

function model(settings: Partial<typeof DEFAULT_CONFIG.model> = {}, env: Record<string, string | undefined> = {}) {
  return createOpenAiModel({
    env: () => ({ OPENAI_BASE_URL: server.url, OPENAI_API_KEY: KEY, ...env }),
    config: { ...DEFAULT_CONFIG.model, default: 'one', ...settings },
    clock,
    random: () => 0,
  });
}

it('asks with key, messages, tools and bounds, and gives text, calls and cost', async () => {
  server.on(anyRequest, { text: 'I look', calls: [{ name: 'read', arguments: { path: 'a.ts' } }], usage: [1000, 100] });
  const answer = await model({ default: 'gpt-4.1' }).chat({
    use: 'agent',
    messages: [
      { role: 'system', content: 'be brief' },
      { role: 'assistant', content: '', toolCalls: [{ id: 'c1', name: 'read', arguments: '{}' }] },
      { role: 'tool', toolCallId: 'c1', content: 'text' },
    ],
    tools: [{ name: 'read', description: 'Reads.', parameters: { type: 'object' } }],
    json: true,
    maxOutputTokens: 77,
  });
  expect(answer).toEqual({
    ok: true,
    value: {
      text: 'I look',
      toolCalls: [{ id: 'call_3_0', name: 'read', arguments: '{"path":"a.ts"}' }],
      ended: 'tools',
      model: 'gpt-4.1',
      usage: { inputTokens: 1000, outputTokens: 100, costUsd: expect.closeTo(0.0028, 6), estimated: false },
    },
  });
  expect(server.requests[0]).toMatchObject({
    authorization: `Bearer ${KEY}`,
    body: {
      model: 'gpt-4.1',
      max_tokens: 77,
      response_format: { type: 'json_object' },
      tools: [{ type: 'function', function: { name: 'read', description: 'Reads.', parameters: { type: 'object' } } }],
      messages: [
        { role: 'system', content: 'be brief' },
        { role: 'assistant', content: null, tool_calls: [{ id: 'c1', type: 'function', function: { name: 'read', arguments: '{}' } }] },
        { role: 'tool', tool_call_id: 'c1', content: 'text' },
      ],
    },
  });
  expect(server.requests[0]?.body.stream).toBeUndefined();
  expect(clock.timers).toBe(0);
});

it('streams text as it comes, and puts calls together from their pieces', async () => {
  const calls = [
    { name: 'read', arguments: { path: 'a' } },
    { name: 'run', arguments: { command: 'ls -l' } },
  ];
  server.on(anyRequest, { text: 'hello you', calls, usage: [7, 3] });
  const pieces: string[] = [];
  const answer = await model().chat({ ...HELLO, onText: (delta) => pieces.push(delta) });
  expect(pieces).toEqual(['hello', ' you']);
  expect(answer).toMatchObject({
    ok: true,
    value: {
      text: 'hello you',
      toolCalls: [
        { id: 'call_1_0', name: 'read', arguments: '{"path":"a"}' },
        { id: 'call_1_1', name: 'run', arguments: '{"command":"ls -l"}' },
      ],
      ended: 'tools',
      usage: { inputTokens: 7, outputTokens: 3 },
    },
  });
  expect(server.requests[0]?.body.stream_options).toEqual({ include_usage: true });
});

it('estimates what an endpoint does not tell', async () => {
  server.on(anyRequest, { text: 'x'.repeat(40), usage: null, finish: 'length' });
  const answer = await model().chat(HELLO);
  expect(answer).toMatchObject({
    ok: true,
    value: { ended: 'length', usage: { inputTokens: 5, outputTokens: 10, costUsd: 0, estimated: true } },
  });
});

it.each([
  ['response_format', 'response_format is not supported', {}],
  ['response_format', 'JSON mode is not available for this model', {}],
  ['stream_options', 'unknown field: stream_options', {}],
  ['max_tokens', "Unsupported parameter: 'max_tokens'. Use 'max_completion_tokens' instead.", { max_completion_tokens: 50 }],
])('asks again without %s where the endpoint says: %s', async (field, message, instead) => {
  server.on(anyRequest, { status: 400, body: { error: { message } } }, 'fine');
  const asking = model();
  const order: ChatOrder = { ...HELLO, json: true, maxOutputTokens: 50, onText: () => {} };
  expect(await asking.chat(order)).toMatchObject({ ok: true, value: { text: 'fine' } });
  expect(server.requests[0]?.body).toHaveProperty(field);
  expect(server.requests[1]?.body).not.toHaveProperty(field);
  expect(server.requests[1]?.body).toMatchObject(instead);
  await asking.chat(order);
  expect(server.requests[2]?.body).not.toHaveProperty(field);
});

it.each<[string, ModelReply, number, string]>([
  [
    'a rate limit with seconds',
    { status: 429, headers: { 'retry-after': '7' } },
    7000,
    'one: rate limited: scripted 429 (429); tried again in 7 s (try 2 of 5)',
  ],
  [
    'a rate limit with a date',
    { status: 429, headers: { 'retry-after': 'Sat, 21 Nov 2026 12:00:09 GMT' } },
    9000,
    'one: rate limited: scripted 429 (429); tried again in 9 s (try 2 of 5)',
  ],
  [
    'a rate limit of an hour',
    { status: 429, headers: { 'retry-after': '3600' } },
    120_000,
    'one: rate limited: scripted 429 (429); tried again in 120 s (try 2 of 5)',
  ],
  ['a server error', { status: 503 }, 500, 'one: it fails: scripted 503 (503); tried again in 1 s (try 2 of 5)'],
  ['a cut connection', { does: 'cuts' }, 500, 'one: the connection was lost (UND_ERR_SOCKET); tried again in 1 s (try 2 of 5)'],
  [
    'a connection cut in the answer',
    { does: 'cuts-in-body' },
    500,
    'one: the connection was lost (UND_ERR_SOCKET); tried again in 1 s (try 2 of 5)',
  ],
  ['broken JSON', { does: 'broken-json' }, 500, 'one: its answer is broken JSON; tried again in 1 s (try 2 of 5)'],
  ['no choices', { does: 'no-choices' }, 500, 'one: its answer has no choices; tried again in 1 s (try 2 of 5)'],
  ['an empty answer', { does: 'empty' }, 500, 'one: its answer is empty; tried again in 1 s (try 2 of 5)'],
  [
    'an error within a success',
    { does: 'error-inside' },
    500,
    'one: rate limited: upstream is busy (429); tried again in 1 s (try 2 of 5)',
  ],
])('tries again after %s', async (_what, reply, delayMs, note) => {
  server.on(anyRequest, reply, 'fine');
  expect(await model().chat({ ...HELLO, ...patient })).toMatchObject({ ok: true, value: { text: 'fine' } });
  expect(notes).toEqual([note]);
  expect(clock.delaysMs).toContain(delayMs);
  expect(clock.timers).toBe(0);
});

it.each<[string, ModelReply, string]>([
  ['is cut', { does: 'cuts-in-body' }, 'the connection was lost'],
  ['just ends', { does: 'ends-early' }, 'its answer broke off'],
  ['has broken pieces', { does: 'broken-json' }, 'its answer is broken JSON'],
])('tries again when a stream %s', async (_what, reply, said) => {
  server.on(anyRequest, reply, 'fine');
  expect(await model().chat({ ...HELLO, ...patient, onText: () => {} })).toMatchObject({ ok: true, value: { text: 'fine' } });
  expect(notes).toEqual([expect.stringContaining(said)]);
});

it('waits twice as long each time, and then takes the next model of the chain', async () => {
  server.on((request) => request.model === 'one', { status: 500 });
  server.on((request) => request.model === 'two', 'fine');
  const answer = await model({ planner: ['one', 'two'], retries: 3 }).chat({ ...HELLO, ...patient });
  expect(answer).toMatchObject({ ok: true, value: { model: 'two' } });
  expect(server.requests.map((request) => request.model)).toEqual(['one', 'one', 'one', 'one', 'two']);
  expect(clock.delaysMs.filter((delay) => delay < 120_000)).toEqual([500, 1000, 2000]);
  expect(notes.at(-1)).toBe('one: it fails: scripted 500 (500); two is asked instead');
});

it.each([404, 400, 402])('takes the next model at once after %i', async (status) => {
  server.on((request) => request.model === 'one', { status });
  server.on((request) => request.model === 'two', 'fine');
  expect(await model({ planner: ['one', 'two'] }).chat(HELLO)).toMatchObject({ ok: true, value: { model: 'two' } });
  expect(server.requests).toHaveLength(2);
});

it.each([401, 403])('ends at once when the key is wrong (%i), naming the variable and never the key', async (status) => {
  server.on(anyRequest, { status, body: { error: { message: `Incorrect key ${KEY.slice(0, 12)}***` } } });
  const answer = await model({ planner: ['one', 'two'] }).chat(HELLO);
  expect(answer).toEqual({
    ok: false,
    error: {
      kind: 'config',
      tried: `ask one at ${server.url}`,
      said: `it does not accept the key in OPENAI_API_KEY (${status})`,
      next: 'Check OPENAI_API_KEY',
      failure: 'auth',
    },
  });
  expect(server.requests).toHaveLength(1);
});

it.each<[string, ModelReply, string]>([
  ['a page', { does: 'html' }, 'it answered with a page (HTML) instead of JSON'],
  [
    'no credit',
    { status: 429, body: { error: { code: 'insufficient_quota', message: 'Add credit.' } } },
    'the account has no credit left: Add credit. (429)',
  ],
  [
    'a redirect',
    { status: 307, headers: { location: 'https://elsewhere.example/v1' } },
    'it sends us to elsewhere.example, and the key goes nowhere else (307)',
  ],
])('%s is an error that says so, and is not tried again', async (_what, reply, said) => {
  server.on(anyRequest, reply);
  expect(await model().chat(HELLO)).toMatchObject({ ok: false, error: { said } });
  expect(server.requests).toHaveLength(1);
});

it.each([undefined, () => {}])('ends an endless answer', async (onText) => {
  server.on(anyRequest, { does: 'endless' });
  const answer = await model().chat({ ...HELLO, maxOutputTokens: 100, ...(onText === undefined ? {} : { onText }) });
  expect(answer).toMatchObject({ ok: false, error: { kind: 'model', said: 'its answer did not end, and was cut off' } });
});

it.each<[string, ModelReply]>([
  ['nothing', { does: 'hangs' }],
  ['half an answer', { does: 'hangs-in-body' }],
])('gives up on an endpoint that sends %s and then is silent', async (_what, reply) => {
  server.on(anyRequest, reply);
  let heard = () => {};
  const half = new Promise<void>((resolve) => {
    heard = resolve;
  });
  const asking = model({ timeoutSeconds: 30, retries: 0 }).chat({ ...HELLO, onText: () => heard() });
  await ('does' in reply && reply.does === 'hangs' ? server.arrived(1) : half);
  clock.advance(29_999);
  expect(clock.timers).toBe(1);
  clock.advance(1);
  expect(await asking).toMatchObject({ ok: false, error: { said: 'nothing came for 30 s' } });
  expect(clock.timers).toBe(0);
});

it.each(['before', 'in a call', 'in a wait'])('is interrupted %s', async (when) => {
  const controller = new AbortController();
  server.on(anyRequest, when === 'in a wait' ? { status: 503 } : { does: 'hangs' });
  if (when === 'before') controller.abort();
  const asking = model({ planner: ['one', 'two'] }).chat({
    ...HELLO,
    signal: controller.signal,
    onRetry: () => controller.abort(),
  });
  if (when === 'in a call') void server.arrived(1).then(() => controller.abort());
  expect(await asking).toMatchObject({ ok: false, error: { kind: 'interrupted' } });
  expect(server.requests).toHaveLength(when === 'before' ? 0 : 1);
  expect(clock.timers).toBe(0);
});

it.each<[string, ModelReply, string | undefined]>([
  ['a rate limit', { status: 429 }, 'rate-limit'],
  ['an account without credit', { status: 402 }, 'credit'],
  ['an endpoint that fails', { status: 503 }, 'network'],
  ['a lost connection', { does: 'cuts' }, 'network'],
  ['a request that it refuses', { status: 400 }, undefined],
  ['nonsense', { does: 'html' }, undefined],
])('says of %s what it would mean to an agent', async (_what, reply, failure) => {
  server.on(anyRequest, reply);
  const answer = await model({ retries: 0 }).chat(HELLO);
  expect(answer.ok ? null : answer.error.failure).toBe(failure);
});

it('tells when nothing answers there, and asks no other model of the same endpoint', async () => {
  await server.close();
  const asked = await model({ planner: ['one', 'two'], retries: 2 }).chat({ ...HELLO, ...patient });
  expect(asked).toMatchObject({ ok: false, error: { kind: 'model', said: 'nothing answers there' } });
  expect(notes).toHaveLength(2);
  server = await startModelServer();
});

it('sends nothing of the key, and no header of other variables, to where a redirect leads', async () => {
  const seen: (string | undefined)[] = [];
  const other = createServer((incoming, response) => {
    seen.push(incoming.headers.authorization);
    response.end('{}');
  });
  await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  const location = `http://localhost:${(other.address() as AddressInfo).port}/v1/chat/completions`;
  server.on(anyRequest, { status: 302, headers: { location } });
  expect(await model().chat(HELLO)).toMatchObject({ ok: false, error: { kind: 'config' } });
  await new Promise((resolve) => other.close(resolve));
  expect(seen).toEqual([]);
  expect(Object.keys(server.requests[0]?.headers ?? {}).filter((name) => name.startsWith('x-') || name.startsWith('openai'))).toEqual([]);
});

it.each<[string, ModelReply]>([
  ['as it is', { status: 500, body: { error: { message: `you sent ${KEY}` } } }],
  ['in its own JSON escapes', { status: 400, body: { error: { message: `${'x'.repeat(280)} ${KEY}` } } }],
  ['with invisible characters in it', { status: 500, body: { error: { message: `you sent ${KEY.slice(0, 9)}\u200b${KEY.slice(9)}` } } }],
  ['as a page', { status: 500, body: `<html>${KEY}</html>` }],
  ['as another header would', { status: 302, headers: { location: `https://${KEY}.example/` } }],
])('shows the key in no error and no note when the endpoint gives it back %s', async (_what, reply) => {
  server.on(anyRequest, reply);
  const failed = await model({ planner: ['one', KEY], retries: 1 }).chat({ ...HELLO, ...patient });
  expect(failed.ok).toBe(false);
  const told = JSON.stringify([failed, notes]);
  expect(told).not.toContain(KEY);
  expect(told).not.toContain(KEY.slice(0, 12));
});

it('says before a call which model would be asked, and what is missing', () => {
  expect(model({ manager: ['m1', 'm2'] }).available('manager')).toEqual({ ok: true, value: { model: 'm1', endpoint: server.url } });
  expect(model({}, { OPENAI_BASE_URL: undefined, OPENAI_API_KEY: undefined }).available('agent')).toMatchObject({
    ok: false,
    error: { kind: 'config', said: 'no key is set', next: expect.stringContaining('OPENROUTER_API_KEY') },
  });
});
