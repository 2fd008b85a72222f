// One agent's run on another node, as its owner sees it: offered, begun by whoever took it, at work there, and over. Every step waits for the one before.
import type { Agent } from '../../core/model/agent.js';
import { fail, type OrchError, ok, type Result } from '../../core/model/error.js';
import { plainText } from '../../core/model/plain-text.js';
import type { OwnerNews, RemoteOrder, RemoteResult, WorkerNews } from '../../core/model/remote.js';
import { Refusals } from './refusals.js';
import { RemoteCalls } from './remote-calls.js';
import { DISMISSED, isLeftToManager, NO_NODE, offerOf, reachOf, runOf } from './remote-offer.js';
import { RemoteSights } from './remote-sights.js';
import { brokenOff, isEnding, leftAlone, leftBehind, tooLate } from './remote-state.js';
import type { RemoteTalk, RemoteWorld, RunOrder } from './remote-world.js';
import { NOT_KEPT, RunLetters } from './run-letters.js';
import { RunStart, type Started } from './run-start.js';
import { ToldState } from './told-state.js';
import { WayHome } from './way-home.js';
import { WorkSoFar } from './work-so-far.js';

export class RemoteRun {
  readonly over: Promise<void>;
  readonly letters: RunLetters;
  readonly sights: RemoteSights;
  readonly #world: RemoteWorld;
  readonly #talk: RemoteTalk;
  readonly #id: string;
  readonly #order: RunOrder;
  readonly #calls: RemoteCalls;
  readonly #refusals = new Refusals();
  readonly #wayHome = new WayHome();
  readonly #soFar: WorkSoFar;
  /** Ends what is fetched of its work. */
  readonly #ends = new AbortController();
  readonly #told = new ToldState();
  #phase: 'offered' | 'begun' | 'running' | 'over' = 'offered';
  #node: string | null = null;
  /** Of the newest offer; null where a host before this one made it. */
  #offered: number | null = null;
  #begin: OwnerNews | null = null;
  #turn: Promise<unknown> = Promise.resolve();
  readonly #begun = new RunStart();
  #resolveOver: () => void = () => undefined;

  constructor(world: RemoteWorld, talk: RemoteTalk, { agent, order }: { readonly agent: string; readonly order: RunOrder }) {
    this.#world = world;
    this.#talk = talk;
    this.#id = agent;
    this.#order = order;
    this.#calls = new RemoteCalls(world.clock);
    this.sights = new RemoteSights(
      world.screen,
      (on) => void this.tell({ kind: 'watch', on, attended: on && world.screen.isAttended(agent) }),
    );
    this.#soFar = new WorkSoFar(world, () => this.#agent());
    this.letters = new RunLetters(world, agent, (news) => this.tell(news));
    this.over = new Promise((resolve) => {
      this.#resolveOver = resolve;
    });
  }

  get node(): string | null {
    return this.#node;
  }

  get isOver(): boolean {
    return this.#phase === 'over';
  }

  /** Resolves when a node has begun with it, or when none is to any more. */
  async start(): Promise<Started> {
    const started = this.#begun.awaited();
    const offered = await this.#next(() => this.#offer());
    // Where the broker is away it is offered when that is back.
    if (!offered.ok && this.#world.broker()?.condition.state !== 'away') this.#end(offered.error);
    return started;
  }

  /** Of a host before this one: its node tells of it again by itself, or it still waits for one. */
  adopt(): void {
    const agent = this.#agent();
    this.#begun.hasStarted = agent?.process !== null;
    this.#node = agent?.node ?? null;
    this.#phase = this.#node === null ? 'offered' : this.#begun.hasStarted ? 'running' : 'begun';
  }

  /** It may never have reached the broker, or is lost with what that held. Whoever took the older offer is refused. */
  offerAgain(): Promise<void> {
    return this.#next(() => this.#offerOn());
  }

  /** `fence`: of the offer for `taken`, else of the run. */
  hear(from: string, fence: number, news: WorkerNews): void {
    if (news.kind !== 'output') void this.#next(() => this.#hear(from, fence, news));
    else if (from === this.#node && fence === this.#agent()?.offer?.fence) this.sights.saw(this.#id, news);
  }

  /** Its node is gone: it is offered anew, from what was saved of it. By then another may have it. */
  lost(node: string, why: string): Promise<void> {
    return this.#next(async () => {
      const { name } = this.#agent() ?? { name: this.#id };
      if (this.#phase === 'over' || this.#node !== node) return;
      this.#world.say(`${plainText(node, 60)} ${why}: ${name} is offered to other nodes again`);
      await this.#leave(why);
      await this.#offerOn();
    });
  }

  /** Well: it was taken, or is of no more use; it is brought home before anybody hears of it. An error: it is to come again. */
  result(by: string, result: RemoteResult): Promise<Result<void>> {
    return this.#next(async () => {
      const agent = this.#agent();
      if (agent === undefined || this.#phase === 'over') return ok(undefined);
      if (!(await this.letters.takeAll(result.post))) return fail(NOT_KEPT);
      if (result.fence !== agent.offer?.fence) {
        this.#world.say(tooLate(by, agent.name));
        return ok(this.#dismiss(by, result.fence));
      }
      this.#node ??= by;
      await (result.work === null ? this.#soFar.last() : this.#soFar.end());
      const end = await this.#wayHome.end(this.#world, agent, { by, result, signal: this.#ends.signal });
      if (!end.ok) return end;
      await this.#tellStarted();
      for (const event of this.#told.endEvents(agent, by, result, this.#world.clock.now())) this.#world.dispatch(event);
      this.#over();
      // Somebody there, or on a third machine, has ended it: that is no failure.
      if (result.state === 'stopped' && !isEnding(this.#agent())) this.#world.dispatch({ type: 'agent.stopRequested', agent: this.#id });
      this.#world.dispatch({ type: 'agent.exited', agent: this.#id, ...end.value, attended: false });
      return ok(undefined);
    });
  }

  /** `ms`: as long as it is waited for, where that is not for long. */
  async ask(order: RemoteOrder, ms?: number): Promise<Result<string>> {
    if (this.#node === null || this.#phase !== 'running') return fail(NO_NODE);
    const asked = await this.#calls.ask(this.#node, (id) => this.tell({ kind: 'order', id, order }), ms);
    // What it has told of before that answer may be on its way here still.
    if (order.what === 'save') await this.#soFar.whenHere(ms);
    return asked;
  }

  tell(news: OwnerNews): Result<void> {
    if (this.#node === null) return fail(NO_NODE);
    return this.#talk.tell(this.#node, { id: this.#id, fence: this.#agent()?.offer?.fence ?? 0 }, news);
  }

  /** Resolves when it is over, whether its node answers or not: one that does not holds an old fence from then on. */
  async stop(): Promise<void> {
    if (this.#phase === 'over') return;
    const { name } = this.#agent() ?? { name: this.#id };
    const tell = () => void this.tell({ kind: 'order', id: 0, order: { what: 'stop' } });
    const comes = () => this.#wayHome.isUnderWay;
    const end = await this.#talk.stops.end({ agent: name, node: this.#node, tell, comes, over: this.over });
    if (end === 'over') return;
    this.#ends.abort();
    void this.#soFar.end();
    await this.#next(async () => {
      if (this.#phase === 'over') return;
      const offer = this.#agent()?.offer;
      if (this.#node !== null) this.#world.say(leftBehind(name, this.#node, comes() ? 'owed' : end));
      this.#world.dispatch({ type: 'agent.offered', agent: this.#id, fence: (offer?.fence ?? 0) + 1 });
      await this.#wayHome.leave(this.#world, this.#id);
      this.#end({ kind: 'interrupted', tried: `run ${name}`, said: 'it was stopped', next: 'Press r to run it' });
    });
  }

  #agent(): Agent | undefined {
    return this.#world.agents()[this.#id];
  }

  #next<Value>(step: () => Promise<Value>): Promise<Value> {
    const done = this.#turn.then(step);
    this.#turn = done.catch(() => undefined);
    return done;
  }

  /** Where the broker is away it is offered when that is back. */
  async #offerOn(): Promise<void> {
    if (this.#phase === 'over' || this.#node !== null) return;
    const offered = await this.#offer();
    if (!offered.ok && this.#world.broker()?.condition.state === 'ready') this.#end(offered.error);
  }

  async #offer(): Promise<Result<void>> {
    const agent = this.#agent();
    if (agent === undefined) return ok(undefined);
    const reach = reachOf(this.#world, agent.name);
    if (!reach.ok) return reach;
    const fence = (agent.offer?.fence ?? 0) + 1;
    this.#offered = fence;
    this.#world.dispatch({ type: 'agent.offered', agent: this.#id, fence });
    const task = await offerOf(agent, fence, reach.value, this.#world);
    return task.ok ? reach.value.broker.offer(task.value) : task;
  }

  async #hear(from: string, fence: number, news: Exclude<WorkerNews, { kind: 'output' }>): Promise<void> {
    const agent = this.#agent();
    if (news.kind === 'taken') return this.#taken(from, fence, news.known);
    if (news.kind === 'refused') return this.#refused(from, fence, news.error);
    const isOurs = agent !== undefined && this.#phase !== 'over' && fence === agent.offer?.fence && from === this.#node;
    if (news.kind === 'letters') return this.letters.hear(news, isOurs, (answer) => this.#talk.tell(from, { id: this.#id, fence }, answer));
    if (!isOurs) {
      if (news.kind === 'state') this.#dismiss(from, fence);
      return;
    }
    switch (news.kind) {
      case 'state': {
        await this.#tellStarted();
        this.letters.isHeard();
        const how = { now: this.#world.clock.now(), rests: isLeftToManager(agent, this.#world) };
        for (const event of this.#told.events(agent, from, news.state, how)) this.#world.dispatch(event);
        return;
      }
      case 'checkpoint':
        return this.#soFar.save(news.work);
      case 'left':
        this.#world.say(`${from} has given ${agent.name} back: ${news.error.said}`);
        await this.#leave(`${from} has given it back`);
        // It may have given it back because the broker has forgotten it.
        return this.#offerOn();
      case 'answered':
        return this.#calls.answered(news.id, news.error === null ? ok(news.said ?? '') : fail(news.error));
    }
  }

  /** The broker hands it out: whoever held it before holds it no more. */
  async #taken(from: string, fence: number, known: readonly string[]): Promise<void> {
    if (this.#node !== null && this.#node !== from) await this.#soFar.last();
    const agent = this.#agent();
    if (agent === undefined || this.#phase === 'over') void this.#world.broker()?.withdraw(this.#id);
    if (agent === undefined || this.#phase === 'over' || this.isOld(fence)) return this.#dismiss(from, fence);
    if (this.#node === from && this.#begin !== null) return void this.#talk.tell(from, { id: this.#id, fence }, this.#begin);
    const reach = reachOf(this.#world, agent.name);
    if (!reach.ok) return;
    const newer = (agent.offer?.fence ?? 0) + 1;
    const isAgain = this.#phase === 'running' || this.#begun.hasStarted;
    this.#world.dispatch({ type: 'agent.placed', agent: this.#id, node: from, fence: newer });
    this.#node = from;
    this.#begin = null;
    this.letters.left();
    if (!isAgain) this.#phase = 'begun';
    const mode = isAgain ? 'resume' : this.#order.mode;
    const run = await runOf(agent, { fence: newer, mode, text: this.#order.text, known }, reach.value, this.#world);
    if (!run.ok) return this.#end(run.error);
    this.#begin = { kind: 'begin', run: run.value };
    if (isAgain) this.#phase = 'running';
    const told = this.#talk.tell(from, { id: this.#id, fence }, this.#begin);
    if (!told.ok) this.#end(told.error);
  }

  /** When nobody who is there wants it, the last reason is the one that a person reads. */
  async #refused(from: string, fence: number, error: OrchError): Promise<void> {
    if (this.#phase === 'over' || this.isOld(fence)) return;
    if (this.#node === from) await this.#leave(`${from} refuses it`);
    if (await this.#refusals.add(from, this.#world.broker(), this.#agent() ?? {})) this.#end(error);
  }

  /** Offered anew since: whoever holds that holds nothing. */
  isOld(fence: number): boolean {
    return this.#offered !== null && fence < this.#offered;
  }

  async #leave(why: string): Promise<void> {
    await this.#soFar.last();
    this.#node = null;
    this.#begin = null;
    this.#told.forget();
    this.letters.left();
    this.#world.dispatch({ type: 'agent.placed', agent: this.#id, node: null });
    if (!this.#begun.hasStarted) this.#phase = 'offered';
    else this.#world.dispatch(leftAlone(this.#id, why, this.#world.clock.now()));
  }

  async #tellStarted(): Promise<void> {
    if (this.#phase !== 'over') this.#phase = 'running';
    await this.#begun.tell(this.#world.dispatch, this.#id);
  }

  #dismiss(node: string, fence: number): void {
    this.#talk.tell(node, { id: this.#id, fence }, { kind: 'dismissed', error: DISMISSED });
  }

  /** It never came to its end elsewhere. */
  #end(error: OrchError): void {
    if (this.#phase === 'over') return;
    void this.#world.broker()?.withdraw(this.#id);
    const { hasStarted, isAwaited } = this.#begun;
    this.#over();
    if (hasStarted) this.#world.dispatch({ type: 'agent.exited', agent: this.#id, ...brokenOff(error), attended: false });
    else if (!isAwaited) this.#world.dispatch({ type: 'agent.startFailed', agent: this.#id, error });
    this.#begun.fail(error);
  }

  #over(): void {
    this.#phase = 'over';
    void this.#soFar.end();
    void this.letters.over();
    this.#calls.end({ kind: 'harness', tried: 'ask another machine', said: 'its run is over', next: 'Resume it first' });
    this.#resolveOver();
  }
}
