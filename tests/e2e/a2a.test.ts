// The A2A door of the built binary: programs outside start, watch, answer and cancel goals, by the SDK's own client, by plain fetch, and in the words of A2A 0.3.
import { readFile } from 'node:fs/promises';
import { request } from 'node:http';
import { join } from 'node:path';
import type { Message, StreamResponse, Task } from '@a2a-js/sdk';
import { Role, TaskState } from '@a2a-js/sdk';
import {
  type Client,
  ClientFactory,
  ClientFactoryOptions,
  createAuthenticatingFetchWithRetry,
  DefaultAgentCardResolver,
  JsonRpcTransportFactory,
  RestTransportFactory,
} from '@a2a-js/sdk/client';
import { LegacyJsonRpcTransport } from '@a2a-js/sdk/compat/v0_3/client';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeSandbox, type Sandbox } from '../helpers/sandbox.js';
import { fixture, statusOf } from '../helpers/story.js';
import { untilAgent, untilStatus } from '../helpers/watch-status.js';

const TOKEN = 'e2e-token-0123456789';
let sandbox: Sandbox;
let address: string;

beforeAll(async () => {
  const words = (name: string, ...args: readonly string[]) => ({
    command: fixture(name, ...args)
      .split(' ')
      .map((word) => word.slice(1, -1)),
  });
  sandbox = await makeSandbox({ env: { ORCH_A2A_TOKEN: TOKEN } });
  const harnesses = {
    edits: words('edits-and-exits', 'made.txt'),
    prints: words('prints-slowly', '100'),
    echoes: words('echoes'),
  };
  await configured({ harnesses });
  address = await started();
});
afterAll(() => sandbox.end());

async function configured(config: unknown): Promise<void> {
  const { mkdir, writeFile } = await import('node:fs/promises');
  const folder = join(String(sandbox.env.XDG_CONFIG_HOME), 'orch-tui');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'config.json'), JSON.stringify(config));
}

/** Port 0: any free one, so that no other program is in the way. */
async function started(): Promise<string> {
  const said = (await sandbox.cli(['host', '--start', '--a2a', '0', '--json'])).json<{ a2a: string }>();
  return said.a2a;
}

const HEADERS = { Authorization: `Bearer ${TOKEN}` };

async function sdkClient(transport: 'JSONRPC' | 'HTTP+JSON'): Promise<Client> {
  const fetchImpl = createAuthenticatingFetchWithRetry(fetch, {
    headers: async () => HEADERS,
    shouldRetryWithHeaders: async () => undefined,
  });
  const options = ClientFactoryOptions.createFrom(ClientFactoryOptions.default, {
    transports: [new JsonRpcTransportFactory({ fetchImpl }), new RestTransportFactory({ fetchImpl })],
    preferredTransports: [transport],
    cardResolver: new DefaultAgentCardResolver({ fetchImpl }),
  });
  return new ClientFactory(options).createFromUrl(address);
}

const words = (text: string, more: Partial<Message> = {}) => ({
  tenant: '',
  message: {
    ...{ messageId: crypto.randomUUID(), contextId: '', taskId: '', role: Role.ROLE_USER, extensions: [], referenceTaskIds: [] },
    parts: [{ content: { $case: 'text' as const, value: text }, metadata: undefined, filename: '', mediaType: 'text/plain' }],
    metadata: undefined,
    ...more,
  },
  configuration: undefined,
  metadata: undefined,
});

const cases = (events: readonly StreamResponse[]) => events.map(({ payload }) => payload?.$case);
const rpc = async (method: string, params: unknown) => {
  const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method, params });
  const answer = await fetch(`${address}/jsonrpc`, {
    method: 'POST',
    headers: { ...HEADERS, 'Content-Type': 'application/json', 'A2A-Version': '1.0' },
    body,
  });
  return (await answer.json()) as { result: never; error?: { code: number } };
};

test.each([
  'JSONRPC',
  'HTTP+JSON',
] as const)('the SDK’s client over %s starts a goal and sees it through to its branch', async (transport) => {
  const client = await sdkClient(transport);
  const events: StreamResponse[] = [];
  const order = words(`Write it over ${transport}`, { metadata: { harness: 'edits', finish: 'branch' } });
  for await (const event of client.sendMessageStream(order)) events.push(event);
  expect(cases(events)[0]).toBe('task');
  expect(cases(events).slice(-2)).toEqual(['artifactUpdate', 'statusUpdate']);
  const [first] = events;
  const id = first?.payload?.$case === 'task' ? first.payload.value.id : '';
  const task = await client.getTask({ tenant: '', id });
  expect(task).toMatchObject({ id, status: { state: TaskState.TASK_STATE_COMPLETED }, artifacts: [{ name: 'result' }] });
  const [part] = task.artifacts[0]?.parts ?? [];
  const [result] = part?.content?.$case === 'data' ? (part.content.value as { results: [{ branch: string; commit: string }] }).results : [];
  expect((await sandbox.git('rev-parse', String(result?.branch))).trim()).toBe(result?.commit);
  expect(await sandbox.git('show', `${result?.branch}:made.txt`)).toContain(`Write it over ${transport}`);
  expect(
    (await client.listTasks({ tenant: '', contextId: task.contextId, status: 0, pageToken: '', statusTimestampAfter: undefined })).tasks,
  ).toHaveLength(1);
});

test('a client of plain fetch starts, watches, subscribes and cancels', async () => {
  const leaving = new AbortController();
  const message = { messageId: 'plain-1', role: 'ROLE_USER', parts: [{ text: 'Print for ever' }], metadata: { harness: 'prints' } };
  const stream = await fetch(`${address}/jsonrpc`, {
    method: 'POST',
    headers: { ...HEADERS, 'Content-Type': 'application/json', 'A2A-Version': '1.0' },
    body: JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'SendStreamingMessage', params: { message } }),
    signal: leaving.signal,
  });
  expect(stream.headers.get('Content-Type')).toContain('text/event-stream');
  let seen = '';
  for await (const chunk of stream.body ?? []) {
    seen += Buffer.from(chunk).toString();
    if (seen.includes('print-for-ever is working')) break;
  }
  const id = /"id":"(g-[0-9a-f]+)"/.exec(seen)?.[1] ?? '';
  leaving.abort();
  const follow = fetch(`${address}/rest/tasks/${id}:subscribe`, { headers: { ...HEADERS, 'A2A-Version': '1.0' } }).then((answer) =>
    answer.text(),
  );
  expect(await rpc('CancelTask', { id })).toMatchObject({ result: { id, status: { state: 'TASK_STATE_CANCELED' } } });
  expect(await follow).toContain('TASK_STATE_CANCELED');
  expect(await rpc('CancelTask', { id })).toMatchObject({ error: { code: -32002 } });
  expect((await statusOf(sandbox)).agents.find(({ name }) => name === 'print-for-ever')).toMatchObject({ state: 'stopped', pid: null });
});

test('an agent asks the client, and goes on with its answer', async () => {
  const client = await sdkClient('JSONRPC');
  const asked = (await client.sendMessage(
    words('write hello.txt with "hi"', { metadata: { harness: 'claude', finish: 'branch', policy: 'strict' } }),
  )) as Task;
  expect(asked.status).toMatchObject({ state: TaskState.TASK_STATE_INPUT_REQUIRED, message: { role: Role.ROLE_AGENT } });
  const [question] = asked.status?.message?.parts ?? [];
  expect(question?.content).toMatchObject({ $case: 'text', value: expect.stringMatching(/asks: [\s\S]*hello\.txt[\s\S]*\n {2}1\. Yes/) });
  const answered = (await client.sendMessage(words('allow', { taskId: asked.id }))) as Task;
  expect(answered).toMatchObject({ id: asked.id, status: { state: TaskState.TASK_STATE_COMPLETED } });
});

test('words for an agent at work are kept for it', async () => {
  const message = { messageId: 'words-1', role: 'ROLE_USER', parts: [{ text: 'Echo' }], metadata: { harness: 'echoes' } };
  const later = { returnImmediately: true };
  const { result } = (await rpc('SendMessage', { message, configuration: later })) as { result: { task: { id: string } } };
  const { id } = result.task;
  const more = { messageId: 'words-2', taskId: id, role: 'ROLE_USER', parts: [{ text: 'use tokens' }] };
  await untilStatus(sandbox, 'echo runs', ({ agents }) => agents.some(({ name, pid }) => name === 'echo' && pid !== null));
  expect(await rpc('SendMessage', { message: more, configuration: later })).toMatchObject({ result: { task: { id } } });
  // Its answer was lost, its host too, and its sender tries again.
  expect(await rpc('SendMessage', { message: more, configuration: later })).toMatchObject({ result: { task: { id } } });
  process.kill((await statusOf(sandbox)).host?.pid ?? 0, 'SIGKILL');
  address = await started();
  expect(await rpc('SendMessage', { message: more, configuration: later })).toMatchObject({ result: { task: { id } } });
  const { messages } = (await sandbox.cli(['messages', '--json'])).json<{ messages: { message: { payload: { text: string } } }[] }>();
  expect(messages.filter(({ message: { payload } }) => payload.text === 'use tokens')).toHaveLength(1);
  expect(await rpc('CancelTask', { id })).toMatchObject({ result: { status: { state: 'TASK_STATE_CANCELED' } } });
});

test('a client of A2A 0.3 starts, asks for and cancels a goal', async () => {
  const card = (await (await fetch(`${address}/.well-known/agent-card.json`)).json()) as { protocolVersion: string; url: string };
  expect(card.protocolVersion).toMatch(/^0\.3/);
  const fetchImpl: typeof fetch = (input, init) =>
    fetch(input, { ...init, headers: { ...Object.fromEntries(new Headers(init?.headers)), ...HEADERS } });
  const legacy = new LegacyJsonRpcTransport({ endpoint: card.url, fetchImpl });
  const states: unknown[] = [];
  for await (const { payload } of legacy.sendMessageStream(
    words('Write in old words', { metadata: { harness: 'edits', finish: 'branch' } }),
  ))
    states.push(payload?.$case === 'task' || payload?.$case === 'statusUpdate' ? payload.value.status?.state : payload?.$case);
  expect(states.at(-1)).toBe(TaskState.TASK_STATE_COMPLETED);
  const order = words('Print in old words', { metadata: { harness: 'prints' } });
  const begun = (await legacy.sendMessage({
    ...order,
    configuration: { acceptedOutputModes: [], taskPushNotificationConfig: undefined, returnImmediately: true },
  })) as Task;
  await untilAgent(sandbox, 'print-in-old-words', 'working');
  expect((await legacy.getTask({ tenant: '', id: begun.id })).status?.state).toBe(TaskState.TASK_STATE_WORKING);
  expect((await legacy.cancelTask({ tenant: '', id: begun.id, metadata: undefined })).status?.state).toBe(TaskState.TASK_STATE_CANCELED);
});

test('who is not meant stays outside, and disturbs nobody', async () => {
  const post = (headers: Record<string, string>, body: string) =>
    new Promise<number>((resolve, reject) => {
      const call = request(
        `${address}/jsonrpc`,
        { method: 'POST', headers: { 'Content-Type': 'application/json', ...headers } },
        (answer) => {
          answer.resume();
          resolve(answer.statusCode ?? 0);
        },
      );
      call.on('error', reject);
      call.end(body);
    });
  expect(await post({}, '{}')).toBe(401);
  expect(await post({ Authorization: 'Bearer e2e-token-0123456780' }, '{}')).toBe(401);
  expect(await post({ ...HEADERS, Host: 'evil.example' }, '{}')).toBe(421);
  expect(await post(HEADERS, 'x'.repeat(10 * 1024 * 1024))).toBe(413);
  expect(await rpc('Fly', {})).toMatchObject({ error: { code: -32601 } });
  const broken = await fetch(`${address}/jsonrpc`, {
    method: 'POST',
    headers: { ...HEADERS, 'Content-Type': 'application/json' },
    body: '{"a":',
  });
  expect(await broken.json()).toMatchObject({ error: { code: -32700 } });
  expect(await rpc('GetTask', { id: '../../etc/passwd' })).toMatchObject({ error: { code: -32001 } });
});

test('kill -9 of the host: its tasks are known to the next one, and the token stands in no file', async () => {
  const message = {
    messageId: 'kept-1',
    role: 'ROLE_USER',
    parts: [{ text: 'Keep me' }],
    metadata: { harness: 'edits', finish: 'branch' },
  };
  const { result } = (await rpc('SendMessage', { message })) as { result: { task: { id: string; contextId: string } } };
  const { id, contextId } = result.task;
  const working = { messageId: 'kept-2', role: 'ROLE_USER', parts: [{ text: 'Keep on' }], metadata: { harness: 'prints' } };
  const second = await rpc('SendMessage', { message: working, configuration: { returnImmediately: true } });
  const { id: atWork } = (second as { result: { task: { id: string } } }).result.task;
  await untilAgent(sandbox, 'keep-on', 'working');
  process.kill((await statusOf(sandbox)).host?.pid ?? 0, 'SIGKILL');
  address = await started();
  expect(await rpc('GetTask', { id })).toMatchObject({ result: { id, contextId, status: { state: 'TASK_STATE_COMPLETED' } } });
  // One at work waits for a word, and goes on by it.
  const say = (text: string, more: object = {}) =>
    rpc('SendMessage', {
      message: { messageId: `kept-${text}`, role: 'ROLE_USER', parts: [{ text }], ...more },
      configuration: { returnImmediately: true },
    });
  expect(await rpc('GetTask', { id: atWork })).toMatchObject({ result: { status: { state: 'TASK_STATE_INPUT_REQUIRED' } } });
  await say('resume', { taskId: atWork });
  await untilAgent(sandbox, 'keep-on', 'working');
  expect(await rpc('CancelTask', { id: atWork })).toMatchObject({ result: { status: { state: 'TASK_STATE_CANCELED' } } });
  // The same message once more is still the same task.
  expect(await rpc('SendMessage', { message })).toMatchObject({ result: { task: { id } } });
  const { execFileSync } = await import('node:child_process');
  const found = () => execFileSync('grep', ['-rl', TOKEN, sandbox.folder], { encoding: 'utf8' });
  expect(found).toThrow();
  expect((await sandbox.cli(['status'])).stdout).toContain(`A2A ${address}`);
});

test('host --stop closes the door, and a made token is shown once', async () => {
  const stopped = await sandbox.cli(['host', '--stop']);
  expect(stopped).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/^the host has ended/) });
  await expect(fetch(address)).rejects.toThrow();
  const opened = await sandbox.cli(['host', '--start', '--a2a', '0'], { env: { ORCH_A2A_TOKEN: '' } });
  const token = /shown this once: (\S+)/.exec(opened.stderr)?.[1] ?? '';
  const [, at = ''] = /A2A (http:\S+)/.exec(opened.stdout) ?? [];
  const again = await sandbox.cli(['host', '--start', '--a2a', '0'], { env: { ORCH_A2A_TOKEN: '' } });
  expect(token.length).toBeGreaterThan(40);
  expect(`${again.stdout}${again.stderr}`).not.toContain(token);
  const answer = await fetch(`${at}/rest/tasks`, { headers: { Authorization: `Bearer ${token}`, 'A2A-Version': '1.0' } });
  expect(await answer.json()).toMatchObject({ tasks: expect.arrayContaining([]) });
  expect(await readFile(join(sandbox.repo, 'README.md'), 'utf8')).toBe('A widget.\n');
});
