// Brokers of several nodes over one cluster in memory: what they tell each other arrives in order, until a node is cut off or its hold on a task is lost.
import type { RedisBroker } from '../../src/core/adapters/redis/redis-broker.js';
import { newsText } from '../../src/core/messaging/wire-schemas.js';
import { fail, type OrchError, ok, type Result } from '../../src/core/model/error.js';
import type { BrokerCondition, NodeEntry } from '../../src/core/model/node.js';
import type { AgentEntry, Broker, HeldTask, News, OfferedTask } from '../../src/core/ports/broker.js';
import type { Clock } from '../../src/core/ports.js';

const AWAY: OrchError = { kind: 'broker', tried: 'ask the broker', said: 'it does not answer', next: 'Wait' };

interface Queued {
  readonly task: OfferedTask;
  /** Counts the times it was handed out. */
  hold: number;
  holder: string | null;
}

interface Taker {
  readonly node: string;
  readonly labels: readonly string[];
  free: number;
  readonly run: (held: HeldTask) => Promise<void>;
  /** Nothing that it asks is answered. */
  readonly isDeaf: () => boolean;
}

type Result1 = Parameters<Parameters<Broker['onResult']>[0]>[0];

export class FakeCluster {
  readonly #clock: Clock;
  readonly #nodes = new Map<string, NodeEntry>();
  readonly #agents = new Map<string, readonly AgentEntry[]>();
  readonly #queue = new Map<string, Queued>();
  readonly #fences = new Map<string, number>();
  readonly #takers = new Set<Taker>();
  readonly #listeners = new Set<{ readonly node: string; readonly topic: string; readonly listen: (news: News) => void }>();
  readonly #results = new Map<string, (result: Result1) => Promise<Result<void>>>();
  readonly #kept: { readonly owner: string; readonly result: Result1 }[] = [];
  readonly #blobs = new Map<string, Uint8Array>();
  readonly #cut = new Set<string>();
  readonly #balking = new Set<string>();
  readonly #since = new Map<string, number>();
  readonly #slow = new Map<string, number>();
  readonly #lives = new Map<string, (() => void)[]>();
  readonly #conditions = new Map<string, Set<(condition: BrokerCondition) => void>>();
  /** Everything that was published, for tests that look at it or say it again. */
  readonly said: News[] = [];
  /** What each node has told of its agents, each time that it did. */
  readonly announced: { readonly node: string; readonly agents: readonly AgentEntry[] }[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Nothing of it arrives, and nothing arrives there. */
  cut(node: string): void {
    this.#cut.add(node);
    this.#tellCondition(node);
  }

  restore(node: string): void {
    this.#cut.delete(node);
    this.#tellCondition(node);
    this.#handOut();
    void this.#deliver();
  }

  /** It answers with errors alone, though the line is there: its disk is full, or its answers come too late. */
  balk(node: string): void {
    this.#balking.add(node);
  }

  answers(node: string): void {
    this.#balking.delete(node);
  }

  /** As the queue does with a task whose holder gives no sign of life. */
  lose(node: string): void {
    for (const queued of this.#queue.values()) if (queued.holder === node) queued.holder = null;
    this.#nodes.delete(node);
    this.#agents.delete(node);
    for (const taker of [...this.#takers]) if (taker.node === node && this.#cut.has(node)) taker.free = 0;
    this.#handOut();
  }

  /** Its clock is that many milliseconds behind. */
  slows(node: string, ms: number): void {
    this.#slow.set(node, ms);
  }

  /** As with `kill -9`: what it held is somebody's again, and nothing it still says is heard. Its name lives on for a while. */
  kill(node: string): void {
    for (const end of this.#lives.get(node) ?? []) end();
    this.#lives.delete(node);
    for (const listener of [...this.#listeners]) if (listener.node === node) this.#listeners.delete(listener);
    for (const taker of [...this.#takers]) if (taker.node === node) this.#takers.delete(taker);
    for (const queued of this.#queue.values()) if (queued.holder === node) queued.holder = null;
    this.#handOut();
  }

  /** As a Redis that was killed and had kept nothing; whoever is connected hears that it is there again. */
  forget(): void {
    this.#queue.clear();
    this.#fences.clear();
    this.#blobs.clear();
    for (const node of this.#conditions.keys()) this.#tellCondition(node);
  }

  /** What was not taken is brought again, as the queue does after a while. */
  async bringAgain(): Promise<void> {
    await this.#deliver();
  }

  /** What becomes of results on their way; tests change it. */
  complete = (body: unknown): unknown => body;

  /** A result that somebody brings to every owner there is. */
  async end(result: Result1): Promise<void> {
    for (const owner of this.#results.keys()) this.#kept.push({ owner, result });
    await this.#deliver();
  }

  /** As when they have expired. */
  loseBlobs(): void {
    this.#blobs.clear();
  }

  /** What lies there, by name. */
  get blobs(): readonly string[] {
    return [...this.#blobs.keys()];
  }

  broker(node: string): Broker {
    let isKilled = false;
    this.#lives.set(node, [...(this.#lives.get(node) ?? []), () => (isKilled = true)]);
    const isCut = () => isKilled || this.#cut.has(node);
    const asked = async <Value>(answer: () => Value): Promise<Result<Value>> =>
      isCut() || this.#balking.has(node) ? fail(AWAY) : ok(answer());
    const cluster = this;
    return {
      node,
      get condition() {
        return isKilled ? { ...cluster.#condition(node), state: 'away' as const, error: AWAY } : cluster.#condition(node);
      },
      onCondition: (listen) => {
        const all = this.#conditions.get(node) ?? new Set();
        this.#conditions.set(node, all.add(listen));
        return () => all.delete(listen);
      },
      send: async () => fail(AWAY),
      receive: () => undefined,
      announce: (entry, agents) =>
        asked(() => {
          const seenAt = new Date(this.#clock.now() - (this.#slow.get(node) ?? 0)).toISOString();
          this.#nodes.set(node, { ...entry, seenAt, isSelf: false });
          this.#agents.set(node, agents);
          this.announced.push({ node, agents });
        }),
      nodes: () => asked(() => [...this.#nodes.values()].map((entry) => ({ ...entry, isSelf: entry.name === node }))),
      agents: () => asked(() => JSON.parse(JSON.stringify([...this.#agents.values()].flat())) as readonly AgentEntry[]),
      publish: ({ topic, body }, reached) => {
        const news = { topic, from: node, body: JSON.parse(JSON.stringify(body)) as unknown };
        const text = newsText({ from: node, body });
        if (!text.ok) return text;
        if (isCut()) return ok(undefined);
        this.said.push(news);
        this.repeat(news);
        // One that was only cut off is told nothing, and counts: nobody has closed its line.
        const listeners = [...this.#listeners].filter((listener) => listener.topic === topic).length;
        if (reached !== undefined) queueMicrotask(() => reached(listeners));
        return ok(undefined);
      },
      subscribe: (topic, listen) => {
        const listener = { node, topic, listen };
        this.#listeners.add(listener);
        return () => this.#listeners.delete(listener);
      },
      offer: (task) =>
        asked(() => {
          this.#fences.set(task.id, task.fence);
          this.#queue.set(task.id, { task, hold: (this.#queue.get(task.id)?.hold ?? 0) + 1, holder: null });
          this.#handOut();
        }),
      withdraw: (task) => asked(() => void this.#queue.delete(task)),
      work: ({ slots, labels, run }) => {
        const isDeaf = () => isCut() || this.#balking.has(node);
        const taker: Taker = { node, labels, free: slots, run, isDeaf };
        this.#takers.add(taker);
        this.#handOut();
        return { stop: async () => void this.#takers.delete(taker) };
      },
      onResult: (take) => {
        this.#results.set(node, take);
        void this.#deliver();
      },
      putBlob: (id, data) => asked(() => void this.#blobs.set(id, data)),
      getBlob: (id) => asked(() => this.#blobs.get(id) ?? null),
      close: async () => [],
    };
  }

  /** As the one that a host joins. */
  redis(node: string): RedisBroker {
    const broker = this.broker(node);
    return Object.assign(broker, {
      open: async () => ok(undefined),
      onBack: (listen: (isRestarted: boolean) => void) => void broker.onCondition(({ state }) => state === 'ready' && listen(false)),
    });
  }

  /** Says something (again). */
  repeat(news: News): void {
    for (const { node, topic, listen } of [...this.#listeners])
      if (topic === news.topic && !this.#cut.has(node)) queueMicrotask(() => listen(news));
  }

  #condition(node: string): BrokerCondition {
    const isAway = this.#cut.has(node);
    const since = new Date(this.#since.get(node) ?? 0).toISOString();
    return { kind: 'redis', state: isAway ? 'away' : 'ready', address: 'fake', since, error: isAway ? AWAY : null, waiting: 0 };
  }

  #tellCondition(node: string): void {
    this.#since.set(node, this.#clock.now());
    for (const listen of this.#conditions.get(node) ?? []) listen(this.#condition(node));
  }

  #handOut(): void {
    for (const [id, queued] of this.#queue) {
      if (queued.holder !== null) continue;
      const fits = ({ node, labels, free }: Taker) =>
        free > 0 && !this.#cut.has(node) && queued.task.labels.every((label) => label === node || labels.includes(label));
      const taker = [...this.#takers].find(fits);
      if (taker !== undefined) this.#give(id, queued, taker);
    }
  }

  #give(id: string, queued: Queued, taker: Taker): void {
    queued.holder = taker.node;
    queued.hold += 1;
    taker.free -= 1;
    const { hold, task } = queued;
    const isHeld = () => {
      const now = this.#queue.get(id);
      return !this.#cut.has(taker.node) && now === queued && now.holder === taker.node && now.hold === hold;
    };
    const held: HeldTask = {
      task,
      holds: async () => (taker.isDeaf() ? fail(AWAY) : ok(isHeld())),
      complete: async (body) => {
        if (taker.isDeaf()) return fail(AWAY);
        if (!isHeld() || this.#fences.get(id) !== task.fence) return fail({ ...AWAY, kind: 'conflict', said: 'another holds it' });
        this.#queue.delete(id);
        const result = { task: id, fence: task.fence, by: taker.node, body: JSON.parse(JSON.stringify(this.complete(body))) as unknown };
        this.#kept.push({ owner: task.owner, result });
        void this.#deliver();
        return ok(undefined);
      },
      release: async () => {
        if (!isHeld()) return;
        queued.holder = null;
        // Whoever gave it back is the last to be asked again.
        if (this.#takers.delete(taker)) this.#takers.add(taker);
      },
    };
    queueMicrotask(
      () =>
        void taker.run(held).finally(() => {
          taker.free += 1;
          this.#handOut();
        }),
    );
  }

  async #deliver(): Promise<void> {
    for (const kept of [...this.#kept]) {
      const take = this.#results.get(kept.owner);
      if (take === undefined || this.#cut.has(kept.owner)) continue;
      this.#kept.splice(this.#kept.indexOf(kept), 1);
      if (!(await take(kept.result)).ok) this.#kept.push(kept);
    }
  }
}
