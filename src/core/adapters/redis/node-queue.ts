// What goes from node to node by BullMQ: one queue per receiving node, for letters and for the results of tasks it offered.
import { Queue } from 'bullmq';
import { openMail, type SignedMail, signMail } from '../../messaging/signed-mail.js';
import { readLetter, readTaskEnd, type TaskEnd } from '../../messaging/wire-schemas.js';
import { ok, type Result } from '../../model/error.js';
import type { Letter, OfferedTask } from '../../ports/broker.js';
import type { Clock } from '../../ports.js';
import type { LetterLane } from '../letter-lane.js';
import { InQueue } from './in-queue.js';
import { jobId, type RedisKeys } from './redis-keys.js';
import type { RedisSession } from './redis-session.js';

const LETTER = 'letter';
const END = 'end';

export interface NodeQueueOptions {
  readonly node: string;
  readonly keys: RedisKeys;
  readonly session: RedisSession;
  readonly clock: Clock;
  readonly secret: () => string | null;
  readonly lane: LetterLane;
  /** False: nobody takes it yet. */
  readonly takeEnd: (end: TaskEnd) => Promise<boolean>;
  /** Something that no node of this version would say was dropped. */
  readonly onBad: (what: string) => void;
}

export class NodeQueue {
  readonly #options: NodeQueueOptions;
  readonly #queues = new Map<string, Queue>();
  readonly #in: InQueue;

  constructor(options: NodeQueueOptions) {
    this.#options = options;
    const { keys, session, clock, node } = options;
    this.#in = new InQueue({ name: keys.nodeQueue(node), keys, session, clock, take: (name, data) => this.#take(name, data) });
  }

  send(letter: Letter): Promise<Result<void>> {
    const mail = signMail({ to: letter.to, kind: LETTER }, letter, this.#options.secret());
    return this.#add(letter.to, LETTER, { id: jobId(letter.message.id), data: mail });
  }

  /** `mail`: signed by whoever did the task, which need not be this node. */
  sendEnd({ owner, id, fence }: Pick<OfferedTask, 'owner' | 'id' | 'fence'>, mail: SignedMail): Promise<Result<void>> {
    return this.#add(owner, END, { id: jobId(`end-${id}-${fence}`), data: mail });
  }

  begin(): Promise<void> {
    return this.#in.begin();
  }

  /** Waits for what is under way, and takes away the queues where nothing is in them. Gives how much is left for this node. */
  async close(): Promise<number> {
    await this.#in.close();
    const left = await this.dropOf(this.#options.node);
    for (const to of this.#queues.keys()) await this.dropOf(to);
    await Promise.all([...this.#queues.values()].map((queue) => queue.close().catch(() => undefined)));
    return left;
  }

  /** Of a node that took everything, nothing stays; gives what keeps its queue. */
  async dropOf(node: string): Promise<number> {
    const { session, keys } = this.#options;
    const left = await session.ask((_, scripts) => scripts.dropEmpty(`${keys.base}:${keys.nodeQueue(node)}`));
    return left.ok ? left.value : 0;
  }

  async #add(to: string, name: string, job: { readonly id: string; readonly data: unknown }): Promise<Result<void>> {
    const { session } = this.#options;
    const queue = await session.ask(() => this.#queueOf(to));
    if (!queue.ok) return queue;
    const added = await session.ask(() => queue.value.add(name, job.data, { jobId: job.id, removeOnComplete: true }));
    return added.ok ? ok(undefined) : added;
  }

  async #queueOf(node: string): Promise<Queue> {
    const { keys, session } = this.#options;
    const known = this.#queues.get(node);
    if (known !== undefined) return known;
    const queue = new Queue(keys.nodeQueue(node), {
      connection: session.main as object,
      prefix: keys.base,
      skipVersionCheck: true,
      // Nobody reads BullMQ's own news.
      streams: { events: { maxLen: 0 } },
    });
    // Whatever is to be told of the connection is told by the session.
    queue.on('error', () => undefined);
    this.#queues.set(node, queue);
    return queue;
  }

  async #take(name: string, data: unknown): Promise<boolean> {
    const { node, secret } = this.#options;
    if (name === END) {
      const end = readTaskEnd(openMail({ to: node, kind: END }, data, secret()));
      if (end !== null) return this.#options.takeEnd(end);
      this.#options.onBad('the result of a task');
      return true;
    }
    const letter = name === LETTER ? readLetter(openMail({ to: node, kind: LETTER }, data, secret())) : null;
    if (letter !== null) return this.#options.lane.bring(letter);
    this.#options.onBad('a message');
    return true;
  }
}
