// A remote A2A agent as a harness, with the built binary: it works in a worktree here by what it sends, asks, and is left alone when its work is stopped.
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AskingAgent, startAskingAgent } from '../fixtures/a2a-agent-server.js';
import { makeSandbox, type Sandbox } from '../helpers/sandbox.js';
import { agentOf, statusOf } from '../helpers/story.js';
import { untilAgent } from '../helpers/watch-status.js';

const TOKEN = 'e2e-remote-token-4711';
let sandbox: Sandbox;
let remote: AskingAgent;

beforeAll(async () => {
  remote = await startAskingAgent({
    token: TOKEN,
    files: { 'src/greeting.txt': 'Hello NAME\n', '../escaped.txt': 'x', '.git/hooks/post-commit': 'x' },
  });
  sandbox = await makeSandbox({ env: { ORCH_A2A_FAR_TOKEN: TOKEN } });
  const folder = join(String(sandbox.env.XDG_CONFIG_HOME), 'orch-tui');
  await mkdir(folder, { recursive: true });
  const harnesses = { far: { a2a: remote.url }, stranger: { a2a: remote.url }, nobody: { a2a: 'http://127.0.0.1:9' } };
  await writeFile(join(folder, 'config.json'), JSON.stringify({ harnesses }));
});
afterAll(async () => {
  await sandbox.end();
  await remote.close();
});

const run = (name: string, ...words: readonly string[]) =>
  sandbox.cli(['run', 'Write a greeting', '--name', name, '--finish', 'branch', ...words]);

test('its question waits for a person, and what it gives back is on the branch, inside the worktree alone', async () => {
  expect(await run('greets', '--agent', 'far')).toMatchObject({ exitCode: 0 });
  const asks = await untilAgent(sandbox, 'greets', 'waiting');
  expect(asks.question?.text).toContain('Which name shall it greet?');
  expect(await sandbox.cli(['answer', 'greets', 'Ada'])).toMatchObject({ exitCode: 0 });
  const done = await untilAgent(sandbox, 'greets', 'done', 'failed');
  expect(done).toMatchObject({ state: 'done', result: { kind: 'branch' } });
  expect(await sandbox.git('show', '--name-only', '--format=', 'orch/greets')).toBe('src/greeting.txt\n');
  expect(await sandbox.git('show', 'orch/greets:src/greeting.txt')).toBe('Hello Ada\n');
  expect(remote.heard).toEqual([expect.stringContaining('Write a greeting'), 'Ada']);
  const log = (await sandbox.cli(['logs', 'greets'])).stdout;
  expect(log).toContain('not taken: ../escaped.txt: its name leads elsewhere');
  expect((await sandbox.cli(['logs', 'greets', '--raw'])).stdout).not.toContain('owned\u0007');
  expect(log).not.toContain(TOKEN);
  expect(existsSync(join(String(done.worktree), '..', 'escaped.txt'))).toBe(false);
});

test('stopped here, its task is canceled there', async () => {
  await run('stopped', '--agent', 'far');
  await untilAgent(sandbox, 'stopped', 'waiting');
  expect(await sandbox.cli(['stop', 'stopped'])).toMatchObject({ exitCode: 0 });
  expect(await agentOf(sandbox, 'stopped')).toMatchObject({ state: 'stopped', pid: null });
  expect(remote.canceled).toHaveLength(1);
});

test('kill -9 of the host: resumed, it goes on with the task that waits there', async () => {
  await run('resumed', '--agent', 'far');
  await untilAgent(sandbox, 'resumed', 'waiting');
  process.kill((await statusOf(sandbox)).host?.pid ?? 0, 'SIGKILL');
  const before = remote.canceled.length;
  expect(await sandbox.cli(['resume', 'resumed'])).toMatchObject({ exitCode: 0 });
  await untilAgent(sandbox, 'resumed', 'waiting');
  expect(await sandbox.cli(['answer', 'resumed', 'Grace'])).toMatchObject({ exitCode: 0 });
  expect(await untilAgent(sandbox, 'resumed', 'done', 'failed')).toMatchObject({ state: 'done' });
  expect(await sandbox.git('show', 'orch/resumed:src/greeting.txt')).toBe('Hello Grace\n');
  expect(remote.canceled).toHaveLength(before);
});

test.each([
  ['stranger', 'it wants a token: set ORCH_A2A_STRANGER_TOKEN'],
  ['nobody', 'it can not be reached'],
])('%s fails with a reason', async (harness, said) => {
  await run(`by-${harness}`, '--agent', harness);
  const failed = await untilAgent(sandbox, `by-${harness}`, 'failed', 'waiting');
  expect(failed.error?.said).toContain(said);
});
