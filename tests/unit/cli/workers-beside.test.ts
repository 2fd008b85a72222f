// Two workers of one machine share a clone: neither takes the agents of the other for left behind.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { hasWorkersBeside, workerFolder } from '../../../src/cli/workers-beside.js';
import { acquireHostLock } from '../../../src/core/adapters/host-lock.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'workers-'));
  mkdirSync(join(folder, 'repo'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function runs(node: string, ...path: readonly string[]): void {
  const stateDir = workerFolder(folder, node);
  mkdirSync(stateDir);
  expect(acquireHostLock({ stateDir, ...(path.length === 0 ? {} : { path: path[0] }) })).toMatchObject({ ok: true });
}

it('a worker alone has none beside it', () => {
  runs('one.worker');
  expect(hasWorkersBeside(folder, 'one.worker')).toBe(false);
  expect(hasWorkersBeside(join(folder, 'nowhere'), 'one.worker')).toBe(false);
});

it('another one that runs is seen, and one that was killed is not', () => {
  runs('one.worker');
  const killed = workerFolder(folder, 'killed/worker');
  mkdirSync(killed);
  writeFileSync(join(killed, 'host.lock'), JSON.stringify({ pid: 2 ** 22 + 1, startTicks: 1, bootId: null }));
  expect(hasWorkersBeside(folder, 'one.worker')).toBe(false);
  expect(hasWorkersBeside(folder, 'two.worker')).toBe(true);
});

it('also where no program for locks is there', () => {
  runs('one.worker', '/nowhere');
  expect(hasWorkersBeside(folder, 'two.worker')).toBe(true);
});
