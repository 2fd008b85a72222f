// The queue of this node, emptied by this node alone: taken out one by one in order, and acknowledged each when it was taken.
// BullMQ's own loop takes several at once and begins them in any order, so its worker is asked by hand. It has no lock to renew: what a process
// that was killed had in its hands goes back to the front when the next one begins, and after every break of the line.
import { type Job, Worker } from 'bullmq';
import type { Clock } from '../../ports.js';
import type { RedisKeys } from './redis-keys.js';
import type { RedisSession } from './redis-session.js';

/** Most that are in hand at once. */
const AT_ONCE = 64;
const LOCK_MS = 30 * 86_400_000;
const TOKEN = 'node';
const AGAIN_MS = 250;
const LONGEST_AGAIN_MS = 30_000;

export interface InQueueOptions {
  readonly name: string;
  readonly keys: RedisKeys;
  readonly session: RedisSession;
  readonly clock: Clock;
  /** Called in the order of the queue. False: not taken, and to be brought again later. */
  readonly take: (name: string, data: unknown) => Promise<boolean>;
}

export class InQueue {
  readonly #options: InQueueOptions;
  readonly #held = new Map<string, Promise<void>>();
  #worker: Worker | null = null;
  #loop: Promise<void> = Promise.resolve();
  #isClosed = false;
  readonly #wake = new Set<() => void>();

  constructor(options: InQueueOptions) {
    this.#options = options;
  }

  /** When Redis is there, and each time it is there again. */
  async begin(): Promise<void> {
    for (const go of [...this.#wake]) go();
    if (this.#worker !== null || this.#isClosed) return;
    const { session, name, keys } = this.#options;
    this.#worker = new Worker(name, null, {
      connection: session.connection('fails-at-once'),
      prefix: keys.base,
      skipVersionCheck: true,
      drainDelay: 10,
      lockDuration: LOCK_MS,
      skipStalledCheck: true,
      removeOnComplete: { count: 0 },
    });
    this.#worker.on('error', () => undefined);
    this.#loop = this.#run(this.#worker);
  }

  /** Resolves when nothing is under way any more; what was not taken lies in the queue again. */
  async close(): Promise<void> {
    this.#isClosed = true;
    for (const go of [...this.#wake]) go();
    await this.#worker?.close(true);
    await Promise.all([this.#loop, ...this.#held.values()]);
    if (this.#worker !== null) await this.#reclaim([]);
  }

  async #run(worker: Worker): Promise<void> {
    let isInOrder = false;
    while (!this.#isClosed) {
      // What was taken out and never reached us would be overtaken by what comes behind it.
      isInOrder ||= await this.#reclaim([...this.#held.keys()]);
      if (!isInOrder) {
        await this.#pause(AGAIN_MS);
        continue;
      }
      try {
        const job: Job | undefined = await worker.getNextJob(TOKEN);
        if (job?.id !== undefined) this.#hold(job.id, job);
      } catch {
        isInOrder = false;
      }
      while (this.#held.size >= AT_ONCE && !this.#isClosed) await Promise.race(this.#held.values());
    }
  }

  #hold(id: string, job: Job): void {
    const done = this.#handle(job).finally(() => this.#held.delete(id));
    this.#held.set(id, done);
  }

  async #handle(job: Job): Promise<void> {
    for (let delayMs = AGAIN_MS; !(await this.#isTaken(job)); delayMs = Math.min(delayMs * 2, LONGEST_AGAIN_MS)) {
      if (this.#isClosed) return;
      await this.#pause(delayMs);
    }
    for (;;) {
      const acknowledged = await this.#options.session.ask(() => job.moveToCompleted(null, TOKEN, false));
      // Where Redis is there and knows nothing of it, the answer to an earlier try was lost: it is done.
      if (acknowledged.ok || this.#options.session.isReady || this.#isClosed) return;
      await this.#pause(LONGEST_AGAIN_MS);
    }
  }

  async #isTaken(job: Job): Promise<boolean> {
    try {
      return await this.#options.take(job.name, job.data);
    } catch {
      // A bug of whoever takes it: it comes again, and is not lost.
      return false;
    }
  }

  async #reclaim(held: readonly string[]): Promise<boolean> {
    const { session, keys, name } = this.#options;
    const answer = await session.askEarly((_, scripts) => scripts.reclaim(`${keys.base}:${name}`, held));
    return answer.ok;
  }

  /** Until the time is over, Redis is there again, or all ends. */
  #pause(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const go = () => {
        timer.cancel();
        this.#wake.delete(go);
        resolve();
      };
      const timer = this.#options.clock.after(ms, go);
      this.#wake.add(go);
      if (this.#isClosed) go();
    });
  }
}
