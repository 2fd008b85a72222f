// Agents of one repository on other machines: done there and merged here, moved on when a worker ends, and with the person's keys and eyes here.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { OwnerAndWorkers } from '../helpers/owner-and-workers.js';
import type { RedisServer } from '../helpers/redis-server.js';
import { makeSandbox, type Sandbox } from '../helpers/sandbox.js';
import { untilAgent, untilStatus } from '../helpers/watch-status.js';
import { SECRET } from '../helpers/worker-machine.js';

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

test('a task is done on another machine, its check runs here, and it is merged here', async () => {
  const far = await worker('far');
  const order = ['run', 'write notes.txt with "from far" unasked', '--name', 'fix', '--agent', 'claude', '--on', 'any'];
  const done = await owner.cli([...order, '--verify', 'grep far notes.txt', '--finish', 'merge', '--wait']);
  expect(done).toMatchObject({ exitCode: 0 });
  expect(await owner.git('show', 'main:notes.txt')).toBe('from far\n');
  await far.until('fix: done, and its owner has it');
  const why = await owner.cli(['why', 'fix']);
  expect(why.stdout).toContain('taken by far');
  // What it asked of the other machine is gone there.
  expect(await redis.command('keys', '*:task:*')).toBe('');
});

test('it is looked at, told, finished and stopped from here', SLOW, async () => {
  await worker('far');
  await owner.cli(['run', 'write notes.txt with "wrong" unasked', '--name', 'fix', '--agent', 'claude', '--on', 'far']);
  await untilAgent(owner, 'fix', 'idle');
  expect(await untilStatus(owner, 'its node is told', ({ agents }) => agents[0]?.node === 'far')).toBeTruthy();
  expect((await owner.cli(['screen', 'fix'])).stdout).toContain('DONE: wrote notes.txt.');
  expect(await owner.cli(['send', 'fix', 'write more.txt with "told" unasked', '--wait'])).toMatchObject({ exitCode: 0 });
  await untilAgent(owner, 'fix', 'idle');
  expect(await owner.cli(['finish', 'fix', '--as', 'branch'])).toMatchObject({ exitCode: 0 });
  expect(await owner.git('show', 'orch/fix:notes.txt')).toBe('wrong\n');
  await owner.cli(['run', 'write later.txt with "x"', '--name', 'ends', '--agent', 'claude', '--on', 'far']);
  await untilAgent(owner, 'ends', 'idle', 'waiting', 'working');
  expect(await owner.cli(['stop', 'ends'])).toMatchObject({ exitCode: 0 });
  await untilAgent(owner, 'ends', 'stopped');
});

test('its screen is shown here as it changes, and what is typed here reaches it', async () => {
  await worker('far');
  await owner.cli(['run', 'write notes.txt with "x" unasked', '--name', 'fix', '--agent', 'claude', '--on', 'far']);
  await untilAgent(owner, 'fix', 'idle');
  const terminal = owner.open(['attach', 'fix']);
  await terminal.until('its screen is here', (screen) => screen.includes('DONE: wrote notes.txt.'));
  terminal.type('write typed.txt with "typed" unasked');
  await terminal.until('it echoes', (screen) => screen.includes('write typed.txt'));
  terminal.press('enter');
  await terminal.until('it has done that', (screen) => screen.includes('DONE: wrote typed.txt.'));
});

test('a check that fails here goes back to it there, with its conversation', async () => {
  const far = await worker('far');
  const order = ['run', 'write notes.txt with "wrong" unasked', '--name', 'fix', '--agent', 'claude', '--on', 'any', '--attempts', '2'];
  const done = await owner.cli([...order, '--verify', 'grep right notes.txt', '--finish', 'merge', '--wait', '--non-interactive']);
  expect(done.exitCode).toBe(1);
  expect(far.said.match(/fix: done, and its owner has it/g)).toHaveLength(2);
  expect((await owner.cli(['why', 'fix'])).stdout.match(/taken by far/g)).toHaveLength(2);
});

test('a worker that is told to end gives its task back with what was done, says what stays, and another goes on', SLOW, async () => {
  const first = await worker('first');
  await owner.cli(['run', 'write notes.txt with "half" unasked', '--name', 'fix', '--agent', 'claude', '--on', 'any']);
  await untilAgent(owner, 'fix', 'idle');
  const next = await worker('next');
  first.signal('SIGTERM');
  expect(await first.ended).toBe(0);
  expect(first.said).toMatch(/fix: given back; what was done stays on orch\/fix-/);
  await next.until('is at work in');
  await untilStatus(owner, 'next has it', ({ agents }) => agents[0]?.node === 'next' && agents[0]?.state === 'idle');
  expect(await owner.cli(['finish', 'fix', '--as', 'merge'])).toMatchObject({ exitCode: 0 });
  expect(await owner.git('show', 'main:notes.txt')).toBe('half\n');
});

test('a host that is killed meanwhile has its agent again when it comes back', async () => {
  await worker('far');
  await owner.cli(['run', 'write notes.txt with "kept" unasked', '--name', 'fix', '--agent', 'claude', '--on', 'any']);
  await untilAgent(owner, 'fix', 'idle');
  const { host } = await untilStatus(owner, 'the host is there', (status) => status.host !== null);
  process.kill(host?.pid ?? 0, 'SIGKILL');
  expect((await owner.cli(['finish', 'fix', '--as', 'merge'])).stderr).toBe('');
  expect(await owner.git('show', 'main:notes.txt')).toBe('kept\n');
});

test('Redis may be killed in the middle: the work goes on, and comes home when it is back', async () => {
  const far = await worker('far');
  await owner.cli(['run', 'write notes.txt with "kept" unasked', '--name', 'fix', '--agent', 'claude', '--on', 'any']);
  await untilAgent(owner, 'fix', 'idle');
  await redis.kill();
  await far.until('Redis is away');
  await redis.start();
  await far.until('Redis is there');
  expect(await owner.cli(['finish', 'fix', '--as', 'merge'])).toMatchObject({ exitCode: 0 });
  expect(await owner.git('show', 'main:notes.txt')).toBe('kept\n');
});

test('Redis may stand still for a while: nobody loses a task by that', async () => {
  const far = await worker('far');
  await owner.cli(['run', 'write notes.txt with "kept" unasked', '--name', 'fix', '--agent', 'claude', '--on', 'any']);
  await untilAgent(owner, 'fix', 'idle');
  redis.freeze();
  // It looks every few seconds, and waits for an answer as long again.
  await far.until('Redis is away: it does not answer', 30_000);
  redis.thaw();
  await far.until('Redis is there');
  expect(await owner.cli(['finish', 'fix', '--as', 'merge'])).toMatchObject({ exitCode: 0 });
  expect(await owner.git('show', 'main:notes.txt')).toBe('kept\n');
  expect(far.said).not.toContain('not given');
});

test('a worker of another repository, without the secret, or without Redis says so, and nothing waits for ever', async () => {
  const other = await makeSandbox({ env: { ...SECRET, ORCHESTRATOR_REDIS__URL: redis.url }, files: { 'other.txt': 'other\n' } });
  const refused = await other.cli(['worker', '--redis', redis.url], { env: { ORCH_CLUSTER_SECRET: '' } });
  expect(refused).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('Set ORCH_CLUSTER_SECRET') });
  const away = await other.cli(['worker', '--redis', 'redis://127.0.0.1:1']);
  expect(away).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('nothing listens there') });
  await other.end();
  // Nobody is there at all: it runs here, and says why.
  await owner.cli(['run', 'write notes.txt with "here" unasked', '--name', 'fix', '--agent', 'claude', '--on', 'any']);
  await untilAgent(owner, 'fix', 'idle');
  expect((await owner.cli(['why', 'fix'])).stdout).toContain('to run here: no worker is there');
  const command = await owner.cli(['run', 'x', '--command', 'true', '--on', 'any']);
  expect(command).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('no harness that a worker knows') });
  const guarded = await owner.cli(['run', 'x', '--agent', 'claude', '--approve', 'command', '--on', 'any']);
  expect(guarded).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('rules of its own that deny or ask') });
});
