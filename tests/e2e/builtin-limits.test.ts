// What keeps the built-in agent's model from answering, once its own tries are used up: tried again later, handed over, or a person's, as with every CLI.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { anyRequest, type ModelReply, type ModelServer, startModelServer } from '../fixtures/model-server.js';
import { makeSandbox, type Sandbox } from '../helpers/sandbox.js';
import { agentOf } from '../helpers/story.js';
import { untilStatus } from '../helpers/watch-status.js';

const finish = { calls: [{ name: 'finish', arguments: { outcome: 'done', summary: 'There it is.' } }] };
const refused = (status: number, message: string): ModelReply => ({ status, body: { error: { message } } });

let model: ModelServer;
let sandbox: Sandbox;
beforeEach(async () => {
  model = await startModelServer();
  sandbox = await makeSandbox({ env: { OPENAI_API_KEY: 'sk-0123456789-not-a-real-key', OPENAI_BASE_URL: model.url } });
});
afterEach(async () => {
  await sandbox.end();
  await model.close();
  expect(model.unexpected).toEqual([]);
});

/** One goal by the built-in agent, waited for; where a person would be asked it ends. */
async function work(limits: object, more: object = {}) {
  const config = join(sandbox.folder, 'config.json');
  await writeFile(config, JSON.stringify({ model: { agent: ['one'], retries: 0 }, limits, ...more }));
  const words = ['run', 'Say hello', '--agent', 'builtin', '--name', 'worker', '--finish', 'branch'];
  const { exitCode, stderr } = await sandbox.cli([...words, '--wait', '--non-interactive', '--config', config]);
  const history = (await sandbox.cli(['why', 'worker', '--json'])).json<{ history: readonly { text: string }[] }>().history;
  return { exitCode, stderr, agent: await agentOf(sandbox, 'worker'), history: history.map(({ text }) => text).join('\n') };
}

test('a rate limit that stays is waited for, and its conversation goes on', async () => {
  model.on(anyRequest, refused(429, 'Slow down.'), finish);
  const { exitCode, agent, history } = await work({ retries: 1 });
  expect([exitCode, agent]).toMatchObject([0, { state: 'done', error: null, limit: null }]);
  expect(history).toContain('rate limited: Slow down. (429)');
  expect(model.requests).toHaveLength(2);
  expect(model.requests[1]?.messages.map(({ role, content }) => [role, role === 'system' ? '' : content])).toEqual([
    ['system', ''],
    ['user', expect.stringContaining('Say hello')],
    ['user', expect.stringContaining('Go on with the task')],
  ]);
});

test('an account without credit hands the work over to the next of the chain', async () => {
  model.on(({ model: asked }) => asked === 'one', refused(402, 'Add credit.'));
  model.on(({ model: asked }) => asked === 'other', finish);
  const { exitCode, agent, history } = await work({ chain: ['builtin:other'] });
  expect([exitCode, agent]).toMatchObject([0, { state: 'done', error: null, limit: null }]);
  expect(history).toContain('out of credit');
  expect(model.requests.map(({ model: asked }) => asked)).toEqual(['one', 'other']);
});

test.each([
  ['a wrong key', 'auth', () => refused(401, 'no'), 'it does not accept the key in OPENAI_API_KEY'],
  ['an endpoint that fails', 'network', () => refused(503, 'no'), 'it fails: no (503)'],
] as const)('%s is told by its name, and is no limit of the work', async (_what, kind, reply, said) => {
  model.on(anyRequest, reply());
  const { exitCode, stderr, agent } = await work({ retries: 0 });
  expect([exitCode, agent]).toMatchObject([
    1,
    { state: 'failed', limit: { kind }, error: { kind: 'limit', said: expect.stringContaining(said) } },
  ]);
  expect(stderr).toContain(said);
});

test('where somebody may be asked, they are asked about that and not about an exit code', async () => {
  model.on(anyRequest, refused(401, 'no'));
  expect(await sandbox.cli(['run', 'Say hello', '--agent', 'builtin', '--name', 'worker'])).toMatchObject({ exitCode: 0 });
  const { agents } = await untilStatus(
    sandbox,
    'its process has ended',
    ({ agents: [one] }) => one?.state === 'waiting' && one.pid === null,
  );
  expect(agents[0]).toMatchObject({ error: { kind: 'limit', said: expect.stringContaining('it does not accept the key') } });
});

test('turns that are used up are a limit, also for a script', async () => {
  model.on(
    anyRequest,
    { calls: [{ name: 'list_files', arguments: {} }] },
    { calls: [{ name: 'read_file', arguments: { path: 'README.md' } }] },
  );
  const { exitCode, agent } = await work({}, { agent: { default_max_turns: 1 } });
  expect([exitCode, agent]).toMatchObject([
    5,
    { state: 'failed', limit: null, error: { kind: 'limit', said: expect.stringMatching(/turn is used up/) } },
  ]);
});
