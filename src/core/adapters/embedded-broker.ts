// The broker of a host without Redis: this process alone is all nodes there are. Keeps nothing on disk; the post does that.
import { fail, type OrchError, ok, type Result } from '../model/error.js';
import type { BrokerCondition, NodeEntry } from '../model/node.js';
import type { AgentEntry, Broker, HeldTask, News, OfferedTask } from '../ports/broker.js';
import type { Clock } from '../ports.js';
import { LetterLane } from './letter-lane.js';

interface Work {
  readonly slots: number;
  readonly labels: readonly string[];
  readonly run: (held: HeldTask) => Promise<void>;
  readonly under: Set<Promise<void>>;
  isStopped: boolean;
}

type TakeResult = Parameters<Broker['onResult']>[0];

/** How long a task that was given back waits. */
const RELEASED_MS = 1000;
const BLOB_MS = { hour: 3_600_000, week: 7 * 86_400_000 };

export function createEmbeddedBroker({ node, clock }: { readonly node: string; readonly clock: Clock }): Broker {
  const since = new Date(clock.now()).toISOString();
  const condition: BrokerCondition = { kind: 'embedded', state: 'ready', address: null, since, error: null, waiting: 0 };
  const lane = new LetterLane(clock);
  const ears = new Map<string, Set<(news: News) => void>>();
  const waiting: OfferedTask[] = [];
  /** Fence and claim of each task that is not over. */
  const fences = new Map<string, { fence: number; claim: number }>();
  const works: Work[] = [];
  const blobs = new Map<string, { readonly data: Uint8Array; readonly until: number }>();
  let self: { readonly entry: NodeEntry; readonly agents: readonly AgentEntry[] } | null = null;
  let takeResult: TakeResult | null = null;

  const nobody = (tried: string): OrchError => ({
    kind: 'broker',
    tried,
    said: 'this host is alone: it has no Redis',
    next: 'Start it with --redis URL',
  });

  function next(): void {
    for (const work of works) {
      while (!work.isStopped && work.under.size < work.slots) {
        const fits = (task: OfferedTask) => task.labels.every((label) => label === node || work.labels.includes(label));
        const first = waiting.filter(fits).sort((one, other) => one.priority - other.priority)[0];
        if (first === undefined) break;
        waiting.splice(waiting.indexOf(first), 1);
        start(work, first);
      }
    }
  }

  function start(work: Work, task: OfferedTask): void {
    const known = fences.get(task.id);
    if (known === undefined || known.fence !== task.fence) return;
    known.claim += 1;
    const claim = known.claim;
    const isMine = () => {
      const now = fences.get(task.id);
      return now !== undefined && now.fence === task.fence && now.claim === claim;
    };
    const held: HeldTask = {
      task,
      holds: async () => ok(isMine()),
      async complete(result) {
        if (!isMine()) return fail(LOST);
        fences.delete(task.id);
        await takeResult?.({ task: task.id, fence: task.fence, by: node, body: result });
        return ok(undefined);
      },
      async release() {
        if (!isMine()) return;
        clock.after(RELEASED_MS, () => {
          if (fences.get(task.id)?.fence === task.fence) waiting.push(task);
          next();
        });
      },
    };
    const run = work
      .run(held)
      .catch(() => held.release(LOST))
      .finally(() => {
        work.under.delete(run);
        next();
      });
    work.under.add(run);
  }

  return {
    node,
    condition,
    onCondition: () => () => undefined,
    async send(letter) {
      if (letter.to !== node) return fail(nobody(`send to ${letter.to}`));
      void lane.bring(letter);
      return ok(undefined);
    },
    receive: (take) => lane.open(take),
    async announce(entry, agents) {
      self = { entry: { ...entry, seenAt: new Date(clock.now()).toISOString(), isSelf: true }, agents };
      return ok(undefined);
    },
    nodes: async () => ok(self === null ? [] : [self.entry]),
    agents: async () => ok(self?.agents ?? []),
    // Its own news are no news to a node, and there is no other one.
    publish: () => ok(undefined),
    subscribe(topic, listen) {
      const listeners = ears.get(topic) ?? new Set();
      ears.set(topic, listeners.add(listen));
      return () => listeners.delete(listen);
    },
    async offer(task) {
      const known = fences.get(task.id);
      if (known !== undefined && known.fence >= task.fence) return fail(OLD);
      fences.set(task.id, { fence: task.fence, claim: 0 });
      waiting.push(task);
      next();
      return ok(undefined);
    },
    async withdraw(task) {
      fences.delete(task);
      const at = waiting.findIndex(({ id }) => id === task);
      if (at >= 0) waiting.splice(at, 1);
      return ok(undefined);
    },
    work(order) {
      const work: Work = { ...order, under: new Set(), isStopped: false };
      works.push(work);
      next();
      return {
        async stop() {
          work.isStopped = true;
          await Promise.all(work.under);
        },
      };
    },
    onResult(take) {
      takeResult = take;
    },
    async putBlob(id, data, keep = 'hour') {
      const now = clock.now();
      for (const [old, { until }] of blobs) if (until <= now) blobs.delete(old);
      blobs.set(id, { data, until: now + BLOB_MS[keep] });
      return ok(undefined);
    },
    async getBlob(id): Promise<Result<Uint8Array | null>> {
      const found = blobs.get(id);
      return ok(found === undefined || found.until <= clock.now() ? null : found.data);
    },
    async close() {
      for (const work of works) work.isStopped = true;
      await Promise.all(works.flatMap(({ under }) => [...under]));
      lane.close();
      return [];
    },
  };
}

export const LOST: OrchError = {
  kind: 'conflict',
  tried: 'go on with a task of another node',
  said: 'it was given to somebody else meanwhile, or taken back',
  next: 'Leave it: its work is done there',
};

export const OLD: OrchError = {
  kind: 'conflict',
  tried: 'offer a task',
  said: 'a newer offer of it is known',
  next: 'Offer it with a higher number',
};
