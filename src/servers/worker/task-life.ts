// One task on this machine: taken, begun when its owner says so, told of as it goes on, and given back with its work, if it is still ours to give.
import { take } from '../../core/messaging/carry.js';
import { fail, type OrchError, ok, type Result } from '../../core/model/error.js';
import { plainText } from '../../core/model/plain-text.js';
import type { OwnerNews, RemoteRun, RemoteTask, WorkerNews } from '../../core/model/remote.js';
import type { AgentStatus } from '../../core/model/status.js';
import type { AgentEntry, HeldTask } from '../../core/ports/broker.js';
import { AskToBegin } from './ask-to-begin.js';
import { carryOut } from './carry-out.js';
import { familyEntries, type Member, namesOf, titleOf } from './family-rows.js';
import { FollowedFamily } from './followed-family.js';
import { GivenWork, LOST } from './given-work.js';
import { baseRef } from './kept-refs.js';
import { letGoBelow } from './let-go-below.js';
import { beginLocal } from './local-agent.js';
import { resultOf, stateOf } from './local-state.js';
import { NamedTimers } from './named-timers.js';
import { NO_OWNER } from './no-longer-done.js';
import type { AgentThere } from './plain-order.js';
import { ScreenTeller } from './screen-teller.js';
import { TaskLetters } from './task-letters.js';
import type { WorkerWorld, WorkRepository } from './worker-world.js';

/** News may get lost: what matters is told again. */
const REPEAT_MS = 5000;

export type End =
  | { readonly how: 'ended'; readonly agent: AgentStatus }
  /** `lost`: the broker says so, and its owner may not know. */
  | { readonly how: 'dismissed' | 'lost' | 'left'; readonly error: OrchError };

export interface LifeOptions {
  readonly world: WorkerWorld;
  readonly held: HeldTask;
  readonly task: RemoteTask;
  readonly repository: WorkRepository;
  /** Signed and sent to the owner. */
  readonly tell: (fence: number, news: WorkerNews) => void;
  /** What others are told of its agents may be another than before. */
  readonly changed: () => void;
}

export class TaskLife {
  readonly #options: LifeOptions;
  readonly #timers: NamedTimers;
  readonly #ended: Promise<End>;
  #held: HeldTask;
  #living: Promise<void> | null = null;
  #end: (end: End) => void = () => undefined;
  readonly #asking: AskToBegin;
  #run: RemoteRun | null = null;
  #agent: string | null = null;
  #family: FollowedFamily | null = null;
  #given: GivenWork | null = null;
  #screen: ScreenTeller | null = null;
  #letters: TaskLetters | null = null;
  #leaves: OrchError | null = null;
  #isLeft = false;
  #isOver = false;

  constructor(options: LifeOptions) {
    this.#options = options;
    this.#timers = new NamedTimers(options.world.clock);
    this.#held = options.held;
    this.#asking = new AskToBegin(this.#timers);
    this.#ended = new Promise((resolve) => {
      this.#end = resolve;
    });
  }

  /** Name of the agent here that does it. */
  get agent(): string | null {
    return this.#agent;
  }

  /** One of those that others are told of, by the id that they know it by. */
  find(id: string): AgentThere | null {
    const member = this.#members.find((each) => each.id === id);
    if (member === undefined) return null;
    const { task, repository } = this.#options;
    return { link: repository.link, agent: member.agent.id, names: namesOf(member, task) };
  }

  /** The agent that does it and those below that. None before it has begun, and once another machine may have it. */
  get #members(): readonly Member[] {
    return this.#isLeft ? [] : (this.#family?.membersOf(this.#options.task.agent) ?? []);
  }

  /** As every node is told of them. `door`: of this life of the machine. */
  entries(door: string): readonly AgentEntry[] {
    const { world, task } = this.#options;
    const { owner } = this.#held.task;
    const seenAt = new Date(world.clock.now()).toISOString();
    return familyEntries(this.#members, { task, owner, node: world.broker.node, door, title: titleOf(task, this.#run), seenAt });
  }

  /** What was told of its screen may not have come. */
  showAnew(): void {
    this.#screen?.anew();
  }

  /** Resolves when the task was completed, or is not this machine's any more. Never rejects. */
  live(): Promise<void> {
    this.#living ??= this.#live();
    return this.#living;
  }

  /** The broker had lost sight of it and gave it to this machine again: it goes on, under the new hold. `false`: it was offered anew, and this has ended. */
  async holdAnew(held: HeldTask): Promise<boolean> {
    const isSame = held.task.fence === this.#held.task.fence;
    // What is told under the older offer is refused, and its result would end the newer one.
    if (isSame) this.#held = held;
    else this.hear(this.#held.task.fence, { kind: 'dismissed', error: LOST });
    await this.live();
    return isSame;
  }

  async #live(): Promise<void> {
    const { world, task, repository } = this.#options;
    const known = await repository.known();
    const begun = await this.#asking.ask(() => this.tell({ kind: 'taken', known }));
    if (begun === null) return this.#giveBack(await Promise.race([this.#ended, Promise.resolve<End>({ how: 'left', error: NO_OWNER })]));
    this.#run = begun;
    this.#given = new GivenWork({ world, repository, task, run: begun });
    const base = await take({ carrier: repository.carrier, broker: world.broker }, begun.base, baseRef(task.agent));
    const early = await Promise.race([this.#ended, Promise.resolve(null)]);
    if (early !== null) return this.#giveBack(early);
    const agent = base.ok ? await beginLocal(repository, { ...task, owner: this.#held.task.owner, isOver: this.#ended }, begun) : base;
    if (!agent.ok) {
      this.tell({ kind: 'refused', error: agent.error });
      return this.#giveBack({ how: 'left', error: agent.error });
    }
    this.#agent = agent.value;
    this.#screen = new ScreenTeller({ clock: world.clock, link: repository.link, agent: agent.value, tell: (news) => this.tell(news) });
    world.say(`${task.name}: ${agent.value} is at work in ${repository.folder}`);
    // Before its state: whoever hears that knows that it takes messages.
    const post = { clock: world.clock, link: repository.link, agent: agent.value, tell: (news: WorkerNews) => this.tell(news) };
    if (begun.circle !== undefined) this.#letters = new TaskLetters({ ...post, circle: begun.circle });
    this.#letters?.begin();
    this.#family = new FollowedFamily({
      link: repository.link,
      agent: agent.value,
      isOver: () => this.#isOver,
      ended: (last) => this.#end({ how: 'ended', agent: last }),
      gone: (error) => this.#end({ how: 'left', error }),
      seen: () => this.#tellState(),
      stands: () => void this.#save(),
      changed: this.#options.changed,
    });
    void this.#family.follow();
    this.#timers.every('state', REPEAT_MS, async () => this.#tellState());
    this.#timers.every('checkpoint', world.checkpointMs, () => this.#save());
    this.#timers.every('hold', REPEAT_MS, () => this.#checkHold());
    const end = await this.#ended;
    const isGiven = await this.#finish(end, agent.value);
    if (!isGiven) await this.#held.release(end.how === 'ended' ? LOST : end.error);
  }

  /** `fence`: of the offer until it has begun, then of the run. What was said to another hold of this task is not for this one. */
  hear(fence: number, news: OwnerNews): void {
    const isOfOffer = fence === this.#held.task.fence;
    const isOfRun = fence === this.#run?.fence;
    if (news.kind === 'begin' ? !isOfOffer : !isOfRun && !(isOfOffer && news.kind === 'dismissed')) return;
    switch (news.kind) {
      case 'begin':
        this.#asking.answer(news.run);
        return;
      case 'dismissed':
        this.#asking.answer(null);
        this.#end({ how: 'dismissed', error: news.error });
        return;
      case 'watch':
        this.#screen?.watch(news.on);
        return;
      case 'letters':
      case 'circle':
        this.#letters?.hear(news);
        return;
      default:
        if (this.#agent !== null && !this.#isOver)
          void carryOut(news, {
            link: this.#options.repository.link,
            agent: this.#agent,
            names: { here: this.#agent, elsewhere: this.#options.task.name },
            tell: (answer) => this.tell(answer),
            save: () => this.#save(),
          });
    }
  }

  /** This machine does no more of it. Resolves when it was given back. */
  leave(error: OrchError): void {
    this.#leaves = error;
    this.#asking.answer(null);
    this.#end({ how: 'left', error });
  }

  tell(news: WorkerNews): void {
    this.#options.tell(this.#run?.fence ?? this.#held.task.fence, news);
  }

  #tellState(): void {
    if (this.#family?.last != null && !this.#isOver) this.tell({ kind: 'state', state: stateOf(this.#family.last, this.#family.usage) });
  }

  /** Gives the newest commit that its owner is told of. */
  async #save(): Promise<Result<string>> {
    const held = await this.#held.holds();
    if (!held.ok) return held;
    if (this.#given === null || !held.value) return fail(LOST);
    const saved = await this.#given.checkpoint(this.#family?.last?.worktree ?? null);
    if (!saved.ok) return saved;
    if (saved.value !== null && !this.#isOver) this.tell({ kind: 'checkpoint', work: saved.value });
    return ok(this.#given.newest);
  }

  /** Cut off it goes on: that somebody else has it can only be told by a broker that answers. */
  async #checkHold(): Promise<void> {
    const held = await this.#held.holds();
    if (held.ok && !held.value) this.#end({ how: 'lost', error: LOST });
  }

  /** Whether the owner has the result. */
  async #finish(end: End, name: string): Promise<boolean> {
    this.#timers.stop('state', 'checkpoint', 'hold');
    this.#isOver = end.how === 'ended';
    const isGiven = end.how === 'ended' ? await this.#deliver(end.agent) : await this.#breakOff(end, name);
    this.#isOver = true;
    await this.#letters?.end(this.#options.world.broker.condition.state === 'ready');
    // What they had written home is known by them until then.
    if (isGiven && end.how === 'ended') await letGoBelow(this.#options.repository.link, end.agent);
    this.#screen?.dispose();
    return isGiven;
  }

  async #deliver(agent: AgentStatus): Promise<boolean> {
    const { world, task, repository } = this.#options;
    const fence = this.#run?.fence ?? 0;
    const commit = (await this.#given?.whole(agent)) ?? fail(LOST);
    const post = await this.#letters?.last();
    const given = await this.#given?.deliver({
      held: () => this.#held,
      resultWith: (work) => ({
        ...resultOf(agent, { fence, work, usage: this.#family?.usage ?? null }),
        ...(commit.ok || agent.state !== 'done' ? {} : { state: 'failed', error: commit.error }),
        ...(post === undefined ? {} : { post }),
      }),
      commit: commit.ok ? commit.value : null,
      leaves: () => this.#leaves,
    });
    if (given?.ok === true) {
      if (post !== undefined) await this.#letters?.given(post);
      world.say(
        commit.ok
          ? `${task.name}: ${agent.state}, and its owner has it`
          : `${task.name}: its work could not be saved (${plainText(commit.error.said, 200)}): it is as orch/${agent.name} in ${repository.folder}`,
      );
    } else await this.#notGiven(agent.name, given?.error ?? LOST);
    await repository.link.request('seen', { agent: agent.id });
    return given?.ok === true;
  }

  async #breakOff({ how, error }: Extract<End, { error: OrchError }>, name: string): Promise<false> {
    const { world, task, repository, changed } = this.#options;
    this.#isLeft = true;
    changed();
    await repository.link.request('stop', { agent: name, children: 'too' });
    if (how === 'dismissed') await this.#keep(name, error);
    if (how === 'lost') await this.#notGiven(name, error);
    if (how !== 'left') return false;
    await this.#save();
    this.tell({ kind: 'left', error });
    world.say(`${task.name}: given back; what was done stays on orch/${name} in ${repository.folder}`);
    return false;
  }

  /** Where nobody else has it, its owner offers it anew. */
  async #notGiven(name: string, error: OrchError): Promise<void> {
    await this.#keep(name, error);
    this.tell({ kind: 'left', error });
  }

  /** Never pushed over what another has done; never lost either. */
  async #keep(name: string, error: OrchError): Promise<void> {
    const { world, task, repository } = this.#options;
    const ref = `refs/orch/rescue/${name}`;
    const commit = await this.#given?.snapshot(this.#family?.last?.worktree ?? null);
    if (commit?.ok === true) await repository.carrier.keep({ ref, commit: commit.value });
    const where = commit?.ok === true ? ref : `orch/${name}`;
    world.say(`${task.name}: not given (${plainText(error.said, 200)}); what was done here is kept as ${where} in ${repository.folder}`);
  }

  async #giveBack(end: End): Promise<void> {
    const error = end.how === 'ended' ? LOST : end.error;
    this.#isOver = true;
    this.tell({ kind: 'left', error });
    this.#options.world.say(`${this.#options.task.name}: not begun (${plainText(error.said, 300)})`);
    await this.#held.release(error);
  }
}
