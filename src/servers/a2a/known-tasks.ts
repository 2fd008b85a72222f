// Which goals came through the A2A door: a client of it sees these and no others. Kept in a file, so that a host that was killed still knows them.
import { createHash } from 'node:crypto';
import * as z from 'zod/mini';
import type { A2aHost } from './a2a-host.js';

/** What A2A knows of a task that its goal does not. */
export interface KnownTask {
  /** Id of the goal, and so of the task. */
  readonly id: string;
  readonly contextId: string;
  /** Of the message it began with. */
  readonly messageId: string;
  /** Of that message: sent once more within `REPEATED_MS`, it is the same task. */
  readonly digest: string;
  /** ISO 8601 */
  readonly at: string;
  /** Its client wants no more of it. */
  readonly isCanceled?: true;
}

/** A client that lost an answer asks again soon; the same words much later are a new wish. */
export const REPEATED_MS = 10 * 60 * 1000;
const MOST = 500;
const MAX_BYTES = 512 * 1024;

const entrySchema = z.object({
  id: z.string(),
  contextId: z.string(),
  messageId: z.string(),
  digest: z.string(),
  at: z.string(),
  isCanceled: z.optional(z.literal(true)),
});

export class KnownTasks {
  readonly #host: Pick<A2aHost, 'files' | 'now'>;
  readonly #path: string;
  #tasks: readonly KnownTask[];
  #writing: Promise<unknown> = Promise.resolve();

  private constructor(host: Pick<A2aHost, 'files' | 'now'>, path: string, tasks: readonly KnownTask[]) {
    this.#host = host;
    this.#path = path;
    this.#tasks = tasks;
  }

  /** Lines that are torn or of another version are left out. */
  static async open(host: Pick<A2aHost, 'files' | 'now'>, path: string): Promise<KnownTasks> {
    const read = await host.files.readEnd(path, MAX_BYTES);
    const lines = read.ok && read.value !== null ? read.value.split('\n') : [];
    return new KnownTasks(host, path, lines.flatMap(entryOf).slice(-MOST));
  }

  find(id: string): KnownTask | null {
    return this.#tasks.find((task) => task.id === id) ?? null;
  }

  /** The newest first. */
  all(): readonly KnownTask[] {
    return this.#tasks.toReversed();
  }

  /** The task that this very message began a moment ago. */
  begunBy(digest: string): KnownTask | null {
    const since = this.#host.now() - REPEATED_MS;
    return this.#tasks.findLast((task) => task.digest === digest && Date.parse(task.at) >= since) ?? null;
  }

  /** Resolves when it is on disk: only then is a client told of it. */
  async add(task: Omit<KnownTask, 'at'>): Promise<KnownTask> {
    const added: KnownTask = { ...task, at: new Date(this.#host.now()).toISOString() };
    await this.#become([...this.#tasks, added].slice(-MOST));
    return added;
  }

  async cancel(id: string): Promise<void> {
    await this.#become(this.#tasks.map((task) => (task.id === id ? { ...task, isCanceled: true as const } : task)));
  }

  /** One write after the other, each of all that is known then. */
  #become(tasks: readonly KnownTask[]): Promise<unknown> {
    this.#tasks = tasks;
    this.#writing = this.#writing.then(() =>
      this.#host.files.write(this.#path, this.#tasks.map((one) => `${JSON.stringify(one)}\n`).join('')),
    );
    return this.#writing;
  }
}

/** Of everything that makes a message the same message. */
export function messageDigest(parts: readonly string[]): string {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 32);
}

function entryOf(line: string): readonly KnownTask[] {
  try {
    const parsed = entrySchema.safeParse(JSON.parse(line));
    if (!parsed.success) return [];
    const { isCanceled, ...task } = parsed.data;
    return [isCanceled === true ? { ...task, isCanceled } : task];
  } catch {
    return [];
  }
}
