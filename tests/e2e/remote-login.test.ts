// A remote whose address has a token in it: that is for this machine's git alone, and reaches neither Redis nor the state of anybody.
import { execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type RedisServer, startRedis } from '../helpers/redis-server.js';
import { makeSandbox, type Sandbox } from '../helpers/sandbox.js';
import { SECRET, WorkerMachine } from '../helpers/worker-machine.js';

const TOKEN = 'ghp_madeUpForThisTest';
/** Nobody listens there: the work goes by bundles, and git says what it could not reach. */
const URL = `http://ada:${TOKEN}@127.0.0.1:1/ada/widget.git`;

let redis: RedisServer;
let owner: Sandbox;
let far: WorkerMachine;

beforeEach(async () => {
  redis = await startRedis();
  owner = await makeSandbox({ env: { ...SECRET, ORCHESTRATOR_REDIS__URL: redis.url } });
});
afterEach(async () => {
  await owner.end();
  await far.end();
  await redis.end();
});

test('a token in the address of a remote goes nowhere', { timeout: 240_000 }, async () => {
  const monitor = spawn('redis-cli', ['-p', String(redis.port), 'monitor'], { stdio: ['ignore', 'pipe', 'ignore'] });
  let passed = '';
  monitor.stdout.setEncoding('utf8').on('data', (text: string) => {
    passed += text;
  });
  await once(monitor.stdout, 'data');
  await owner.git('remote', 'add', 'origin', URL);
  far = await WorkerMachine.make({ name: 'far', of: owner.repo });
  execFileSync('git', ['-C', far.sandbox.repo, 'remote', 'add', 'origin', URL], { env: owner.env });
  await far.start(['--redis', redis.url]);
  const order = ['run', 'write notes.txt with "from far" unasked', '--name', 'fix', '--agent', 'claude', '--on', 'far'];
  expect(await owner.cli([...order, '--finish', 'merge', '--wait'])).toMatchObject({ exitCode: 0 });
  await far.until('fix: done, and its owner has it');
  expect(passed).toContain('127.0.0.1:1/ada/widget.git');
  expect(passed).not.toContain(TOKEN);
  const holders = [owner, far.sandbox].flatMap(({ env }) => withToken(env.XDG_STATE_HOME ?? ''));
  expect(holders).toEqual([]);
  expect(far.said).not.toContain(TOKEN);
  const refused = await owner.cli(['worker', '--redis', redis.url, '--repo-url', URL]);
  expect(refused.exitCode).not.toBe(0);
  expect(refused.stderr).toContain('it has a name or a password in it');
  expect(refused.stderr).not.toContain(TOKEN);
  const ended = once(monitor, 'close');
  monitor.kill();
  await ended;
});

/** Files below a folder that have it in them. */
function withToken(folder: string): readonly string[] {
  try {
    return execFileSync('grep', ['-rlF', TOKEN, folder], { encoding: 'utf8' }).trim().split('\n');
  } catch {
    // Grep found nothing.
    return [];
  }
}
