// Two machines in networks of their own. One is cut off in the middle of a task and comes back: the other has it by then, and it is done to its end once.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { afterEach, expect, test } from 'vitest';
import { type Cable, makeCable, tlsFor, withoutNamespaces } from '../helpers/network-namespaces.js';
import { type RedisServer, startRedis } from '../helpers/redis-server.js';
import { makeSandbox } from '../helpers/sandbox.js';
import { untilAgent, untilStatus } from '../helpers/watch-status.js';
import { SECRET, WorkerMachine } from '../helpers/worker-machine.js';

const missing = withoutNamespaces();
const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

test.skipIf(missing !== null)(
  `a task is done once, whoever was cut off${missing === null ? '' : ` (${missing})`}`,
  { timeout: 240_000 },
  async () => {
    const cables = ['otfar', 'otnear'].map((name, at): Cable => {
      const cable = makeCable(name, at + 1);
      ends.push(() => cable.end());
      return cable;
    });
    const [far, near] = cables as [Cable, Cable];
    const tlsPort = 20_000 + (process.pid % 10_000);
    const tls = tlsFor([far.address, near.address], tlsPort, 'a password');
    ends.push(() => tls.end());
    const redis: RedisServer = await startRedis(tls.args);
    ends.push(() => redis.end());
    const shared = {
      ...SECRET,
      REDIS_PASSWORD: 'a password',
      ORCHESTRATOR_REDIS__CA: tls.certificate,
      ORCHESTRATOR_REGISTRY__HEARTBEAT_SECONDS: '1',
      ORCHESTRATOR_REGISTRY__STALE_SECONDS: '5',
    };
    const owner = await makeSandbox({ env: { ...shared, ORCHESTRATOR_REDIS__URL: redis.url } });
    ends.push(() => owner.end());
    const machine = async (cable: Cable) => {
      const made = await WorkerMachine.make({ name: cable.name, of: owner.repo, env: shared, inside: cable.inside });
      ends.push(() => made.end());
      await made.start(['--redis', `rediss://${cable.address}:${tlsPort}`]);
      return made;
    };

    const lost = await machine(far);
    await owner.cli(['run', 'write notes.txt with "done" unasked', '--name', 'fix', '--agent', 'claude', '--on', 'any']);
    await untilAgent(owner, 'fix', 'idle');
    far.pull();
    await lost.until('Redis is away', 60_000);
    const next = await machine(near);
    await next.until('is at work in', 90_000);
    await untilStatus(owner, 'the other one has it', ({ agents }) => agents[0]?.node === 'otnear' && agents[0].state === 'idle', 60_000);

    // Cut off it goes on to its end, which nobody hears of.
    const name = /fix: (fix-\S+) is at work/.exec(lost.said)?.[1] ?? '';
    expect(await lost.sandbox.cli(['finish', name, '--as', 'branch'], { cwd: lost.clone })).toMatchObject({ exitCode: 0 });
    far.plug();
    await lost.until('not given', 90_000);
    expect(lost.said).toContain(`kept as refs/orch/rescue/${name}`);
    const git = (...args: readonly string[]) =>
      execFileSync('git', ['-C', lost.clone, ...args], { encoding: 'utf8', env: lost.sandbox.env });
    expect(git('show', `refs/orch/rescue/${name}:notes.txt`)).toBe('done\n');

    expect(await owner.cli(['finish', 'fix', '--as', 'merge'])).toMatchObject({ exitCode: 0 });
    expect(await owner.git('show', 'main:notes.txt')).toBe('done\n');
    const ended = readFileSync(`${(await untilAgent(owner, 'fix', 'done')).worktree}/../../events.jsonl`, 'utf8')
      .split('\n')
      .filter((line) => line.includes('"agent.exited"'));
    expect(ended).toHaveLength(1);
  },
);
