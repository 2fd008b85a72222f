// Agents that finish at the same moment into one branch of the person's checkout: together, checked together, and the one that breaks it goes back.
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeSandbox, type Sandbox } from '../helpers/sandbox.js';
import { untilStatus } from '../helpers/watch-status.js';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await makeSandbox({});
});
afterEach(() => sandbox.end());

/** Fails only where both of these are there. */
const VERIFY = 'test ! -e one.txt || test ! -e four.txt';
const NAMES = ['one', 'two', 'three', 'four', 'five'];

test('five at once: four land, and the one that fails together with another waits with its reason', async () => {
  const go = join(sandbox.repo, '.git', 'go');
  for (const name of NAMES) {
    const command = `sh -c 'while [ ! -e ${go} ]; do sleep 0.05; done; echo ${name} > ${name}.txt'`;
    const order = ['--finish', 'merge', '--verify', VERIFY, '--attempts', '2', '--command', command];
    expect(await sandbox.cli(['run', `Make ${name}`, '--name', name, ...order])).toMatchObject({ exitCode: 0 });
  }
  await untilStatus(sandbox, 'all are at work', ({ agents }) => agents.filter(({ pid }) => pid !== null).length === NAMES.length);
  writeFileSync(go, '');
  const { agents } = await untilStatus(sandbox, 'all have ended', (status) =>
    status.agents.every(({ state }) => state === 'done' || state === 'waiting' || state === 'failed'),
  );
  const ended = Object.fromEntries(agents.map(({ name, state }) => [name, state]));
  const stuck = NAMES.filter((name) => ended[name] !== 'done');
  // Whoever of the two came later.
  expect(['one', 'four'].filter((name) => stuck.includes(name))).toEqual(stuck);
  expect(stuck).toHaveLength(1);
  const landed = readdirSync(sandbox.repo).filter((name) => name.endsWith('.txt') && NAMES.includes(name.slice(0, -4)));
  expect(landed.sort()).toEqual(
    NAMES.filter((name) => !stuck.includes(name))
      .map((name) => `${name}.txt`)
      .sort(),
  );
  expect(await sandbox.git('status', '--porcelain')).toBe('');
  const waits = agents.find(({ name }) => name === stuck[0]);
  expect(waits?.error).toMatchObject({ kind: 'verify' });
});
