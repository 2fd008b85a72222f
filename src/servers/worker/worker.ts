// A worker: says that it is there, takes tasks up to its slots, and gives them back when it ends. Knows no Redis and no git.
import { readOwnerNews, readRemoteTask, readSealed } from '../../core/messaging/remote-wire.js';
import { Opener, Sealer } from '../../core/messaging/sealed.js';
import type { AtHome } from '../../core/model/delegation.js';
import type { OrchError } from '../../core/model/error.js';
import { errorLine } from '../../core/model/error.js';
import { REMOTE_PROTOCOL, toOwner, toWorker, type WorkerNews } from '../../core/model/remote.js';
import type { AgentEntry, HeldTask, News } from '../../core/ports/broker.js';
import { AttendedSizes } from './attended-sizes.js';
import { withinBounds } from './family-rows.js';
import { sweepRefs } from './kept-refs.js';
import type { AgentThere } from './plain-order.js';
import { Presence } from './presence.js';
import { TaskLetters } from './task-letters.js';
import { TaskLife } from './task-life.js';
import { Visitors } from './visitors.js';
import type { WorkerWorld, WorkRepository } from './worker-world.js';

/** A task that nobody else takes would come back at once. */
const REFUSED_MS = 3000;
/** No fence of any hold: what is said of a task that is not held. */
const LATE = 0;

export class Worker {
  readonly #world: WorkerWorld;
  readonly #sealer: Sealer;
  readonly #presence: Presence;
  readonly #visitors: Visitors;
  readonly #sizes: AttendedSizes;
  readonly #lives = new Map<string, TaskLife>();
  readonly #late = new Map<string, TaskLetters>();
  readonly #under = new Set<Promise<void>>();
  #work: { stop(): Promise<void> } | null = null;
  #unsubscribe: () => void = () => undefined;
  readonly #said = new Set<string>();
  #isEnding = false;

  constructor(world: WorkerWorld) {
    this.#world = world;
    this.#sealer = new Sealer(world.secret);
    this.#presence = new Presence({ ...world, busy: () => this.#lives.size, agents: () => this.#agents() });
    this.#sizes = new AttendedSizes(world.clock);
    this.#visitors = new Visitors({
      ...world,
      sizes: this.#sizes,
      find: (id) => this.#find(id),
      sayOnce: (text) => this.#sayOnce(text),
    });
  }

  async start(): Promise<void> {
    const { broker, secret, slots, labels } = this.#world;
    const topic = toWorker(broker.node);
    const opener = new Opener(topic, secret);
    const deaf = broker.subscribe(topic, (news) => this.#hear(opener, news));
    const still = broker.onCondition(({ state }) => state === 'ready' && this.#isBack());
    const closed = this.#visitors.listen();
    this.#unsubscribe = () => {
      deaf();
      closed();
      still();
    };
    await this.#presence.tell();
    this.#work = broker.work({ slots, labels, run: (held) => this.#run(held) });
  }

  get busy(): number {
    return this.#lives.size;
  }

  /** Whether one of its tasks is done by this agent. */
  isDoing(agent: string): boolean {
    return [...this.#lives.values()].some((life) => life.agent === agent);
  }

  /** What was kept for tasks that are over goes. */
  sweep({ carrier }: Pick<WorkRepository, 'carrier'>): Promise<void> {
    return sweepRefs(carrier, { isDoing: (agent) => this.isDoing(agent), holds: (task) => this.#lives.has(task) });
  }

  /** Takes nothing more, and gives back what it has, with what was done of it. */
  async stop(): Promise<void> {
    this.#isEnding = true;
    this.#presence.end();
    const error: OrchError = { kind: 'interrupted', tried: 'go on', said: 'this worker ends', next: 'Another one takes it' };
    for (const life of this.#lives.values()) life.leave(error);
    await Promise.all([...this.#under]);
    await this.#work?.stop();
    this.#unsubscribe();
  }

  /** An agent that was begun here writes home, and nobody here has its task any more. Resolves when home has that, or does not answer. */
  async tellLate({ link }: Pick<WorkRepository, 'link'>, agent: string, { owner, task }: Pick<AtHome, 'owner' | 'task'>): Promise<void> {
    const tell = (news: WorkerNews) => this.#tell({ id: task, owner }, LATE, news);
    const letters = new TaskLetters({ clock: this.#world.clock, link, agent, circle: [], tell });
    this.#late.set(task, letters);
    await letters.end(true);
    this.#late.delete(task);
  }

  /** What was known of it may have been forgotten meanwhile, and what it told has gone nowhere. */
  #isBack(): void {
    if (!this.#isEnding) void this.#presence.tellAnew();
    for (const life of this.#lives.values()) life.showAnew();
    this.#visitors.showAnew();
  }

  async #run(held: HeldTask): Promise<void> {
    const done = this.#take(held);
    this.#under.add(done);
    await done.finally(() => this.#under.delete(done));
  }

  async #take(held: HeldTask): Promise<void> {
    const { task } = held;
    const before = this.#lives.get(task.id);
    if (before !== undefined && (await before.holdAnew(held))) return;
    const tell = (fence: number, news: WorkerNews) => this.#tell(task, fence, news);
    const read = readRemoteTask(task.body, { protocol: REMOTE_PROTOCOL, version: this.#world.version });
    if (!read.ok) return this.#refuse(held, read.error);
    const repository = await this.#world.repositoryFor(read.value);
    if (this.#isEnding) return held.release({ kind: 'interrupted', tried: 'take a task', said: 'this worker ends', next: '' });
    if (!repository.ok) return this.#refuse(held, repository.error);
    const changed = () => this.#presence.changed();
    const life = new TaskLife({ world: this.#world, held, task: read.value, repository: repository.value, tell, changed });
    this.#lives.set(task.id, life);
    void this.#presence.tell();
    await life.live();
    if (this.#lives.get(task.id) === life) this.#lives.delete(task.id);
    void this.#presence.tell();
    this.#visitors.sweep();
    this.#sizes.sweep((id) => this.#find(id) !== null);
    await this.sweep(repository.value);
  }

  /** Said on both sides: its owner withdraws it when nobody else is there for it. */
  async #refuse(held: HeldTask, error: OrchError): Promise<void> {
    this.#world.say(errorLine(error));
    this.#tell(held.task, held.task.fence, { kind: 'refused', error });
    await new Promise<void>((resolve) => this.#world.clock.after(this.#isEnding ? 0 : REFUSED_MS, resolve));
    await held.release(error);
  }

  #tell({ id, owner }: Pick<HeldTask['task'], 'id' | 'owner'>, fence: number, body: WorkerNews): void {
    const topic = toOwner(owner);
    const told = this.#world.broker.publish({ topic, body: this.#sealer.seal(topic, { task: id, fence, body }) });
    if (!told.ok) this.#sayOnce(`what is told of a task (${body.kind}) is left out where it is too large: ${told.error.said}`);
  }

  #hear(opener: Opener, { from, body }: News): void {
    const sealed = readSealed(body);
    const [life, late] = sealed === null ? [] : [this.#lives.get(sealed.task), this.#late.get(sealed.task)];
    if (sealed === null || (life === undefined && late === undefined) || !opener.opens(sealed)) return;
    const news = readOwnerNews(sealed.body);
    if (news === null) this.#sayOnce('an owner of tasks says things that this version can not read: they are left out');
    else if (news.kind === 'letters' && sealed.fence === LATE) late?.hear(news);
    else if (this.#sizes.takes(sealed.task, from, news)) life?.hear(sealed.fence, news);
  }

  #sayOnce(text: string): void {
    const about = text.split(':')[0] ?? text;
    if (this.#said.has(about)) return;
    this.#said.add(about);
    this.#world.say(text);
  }

  #find(id: string): AgentThere | null {
    for (const life of this.#lives.values()) {
      const there = life.find(id);
      if (there !== null) return there;
    }
    return null;
  }

  /** The agents of the tasks stand first: what is too much is left out of the end. */
  #agents(): readonly AgentEntry[] {
    const entries = [...this.#lives.values()].flatMap((life) => life.entries(this.#visitors.door));
    const isTask = ({ id }: AgentEntry) => this.#lives.has(id);
    return withinBounds([...entries.filter(isTask), ...entries.filter((entry) => !isTask(entry))]);
  }
}
