// Real processes take the lock, are killed, and leave children behind.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { acquireHostLock } from '../../../src/core/adapters/host-lock.js';
import { bundledScript } from '../../helpers/bundled-script.js';

let script: string;
let folder: string;
const pids: number[] = [];
beforeAll(async () => {
  script = await bundledScript(new URL('../../fixtures/programs/holds-host-lock.ts', import.meta.url), 'host-lock');
  folder = mkdtempSync(join(tmpdir(), 'lock-'));
});
afterAll(() => rmSync(folder, { recursive: true }));
afterEach(() => {
  for (const pid of pids.splice(0)) {
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended.
    }
  }
});

interface Answer {
  readonly how?: string;
  readonly refused?: string;
  readonly child: number | null;
}

async function hold(stateDir: string, ...args: string[]): Promise<{ child: ChildProcess; answer: Answer; killed(): Promise<void> }> {
  const child = spawn(process.execPath, [script, stateDir, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  pids.push(child.pid!);
  const line = await new Promise<string>((resolve) => createInterface({ input: child.stdout }).once('line', resolve));
  const answer = JSON.parse(line) as Answer;
  if (answer.child !== null) pids.push(answer.child);
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  return {
    child,
    answer,
    killed() {
      child.kill('SIGKILL');
      return ended;
    },
  };
}

const newState = () => mkdtempSync(join(folder, 'state-'));
/** A PATH without flock, as on macOS. */
const NO_FLOCK = '/no/such/folder';

describe.each([
  ['by flock', 'flock', undefined],
  ['by a file', 'file', NO_FLOCK],
] as const)('the lock %s', (_, how, path) => {
  const args = path === undefined ? [] : [path];

  it('refuses a second host and names the first', async () => {
    const state = newState();
    const first = await hold(state, '', ...args);
    expect(first.answer.how).toBe(how);
    const second = acquireHostLock({ stateDir: state, path });
    expect(second).toMatchObject({
      ok: false,
      error: { kind: 'conflict', said: `process ${first.child.pid} is its host already`, next: expect.stringMatching(/attach/) },
    });
  });

  it.each(['child', 'pty'])('is free after kill -9 although a %s of the holder lives on', async (kind) => {
    const state = newState();
    const first = await hold(state, kind, ...args);
    await first.killed();
    expect(() => process.kill(first.answer.child!, 0)).not.toThrow();
    const second = acquireHostLock({ stateDir: state, path });
    expect(second).toMatchObject({ ok: true, value: { how } });
    if (second.ok) second.value.release();
  });

  it('is free after release, which may be called twice', async () => {
    const state = newState();
    const mine = acquireHostLock({ stateDir: state, path });
    if (!mine.ok) throw new Error(mine.error.said);
    mine.value.release();
    mine.value.release();
    expect((await hold(state, '', ...args)).answer.how).toBe(how);
  });
});

describe('a lock file', () => {
  it.each([
    ['of a re-used pid', { pid: process.pid, startTicks: 1, bootId: bootId() }],
    ['of an earlier boot', { pid: process.pid, startTicks: 1, bootId: 'earlier' }],
  ])('%s is stale, and is replaced', (_, holder) => {
    const state = newState();
    writeFileSync(join(state, 'host.pid'), JSON.stringify(holder));
    const lock = acquireHostLock({ stateDir: state, path: NO_FLOCK });
    expect(lock.ok).toBe(true);
    expect(JSON.parse(readFileSync(join(state, 'host.pid'), 'utf8'))).toMatchObject({ pid: process.pid });
    expect(readdirSync(state)).toEqual(['host.pid']);
  });

  it('that can not be read as one is never taken over', () => {
    const state = newState();
    writeFileSync(join(state, 'host.pid'), 'damaged');
    expect(acquireHostLock({ stateDir: state, path: NO_FLOCK })).toMatchObject({
      ok: false,
      error: { said: expect.stringMatching(/host\.pid is damaged/) },
    });
    expect(readFileSync(join(state, 'host.pid'), 'utf8')).toBe('damaged');
  });

  it('goes to exactly one of many that find it stale at once', async () => {
    const state = newState();
    writeFileSync(join(state, 'host.pid'), JSON.stringify({ pid: 2 ** 22 + 1, startTicks: 1, bootId: bootId() }));
    const all = await Promise.all([1, 2, 3, 4].map(() => hold(state, '', NO_FLOCK)));
    expect(all.filter(({ answer }) => answer.how === 'file')).toHaveLength(1);
  });
});

it('a folder that is not there is an error, not a throw', () => {
  expect(acquireHostLock({ stateDir: '/no/such/folder' })).toMatchObject({ ok: false, error: { kind: 'storage' } });
});

function bootId(): string {
  return readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim();
}
