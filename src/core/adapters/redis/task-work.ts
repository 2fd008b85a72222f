// One node at work: a BullMQ worker per set of labels that it fits, all of them within its slots.
import { DelayedError, type Job, Worker } from 'bullmq';
import type { HeldTask } from '../../ports/broker.js';
import { labelSet, labelsIn, type RedisKeys } from './redis-keys.js';
import type { RedisSession } from './redis-session.js';

/** A process that died is found out after this, and its task goes to somebody else. */
const LOCK_MS = 30_000;
const RELEASED_MS = 1000;
const LONGEST_RELEASED_MS = 60_000;

export interface TaskWorkOptions {
  readonly node: string;
  readonly slots: number;
  readonly labels: readonly string[];
  readonly run: (held: HeldTask) => Promise<void>;
  readonly keys: RedisKeys;
  readonly session: RedisSession;
  readonly take: (job: Job, run: (held: HeldTask) => Promise<void>) => Promise<'over' | 'back'>;
}

export class TaskWork {
  readonly #options: TaskWorkOptions;
  readonly #workers = new Map<string, Worker>();
  #busy = 0;
  #released = 0;
  #isStopped = false;
  #looking: Promise<void> = Promise.resolve();

  constructor(options: TaskWorkOptions) {
    this.#options = options;
  }

  get sets(): readonly string[] {
    return [...this.#workers.keys()];
  }

  /** Begins with every set of labels that tasks were offered for and that it fits. */
  look(): Promise<void> {
    this.#looking = this.#looking.then(() => this.#lookNow());
    return this.#looking;
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#looking;
    const isGraceful = this.#options.session.isReady;
    await Promise.all([...this.#workers.values()].map((worker) => worker.close(!isGraceful)));
  }

  async #lookNow(): Promise<void> {
    const { session, keys } = this.#options;
    const sets = await session.askEarly((client) => client.smembers(keys.taskSets));
    for (const set of sets.ok ? ['[]', ...sets.value] : []) {
      if (this.#isStopped || this.#workers.has(set)) continue;
      const labels = labelsIn(set);
      // Written otherwise it is the same queue again.
      if (labels === null || set !== labelSet(labels) || !labels.every((label) => this.#has(label))) continue;
      this.#workers.set(set, await this.#begin(labels));
    }
  }

  #has(label: string): boolean {
    return label === this.#options.node || this.#options.labels.includes(label);
  }

  async #begin(labels: readonly string[]): Promise<Worker> {
    const { session, keys, slots } = this.#options;
    const worker = new Worker(
      keys.taskQueue(labels),
      async (job: Job, token?: string) => {
        // Another of our workers was faster: it goes back, and we look again when a slot is free.
        const end = this.#busy >= slots ? 'full' : await this.#one(job);
        if (end === 'over') return;
        this.#released = end === 'back' ? Math.min(this.#released + 1, 6) : this.#released;
        const delayMs = end === 'full' ? RELEASED_MS : Math.min(RELEASED_MS * 2 ** (this.#released - 1), LONGEST_RELEASED_MS);
        await job.moveToDelayed(Date.now() + delayMs, token);
        throw new DelayedError();
      },
      {
        connection: session.connection('waits'),
        prefix: keys.base,
        skipVersionCheck: true,
        concurrency: slots,
        drainDelay: 10,
        lockDuration: LOCK_MS,
        stalledInterval: LOCK_MS,
        maxStalledCount: 1_000_000,
        removeOnComplete: { count: 0 },
        removeOnFail: { count: 0 },
      },
    );
    worker.on('error', () => undefined);
    return worker;
  }

  async #one(job: Job): Promise<'over' | 'back'> {
    const { slots, run, take } = this.#options;
    this.#busy += 1;
    if (this.#busy >= slots) await this.#each((worker) => worker.pause(true));
    try {
      const end = await take(job, run);
      if (end === 'over') this.#released = 0;
      return end;
    } finally {
      this.#busy -= 1;
      if (!this.#isStopped) await this.#each(async (worker) => worker.resume());
    }
  }

  async #each(act: (worker: Worker) => Promise<unknown>): Promise<void> {
    await Promise.all([...this.#workers.values()].map((worker) => act(worker).catch(() => undefined)));
  }
}
