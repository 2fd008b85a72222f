// What keeps an agent from going on, from the screen of its CLI to what follows: a hand-over along the chain, or a person.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeSandbox, type Sandbox } from '../helpers/sandbox.js';
import { untilAgent } from '../helpers/watch-status.js';

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await makeSandbox({
    env: { ORCHESTRATOR_LIMITS__CHAIN: 'absent codex', ORCHESTRATOR_HARNESSES__ABSENT__COMMAND: 'no-such-cli' },
  });
});
afterAll(() => sandbox.end());

const TASK = 'write hello.txt with "hi there" unasked, for claude is out of credit';

test('claude is out of credit: codex goes on in the same worktree, under the same name', async () => {
  const run = await sandbox.cli(['run', TASK, '--agent', 'claude', '--name', 'over']);
  expect(run).toMatchObject({ exitCode: 0 });
  const agent = await untilAgent(sandbox, 'over', 'idle', 'waiting', 'failed');
  expect(agent).toMatchObject({ name: 'over', harness: 'codex', state: 'idle', branch: 'orch/over', limit: null, error: null });
  expect(await readFile(join(agent.worktree!, 'hello.txt'), 'utf8')).toBe('hi there\n');
  const { stdout } = await sandbox.cli(['why', 'over']);
  expect(stdout).toContain('limited ← claude.screen.api-credit 402 Payment required');
  expect(stdout).toContain('absent is skipped in the chain ← not found in PATH');
  expect(stdout).toContain('handed over from claude to codex ← out of credit: 402 Payment required');
});

test('a chain that names nobody is an error of the configuration, for a start and for `config set`', async () => {
  const wrong = await makeSandbox({ env: { ORCHESTRATOR_LIMITS__CHAIN: 'calude' } });
  try {
    const refused = await wrong.cli(['run', 'x', '--command', 'true', '--json']);
    expect(refused.exitCode).toBe(2);
    const error = { kind: 'config', said: 'there is no harness calude', next: expect.stringContaining('Allowed: claude, codex') };
    expect(refused.json()).toMatchObject({ error });
    expect((await wrong.cli(['config', 'set', 'limits.chain', 'codex calude', '--json'])).json()).toMatchObject({ error });
  } finally {
    await wrong.end();
  }
});

test('without a chain a person is told what to do', async () => {
  const alone = await makeSandbox();
  try {
    await alone.cli(['run', TASK, '--agent', 'claude', '--name', 'alone']);
    expect(await untilAgent(alone, 'alone', 'waiting', 'idle', 'failed')).toMatchObject({
      state: 'waiting',
      limit: { kind: 'credit', until: null, next: 'person' },
      error: { kind: 'limit', said: 'out of credit: 402 Payment required' },
    });
  } finally {
    await alone.end();
  }
});
