// Tasks for whichever worker may take them, by BullMQ: one queue per set of labels. Who holds a task is told by its fence, not by BullMQ's lock alone.
import { type Job, Queue } from 'bullmq';
import { readMail, type SignedMail, signMail } from '../../messaging/signed-mail.js';
import { isGenuine } from '../../messaging/signed-task.js';
import { readTask } from '../../messaging/wire-schemas.js';
import { fail, ok, type Result } from '../../model/error.js';
import type { Broker, HeldTask, OfferedTask } from '../../ports/broker.js';
import { LOST, OLD } from '../embedded-broker.js';
import { jobId, labelSet, labelsIn, type RedisKeys } from './redis-keys.js';
import type { RedisSession } from './redis-session.js';
import { TaskWork } from './task-work.js';

/** A task that nobody ends is forgotten after a week. */
const KEEP_MS = 7 * 86_400_000;

/** Every worker takes those, whether one was ever offered or not. */
const NO_LABELS = labelSet([]);

export interface TaskQueueOptions {
  readonly node: string;
  readonly keys: RedisKeys;
  readonly session: RedisSession;
  readonly secret: () => string | null;
  readonly sendEnd: (task: OfferedTask, mail: SignedMail) => Promise<Result<void>>;
  /** Others may look for labels that they have and nobody has asked for before. */
  readonly onNewSet: () => void;
  readonly onBad: (what: string) => void;
  /** Large things that came with it. */
  readonly dropBlobs: (task: string) => Promise<void>;
}

export class TaskQueue {
  readonly #options: TaskQueueOptions;
  readonly #queues = new Map<string, Queue>();
  readonly #works = new Set<TaskWork>();
  /** What this node has taken tasks by: it looks into it for stalled ones, and so makes keys of it again that others have taken away. */
  readonly #worked = new Set<string>();
  /** What runs here: a task whose lock was lost while Redis was away comes again, and is not begun twice. */
  readonly #running = new Map<string, Promise<'over' | 'back'>>();
  /** What this node offered and has no result of. */
  readonly #offered = new Map<string, OfferedTask>();

  constructor(options: TaskQueueOptions) {
    this.#options = options;
  }

  async offer(task: OfferedTask): Promise<Result<void>> {
    const { session, keys, onNewSet } = this.#options;
    const queue = await session.ask(() => this.#queueOf(task.labels));
    if (!queue.ok) return queue;
    const kept = await session.ask((_, scripts) => scripts.offer(keys.task(task.id), task.fence, KEEP_MS));
    if (!kept.ok) return kept;
    if (kept.value === 0) return fail(OLD);
    const added = await session.ask(async (client) => {
      const isNew = await client.sadd(keys.taskSets, labelSet(task.labels));
      // Zero is before all others for BullMQ, not after.
      const priority = task.priority === 0 ? {} : { priority: Math.min(task.priority, 2_000_000) };
      await queue.value.add('task', task, { jobId: idOf(task), removeOnComplete: true, removeOnFail: true, ...priority });
      // A node that ended in between found the queue empty, and has taken its set away.
      return isNew + (await client.sadd(keys.taskSets, labelSet(task.labels)));
    });
    if (!added.ok) return added;
    this.#offered.set(task.id, task);
    if (added.value > 0) onNewSet();
    return ok(undefined);
  }

  async withdraw(id: string): Promise<Result<void>> {
    const { session, keys, dropBlobs } = this.#options;
    const task = this.#offered.get(id);
    this.#offered.delete(id);
    const gone = await session.ask(async (client) => {
      await client.del(keys.task(id));
      // One that is just done can not be taken out: whoever does it finds that it holds nothing any more.
      if (task !== undefined) await (await this.#queueOf(task.labels)).remove(idOf(task)).catch(() => 0);
    });
    await dropBlobs(id);
    return gone.ok ? ok(undefined) : gone;
  }

  work(order: Parameters<Broker['work']>[0]): { stop(): Promise<void> } {
    const { session, keys, node } = this.#options;
    const work = new TaskWork({ ...order, session, keys, node, take: (job, run) => this.#take(job, run) });
    this.#works.add(work);
    void work.look();
    return {
      stop: async () => {
        await work.stop();
        for (const set of work.sets) this.#worked.add(set);
        this.#works.delete(work);
      },
    };
  }

  /** There may be tasks for labels that nobody has asked for before. */
  async look(): Promise<void> {
    await Promise.all([...this.#works].map((work) => work.look()));
  }

  /** Its owner has the result: nothing of it stays. A result that came twice ends no newer offer of the same task. */
  async over(id: string, fence: number): Promise<void> {
    const { session, keys, dropBlobs } = this.#options;
    const gone = await session.ask((_, scripts) => scripts.over(keys.task(id), fence));
    if (gone.ok && gone.value === 0) return;
    this.#offered.delete(id);
    await dropBlobs(id);
  }

  async close(): Promise<number> {
    const { session, keys } = this.#options;
    await Promise.all([...this.#works].map((work) => work.stop()));
    let left = 0;
    const own = new Set([...this.#queues.keys(), ...[...this.#works].flatMap((work) => work.sets)]);
    // Also what an earlier process of this node has offered, or done: whoever is last puts out the light.
    const all = await session.ask((client) => client.smembers(keys.taskSets));
    for (const set of new Set([NO_LABELS, ...own, ...this.#worked, ...(all.ok ? all.value : [])])) {
      const labels = labelsIn(set);
      if (labels === null) continue;
      const name = `${keys.base}:${keys.taskQueue(labels)}`;
      const kept = await session.ask(async (_, scripts) => {
        await scripts.dropVoid(name, keys.task(''));
        return scripts.dropShared(name, { set, sets: keys.taskSets, nodes: keys.nodes, node: keys.node('') });
      });
      left += kept.ok && own.has(set) ? kept.value : 0;
    }
    await Promise.all([...this.#queues.values()].map((queue) => queue.close().catch(() => undefined)));
    return left;
  }

  /** Resolves when the job is over for this node. `false`: it goes back into the queue. */
  async #take(job: Job, run: (held: HeldTask) => Promise<void>): Promise<'over' | 'back'> {
    const { secret, onBad } = this.#options;
    const task = readTask(job.data);
    if (task === null || !isGenuine(task, secret())) {
      onBad(task === null ? 'a task' : 'a task with a wrong signature');
      // It may be this node that has another secret: whoever offered it waits for one that has the same.
      return task !== null && (await this.#isOffered(task)) ? 'back' : 'over';
    }
    const runs = this.#running.get(idOf(task));
    if (runs !== undefined) return runs;
    const end = this.#run(task, run).finally(() => this.#running.delete(idOf(task)));
    this.#running.set(idOf(task), end);
    return end;
  }

  async #isOffered({ id, fence }: OfferedTask): Promise<boolean> {
    const { session, keys } = this.#options;
    const known = await session.ask((client) => client.hget(keys.task(id), 'fence'));
    return !known.ok || known.value === String(fence);
  }

  async #run(task: OfferedTask, run: (held: HeldTask) => Promise<void>): Promise<'over' | 'back'> {
    const { session, keys, node, secret } = this.#options;
    const claimed = await session.ask((_, scripts) => scripts.claim(keys.task(task.id), task.fence));
    if (!claimed.ok) return 'back';
    if (claimed.value === 0) return 'over';
    if (claimed.value < 0) return (await this.#passOn(task)) ? 'over' : 'back';
    let end: 'over' | 'back' = 'back';
    const held: HeldTask = {
      task,
      holds: async () => {
        const order = { fence: task.fence, claim: claimed.value, keepMs: KEEP_MS };
        const held = await session.ask((_, scripts) => scripts.holds(keys.task(task.id), order));
        return held.ok ? ok(held.value === 1) : held;
      },
      complete: async (result) => {
        const told = { task: task.id, fence: task.fence, by: node, body: result ?? null };
        const mail = signMail({ to: task.owner, kind: 'end' }, told, secret());
        const order = { fence: task.fence, claim: claimed.value, result: JSON.stringify(mail) };
        const finished = await session.ask((_, scripts) => scripts.finish(keys.task(task.id), order));
        if (!finished.ok) return finished;
        if (finished.value === 0) {
          end = 'over';
          return fail(LOST);
        }
        // What is kept now is passed on by whoever finds it, also where this process ends here.
        if (await this.#passOn(task)) end = 'over';
        return ok(undefined);
      },
      release: async () => {
        end = 'back';
      },
    };
    // A bug of whoever does it: it is handed out again, where BullMQ would forget it.
    await run(held).catch(() => undefined);
    return end;
  }

  /** The kept result to its owner. */
  async #passOn(task: OfferedTask): Promise<boolean> {
    const { session, keys, sendEnd } = this.#options;
    const kept = await session.ask((client) => client.hget(keys.task(task.id), 'result'));
    if (!kept.ok) return false;
    const mail = kept.value === null ? null : readMail(kept.value);
    return mail === null || (await sendEnd(task, mail)).ok;
  }

  async #queueOf(labels: readonly string[]): Promise<Queue> {
    const { keys, session } = this.#options;
    const set = labelSet(labels);
    const known = this.#queues.get(set);
    if (known !== undefined) return known;
    const queue = new Queue(keys.taskQueue(labels), {
      connection: session.main as object,
      prefix: keys.base,
      skipVersionCheck: true,
      streams: { events: { maxLen: 0 } },
    });
    queue.on('error', () => undefined);
    this.#queues.set(set, queue);
    return queue;
  }
}

function idOf({ id, fence }: OfferedTask): string {
  return jobId(`task-${id}-${fence}`);
}
