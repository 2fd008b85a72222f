// What tells of an agent beside its terminal, through the whole program: the event stream of opencode, the log of gemini, its processes.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { markedProcesses } from '../helpers/marked-processes.js';
import { makeSandbox, type Sandbox } from '../helpers/sandbox.js';
import { untilAgent, untilStatus } from '../helpers/watch-status.js';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await makeSandbox({ env: { ORCHESTRATOR_LIMITS__CHAIN: 'codex', ORCHESTRATOR_LIMITS__OWN_RETRY_SECONDS: '1' } });
});
afterEach(() => sandbox.end());

const why = async (name: string) => (await sandbox.cli(['why', name])).stdout;

test('opencode asks by its event stream, and its password is told to nobody', async () => {
  const run = ['run', 'write notes.txt with "noted"', '--agent', 'opencode', '--name', 'told'];
  expect(await sandbox.cli([...run, '--policy', 'strict'])).toMatchObject({ exitCode: 0 });
  const { agents } = await untilStatus(sandbox, 'it asks', (status) => status.agents.some(({ state }) => state === 'waiting'));
  expect(agents[0]).toMatchObject({ why: { source: 'structured', rule: 'opencode.event.permission.asked' }, question: { tool: 'edit' } });
  const { stdout } = await sandbox.cli(['status', '--json']);
  expect(stdout).not.toMatch(/SERVER_PASSWORD|password/i);
  expect(await sandbox.cli(['interrupt', 'told'])).toMatchObject({ exitCode: 0 });
  await untilAgent(sandbox, 'told', 'idle');
  expect(await why('told')).toMatch(/idle ← opencode\.event\.session\.(?:status|idle) none of its sessions is busy/);
});

test('aider asks with letters on its last row, is answered, and finishes by its exit', async () => {
  const run = ['run', 'write notes.txt with "noted"', '--agent', 'aider', '--name', 'letters', '--finish', 'keep'];
  expect(await sandbox.cli(run)).toMatchObject({ exitCode: 0 });
  const { agents } = await untilStatus(sandbox, 'it asks', (status) => status.agents[0]?.state === 'waiting');
  expect(agents[0]).toMatchObject({ why: { rule: 'aider.screen.edit' }, question: { text: 'Create new file?', options: ['Yes', 'No'] } });
  expect(await sandbox.cli(['answer', 'letters', 'allow'])).toMatchObject({ exitCode: 0, stdout: 'answered letters: Yes\n' });
  const { worktree } = await untilAgent(sandbox, 'letters', 'done');
  expect(await readFile(join(worktree ?? '', 'notes.txt'), 'utf8')).toBe('noted\n');
});

test('a CLI that has ended under a shell which lives on is dead, and its conversation can be resumed', async () => {
  const command = JSON.stringify(['sh', '-c', '"$@"; read line', 'sh', 'claude']);
  await mkdir(join(sandbox.env.XDG_CONFIG_HOME ?? '', 'orch-tui'), { recursive: true });
  const config = `{"harnesses": {"claude": {"command": ${command}}}}`;
  await writeFile(join(sandbox.env.XDG_CONFIG_HOME ?? '', 'orch-tui/config.json'), config);
  expect(await sandbox.cli(['run', 'say hello', '--agent', 'claude', '--name', 'within'])).toMatchObject({ exitCode: 0 });
  const { id, pid } = await untilAgent(sandbox, 'within', 'idle');
  expect(await sandbox.cli(['send', 'within', 'and now go on', '--wait'])).toMatchObject({ exitCode: 0 });
  const cli = markedProcesses(`ORCH_AGENT=${id}`).find((one) => one.pid !== pid);
  if (cli === undefined) throw new Error('its CLI does not run');
  process.kill(cli.pid, 'SIGKILL');
  // It is looked for twice, 5 s apart.
  const { agents } = await untilStatus(sandbox, 'it has failed', (status) => status.agents[0]?.state === 'failed', 60_000);
  expect(agents[0]?.error?.said).toContain('its CLI ended, and the shell it was started by lived on');
  expect(markedProcesses(`ORCH_AGENT=${id}`)).toEqual([]);
  expect(await sandbox.cli(['resume', 'within'])).toMatchObject({ exitCode: 0 });
  await untilAgent(sandbox, 'within', 'idle');
});

test.each([
  ['opencode', 'opencode.event.session.status Rate limit reached: too many requests; it tries again by itself'],
  ['gemini', 'gemini.log.retrying status 429; it tries again by itself'],
])('%s tries again by itself for too long: codex goes on in the same worktree', async (harness, evidence) => {
  expect(await sandbox.cli(['run', 'ratelimit', '--agent', harness, '--name', 'over'])).toMatchObject({ exitCode: 0 });
  const { agents } = await untilStatus(sandbox, 'codex has it', ({ agents: all }) =>
    all.some((agent) => (agent as { harness?: string }).harness === 'codex' && agent.state === 'idle'),
  );
  expect(agents[0]).toMatchObject({ harness: 'codex', limit: null, error: null });
  const told = await why('over');
  expect(told).toContain(`limited ← ${evidence}`);
  expect(told).toMatch(new RegExp(`handed over from ${harness} to codex ← rate limit: it has tried again by itself for 1 s`));
  const log = await readFile(join(agents[0]?.worktree ?? '', '../../logs/over.log'), 'utf8');
  expect(log).toContain('You take over a task');
});
