// The broker over Redis: BullMQ for what must arrive, keys that expire for who is there, publish and subscribe for news. Loaded only when it is asked for.
import type { Result } from '../../model/error.js';
import type { BrokerCondition } from '../../model/node.js';
import type { AgentEntry, Broker, HeldTask } from '../../ports/broker.js';
import type { Clock } from '../../ports.js';
import { LetterLane } from '../letter-lane.js';
import { NodeQueue } from './node-queue.js';
import type { RedisAddress } from './redis-address.js';
import { redisBlobs } from './redis-blobs.js';
import { redisKeys } from './redis-keys.js';
import { RedisNews } from './redis-news.js';
import { RedisRegistry } from './redis-registry.js';
import { RedisSession } from './redis-session.js';
import { TaskQueue } from './task-queue.js';

export interface RedisBrokerOptions {
  readonly node: string;
  readonly address: RedisAddress;
  readonly prefix: string;
  /** The repository, the same in every clone. */
  readonly namespace: string;
  /** File of the authority of its certificate. */
  readonly ca: string | null;
  /** What goes between nodes is signed by it; the machines may be told it after they have found each other. */
  readonly secret: () => string | null;
  readonly staleSeconds: number;
  readonly clock: Clock;
  /** Something to be told to a person once. */
  readonly onNotice: (text: string) => void;
}

export interface RedisBroker extends Broker {
  /** The first look: an error says why it is not ready yet. It goes on trying. */
  open(): Promise<Result<void>>;
  /** Called when Redis is there again; `isRestarted`: it may have lost what it was given last. */
  onBack(listen: (isRestarted: boolean) => void): void;
}

/** Topic of the broker's own news. */
const TASK_SETS = 'task-sets';
/** The longest that the end of what is under way is waited for. */
const CLOSE_MS = 10_000;

export function createRedisBroker(options: RedisBrokerOptions): RedisBroker {
  const { node, address, clock, secret } = options;
  const keys = redisKeys(options.prefix, options.namespace);
  const conditionEars = new Set<(condition: BrokerCondition) => void>();
  const backEars = new Set<(isRestarted: boolean) => void>();
  const told = new Set<string>();
  let takeEnd: Parameters<Broker['onResult']>[0] | null = null;

  function onBad(what: string): void {
    if (told.has(what)) return;
    told.add(what);
    options.onNotice(
      `Redis at ${address.shown} held ${what} that no node of this version with our ORCH_CLUSTER_SECRET writes: it is not taken, nor are others like it`,
    );
  }

  const lane = new LetterLane(clock);
  const session: RedisSession = new RedisSession({
    address,
    ca: options.ca,
    keys,
    node,
    clock,
    onCondition: (condition) => {
      for (const listen of [...conditionEars]) listen(condition);
    },
    onWarning: options.onNotice,
    onBack: async (isRestarted) => {
      await queue.begin();
      news.begin();
      await tasks.look();
      clock.after(0, () => {
        for (const listen of [...backEars]) listen(isRestarted);
      });
    },
  });
  const queue = new NodeQueue({
    node,
    keys,
    session,
    clock,
    secret,
    lane,
    onBad,
    takeEnd: async (end) => {
      if (takeEnd === null || !(await takeEnd(end)).ok) return false;
      await tasks.over(end.task, end.fence);
      return true;
    },
  });
  const news = new RedisNews({ node, keys, session, onBad });
  const tasks: TaskQueue = new TaskQueue({
    node,
    keys,
    session,
    secret,
    onBad,
    dropBlobs: (task) => blobs.dropOf(task),
    sendEnd: (task, mail) => queue.sendEnd(task, mail),
    onNewSet: () => {
      void tasks.look();
      news.publish({ topic: TASK_SETS, body: null });
    },
  });
  const registry = new RedisRegistry({
    node,
    keys,
    session,
    secret,
    staleMs: options.staleSeconds * 1000,
    now: () => clock.now(),
    onBad,
    onGone: (gone) => void queue.dropOf(gone),
  });
  const blobs = redisBlobs(session, keys);

  return {
    node,
    get condition() {
      return session.condition;
    },
    open: () => session.open(),
    onBack: (listen) => void backEars.add(listen),
    onCondition(listen) {
      conditionEars.add(listen);
      return () => conditionEars.delete(listen);
    },
    send: (letter) => queue.send(letter),
    receive: (take) => lane.open(take),
    async announce(entry, agents: readonly AgentEntry[]) {
      const said = await registry.announce(entry, agents);
      // What news of them might have been missed.
      if (said.ok) void tasks.look();
      return said;
    },
    nodes: () => registry.nodes(),
    agents: () => registry.agents(),
    publish: (what, reached) => news.publish(what, reached),
    subscribe: (topic, listen) => news.subscribe(topic, listen),
    offer: (task) => tasks.offer(task),
    withdraw: (task) => tasks.withdraw(task),
    work(order: { readonly slots: number; readonly labels: readonly string[]; readonly run: (held: HeldTask) => Promise<void> }) {
      const work = tasks.work(order);
      const leave = news.subscribe(TASK_SETS, () => void tasks.look());
      return {
        async stop() {
          leave();
          await work.stop();
        },
      };
    },
    onResult(take) {
      takeEnd = take;
    },
    putBlob: (id, data, keep = 'hour') => blobs.put(id, data, keep),
    getBlob: (id) => blobs.get(id),
    async close() {
      if (!session.isReady) {
        // Nobody there to hear of it; what hangs ends with the connections.
        lane.close();
        session.close();
        for (const part of [tasks, queue]) void part.close().catch(() => undefined);
        return session.wasReady ? [awayWords(address.shown)] : [];
      }
      const left = await within(CLOSE_MS, clock, async () => {
        await registry.leave();
        lane.close();
        const offered = await tasks.close();
        const letters = await queue.close();
        return [...leftWords(letters, 'message for this node', 'messages for this node'), ...leftWords(offered, 'task', 'tasks')];
      });
      session.close();
      return left ?? [awayWords(address.shown)];
    },
  };
}

const awayWords = (shown: string) => `Redis at ${shown} does not answer: what lies there is taken up at the next start`;

function leftWords(count: number, one: string, many: string): readonly string[] {
  return count === 0 ? [] : [`${count} ${count === 1 ? one : many} in Redis, for the next start`];
}

/** Null: it took longer. */
function within<Value>(ms: number, clock: Clock, run: () => Promise<Value>): Promise<Value | null> {
  return new Promise((resolve) => {
    const timer = clock.after(ms, () => resolve(null));
    void run().then(
      (value) => {
        timer.cancel();
        resolve(value);
      },
      () => {
        timer.cancel();
        resolve(null);
      },
    );
  });
}
