// The A2A door before a fake host: what comes in as A2A, what the host is asked, what goes out.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Goal } from '../../../../src/core/model/goal.js';
import { type A2aServer, serveA2a } from '../../../../src/servers/a2a/a2a-server.js';
import { FakeA2aHost } from '../../../helpers/fake-a2a-host.js';
import { ago, anAgent } from '../../../helpers/view-fixtures.js';
import { aPlan, aTask } from '../../../helpers/view-goals.js';

const TOKEN = 'a-token-of-the-test';
const MEMORY = '/state/a2a-tasks.jsonl';
/** Without a plan: one agent works on it. */
const goalOf = (over: Partial<Goal> = {}): Goal => ({
  ...{ id: 'g1', text: 'Fix it', state: 'running', workspace: null, createdAt: ago(600), tasks: [] },
  ...over,
});
const at = (ms: number) => new Date(ms).toISOString();
let host: FakeA2aHost;
let server: A2aServer;

const open = async (port = 0) => {
  const opened = await serveA2a({ host, listen: { host: '127.0.0.1', port }, token: TOKEN, legacy: 'on', memory: MEMORY });
  if (!opened.ok) throw new Error(opened.error.said);
  return opened.value;
};

beforeEach(async () => {
  host = new FakeA2aHost();
  host.answers = { run: () => ({ goal: 'g1', agents: ['id-fix'] }) };
  host.is({ goals: [goalOf({ id: 'g1', text: 'Fix it' })], agents: [anAgent({ name: 'fix' })] });
  server = await open();
});
afterEach(() => server.close());

const HEADERS = { Authorization: `Bearer ${TOKEN}`, 'Content-Type': 'application/json', 'A2A-Version': '1.0' };
const post = (path: string, body: string, headers: Record<string, string> = {}) =>
  fetch(`${server.address}${path}`, { method: 'POST', body, headers: { ...HEADERS, ...headers } });
const rpc = async (method: string, params: unknown) => {
  const answer = await post('/jsonrpc', JSON.stringify({ jsonrpc: '2.0', id: 7, method, params }));
  return (await answer.json()) as { readonly result?: never; readonly error?: { readonly code: number; readonly message: string } };
};
const message = (text: string, more: object = {}) => ({ messageId: 'm1', role: 'ROLE_USER', parts: [{ text }], ...more });
/** Words for a task that goes on, in a message of their own. */
let words = 0;
const say = (text: string, more: object = {}) =>
  rpc('SendMessage', {
    message: message(text, { messageId: `words-${++words}`, taskId: 'g1', ...more }),
    configuration: { returnImmediately: true },
  });
const begin = () => rpc('SendMessage', { message: message('Fix it'), configuration: { returnImmediately: true } });
const asking = () => ({
  goals: [goalOf({ id: 'g1', state: 'waiting' })],
  agents: [
    anAgent({
      name: 'fix',
      state: 'waiting',
      since: ago(10),
      question: { kind: 'permission', text: 'Run npm test?', options: ['Yes', 'No'], digest: 'd1' },
    }),
  ],
});
const done = () => ({
  goals: [goalOf({ id: 'g1', state: 'done' })],
  agents: [
    anAgent({
      name: 'fix',
      state: 'done',
      since: ago(1),
      result: { kind: 'branch', url: null, commit: 'c0ffee', path: null },
      report: { summary: 'It is fixed.', artifacts: [], at: ago(1) },
    }),
    anAgent({ name: 'below', parent: 'id-fix', state: 'done', since: ago(2), report: { summary: 'A part.', artifacts: [], at: ago(2) } }),
  ],
});
/** Of a stream of events: each `data:` line as JSON. */
const events = async (answer: Response) =>
  (await answer.text()).split('\n').flatMap((line) => (line.startsWith('data: ') ? [JSON.parse(line.slice(6)).result] : []));

describe('who may come in', () => {
  it('shows its card to anybody, with no secret in it', async () => {
    const card = await (await fetch(`${server.address}/.well-known/agent-card.json`, { headers: { 'A2A-Version': '1.0' } })).text();
    expect(JSON.parse(card)).toMatchObject({
      name: 'orch-tui: widget',
      supportedInterfaces: [
        { url: `${server.address}/jsonrpc`, protocolBinding: 'JSONRPC', protocolVersion: '1.0' },
        { url: `${server.address}/rest`, protocolBinding: 'HTTP+JSON', protocolVersion: '1.0' },
        { protocolVersion: '0.3' },
        { protocolVersion: '0.3' },
      ],
      securitySchemes: { bearer: { httpAuthSecurityScheme: { scheme: 'Bearer' } } },
    });
    expect(JSON.parse(card).skills.map(({ id }: { id: string }) => id)).toEqual(['goal', 'role-coder', 'harness-claude']);
    expect(card).not.toContain(TOKEN);
  });

  it('refuses a wrong token, and asks the host nothing', async () => {
    const answer = await post('/jsonrpc', '{}', { Authorization: 'Bearer wrong' });
    expect(answer.status).toBe(401);
    expect(answer.headers.get('WWW-Authenticate')).toContain('Bearer');
    expect(host.orders).toEqual([]);
  });

  it('takes no body over 1 MB, and one just below', async () => {
    expect((await post('/jsonrpc', 'x'.repeat(10 * 1024 * 1024))).status).toBe(413);
    const large = { jsonrpc: '2.0', id: 1, method: 'GetTask', params: { id: 'g9', more: 'x'.repeat(900_000) } };
    expect(await (await post('/jsonrpc', JSON.stringify(large))).json()).toMatchObject({ error: { code: -32001 } });
  });

  it('looks for the next free port, and says where none is', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as AddressInfo;
    const next = await open(port);
    expect(next.port).toBeGreaterThan(port);
    await next.close();
    await new Promise((resolve) => other.close(resolve));
    const order = { host, token: TOKEN, legacy: 'off', memory: MEMORY } as const;
    expect(await serveA2a({ ...order, listen: { host: '203.0.113.1', port: 8000 } })).toMatchObject({
      ok: false,
      error: { kind: 'config', next: expect.stringContaining('--a2a PORT') },
    });
  });
});

describe('a call that goes wrong', () => {
  const subscribe = (id: unknown, task: string) =>
    post('/jsonrpc', JSON.stringify({ jsonrpc: '2.0', id, method: 'SubscribeToTask', params: { id: task } })).then((answer) =>
      answer.text(),
    );

  it('is one bounded plain line in the log of the host, and nothing on its console', async () => {
    const printed = vi.spyOn(process.stderr, 'write').mockImplementation(() => true);
    onTestFinished(() => printed.mockRestore());
    await subscribe('seven', `g\u001b[2J\n${'x'.repeat(150)}`);
    await post('/jsonrpc', '{}', { 'A2A-Version': '9.9' });
    expect(printed).not.toHaveBeenCalled();
    expect(host.logged).toEqual([
      expect.stringMatching(/^Pre-stream error for request seven: there is no task g x+…$/u),
      expect.stringMatching(/9\.9/u),
    ]);
    expect(Math.max(...host.logged.map(({ length }) => length))).toBeLessThanOrEqual(300);
  });

  it('leaves what others print meanwhile, and afterwards, to the console', async () => {
    await server.close();
    const terminal = globalThis.console;
    const log = vi.spyOn(terminal, 'error').mockImplementation(() => undefined);
    onTestFinished(() => log.mockRestore());
    const servers = [await open(), await open()];
    terminal.error('of somebody else');
    for (const each of servers) await each.close();
    terminal.error('afterwards');
    expect([log.mock.calls, host.logged]).toEqual([[['of somebody else'], ['afterwards']], []]);
  });
});

describe('what is wrong', () => {
  it.each([
    ['{"jsonrpc":', -32700],
    ['[]', -32602],
    ['{"jsonrpc":"2.0","id":{"a":1},"method":"GetTask","params":{"id":"g1"}}', -32600],
    [JSON.stringify({ jsonrpc: '2.0', id: 'x'.repeat(5000), method: 'GetTask', params: { id: 'g1' } }), -32600],
    ['{"jsonrpc":"2.0","id":1,"method":"Fly","params":{}}', -32601],
    ['{"jsonrpc":"2.0","id":1,"method":"GetTask","params":{"id":"g-nothing"}}', -32001],
    ['{"jsonrpc":"2.0","id":1,"method":"CancelTask","params":{"id":"g-nothing"}}', -32001],
    ['{"jsonrpc":"2.0","id":1,"method":"SendMessage","params":{}}', -32602],
    ['{"jsonrpc":"2.0","id":1,"method":"SendMessage","params":{"message":{"messageId":"m","role":"ROLE_USER","parts":[]}}}', -32602],
    ['{"jsonrpc":"2.0","id":1,"method":"CreateTaskPushNotificationConfig","params":{"taskId":"g1","url":"http://x"}}', -32003],
  ])('%.80s is answered by %i', async (body, code) => {
    expect(await (await post('/jsonrpc', body)).json()).toMatchObject({ error: { code } });
    expect(host.orders).toEqual([]);
  });

  const deep = `${'['.repeat(100)}${']'.repeat(100)}`;
  it.each([
    ['SendMessage', '{"message":"Fix it"}', 'message is not an object'],
    ['SendMessage', '{"message":{"messageId":"m","role":"ROLE_USER","parts":[{"text":{"a":1}}]}}', 'message.parts[0].text is not a text'],
    ['SendMessage', '{"message":{"message_id":["m"],"role":"ROLE_USER","parts":[{"text":"x"}]}}', 'message.message_id is not a text'],
    ['SendMessage', '{"message":{"messageId":"m","role":"ROLE_USER","parts":"x"}}', 'message.parts is not a list'],
    ['SendMessage', '{"message":{"messageId":"m","role":"ROLE_BOSS","parts":[{"text":"x"}]}}', 'message.role is not the role'],
    [
      'SendMessage',
      '{"message":{"messageId":"m","role":"ROLE_USER","parts":[{"text":"x"}],"metadata":5}}',
      'message.metadata is not an object',
    ],
    ['SendMessage', `{"message":{"messageId":"m","role":"ROLE_USER","parts":[{"data":${deep}}]}}`, 'is more than 50 levels deep'],
    ['SendMessage', '{"configuration":{"returnImmediately":"no"}}', 'configuration.returnImmediately is not true or false'],
    ['GetTask', '{"id":{"a":1}}', 'id is not a text'],
    ['ListTasks', '{"pageSize":"many"}', 'pageSize is not a number'],
    ['ListTasks', '{"status":"TASK_STATE_TIRED"}', 'status is no state of a task'],
  ])('%s with %.70s is told so, and nothing is begun', async (method, params, said) => {
    const answer = await post('/jsonrpc', `{"jsonrpc":"2.0","id":7,"method":"${method}","params":${params}}`);
    expect(await answer.json()).toMatchObject({ id: 7, error: { code: -32602, message: expect.stringContaining(said) } });
    expect(host.orders).toEqual([]);
  });

  it.each([
    ['message/send', '{"message":{"kind":"message","messageId":"m","role":"user","parts":[{"kind":"text","text":5}]}}'],
    ['tasks/get', '{"id":5}'],
  ])('is told so in A2A 0.3 as well: %s', async (method, params) => {
    const body = `{"jsonrpc":"2.0","id":7,"method":"${method}","params":${params}}`;
    const answer = await post('/jsonrpc', body, { 'A2A-Version': '0.3' });
    expect(await answer.json()).toMatchObject({ error: { code: -32602, message: expect.stringContaining('is not a text') } });
    expect(host.orders).toEqual([]);
  });

  it('is no matter of what a caller keeps in its own metadata', async () => {
    const metadata = { id: 5, text: [null], name: 'fix', deep: { role: 'boss' } };
    const answer = await rpc('SendMessage', { message: message('Fix it', { metadata }), configuration: { returnImmediately: true } });
    expect(answer.result).toMatchObject({ task: { id: 'g1' } });
  });

  it('is told in words of REST there', async () => {
    const typed = '{"message":{"messageId":"m","role":"ROLE_USER","parts":[{"text":5}]}}';
    expect(await (await post('/rest/message:send', typed)).json()).toMatchObject({
      error: { code: 400, message: 'message.parts[0].text is not a text' },
    });
    expect(await (await post('/rest/message:send', '{"message":')).json()).toMatchObject({ error: { code: 400 } });
    expect((await fetch(`${server.address}/rest/tasks/g-nothing`, { headers: HEADERS })).status).toBe(404);
  });

  it('names what of the metadata is not allowed', async () => {
    const answer = await rpc('SendMessage', { message: message('Fix it', { metadata: { finish: 'push --force' } }) });
    expect(answer.error).toMatchObject({ code: -32602, message: expect.stringContaining('metadata.finish') });
    const looser = await rpc('SendMessage', { message: message('Fix it', { metadata: { policy: 'worktree' } }) });
    expect(looser.error).toMatchObject({ code: -32602, message: expect.stringContaining('metadata.policy') });
    expect(host.orders).toEqual([]);
    expect(host.orders).toEqual([]);
  });

  it('tells what the host refuses', async () => {
    host.answers = { run: () => ({ kind: 'usage', tried: 'find the harness x', said: 'there are claude', next: 'Name one of these' }) };
    expect((await begin()).error).toMatchObject({ code: -32602, message: 'find the harness x: there are claude. Name one of these.' });
  });
});

describe('a task', () => {
  it('is a goal of the host, unattended, as its metadata says', async () => {
    const metadata = {
      ...{ role: 'coder', harness: 'claude', base: 'main', verify: 'npm test', finish: 'branch', theirs: 1 },
      delegate: 'always',
    };
    const answer = await rpc('SendMessage', {
      message: message('Fix it', { metadata, contextId: 'c1' }),
      configuration: { returnImmediately: true },
    });
    expect(answer.result).toMatchObject({ task: { id: 'g1', contextId: 'c1', status: { state: 'TASK_STATE_WORKING' } } });
    expect(host.orders).toEqual([
      {
        method: 'run',
        params: expect.objectContaining({
          ...{ text: 'Fix it', role: 'coder', harness: 'claude', base: 'main', verify: 'npm test', finish: 'branch' },
          ...{ unattended: true, whenStuck: 'wait', command: null, delegate: 'always' },
        }),
      },
    ]);
  });

  it('is begun once, however often and at once its message comes', async () => {
    await Promise.all([begin(), begin()]);
    await begin();
    expect(host.orders).toHaveLength(1);
    // Whoever waited for it all the time has lost the answer only now.
    host.nowMs += 60 * 60 * 1000;
    expect((await begin()).result).toMatchObject({ task: { id: 'g1' } });
    host.is({ goals: [goalOf({ state: 'done' })], agents: [anAgent({ name: 'fix', state: 'done', since: at(host.nowMs) })] });
    host.nowMs += 9 * 60 * 1000;
    expect((await begin()).result).toMatchObject({ task: { id: 'g1', status: { state: 'TASK_STATE_COMPLETED' } } });
    expect(host.orders).toHaveLength(1);
    host.nowMs += 2 * 60 * 1000;
    await begin();
    expect(host.orders).toHaveLength(2);
  });

  it('is begun once where its host is killed before it has answered', async () => {
    host.killedAfter('run');
    const lost = begin();
    await host.isKilled();
    await server.close();
    await lost.catch(() => undefined);
    host.lives();
    server = await open();
    expect((await begin()).result).toMatchObject({ task: { id: 'g1' } });
    expect(host.orders.map(({ method }) => method)).toEqual(['run']);
  });

  it('is ordered anew, under its id, where its host was killed before it had it', async () => {
    host.killedAfter('run');
    const lost = begin();
    await host.isKilled();
    await server.close();
    await lost.catch(() => undefined);
    host.lives();
    host.is({});
    server = await open();
    host.answers = {
      run: () => {
        host.is({ goals: [goalOf()] });
        return { goal: 'g1', agents: [] };
      },
    };
    expect((await begin()).result).toMatchObject({ task: { id: 'g1' } });
    expect(host.orders).toEqual([1, 2].map(() => ({ method: 'run', params: expect.objectContaining({ goal: 'g1' }) })));
  });

  it('that the host refuses is not remembered', async () => {
    const { run } = host.answers;
    host.answers = { run: () => ({ kind: 'usage', tried: 'find the role x', said: 'there is none', next: 'Name another' }) };
    expect((await begin()).error).toMatchObject({ code: -32602 });
    expect(host.kept.get(MEMORY)).toBe('');
    host.is({ goals: [goalOf({ id: 'g2' })] });
    host.answers = run === undefined ? {} : { run };
    expect((await begin()).result).toMatchObject({ task: { id: 'g2' } });
  });

  it('tells no folder of this machine where agents speak of their worktree', async () => {
    const agent = anAgent({ name: 'fix', progress: 'wrote /state/wt/fix/src/a.ts' });
    host.is({ goals: [goalOf()], agents: [agent] });
    expect(JSON.stringify((await begin()).result)).toContain('fix: wrote src/a.ts');
    const report = { summary: 'It is in /state/wt/fix/src/a.ts.', artifacts: [], at: ago(1) };
    host.is({ goals: [goalOf({ state: 'done' })], agents: [anAgent({ name: 'fix', state: 'done', report })] });
    expect((await rpc('GetTask', { id: 'g1' })).result).toMatchObject({
      artifacts: [{ name: 'summary', parts: [{ text: 'It is in src/a.ts.' }] }],
    });
  });

  it('is waited for until it is done, with what it has come to', async () => {
    const answer = rpc('SendMessage', { message: message('Fix it') });
    await host.isWatched();
    host.is(done());
    expect((await answer).result).toMatchObject({
      task: {
        status: { state: 'TASK_STATE_COMPLETED' },
        artifacts: [
          { name: 'summary', parts: [{ text: 'It is fixed.' }] },
          {
            name: 'result',
            parts: [{ data: { results: [{ kind: 'branch', branch: 'orch/fix', commit: 'c0ffee', url: null, agent: 'fix' }] } }],
          },
        ],
      },
    });
  });

  it('is streamed: its states, its progress, its artifacts, its end', async () => {
    const answer = post(
      '/jsonrpc',
      JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'SendStreamingMessage', params: { message: message('x') } }),
    );
    await host.isWatched();
    host.is({ goals: [goalOf({ id: 'g1' })], agents: [anAgent({ name: 'fix', progress: 'half of it' })] });
    await host.isWatched();
    host.is(done());
    expect(await events(await answer)).toMatchObject([
      { task: { id: 'g1' } },
      { statusUpdate: { status: { state: 'TASK_STATE_WORKING', message: { parts: [{ text: 'fix: half of it' }] } } } },
      { artifactUpdate: { artifact: { name: 'summary' } } },
      { artifactUpdate: { artifact: { name: 'result' } } },
      { statusUpdate: { status: { state: 'TASK_STATE_COMPLETED' } } },
    ]);
  });

  it('brings the files that its parts ended in, and no path of this machine', async () => {
    await begin();
    const path = '/state/workspaces/x/design.md';
    host.results.set(path, 'verdict: pass\n');
    host.is({
      goals: [goalOf({ id: 'g1', state: 'done' })],
      agents: [anAgent({ name: 'fix', state: 'done', result: { kind: 'artifact', url: null, commit: null, path } })],
    });
    const answer = JSON.stringify(await rpc('GetTask', { id: 'g1' }));
    expect(JSON.parse(answer)).toMatchObject({ result: { artifacts: [{ name: 'design.md', parts: [{ text: 'verdict: pass\n' }] }] } });
    expect(answer).not.toContain('/state');
  });

  it('tells why it has failed', async () => {
    await begin();
    const error = { kind: 'verify', tried: 'npm test', said: '2 failed', next: 'Read it' } as const;
    host.is({ goals: [goalOf({ id: 'g1', state: 'failed' })], agents: [anAgent({ name: 'fix', state: 'failed', error })] });
    expect((await rpc('GetTask', { id: 'g1' })).result).toMatchObject({
      status: { state: 'TASK_STATE_FAILED', message: { parts: [{ text: 'npm test: 2 failed. Read it.' }] } },
    });
  });

  it('asks its client, and passes the answer on', async () => {
    const first = rpc('SendMessage', { message: message('Fix it') });
    await host.isWatched();
    host.is(asking());
    expect((await first).result).toMatchObject({
      task: {
        status: {
          state: 'TASK_STATE_INPUT_REQUIRED',
          message: { parts: [{ text: 'fix asks: Run npm test?\n  1. Yes\n  2. No' }] },
        },
      },
    });
    host.answers = { answer: () => ({ agent: 'fix', question: 'Run npm test?', answer: 'Yes' }) };
    const second = rpc('SendMessage', { message: message('1', { messageId: 'm2', taskId: 'g1' }) });
    await host.isWatched();
    // That it still shows the same question is no new one.
    host.is(asking());
    await host.isWatched();
    host.is(done());
    expect((await second).result).toMatchObject({ task: { status: { state: 'TASK_STATE_COMPLETED' } } });
    expect(host.orders.at(-1)).toEqual({ method: 'answer', params: { agent: 'id-fix', choice: '1', digest: 'd1' } });
  });

  it('takes words for its agent while it works, and none when it has ended', async () => {
    await begin();
    host.answers = { messageSend: () => ({ ids: ['x'], to: ['fix'], notes: [] }) };
    await say('use tokens');
    expect(host.orders.at(-1)).toEqual({
      method: 'messageSend',
      params: { to: 'fix', text: 'use tokens', wantsReply: false, id: expect.any(String) },
    });
    host.is(done());
    expect((await say('again')).error).toMatchObject({ code: -32004 });
  });

  describe('and a message to it that is sent once more', () => {
    const again = { messageId: 'm2', taskId: 'g1' };
    const sent = () => host.orders.filter(({ method }) => method === 'messageSend').length;
    beforeEach(async () => {
      await begin();
      host.answers = { messageSend: () => ({ ids: ['x'], to: ['fix'], notes: [] }) };
    });

    it('is passed on once, also at once, and whatever it says by then', async () => {
      const both = await Promise.all([say('use tokens', again), say('use tokens', again)]);
      for (const { result } of both) expect(result).toMatchObject({ task: { id: 'g1', status: { state: 'TASK_STATE_WORKING' } } });
      await say('use other tokens', again);
      expect(sent()).toBe(1);
      await say('use other tokens');
      expect(sent()).toBe(2);
    });

    it('is passed on once where the host was ended in between', async () => {
      await say('use tokens', again);
      await server.close();
      server = await open();
      expect((await say('use tokens', again)).result).toMatchObject({ task: { id: 'g1' } });
      expect(sent()).toBe(1);
    });

    it('has the same id for the host each time, where that was killed before anybody could note that it has it', async () => {
      host.killedAfter('messageSend');
      const lost = say('use tokens', again);
      await host.isKilled();
      await server.close();
      await lost.catch(() => undefined);
      host.lives();
      server = await open();
      await say('use tokens', again);
      await say('use tokens');
      const ids = host.orders.flatMap(({ method, params }) => (method === 'messageSend' ? [(params as { id: string }).id] : []));
      expect(ids).toEqual([ids[0], ids[0], expect.stringMatching(/^m[0-9a-f]{16}$/)]);
      expect(ids[2]).not.toBe(ids[0]);
    });

    it('tells how the task stands, also when that has ended', async () => {
      await say('use tokens', again);
      host.is(done());
      expect((await say('use tokens', again)).result).toMatchObject({ task: { status: { state: 'TASK_STATE_COMPLETED' } } });
      expect((await say('use tokens')).error).toMatchObject({ code: -32004 });
    });

    it('is waited for as the first time: a question that is answered is asked no more', async () => {
      host.is(asking());
      host.answers = { answer: () => ({ agent: 'fix', question: 'Run npm test?', answer: 'Yes' }) };
      await say('1', again);
      const second = rpc('SendMessage', { message: message('1', again) });
      await host.isWatched();
      host.is(done());
      expect((await second).result).toMatchObject({ task: { status: { state: 'TASK_STATE_COMPLETED' } } });
      expect(host.orders.map(({ method }) => method)).toEqual(['run', 'answer']);
    });

    it('is the message that the task began with, too, by a client that knows its id by now', async () => {
      expect((await say('Fix it', { messageId: 'm1' })).result).toMatchObject({ task: { id: 'g1' } });
      expect(sent()).toBe(0);
    });

    it('is passed on where it was refused the first time', async () => {
      host.answers = { messageSend: () => ({ kind: 'limit', tried: 'send a message', said: 'its inbox is full', next: 'Wait' }) };
      expect((await say('use tokens', again)).error).toBeDefined();
      host.answers = { messageSend: () => ({ ids: ['x'], to: ['fix'], notes: [] }) };
      expect((await say('use tokens', again)).result).toBeDefined();
      expect(sent()).toBe(2);
    });

    it('is remembered within bounds', async () => {
      for (let count = 0; count < 60; count += 1) await say('more', { messageId: `many-${count}` });
      expect((host.kept.get(MEMORY) ?? '').length).toBeLessThan(2000);
      await server.close();
      server = await open();
      await say('more', { messageId: 'many-59' });
      expect(sent()).toBe(60);
    });
  });

  it('answers a question that an agent asked by its tool', async () => {
    await begin();
    const inquiry = { id: 'q1', text: 'Which port?', options: [], with: 'person', at: ago(5) } as const;
    host.is({ goals: [goalOf({ id: 'g1' })], agents: [anAgent({ name: 'fix', inquiry })] });
    expect((await rpc('GetTask', { id: 'g1' })).result).toMatchObject({ status: { state: 'TASK_STATE_INPUT_REQUIRED' } });
    host.answers = { messageReply: () => ({ id: 'r1', to: 'fix', notes: [] }) };
    await say('8080');
    expect(host.orders.at(-1)).toEqual({ method: 'messageReply', params: { message: 'q1', text: '8080', id: expect.any(String) } });
  });

  it('says to one that is stuck what it is told, or resumes it', async () => {
    await begin();
    const error = { kind: 'verify', tried: 'npm test', said: '2 failed', next: 'Mend it' } as const;
    const stuck = { name: 'fix', state: 'waiting', error } as const;
    host.answers = { send: () => ({ agent: 'fix' }), resume: () => ({ agent: 'fix', agents: ['fix'], goal: 'g1' }) };
    host.is({ goals: [goalOf({ state: 'waiting' })], agents: [anAgent(stuck)] });
    expect((await rpc('GetTask', { id: 'g1' })).result).toMatchObject({
      status: { state: 'TASK_STATE_INPUT_REQUIRED', message: { parts: [{ text: 'fix waits: npm test: 2 failed. Mend it.' }] } },
    });
    await say('skip that test');
    host.is({ goals: [goalOf({ state: 'waiting' })], agents: [anAgent({ ...stuck, process: null })] });
    await say('Resume');
    expect(host.orders.slice(1)).toEqual([
      { method: 'send', params: { agent: 'id-fix', text: 'skip that test' } },
      { method: 'resume', params: { agent: 'id-fix', fresh: false } },
    ]);
    expect((await say('hello?')).error).toMatchObject({ code: -32004 });
  });

  it('shows a plan that waits, and passes on what is said of it', async () => {
    await begin();
    const plan = aPlan({ state: 'proposed', revision: 3 });
    host.is({ goals: [goalOf({ state: 'waiting', plan, tasks: [aTask('t1', [], { title: 'Design' })] })] });
    host.answers = { planApprove: () => ({ goal: 'g1' }), planAgain: () => ({ goal: 'g1' }) };
    const asked = JSON.stringify((await rpc('GetTask', { id: 'g1' })).result);
    expect(asked).toContain('answer `approve`');
    expect(asked).toContain('task t1 (Design) is blocked');
    await say('With fewer tasks, please');
    await say('Approve.');
    expect(host.orders.slice(1)).toEqual([
      { method: 'planAgain', params: { goal: 'g1', wish: 'With fewer tasks, please' } },
      { method: 'planApprove', params: { goal: 'g1', revision: 3 } },
    ]);
  });

  it('is canceled, once', async () => {
    await begin();
    host.answers = {
      goalStop: () => {
        host.is({ goals: [goalOf({ id: 'g1', state: 'stopped' })], agents: [anAgent({ name: 'fix', state: 'stopped' })] });
        return { goal: 'g1' };
      },
    };
    expect((await rpc('CancelTask', { id: 'g1' })).result).toMatchObject({ status: { state: 'TASK_STATE_CANCELED' } });
    expect((await rpc('CancelTask', { id: 'g1' })).error).toMatchObject({ code: -32002 });
    expect((await rpc('SubscribeToTask', { id: 'g1' })).error).toMatchObject({ code: -32004 });
  });

  it('is known after a restart; goals that came otherwise are not shown', async () => {
    await begin();
    await server.close();
    server = await open();
    host.is({ goals: [goalOf({ id: 'g1' }), goalOf({ id: 'g2', text: 'a secret of the person' })], agents: [] });
    expect((await rpc('GetTask', { id: 'g1' })).result).toMatchObject({ id: 'g1', history: [{ messageId: 'm1' }] });
    expect((await rpc('ListTasks', {})).result).toMatchObject({ tasks: [{ id: 'g1' }], totalSize: 1 });
    expect((await rpc('GetTask', { id: 'g2' })).error).toMatchObject({ code: -32001 });
    expect((await rpc('CancelTask', { id: 'g2' })).error).toMatchObject({ code: -32001 });
  });

  it('waits for a word where its host was killed, goes on by it, or is canceled', async () => {
    await begin();
    const lost = { goals: [goalOf({ state: 'stopped' })], agents: [anAgent({ name: 'fix', state: 'interrupted', process: null })] };
    host.is(lost);
    expect((await rpc('GetTask', { id: 'g1' })).result).toMatchObject({
      status: { state: 'TASK_STATE_INPUT_REQUIRED', message: { parts: [{ text: expect.stringContaining('answer `resume`') }] } },
    });
    expect((await say('go on please')).error).toMatchObject({ code: -32004 });
    host.answers = { resume: () => ({ agent: 'fix', agents: ['fix'], goal: 'g1' }), goalStop: () => ({ goal: 'g1' }) };
    await say('resume');
    expect(host.orders.at(-1)).toEqual({ method: 'resume', params: { agent: 'g1', fresh: false } });
    expect((await rpc('CancelTask', { id: 'g1' })).result).toMatchObject({ status: { state: 'TASK_STATE_CANCELED' } });
    await server.close();
    server = await open();
    expect((await rpc('GetTask', { id: 'g1' })).result).toMatchObject({ status: { state: 'TASK_STATE_CANCELED' } });
  });

  it('is not watched any more when its reader has gone', async () => {
    const leaving = new AbortController();
    const body = JSON.stringify({ jsonrpc: '2.0', id: 1, method: 'SendStreamingMessage', params: { message: message('x') } });
    const answer = await fetch(`${server.address}/jsonrpc`, { method: 'POST', body, headers: HEADERS, signal: leaving.signal });
    await host.isWatched();
    const ended = answer.text().catch(() => 'gone');
    leaving.abort();
    expect(await ended).toBe('gone');
    // Others are served as before.
    expect((await rpc('GetTask', { id: 'g1' })).result).toMatchObject({ id: 'g1' });
    host.is(done());
    await rpc('GetTask', { id: 'g1' });
    expect(host.watchers).toBe(0);
  });
});

describe('ListTasks', () => {
  it('is filtered and cut into pages, the one that changed last first', async () => {
    let next = 0;
    host.answers = { run: () => ({ goal: `g${++next}`, agents: [] }) };
    const send = (text: string) =>
      rpc('SendMessage', {
        message: message(text, { contextId: text === 'three' ? 'c3' : 'c1' }),
        configuration: { returnImmediately: true },
      });
    const goals = [1, 2, 3].map((at) => goalOf({ id: `g${at}`, createdAt: ago(100 - at) }));
    host.is({ goals });
    for (const text of ['one', 'two', 'three']) await send(text);
    const first = await rpc('ListTasks', { pageSize: 2 });
    expect(first.result).toMatchObject({ tasks: [{ id: 'g3' }, { id: 'g2' }], totalSize: 3, nextPageToken: 'g2' });
    expect((await rpc('ListTasks', { pageSize: 2, pageToken: 'g2' })).result).toMatchObject({ tasks: [{ id: 'g1' }], nextPageToken: '' });
    expect((await rpc('ListTasks', { contextId: 'c3' })).result).toMatchObject({ tasks: [{ id: 'g3' }] });
    expect((await rpc('ListTasks', { status: 'TASK_STATE_COMPLETED' })).result).toMatchObject({ tasks: [] });
    expect((await rpc('ListTasks', { pageSize: 1000 })).error).toMatchObject({ code: -32602 });
    expect((await rpc('ListTasks', { pageToken: 'nothing' })).error).toMatchObject({ code: -32602 });
  });
});
