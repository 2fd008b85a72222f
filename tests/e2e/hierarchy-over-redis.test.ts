// A coordinator here, its two workers with two specialists each on machines in networks of their own: one merged, verified branch,
// although Redis, a whole machine, a worker and the host are killed in the middle, and nothing is done twice to its end.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { Status } from '../../src/core/model/status.js';
import { type ModelRequest, type ModelServer, startModelServer } from '../fixtures/model-server.js';
import { finishes, isSummary, VERIFY, worksOn, writes } from '../helpers/goal-story.js';
import { delegates, inTurn, isCoordinator, scriptHierarchy, waitsFor } from '../helpers/hierarchy-story.js';
import { type Cable, makeCable, tlsFor, withoutNamespaces } from '../helpers/network-namespaces.js';
import { startRedis } from '../helpers/redis-server.js';
import { makeSandbox, type Sandbox } from '../helpers/sandbox.js';
import { untilChange } from '../helpers/wait-for.js';
import { untilStatus } from '../helpers/watch-status.js';
import { SECRET, WorkerMachine } from '../helpers/worker-machine.js';

const PASSWORD = 'a password';
const missing = withoutNamespaces();
const ends: (() => unknown)[] = [];
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end();
});

const until = async (owner: Sandbox, what: string, holds: (status: Status) => boolean) =>
  (await untilStatus(owner, what, (status) => holds(status as unknown as Status), 90_000)) as unknown as Status;
const agentOf = ({ agents }: Status, name: string) => agents.find((agent) => agent.name === name);
const took = ({ messages }: ModelRequest) =>
  messages.some(({ role, content }) => role === 'user' && content?.includes('This was begun before you'));

/** Whoever writes the store waits for the model until it is let go; `reached` resolves when the n-th one waits. */
function holdStore(model: ModelServer) {
  const waiting: (() => void)[] = [];
  let count = 0;
  let letGo = (): void => undefined;
  const released = new Promise<void>((resolve) => {
    letGo = resolve;
  });
  const next = inTurn(writes('store.mjs', 'export const store = 1;\n'), finishes('store is there'));
  model.on(worksOn('Write the store'), async (request) => {
    count += 1;
    for (const tell of waiting.splice(0)) tell();
    await released;
    return next(request);
  });
  const reached = async (nth: number): Promise<void> => {
    while (count < nth) await new Promise<void>((resolve) => waiting.push(resolve));
  };
  return { reached, letGo: () => letGo() };
}

interface Events {
  readonly folder: string;
  readonly all: () => readonly { readonly type: string; readonly agent?: string; readonly commit?: string }[];
}

function eventsOf(worktree: string): Events {
  const folder = join(worktree, '../..');
  const all = () =>
    readFileSync(join(folder, 'events.jsonl'), 'utf8')
      .split('\n')
      .flatMap((line) => (line.endsWith('}') ? [JSON.parse(line)] : []));
  return { folder, all };
}

test.skipIf(missing !== null)(
  `a coordinator's workers and their specialists on other machines, whoever is killed${missing === null ? '' : ` (${missing})`}`,
  { timeout: 300_000 },
  async () => {
    const cables = ['othfar', 'othnear'].map((name, at): Cable => {
      const cable = makeCable(name, at + 3);
      ends.push(() => cable.end());
      return cable;
    });
    const [far, near] = cables as [Cable, Cable];
    const tlsPort = 30_000 + (process.pid % 10_000);
    const tls = tlsFor([far.address, near.address], tlsPort, PASSWORD);
    ends.push(() => tls.end());
    const redis = await startRedis(tls.args);
    ends.push(() => redis.end());
    const model = await startModelServer({ host: '0.0.0.0' });
    ends.push(() => model.close());
    model.on(isSummary, JSON.stringify({ title: 'A shop', text: 'It stands.' }));

    const shared = {
      ...SECRET,
      REDIS_PASSWORD: PASSWORD,
      OPENAI_API_KEY: 'sk-test',
      ORCHESTRATOR_REDIS__CA: tls.certificate,
      ORCHESTRATOR_REGISTRY__HEARTBEAT_SECONDS: '1',
      ORCHESTRATOR_REGISTRY__STALE_SECONDS: '5',
    };
    const owner = await makeSandbox({ env: { ...shared, OPENAI_BASE_URL: model.url, ORCHESTRATOR_REDIS__URL: redis.url } });
    ends.push(() => owner.end());
    expect(await owner.cli(['config', 'set', 'agents.max', '1'])).toMatchObject({ exitCode: 0 });
    const machine = async ({ name, inside, address }: Cable) => {
      const env = { ...shared, OPENAI_BASE_URL: model.url.replace('127.0.0.1', address) };
      const made = await WorkerMachine.make({ name, of: owner.repo, env, inside });
      ends.push(() => made.end());
      const start = () => made.start(['--redis', `rediss://${address}:${tlsPort}`]);
      await start();
      return { made, start };
    };

    // The coordinator has the only place, so what it delegates goes to the other machine.
    let giveOut = (): void => undefined;
    const givenOut = new Promise<void>((resolve) => {
      giveOut = resolve;
    });
    scriptHierarchy(model, givenOut);
    const store = holdStore(model);
    model.on(
      (request) => took(request) && worksOn('Write the stock')(request),
      inTurn(
        delegates('Write the store'),
        waitsFor('write-the-store'),
        writes(
          'stock.mjs',
          "import { shelf } from './shelf.mjs';\nimport { store } from './store.mjs';\nexport const stock = shelf + store;\n",
        ),
        finishes('stock brings shelf and store together'),
      ),
    );
    const { made: lost } = await machine(far);
    const order = ['run', 'Make a small shop', '--role', 'coordinator', '--agent', 'builtin', '--finish', 'merge', '--verify', VERIFY];
    expect(await owner.cli([...order, '--non-interactive'])).toMatchObject({ exitCode: 0 });
    const given = await until(owner, 'both workers are on the other machine', ({ agents }) =>
      ['write-the-prices', 'write-the-stock'].every((name) => agents.some((agent) => agent.name === name && agent.node === 'othfar')),
    );
    giveOut();
    const stock = agentOf(given, 'write-the-stock');
    const events = eventsOf(stock?.worktree ?? '');
    const hasShelf = (commit = '') => {
      try {
        execFileSync('git', ['-C', owner.repo, 'cat-file', '-e', `${commit}:shelf.mjs`], { env: owner.env, stdio: 'ignore' });
        return true;
      } catch {
        return false;
      }
    };
    await store.reached(1);
    await until(owner, 'the prices are done', (status) => agentOf(status, 'write-the-prices')?.state === 'done');
    await untilChange(
      events.folder,
      'the shelf is saved here',
      () =>
        events.all().find(({ type, agent, commit }) => type === 'agent.checkpointed' && agent === stock?.id && hasShelf(commit)) ?? null,
      60_000,
    );

    await redis.kill();
    await lost.until('Redis is away', 60_000);
    await redis.start();
    await lost.until('Redis is there', 60_000);

    await lost.fails();
    const { made: next, start: startAgain } = await machine(near);
    await next.until('is at work in', 90_000);
    await store.reached(2);
    const isNear = (status: Status) => agentOf(status, 'write-the-stock')?.node === 'othnear';
    await until(owner, 'the next machine has it', isNear);

    // The worker alone: what it has begun goes on there, and the one after it takes that up.
    const [begun = ''] = /write-the-stock-\S+ is at work/u.exec(next.said) ?? [];
    next.signal('SIGKILL');
    await next.ended;
    await until(owner, 'the worker is missed', (status) => !isNear(status));
    await startAgain();
    await next.until(begun, 90_000);
    const before = await until(owner, 'it goes on there', isNear);

    process.kill(before.host?.pid ?? 0, 'SIGKILL');
    store.letGo();
    const goal = (await owner.cli(['status', '--json'])).json<Status>().goals[0]?.id ?? '';
    const resumed = await owner.cli(['resume', goal, '--wait', '--json'], { deadlineMs: 120_000 });
    expect(resumed).toMatchObject({ exitCode: 0 });

    const status = (await owner.cli(['status', '--json'])).json<Status>();
    expect(status.goals[0]?.state).toBe('done');
    expect(status.agents.map(({ name, state }) => `${name} ${state}`)).toEqual([
      'make-a-small-shop done',
      'write-the-prices done',
      'write-the-stock done',
    ]);
    for (const name of ['net', 'tax', 'shelf', 'store', 'prices', 'stock', 'shop'])
      expect(await owner.git('show', `main:${name}.mjs`)).not.toBe('');
    expect(await owner.git('status', '--porcelain')).toBe('');
    const told = model.requests
      .findLast(isCoordinator)
      ?.messages.map(({ content }) => content)
      .join('\n');
    expect(told).toMatch(/prices brings net and tax together[\s\S]*stock brings shelf and store together/);
    // Written, and its end told: nobody was asked once more.
    for (const name of ['net', 'tax', 'shelf']) expect(model.requests.filter(worksOn(`Write the ${name}`))).toHaveLength(2);
    expect(model.unexpected).toEqual([]);
    for (const name of ['write-the-prices', 'write-the-stock']) {
      const id = agentOf(status, name)?.id;
      expect(events.all().filter(({ type, agent }) => type === 'agent.exited' && agent === id)).toHaveLength(1);
    }

    for (const name of ['write-the-prices', 'write-the-stock', 'make-a-small-shop'])
      expect(await owner.cli(['remove', name])).toMatchObject({ exitCode: 0 });
    expect(await owner.cli(['host', '--stop'])).toMatchObject({ exitCode: 0 });
    next.signal('SIGTERM');
    expect(await next.ended).toBe(0);
    expect(await owner.leftAfter()).toEqual([]);
    expect((await owner.git('worktree', 'list')).trim().split('\n')).toHaveLength(1);
    expect((await owner.git('for-each-ref', '--format', '%(refname)')).trim()).toBe('refs/heads/main');
    // There only the agent that did the task is left, in case it has to go on with it.
    const there = execFileSync('git', ['-C', next.clone, 'worktree', 'list'], { encoding: 'utf8', env: next.sandbox.env });
    expect(
      there
        .trim()
        .split('\n')
        .map((line) => /\[(.*)\]/u.exec(line)?.[1]),
    ).toEqual(['main', expect.stringMatching(/^orch\/write-the-stock-/)]);
    expect(await redis.command('-a', PASSWORD, '--no-auth-warning', 'keys', '*')).toBe('');
  },
);
