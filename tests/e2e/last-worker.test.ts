// What workers leave in Redis when they end: nothing, where nobody else is there; else what the others need.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { OwnerAndWorkers } from '../helpers/owner-and-workers.js';
import type { RedisServer } from '../helpers/redis-server.js';
import type { Sandbox } from '../helpers/sandbox.js';
import { untilAgent } from '../helpers/watch-status.js';
import type { WorkerMachine } from '../helpers/worker-machine.js';

/** Machines come and go in these, and each takes its time. */
const SLOW = { timeout: 240_000 };

let story: OwnerAndWorkers;
let redis: RedisServer;
let owner: Sandbox;
beforeEach(async () => {
  story = await OwnerAndWorkers.make();
  ({ redis, owner } = story);
});
afterEach(() => story.end());

const worker: OwnerAndWorkers['worker'] = (name, ...args) => story.worker(name, ...args);

async function ends(...all: readonly WorkerMachine[]): Promise<void> {
  for (const machine of all) machine.signal('SIGTERM');
  expect(await Promise.all(all.map((machine) => machine.ended))).toEqual(all.map(() => 0));
}

const keys = () => redis.command('keys', '*');
const run = (name: string, on: string) => [
  ...['run', `write ${name}.txt with "x" unasked`, '--name', name, '--agent', 'claude', '--on', on],
  ...['--finish', 'merge', '--wait'],
];

test('workers that end together leave no key', async () => {
  const [one, two] = [await worker('one'), await worker('two', '--labels', 'gpu')];
  expect(await keys()).toContain(':tasks:stalled-check');
  await ends(one, two);
  expect(await keys()).toBe('');
});

test('one that ends leaves a host in peace, and the last one leaves no key', SLOW, async () => {
  const one = await worker('one', '--labels', 'gpu');
  expect(await owner.cli(['host', '--start'])).toMatchObject({ exitCode: 0 });
  expect(await owner.cli(run('first', 'gpu'))).toMatchObject({ exitCode: 0 });
  await ends(one);
  const two = await worker('two', '--labels', 'gpu');
  expect(await owner.cli(run('second', 'gpu'))).toMatchObject({ exitCode: 0 });
  expect(await owner.git('show', 'main:second.txt')).toBe('x\n');
  expect(await owner.cli(['host', '--stop'])).toMatchObject({ exitCode: 0 });
  expect(await keys()).toContain('node:two');
  await ends(two);
  expect(await keys()).toBe('');
});

test('a task that waits stays when the last worker ends, and the next one does it', SLOW, async () => {
  const one = await worker('one');
  await owner.cli(run('waits', 'gpu').filter((word) => word !== '--wait'));
  await untilAgent(owner, 'waits', 'starting');
  const stopped = await owner.cli(['host', '--stop']);
  expect(stopped).toMatchObject({ exitCode: 0, stdout: expect.stringContaining('queued: waits; begins when a host runs again') });
  expect(stopped.stdout).toContain('1 task in Redis, for the next start');
  await ends(one);
  await worker('two', '--labels', 'gpu');
  expect(await owner.cli(['host', '--start'])).toMatchObject({ exitCode: 0 });
  await untilAgent(owner, 'waits', 'done');
  expect(await owner.git('show', 'main:waits.txt')).toBe('x\n');
});
