// Whoever is attached to an agent of another node goes on seeing it and typing to it, whichever side is killed meanwhile: their own line, the host of its
// clone, its worker, or Redis with all it held.
import { execFileSync } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { NeighbourStatus, Status } from '../../src/core/model/status.js';
import { type RedisServer, startRedis } from '../helpers/redis-server.js';
import { makeSandbox, type Sandbox } from '../helpers/sandbox.js';
import { untilStatus } from '../helpers/watch-status.js';
import { SECRET, WorkerMachine } from '../helpers/worker-machine.js';

/** Machines come and go in these, and each takes its time. */
const SLOW = { timeout: 180_000 };

let redis: RedisServer;
let far: WorkerMachine;
let owner: Sandbox;
let other: Sandbox;
let ends: (() => unknown)[];

beforeEach(async () => {
  ends = [];
  redis = await startRedis();
  ends.push(() => redis.end());
  const soonLost = { ORCHESTRATOR_REGISTRY__HEARTBEAT_SECONDS: '1', ORCHESTRATOR_REGISTRY__STALE_SECONDS: '6' };
  const env = { ...SECRET, ...soonLost, ORCHESTRATOR_REDIS__URL: redis.url };
  owner = await makeSandbox({ env });
  far = await WorkerMachine.make({ name: 'far', of: owner.repo, env: soonLost });
  ends.push(() => far.end());
  // Before its worker, which it asks to end what it has.
  ends.push(() => owner.end());
  other = await makeSandbox({ env: { ...env, ORCHESTRATOR_WORKER__NAME: 'friend' } });
  ends.push(() => other.end());
  await rm(other.repo, { recursive: true });
  execFileSync('git', ['clone', '--quiet', owner.repo, other.repo], { env: other.env });
  expect(await other.cli(['host', '--start'])).toMatchObject({ exitCode: 0 });
  await far.start(['--redis', redis.url]);
  const run = ['run', 'write there.txt with "x"', '--name', 'there', '--agent', 'claude', '--policy', 'strict', '--on', 'far'];
  expect(await owner.cli(run)).toMatchObject({ exitCode: 0 });
  await untilNeighbour('waiting');
});
afterEach(async () => {
  for (const end of ends.reverse()) await end();
});

async function untilNeighbour(...states: readonly string[]): Promise<NeighbourStatus> {
  const find = (status: unknown) => (status as Status).others?.find(({ name, state }) => name === 'there' && states.includes(state));
  return find(
    await untilStatus(other, `there is ${states.join(' or ')}`, (status) => find(status) !== undefined, 90_000),
  ) as NeighbourStatus;
}

function opened(sandbox = other, args: readonly string[] = ['attach', 'there']) {
  const terminal = sandbox.open(args, { cols: 120, rows: 30 });
  // A server that is started while it is open has its line, too, which is not closed before that has ended.
  ends.push(() => terminal.pid !== null && process.kill(terminal.pid, 'SIGHUP'));
  return terminal;
}

async function attached() {
  const terminal = opened();
  await terminal.until('its screen is here', (screen) => screen.includes('Do you want to create there.txt?'));
  return terminal;
}

/** An agent that has ended, or was away, takes no keys: whoever was attached to it attaches to what comes after it. */
async function goesOn(): Promise<void> {
  await untilNeighbour('idle');
  const again = opened();
  await again.until('its screen is here', (screen) => screen.includes('Claude Code'));
  again.type('hello again');
  await again.until('what is typed is shown', (screen) => screen.includes('hello again'), 60_000);
}

test('Redis, started again with nothing in it: the task is begun anew, and stays in the list meanwhile', SLOW, async () => {
  const terminal = await attached();
  await redis.kill();
  await terminal.until('it is not reached', (screen) => screen.includes('unknown'), 60_000);
  await redis.start(['--appendonly', 'no']);
  await goesOn();
  expect(terminal.screen.text()).toContain('there@far');
});

test('the host of the one that looks, which is there again at once', SLOW, async () => {
  await attached();
  const { host } = JSON.parse((await other.cli(['status', '--json'])).stdout) as Status;
  process.kill(host?.pid ?? 0, 'SIGKILL');
  expect(await other.cli(['host', '--start'])).toMatchObject({ exitCode: 0 });
  await untilNeighbour('waiting');
  const terminal = await attached();
  terminal.type('1');
  await terminal.until('it has done that', (screen) => screen.includes('DONE: wrote there.txt.'), 60_000);
});

test('the host of its clone: the agent is begun anew there, and its screen with it', SLOW, async () => {
  await attached();
  const { host } = JSON.parse((await far.sandbox.cli(['status', '--json'], { cwd: far.clone })).stdout) as Status;
  process.kill(host?.pid ?? 0, 'SIGKILL');
  await goesOn();
});

test('its worker, which is started again and goes on with the task', SLOW, async () => {
  await attached();
  await far.fails();
  await far.start(['--redis', redis.url]);
  await far.until('is at work in', 120_000);
  await goesOn();
});

test('its machine, which stays away: what is typed is said to be lost, and its row says who does not answer', SLOW, async () => {
  const terminal = await attached();
  await far.fails();
  terminal.type('1');
  await terminal.until('it is said at once', (screen) => screen.includes('far does not answer: keys are not typed until it does'));
  await terminal.until('its pane says so', (screen) => screen.includes('no answer'));
  const isSilent = (status: unknown) =>
    (status as Status).others?.some(({ name, silentSince }) => name === 'there' && silentSince) === true;
  await untilStatus(other, 'status says so', isSilent);
  expect((await other.cli(['status'])).stdout).toMatch(/there@far .*no answer from far since \d\d:\d\d/);
  // Whoever gave it out is told the same.
  const own = opened(owner, []);
  await own.until('its row says so', (screen) => /there.*no answer from far/.test(screen.text()), 60_000);
  await far.start(['--redis', redis.url]);
  await far.until('is at work in', 120_000);
  await goesOn();
  await own.until('its row says nothing of that', (screen) => !screen.includes('no answer'), 60_000);
});
