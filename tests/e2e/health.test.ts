// Agents that stand still at work: what is said of them, and what becomes of them and of what they have started, as `registry.onStale` says.
import { readFileSync } from 'node:fs';
import { mkdir, readFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { LongCommand } from '../helpers/long-command.js';
import { makeSandbox, type Sandbox } from '../helpers/sandbox.js';
import { untilStopped } from '../helpers/stopped-process.js';
import { type AgentStatus, fixture, startAgent } from '../helpers/story.js';
import { untilFile } from '../helpers/wait-for.js';
import { untilStatus } from '../helpers/watch-status.js';

/** It is silent for some seconds in each. */
const SLOW = { timeout: 240_000 };
const LATE_MS = 40_000;

type Told = AgentStatus & { readonly staleSince: string | null };

let sandbox: Sandbox;
afterEach(() => sandbox.end());

async function begin(onStale: 'tell' | 'restart' | 'stop'): Promise<void> {
  const registry = { ORCHESTRATOR_REGISTRY__STALE_SECONDS: '5', ORCHESTRATOR_REGISTRY__ON_STALE: onStale };
  sandbox = await makeSandbox({ env: registry });
  await startAgent(sandbox, 'ann', fixture('hangs-with-child'));
}

async function until(what: string, isRight: (agent: Told) => boolean): Promise<Told> {
  const find = (agents: readonly AgentStatus[]) => (agents as readonly Told[]).find(isRight);
  const { agents } = await untilStatus(sandbox, what, (status) => find(status.agents) !== undefined, LATE_MS);
  return find(agents) as Told;
}

/** The program and its child, as they were started first. */
function firstPids({ worktree }: AgentStatus): readonly number[] {
  const [line = ''] = readFileSync(join(worktree ?? '', 'pids.txt'), 'utf8').split('\n');
  return line.split(' ').map(Number);
}

/** Both, as by Ctrl-Z that nobody takes back: TERM alone would wait for ever. */
async function standStill(): Promise<readonly number[]> {
  const logs = new LongCommand(sandbox, ['logs', 'ann', '-f']);
  await logs.until('it is silent', (text) => text.includes('SILENT'));
  logs.signal('SIGKILL');
  await logs.ended;
  const pids = firstPids(await until('it works', ({ state }) => state === 'working'));
  for (const pid of pids) {
    process.kill(pid, 'SIGSTOP');
    await untilStopped(pid);
  }
  return pids;
}

const stateFolder = ({ worktree }: AgentStatus) => dirname(dirname(worktree ?? ''));
const isRunning = (pid: number) => sandbox.processes().some((found) => found.pid === pid);

test('it is told of on the row, by status, by why and in the monitor log, and that is over when it moves', SLOW, async () => {
  await begin('tell');
  const pids = await standStill();
  const terminal = sandbox.open([], { cols: 80, rows: 24 });
  const silent = await until('it is missed', ({ staleSince }) => staleSince !== null);
  expect(silent.state).toBe('working');
  await terminal.until('the notice is shown', (screen) =>
    screen.includes('ann: it lives and gave no sign of life for 5 seconds; look at its screen'),
  );
  await terminal.until('its row says so', (screen) => /ann .*silent for \d+ s/u.test(screen.text()));
  expect((await sandbox.cli(['status', '--once'])).stdout).toMatch(/ann .*working .*no sign of life since \d\d:\d\d/u);
  const block = await readFile(join(stateFolder(silent), 'logs/monitor.log'), 'utf8');
  expect(block).toContain(`no sign of life since ${silent.staleSince}`);
  expect((await sandbox.cli(['why', 'ann'])).stdout).toContain('no sign of life for 5 s; its process lives');

  for (const pid of pids) process.kill(pid, 'SIGCONT');
  expect(await sandbox.cli(['send', 'ann', 'are you there'])).toMatchObject({ exitCode: 0 });
  const awake = await until('it moves', ({ staleSince, state }) => staleSince === null && state !== 'working');
  expect(awake).toMatchObject({ state: 'idle', pid: pids[0] });
});

test('with restart it is ended with all that it has started, and started again', SLOW, async () => {
  await begin('restart');
  const pids = await standStill();
  const again = await until('its second run has ended its turn', ({ state, pid }) => state === 'idle' && pid !== null && pid !== pids[0]);
  expect(pids.filter(isRunning)).toEqual([]);
  expect(again.staleSince).toBeNull();
  expect((await sandbox.cli(['screen', 'ann'])).stdout).toContain('AGAIN');
  const why = await sandbox.cli(['why', 'ann']);
  expect(why.stdout).toMatch(/interrupted ← it lives and gave no sign of life for 5 seconds[\s\S]*asked to go on/u);
});

test('with stop it is ended with all that it has started, and its result is written in one step', SLOW, async () => {
  await begin('stop');
  const pids = await standStill();
  const stopped = await until('it is stopped', ({ state, pid }) => state === 'stopped' && pid === null);
  expect(pids.filter(isRunning)).toEqual([]);
  const results = join(stateFolder(stopped), 'results');
  await mkdir(results, { recursive: true });
  // Whatever of it is there at any moment is whole.
  const written = await untilFile(join(results, 'ann.json'), (text) => JSON.parse(text) !== null);
  expect(JSON.parse(written)).toMatchObject({ name: 'ann', state: 'stopped' });
});

test('a person stops one that stands still', SLOW, async () => {
  await begin('tell');
  const pids = await standStill();
  expect(await sandbox.cli(['stop', 'ann'])).toMatchObject({ exitCode: 0, stdout: 'stopped ann\n' });
  expect(pids.filter(isRunning)).toEqual([]);
});
