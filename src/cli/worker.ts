// `orch-tui worker`: this machine takes tasks of hosts elsewhere until it is told to end. Ctrl-C gives back what it has; a second one ends it at once.
import { hostname } from 'node:os';
import { loadConfig } from '../core/adapters/config-files.js';
import type { GitRepository } from '../core/adapters/git/open-repository.js';
import { repositoryIdentity } from '../core/adapters/git/repository-identity.js';
import { acquireHostLock } from '../core/adapters/host-lock.js';
import { configuredAddress, exposed, type RedisAddress, redisAddress } from '../core/adapters/redis/redis-address.js';
import { prepareStateDir, thisPlace } from '../core/adapters/runtime-paths.js';
import { systemClock } from '../core/adapters/system-clock.js';
import type { Config } from '../core/model/config.js';
import { fail, type OrchError, ok, type Result } from '../core/model/error.js';
import { plainText } from '../core/model/plain-text.js';
import type { RemoteTask } from '../core/model/remote.js';
import { VERSION } from '../core/model/version.js';
import { cloneHost } from '../servers/worker/clone-host.js';
import { endStrays, tellLeftLetters } from '../servers/worker/strays.js';
import { Worker } from '../servers/worker/worker.js';
import type { WorkRepository } from '../servers/worker/worker-world.js';
import { hideFromList } from './doors.js';
import { type Invocation, number, text } from './invocation.js';
import { done, type Outcome, usage } from './outcome.js';
import { workerClone } from './worker-clone.js';
import { hasWorkersBeside, workerFolder } from './workers-beside.js';

/** What a machine that is lost may cost at most. */
const CHECKPOINT_MS = 120_000;
const MAX_SLOTS = 100;
const STRAYS_MS = 120_000;
const MOST_TIPS = 20;

export async function worker(invocation: Invocation): Promise<Result<Outcome>> {
  const loaded = await loadConfig({ place: thisPlace(), repoDir: null, configFile: text(invocation, 'config') });
  if (!loaded.ok) return loaded;
  const { config } = loaded.value;
  const reach = reachOf(invocation, config);
  if (!reach.ok) return reach;
  const slots = number(invocation, 'slots') ?? config.worker.slots;
  if (slots > MAX_SLOTS) return fail(usage(`--slots is at most ${MAX_SLOTS}`, 'Name a smaller number'));
  const node = plainText(text(invocation, 'name') ?? `${config.worker.name ?? hostname()}.worker`, 60).replaceAll(/\s/gu, '-');
  const wanted = {
    repoUrl: text(invocation, 'repoUrl'),
    repo: text(invocation, 'repo') ?? process.cwd(),
    configFile: text(invocation, 'config'),
  };
  const clone = await workerClone(wanted);
  if (!clone.ok) return clone;
  const locked = lockOf(workerFolder(clone.value.folder, node), node);
  if (!locked.ok) return locked;
  const identity = await repositoryIdentity(clone.value.repository.carrier);
  if (!identity.ok) return identity;
  // What agents and their host need not know.
  for (const name of ['REDIS_HOST', 'REDIS_PORT', 'REDIS_USERNAME', 'REDIS_PASSWORD', 'ORCHESTRATOR_REDIS__URL', 'ORCH_CLUSTER_SECRET'])
    delete process.env[name];
  const { createRedisBroker } = await import('../core/adapters/redis/redis-broker.js');
  const say = (line: string) => void process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${line}\n`);
  const { address, secret } = reach.value;
  const broker = createRedisBroker({
    node,
    address,
    secret: () => secret,
    prefix: config.redis.prefix,
    ca: config.redis.ca,
    namespace: identity.value,
    staleSeconds: config.registry.staleSeconds,
    clock: systemClock,
    onNotice: say,
  });
  const opened = await broker.open();
  if (!opened.ok) {
    await broker.close();
    return opened;
  }
  const link = cloneHost(clone.value.place);
  const labels =
    text(invocation, 'labels')
      ?.split(',')
      .map((label) => label.trim())
      .filter((label) => label !== '') ?? config.worker.labels;
  const { carrier, info } = clone.value.repository;
  const repository: WorkRepository = { folder: info.toplevel, carrier, link, known: () => knownTips(clone.value.repository) };
  const running = new Worker({
    broker,
    secret,
    version: VERSION,
    clock: systemClock,
    slots,
    labels,
    heartbeatMs: config.registry.heartbeatSeconds * 1000,
    checkpointMs: CHECKPOINT_MS,
    repositoryFor: (task) => allowed(task, repository),
    say,
  });
  broker.onCondition(({ state, error }) => say(state === 'ready' ? 'Redis is there' : `Redis is away: ${error?.said ?? ''}. Work goes on`));
  await running.start();
  say(
    `${node} takes up to ${slots} ${slots === 1 ? 'task' : 'tasks'} at once in ${info.toplevel}${labels.length === 0 ? '' : ` (${labels.join(', ')})`}`,
  );
  // By then what was begun here before has come back, or is elsewhere.
  const isOurs = (agent: string) => running.isDoing(agent) || hasWorkersBeside(clone.value.folder, node);
  const strays = systemClock.after(STRAYS_MS, async () => {
    await endStrays(repository, isOurs, say);
    await tellLeftLetters(repository, isOurs, (agent, home) => running.tellLate(repository, agent, home));
    await running.sweep(repository);
  });
  await untilAsked();
  strays.cancel();
  say(
    running.busy === 0
      ? 'ends'
      : `ends: ${running.busy} ${running.busy === 1 ? 'task is' : 'tasks are'} given back (Ctrl-C again: at once)`,
  );
  await running.stop();
  link.close();
  for (const line of await broker.close()) say(line);
  locked.value();
  return done('', undefined);
}

function reachOf(invocation: Invocation, { redis }: Config): Result<{ readonly address: RedisAddress; readonly secret: string }> {
  const url = configuredAddress(text(invocation, 'redis') ?? redis.url, process.env);
  if (url === null) return fail(usage('no Redis is named', 'Give --redis redis://HOST:PORT'));
  const address = redisAddress(url, process.env);
  if (!address.ok) return address;
  hideFromList(url);
  const secret = process.env.ORCH_CLUSTER_SECRET;
  const open = exposed(address.value, secret);
  if (open !== null) return fail(open);
  if (secret) return ok({ address: address.value, secret });
  return fail({
    kind: 'config',
    tried: 'take tasks',
    said: 'there is no secret to know the tasks of your own machines by',
    next: 'Set ORCH_CLUSTER_SECRET to the same long random text on every machine',
  });
}

/** Its way to give the lock back. */
function lockOf(folder: string, node: string): Result<() => void> {
  const made = prepareStateDir(folder);
  if (!made.ok) return made;
  const lock = acquireHostLock({ stateDir: folder, path: process.env.PATH });
  if (lock.ok) return ok(() => lock.value.release());
  if (lock.error.kind !== 'conflict') return lock;
  return fail({ kind: 'usage', tried: 'be a worker', said: `${node} runs on this machine already`, next: 'Give this one another --name' });
}

/** One whose history is not known here is another repository, whatever it is called. */
async function allowed(task: RemoteTask, repository: WorkRepository): Promise<Result<WorkRepository>> {
  if (await repository.carrier.has(task.repository.root)) return ok(repository);
  const error: OrchError = {
    kind: 'repository',
    tried: `take ${task.name}`,
    said: `it is of another repository (${task.repository.name}), and this worker works in ${repository.folder} alone`,
    next: 'Start a worker in a clone of that one',
  };
  return fail(error);
}

/** All that its owner need not send. */
async function knownTips({ branches, tips }: Pick<GitRepository, 'branches' | 'tips'>): Promise<readonly string[]> {
  const names = await branches();
  const found = names.ok ? await tips(['HEAD', 'origin/HEAD', ...names.value.slice(0, MOST_TIPS)]) : names;
  return found.ok ? [...new Set(found.value.values())].slice(0, MOST_TIPS) : [];
}

async function untilAsked(): Promise<void> {
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      let asked = false;
      process.on(signal, () => {
        if (asked) process.exit(130);
        asked = true;
        resolve();
      });
    }
  });
}
