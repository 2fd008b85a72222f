// Work of another machine comes by a remote that both know. Where that does not answer at home just then, it comes when it does, and nothing is left of its way.
import { execFileSync } from 'node:child_process';
import { renameSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type RedisServer, startRedis } from '../helpers/redis-server.js';
import { makeSandbox, type Sandbox } from '../helpers/sandbox.js';
import { untilChange } from '../helpers/wait-for.js';
import { untilAgent } from '../helpers/watch-status.js';
import { SECRET, WorkerMachine } from '../helpers/worker-machine.js';

let redis: RedisServer;
let owner: Sandbox;
let far: WorkerMachine;
/** As the worker reaches it, and as it is reached from here. */
let bare: string;
let near: string;

beforeEach(async () => {
  redis = await startRedis();
  owner = await makeSandbox({ env: { ...SECRET, ORCHESTRATOR_REDIS__URL: redis.url } });
  bare = join(owner.repo, '../remote.git');
  near = join(owner.repo, '../near.git');
  execFileSync('git', ['clone', '--quiet', '--bare', owner.repo, bare], { env: owner.env });
  symlinkSync(bare, near);
  await owner.git('remote', 'add', 'origin', near);
  far = await WorkerMachine.make({ name: 'far', of: owner.repo });
  execFileSync('git', ['-C', far.sandbox.repo, 'remote', 'add', 'origin', bare], { env: owner.env });
  await far.start(['--redis', redis.url]);
});
afterEach(async () => {
  await owner.end();
  await far.end();
  await redis.end();
});

test('work that can not be fetched when it is done comes when it can', { timeout: 240_000 }, async () => {
  const order = ['run', 'write notes.txt with "from far" unasked', '--name', 'fix', '--agent', 'claude', '--on', 'far'];
  renameSync(near, `${near}.away`);
  await owner.cli([...order, '--finish', 'merge']);
  await far.until('fix: done, and its owner has it');
  await untilAgent(owner, 'fix', 'unknown');
  expect((await owner.cli(['why', 'fix'])).stdout).toContain('done on far, and its work can not be fetched yet');
  renameSync(`${near}.away`, near);
  await untilAgent(owner, 'fix', 'done');
  expect(await owner.git('show', 'main:notes.txt')).toBe('from far\n');
  const left = (git: string) => {
    const kinds = ['base', 'given', 'nodes', 'rescue', 'tasks'].map((kind) => `refs/orch/${kind}`);
    return String(execFileSync('git', ['-C', git, 'for-each-ref', ...kinds], { env: owner.env }));
  };
  for (const git of [bare, join(owner.repo, '.git'), join(far.clone, '.git')])
    expect(await untilChange(join(git, 'refs/orch'), 'no work is left there', () => (left(git) === '' ? 'nothing' : null))).toBe('nothing');
});
