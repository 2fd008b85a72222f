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
  /** Of that message: sent once more, it is the same task. */
  readonly digest: string;
  /** ISO 8601 */
  readonly at: string;
  /** Nobody knows yet whether the host has it: the goal is ordered under this id. */
  readonly isOrdering?: true;
  /** Marks of the messages that were passed on to it, the newest last. */
  readonly taken?: readonly string[];
  /** Its client wants no more of it. */
  readonly isCanceled?: true;
}

const MOST = 500;
/** Of one task: whoever has lost an answer asks again before they have said that much more. */
const MOST_TAKEN = 50;
const MAX_BYTES = 1024 * 1024;

const entrySchema = z.object({
  id: z.string(),
  contextId: z.string(),
  messageId: z.string(),
  digest: z.string(),
  at: z.string(),
  isOrdering: z.optional(z.literal(true)),
  taken: z.optional(z.array(z.string())),
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

  /** The newest task that this very message has begun. */
  begunBy(digest: string): KnownTask | null {
    return this.#tasks.findLast((task) => task.digest === digest) ?? null;
  }

  /** Before its goal is ordered: a host that is killed in between knows what it was to become. Resolves when it is on disk. */
  async ordering(task: Omit<KnownTask, 'at' | 'isOrdering' | 'taken'>): Promise<void> {
    const added: KnownTask = { ...task, at: new Date(this.#host.now()).toISOString(), isOrdering: true };
    await this.#become([...this.#tasks.filter(({ id }) => id !== task.id), added].slice(-MOST));
  }

  /** The host has it. */
  ordered(id: string): Promise<unknown> {
    return this.#change(id, ({ isOrdering: _was, ...task }) => task);
  }

  /** The host does not take it. */
  refused(id: string): Promise<unknown> {
    return this.#become(this.#tasks.filter((task) => task.id !== id));
  }

  /** It has begun by this message, or that was passed on to it. */
  hasTaken({ id }: Pick<KnownTask, 'id'>, messageId: string): boolean {
    const task = this.find(id);
    return task !== null && (task.messageId === messageId || task.taken?.includes(markOf(messageId)) === true);
  }

  /** Resolves when it is on disk: only then is a client told of it. */
  took({ id }: Pick<KnownTask, 'id'>, messageId: string): Promise<unknown> {
    return this.#change(id, ({ taken = [], ...task }) => ({ ...task, taken: [...taken, markOf(messageId)].slice(-MOST_TAKEN) }));
  }

  async cancel(id: string): Promise<void> {
    await this.#change(id, (task) => ({ ...task, isCanceled: true }));
  }

  #change(id: string, change: (task: KnownTask) => KnownTask): Promise<unknown> {
    return this.#become(this.#tasks.map((task) => (task.id === id ? change(task) : task)));
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

/** Short, however long the id is. */
function markOf(messageId: string): string {
  return messageDigest([messageId]).slice(0, 16);
}

function entryOf(line: string): readonly KnownTask[] {
  try {
    const parsed = entrySchema.safeParse(JSON.parse(line));
    if (!parsed.success) return [];
    const { isCanceled, isOrdering, taken, ...task } = parsed.data;
    return [
      { ...task, ...(isOrdering && { isOrdering }), ...(taken && { taken: taken.slice(-MOST_TAKEN) }), ...(isCanceled && { isCanceled }) },
    ];
  } catch {
    return [];
  }
}
