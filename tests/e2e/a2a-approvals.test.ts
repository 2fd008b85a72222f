// What a program outside is asked for over A2A by the built binary: a plan, a finish, an agent's own question. It agrees, wants it otherwise, answers or cancels; or has said that nobody is to be asked.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Status } from '../../src/core/model/status.js';
import { type ModelServer, startModelServer } from '../fixtures/model-server.js';
import { finishes, isPlanner, scriptGoal, VERIFY } from '../helpers/goal-story.js';
import { makeSandbox, type Sandbox } from '../helpers/sandbox.js';

const TOKEN = 'e2e-token-0123456789';
const SLOW = { timeout: 240_000 };
let model: ModelServer;
let sandbox: Sandbox;
let address: string;
let count = 0;

beforeEach(async () => {
  model = await startModelServer();
  sandbox = await makeSandbox({ env: { ORCH_A2A_TOKEN: TOKEN, OPENAI_API_KEY: 'sk-test', OPENAI_BASE_URL: model.url } });
});
afterEach(async () => {
  await sandbox.end();
  await model.close();
});

/** With these approvals configured. */
async function open(...approvals: readonly string[]): Promise<void> {
  const env = approvals.length === 0 ? {} : { ORCHESTRATOR_APPROVE: approvals.join(',') };
  address = (await sandbox.cli(['host', '--start', '--a2a', '0', '--json'], { env })).json<{ a2a: string }>().a2a;
}

interface Answer {
  readonly error?: { readonly code: number; readonly message: string };
  readonly task: {
    readonly id: string;
    readonly status: { readonly state: string; readonly message?: { readonly parts: readonly { readonly text: string }[] } };
    readonly artifacts?: readonly {
      readonly name: string;
      readonly parts: readonly { readonly data?: unknown; readonly text?: string }[];
    }[];
  };
}

async function rpc(method: string, params: unknown): Promise<{ readonly result?: unknown; readonly error?: Answer['error'] }> {
  const headers = { Authorization: `Bearer ${TOKEN}`, 'Content-Type': 'application/json', 'A2A-Version': '1.0' };
  const answer = await fetch(`${address}/jsonrpc`, {
    method: 'POST',
    headers,
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method, params }),
  });
  return (await answer.json()) as { readonly result?: unknown; readonly error?: Answer['error'] };
}

/** Resolves when it has ended, or asks for something. */
async function say(text: string, more: object = {}): Promise<Answer['task']> {
  count += 1;
  const { result, error } = await rpc('SendMessage', {
    message: { messageId: `m-${count}`, role: 'ROLE_USER', parts: [{ text }], ...more },
  });
  if (error !== undefined) throw new Error(`${error.code} ${error.message}`);
  return (result as Answer).task;
}

const wordsOf = ({ status }: Answer['task']) => status.message?.parts.map(({ text }) => text).join('\n') ?? '';
const SHOP = { harness: 'builtin', plan: 'always', finish: 'merge', verify: VERIFY };

test('its plan waits for the client, is made anew in its words, agreed to, and its finish, too', SLOW, async () => {
  scriptGoal(model);
  await open('plan', 'finish');
  const planned = await say('Make a small shop', { metadata: SHOP });
  expect([planned.status.state, wordsOf(planned)]).toEqual([
    'TASK_STATE_INPUT_REQUIRED',
    expect.stringMatching(/^Its plan waits: answer `approve`[\s\S]*task t1 \(Design the shop\) is ready/u),
  ]);
  const again = await say('in smaller steps, please', { taskId: planned.id });
  expect(again).toMatchObject({ id: planned.id, status: { state: 'TASK_STATE_INPUT_REQUIRED' } });
  const asked = model.requests.filter(isPlanner);
  expect(JSON.stringify(asked.at(-1)?.messages)).toContain('in smaller steps, please');
  expect((await sandbox.cli(['status', '--json'])).json<Status>().agents).toEqual([]);

  const done = await say('approve', { taskId: planned.id });
  expect([done.status.state, wordsOf(done)]).toEqual(['TASK_STATE_INPUT_REQUIRED', 'Its finish waits: answer `approve`.']);
  const merged = await say('Approve!', { taskId: planned.id });
  expect(merged.status.state).toBe('TASK_STATE_COMPLETED');
  expect(JSON.stringify(merged.artifacts?.find(({ name }) => name === 'result'))).toContain('"kind":"merge"');
  expect(await sandbox.git('show', 'main:prices.mjs')).toContain('price = 2');
});

test('a plan that waits is canceled, and nobody has begun', SLOW, async () => {
  scriptGoal(model);
  await open('plan');
  const { id } = await say('Make a small shop', { metadata: SHOP });
  expect(await rpc('CancelTask', { id })).toMatchObject({ result: { id, status: { state: 'TASK_STATE_CANCELED' } } });
  await expect(say('approve', { taskId: id })).rejects.toThrow(/-32004 .*has ended/u);
  expect((await sandbox.cli(['status', '--json'])).json<Status>()).toMatchObject({ agents: [], goals: [{ id, state: 'stopped' }] });
  expect(await rpc('GetTask', { id })).toMatchObject({ result: { status: { state: 'TASK_STATE_CANCELED' } } });
});

test('an agent asks by its tool with numbered answers, and the number is the answer', SLOW, async () => {
  model.on(
    () => true,
    { calls: [{ name: 'ask_person', arguments: { question: 'Which port?', options: ['8080', '9090'] } }] },
    { calls: [{ name: 'write_file', arguments: { path: 'port.txt', content: '9090\n' } }] },
    finishes('it listens'),
  );
  await open();
  const asked = await say('Choose a port', { metadata: { harness: 'builtin', plan: 'none', finish: 'branch', name: 'port' } });
  expect([asked.status.state, wordsOf(asked)]).toEqual(['TASK_STATE_INPUT_REQUIRED', 'port asks: Which port?\n  1. 8080\n  2. 9090']);
  const done = await say('2', { taskId: asked.id });
  expect(done.status.state, wordsOf(done)).toBe('TASK_STATE_COMPLETED');
  expect(model.requests.at(1)?.toolResults.at(-1)).toContain('9090');
  expect(await sandbox.git('show', 'orch/port:port.txt')).toBe('9090\n');
});

test.each([
  ['a check that keeps failing', 'write hello.txt with "hi" unasked', { verify: 'echo no such luck; false', attempts: 1 }, /no such luck/u],
  ['a merge that a file of a person stands in the way of', 'write mine.txt with "hi" unasked', { finish: 'merge' }, /mine\.txt/u],
] as const)('where nobody is to mend anything %s fails the task, with its words', SLOW, async (_what, task, more, reason) => {
  await writeFile(join(sandbox.repo, 'mine.txt'), 'mine\n');
  await open();
  const failed = await say(task, { metadata: { harness: 'claude', finish: 'branch', whenStuck: 'fail', ...more } });
  expect([failed.status.state, wordsOf(failed)]).toEqual(['TASK_STATE_FAILED', expect.stringMatching(reason)]);
  expect(wordsOf(failed)).not.toContain(sandbox.folder);
});

test('what an agent asks is asked there all the same, and answered in words', SLOW, async () => {
  await open();
  const metadata = { harness: 'claude', finish: 'branch', whenStuck: 'fail', name: 'port' };
  const asked = await say('ask: which port should it listen on', { metadata });
  expect([asked.status.state, wordsOf(asked)]).toEqual([
    'TASK_STATE_INPUT_REQUIRED',
    'port asks: Before I start: which port should it listen on?',
  ]);
  const done = await say('write port.txt with "9090" unasked', { taskId: asked.id });
  expect([done.status.state, await sandbox.git('show', 'orch/port:port.txt')]).toEqual(['TASK_STATE_COMPLETED', '9090\n']);
});
