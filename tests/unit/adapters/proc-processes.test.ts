// Real processes for ending and finding; a folder that looks like /proc for reading and counting.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createProcProcesses } from '../../../src/core/adapters/proc-processes.js';
import { systemClock } from '../../../src/core/adapters/system-clock.js';
import type { AgentProcess } from '../../../src/core/model/agent.js';
import { FakeClock } from '../../helpers/fake-clock.js';

let folder: string;
const started: ChildProcess[] = [];
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'proc-'));
});
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => {
  for (const child of started.splice(0)) {
    try {
      process.kill(-child.pid!, 'SIGKILL');
    } catch {
      // Its group is empty already.
    }
  }
});

const processes = createProcProcesses({ stateDir: '/state/of/tests', clock: systemClock });

/** A shell that leads its own session, as under a PTY, and has printed its pids: its own, then those the script tells. */
async function start(script: string, env: Record<string, string>): Promise<{ agent: AgentProcess; pids: number[] }> {
  const child = spawn('sh', ['-c', script], {
    detached: true,
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { PATH: process.env.PATH, ...env },
  });
  started.push(child);
  const line = await new Promise<string>((resolve) => createInterface({ input: child.stdout! }).once('line', resolve));
  const pid = child.pid!;
  return { agent: { pid, startTicks: processes.startTicks(pid) }, pids: [pid, ...line.split(' ').map(Number)] };
}

const marks = (agent: string) => ({ ORCH_AGENT: agent, ORCH_STATE: '/state/of/tests' });

function alive(pids: readonly number[]): number[] {
  return pids.filter((pid) => processes.isAlive({ pid, startTicks: processes.startTicks(pid) }));
}

describe('a shell', () => {
  it('tells how many of those it started still run, and what is no shell tells nothing', async () => {
    // Just forked it is still called sh.
    const isSleep = 'until grep -q sleep /proc/$!/comm; do :; done';
    const { agent, pids } = await start(`sleep 300 & ${isSleep}; echo $!; wait`, marks('a-1'));
    expect([processes.shellChildren(agent.pid), processes.shellChildren(pids[1]!), processes.shellChildren(0)]).toEqual([1, null, null]);
  });
});

describe('a shell in a machine of many', () => {
  it('is asked itself whom it has started, where the kernel tells that', () => {
    const root = mkdtempSync(join(folder, 'root-'));
    const { shellChildren } = createProcProcesses({ stateDir: '/s', clock: new FakeClock(), root });
    pretend(root, 40, { name: 'bash' });
    pretend(root, 41, { parent: 40 });
    pretend(root, 42, { parent: 40, state: 'Z' });
    pretend(root, 43, { parent: 40 });
    expect(shellChildren(40)).toBe(2);
    // Only who reads all of /proc meets the last one.
    pretendStarted(root, 40, { 40: [41, 42] });
    expect(shellChildren(40)).toBe(1);
  });
});

describe('ending an agent', () => {
  it.each([
    ['what ends on TERM', 'sleep 300 & echo $!; wait', 60_000],
    ['what ignores TERM, by KILL', 'trap "" TERM; sleep 300 & echo $!; while :; do wait; done', 0],
    ['what left the session', 'setsid sleep 300 & sleep 0; echo $!; wait', 60_000],
    ['what is stopped', 'sleep 300 & kill -STOP $!; echo $!; wait', 60_000],
    ['what has dropped its environment', 'env -i sleep 300 & echo $!; wait', 60_000],
  ])('ends %s', async (_, script, graceMs) => {
    const { agent, pids } = await start(script, marks('a-1'));
    expect(alive(pids)).toHaveLength(2);
    await processes.end({ agent: 'a-1', process: agent }, graceMs);
    expect(alive(pids)).toEqual([]);
  });

  it('ends what outlived its leader, by the environment', async () => {
    const { agent, pids } = await start('setsid sleep 300 & echo $!; exit', marks('a-2'));
    await processes.end({ agent: 'a-2', process: agent }, 60_000);
    expect(alive(pids)).toEqual([]);
  });

  it.each([
    [
      'whose start time does not match: the number is another’s by now',
      { ORCH_AGENT: 'other' },
      (agent: AgentProcess) => ({ ...agent, startTicks: 1 }),
    ],
    [
      'of an agent of the same id in another repository',
      { ORCH_AGENT: 'a-3', ORCH_STATE: '/elsewhere' },
      () => ({ pid: 1, startTicks: 1 }),
    ],
  ])('leaves alone a process %s', async (_, env, target) => {
    const { agent, pids } = await start('sleep 300 & echo $!; wait', env);
    await processes.end({ agent: 'a-3', process: target(agent) }, 0);
    expect(alive(pids)).toHaveLength(2);
  });

  it('resolves for an agent that is gone', async () => {
    await expect(processes.end({ agent: 'nobody', process: { pid: 2 ** 22 + 1, startTicks: 1 } }, 0)).resolves.toBeUndefined();
  });
});

describe('survivors', () => {
  it('are the processes that carry one of the ids and this state folder', async () => {
    const ours = await start('sleep 300 & echo $!; wait', marks('a-4'));
    await start('echo; exec sleep 300', { ORCH_AGENT: 'a-4', ORCH_STATE: '/elsewhere' });
    await start('echo; exec sleep 300', marks('a-5'));
    const found = processes.survivors(['a-4', 'a-6']);
    expect(found.map(({ process }) => process.pid).sort()).toEqual([...ours.pids].sort());
    expect(found.map(({ agent }) => agent)).toEqual(['a-4', 'a-4']);
    expect(found.every(({ process }) => processes.isAlive(process))).toBe(true);
  });
});

/** /proc/PID as far as it is read: start 1000 + pid, 4 KB a page not asked for. */
function pretend(
  root: string,
  pid: number,
  facts: { name?: string; parent?: number; state?: string; cpuTicks?: number; memoryKb?: number },
): void {
  const { name = 'cli', parent = 1, state = 'S', cpuTicks = 0, memoryKb = 0 } = facts;
  const dir = join(root, String(pid));
  mkdirSync(dir, { recursive: true });
  const zeros = (count: number) => Array.from({ length: count }, () => 0);
  const fields = [state, parent, pid, pid, ...zeros(7), cpuTicks, 0, ...zeros(6), 1000 + pid, 0, memoryKb / 4, ...zeros(3)];
  writeFileSync(join(dir, 'stat'), `${pid} (${name}) ${fields.join(' ')}\n`);
}

/** What the kernel tells of who started whom, where it is built for that: by thread. */
function pretendStarted(root: string, pid: number, byThread: Readonly<Record<number, readonly number[]>>): void {
  for (const [thread, children] of Object.entries(byThread)) {
    const dir = join(root, String(pid), 'task', thread);
    mkdirSync(dir, { recursive: true });
    writeFileSync(join(dir, 'children'), children.map((child) => `${child} `).join(''));
  }
}

describe('reading', () => {
  const read = (root: string) => createProcProcesses({ stateDir: '/s', clock: new FakeClock(), root });

  it.each([
    ['a plain name', 'claude'],
    ['blanks', 'my agent cli'],
    ['parentheses and numbers that look like fields', 'x) S 1 2 3 (y'],
    ['a closing parenthesis at the end', 'smile :)'],
  ])('the start time behind a name with %s', (_, name) => {
    const root = mkdtempSync(join(folder, 'root-'));
    pretend(root, 50, { name });
    expect(read(root).startTicks(50)).toBe(1050);
    expect(read(root).isAlive({ pid: 50, startTicks: 1050 })).toBe(true);
    expect(read(root).isAlive({ pid: 50, startTicks: 1051 })).toBe(false);
  });

  it('a zombie is not alive', () => {
    const root = mkdtempSync(join(folder, 'root-'));
    pretend(root, 51, { state: 'Z' });
    expect(read(root).isAlive({ pid: 51, startTicks: 1051 })).toBe(false);
  });

  it('without /proc says null, finds nobody, and trusts the number alone', () => {
    const none = read(join(folder, 'no-proc'));
    expect([none.bootId(), none.startTicks(1), none.usage(1), none.survivors(['a'])]).toEqual([null, null, null, []]);
    expect(none.isAlive({ pid: process.pid, startTicks: null })).toBe(true);
    expect(none.isAlive({ pid: 2 ** 22 + 1, startTicks: null })).toBe(false);
  });

  it('the boot id of this machine', () => {
    expect(processes.bootId()).toMatch(/^[0-9a-f-]{36}$/);
  });
});

describe('usage', () => {
  it('is that of the whole tree since the last look, without strangers', () => {
    const root = mkdtempSync(join(folder, 'root-'));
    const clock = new FakeClock();
    const usage = createProcProcesses({ stateDir: '/s', clock, root });
    pretend(root, 60, { cpuTicks: 500, memoryKb: 1000 });
    pretend(root, 61, { parent: 60, cpuTicks: 100, memoryKb: 200 });
    pretend(root, 70, { cpuTicks: 9000, memoryKb: 9000 });
    expect(usage.usage(60)).toEqual({ cpuPercent: null, memoryBytes: 1200 * 1024 });

    clock.advance(2000);
    pretend(root, 60, { cpuTicks: 510, memoryKb: 1000 });
    expect(usage.usage(60)).toEqual({ cpuPercent: 5, memoryBytes: 1200 * 1024 });

    // Who belongs to the tree is looked up again after 10 s.
    clock.advance(10_000);
    pretend(root, 60, { cpuTicks: 1360, memoryKb: 1000 });
    rmSync(join(root, '61'), { recursive: true });
    pretend(root, 62, { parent: 60, cpuTicks: 50, memoryKb: 100 });
    pretend(root, 63, { parent: 62, cpuTicks: 100, memoryKb: 52 });
    expect(usage.usage(60)).toEqual({ cpuPercent: 100, memoryBytes: 1152 * 1024 });
  });

  it('asks the threads of the tree who started whom, and looks at no other process of the machine', () => {
    const root = mkdtempSync(join(folder, 'root-'));
    const usage = createProcProcesses({ stateDir: '/s', clock: new FakeClock(), root });
    pretend(root, 60, { memoryKb: 1000 });
    pretendStarted(root, 60, { 60: [61], 65: [62] });
    for (const pid of [61, 62]) {
      pretend(root, pid, { parent: 60, memoryKb: 200 });
      pretendStarted(root, pid, { [pid]: [] });
    }
    // Only who reads all of /proc meets this one.
    pretend(root, 63, { parent: 60, memoryKb: 9000 });
    expect(usage.usage(60)?.memoryBytes).toBe(1400 * 1024);
  });

  it.each([
    ['has too many threads to be asked one by one', Array.from({ length: 65 }, (_, at) => 60 + at)],
    ['has a child that the kernel tells nothing of', [60]],
  ])('looks at all processes where the tree %s', (_, threads) => {
    const root = mkdtempSync(join(folder, 'root-'));
    const usage = createProcProcesses({ stateDir: '/s', clock: new FakeClock(), root });
    pretend(root, 60, { memoryKb: 1000 });
    pretendStarted(root, 60, Object.fromEntries(threads.map((thread) => [thread, thread === 60 ? [61] : []])));
    pretend(root, 61, { parent: 60, memoryKb: 200 });
    pretend(root, 62, { parent: 61, memoryKb: 30 });
    expect(usage.usage(60)?.memoryBytes).toBe(1230 * 1024);
  });

  it('of a process that is gone is null, and its number re-used starts afresh', () => {
    const root = mkdtempSync(join(folder, 'root-'));
    const clock = new FakeClock();
    const usage = createProcProcesses({ stateDir: '/s', clock, root });
    pretend(root, 80, { cpuTicks: 10 });
    usage.usage(80);
    rmSync(join(root, '80'), { recursive: true });
    expect(usage.usage(80)).toBeNull();
    pretend(root, 80, { cpuTicks: 100_000 });
    clock.advance(1000);
    expect(usage.usage(80)?.cpuPercent).toBeNull();
  });
});
