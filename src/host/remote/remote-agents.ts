// All agents that run on other nodes: who is told what, whose news are heard, and what is asked of them.
import type { Far } from '../../core/messaging/hand-over.js';
import { readRemoteResult, readSealed, readWorkerNews, unreadableResult } from '../../core/messaging/remote-wire.js';
import { Opener, Sealer } from '../../core/messaging/sealed.js';
import type { Agent, AgentRun } from '../../core/model/agent.js';
import type { Delivered } from '../../core/model/delivery.js';
import { fail, ok, type Result } from '../../core/model/error.js';
import type { TerminalSize } from '../../core/model/protocol.js';
import {
  isElsewhere,
  type OwnerNews,
  REMOTE_PROCESS,
  type RemoteOrder,
  runsElsewhere,
  toOwner,
  toWorker,
} from '../../core/model/remote.js';
import type { Broker, News } from '../../core/ports/broker.js';
import type { AgentRuntime } from '../../core/ports.js';
import { AwaitedStops } from './awaited-stops.js';
import { LeftThere } from './left-there.js';
import { NodeWatch } from './node-watch.js';
import { OwedFetches } from './owed-fetches.js';
import { RemoteLooks } from './remote-looks.js';
import { DISMISSED, ENDS, NO_NODE, reachOf, refusedElsewhere } from './remote-offer.js';
import { RemoteRun } from './remote-run.js';
import type { RemoteTalk, RemoteWorld } from './remote-world.js';
import { heardLate } from './run-letters.js';
import { typeThere } from './type-there.js';
import { UnreadNews } from './unread-news.js';
import { finishThere } from './way-home.js';

/** Longer nobody waits for what its node is asked while a person or a model waits: what is known here has to do then. */
const SOON_MS = 4000;

export class RemoteAgents implements RemoteTalk, Far {
  readonly #world: RemoteWorld;
  readonly #runs = new Map<string, RemoteRun>();
  readonly stops: RemoteTalk['stops'];
  readonly #owed: OwedFetches;
  readonly #looks: RemoteLooks;
  readonly #asked = new Map<string, Promise<Result<string>>>();
  #heard: { readonly broker: Broker; readonly secret: string; readonly sealer: Sealer } | null = null;
  readonly #unread: UnreadNews;
  readonly #left: LeftThere;
  readonly #nodes: NodeWatch;
  #hasAdopted = false;
  #isOver = false;
  #letGo: () => void = () => undefined;
  readonly #end = new Promise<Result<null>>((resolve) => {
    this.#letGo = () => resolve(ok(null));
  });

  constructor(world: RemoteWorld) {
    this.#world = world;
    this.stops = new AwaitedStops(world);
    this.#owed = new OwedFetches(world);
    this.#unread = new UnreadNews(world);
    this.#left = new LeftThere(world);
    this.#looks = new RemoteLooks(world, (agent) => this.#runs.get(agent));
    this.#nodes = new NodeWatch({
      clock: world.clock,
      registry: world.registry,
      runs: () => this.#runs.values(),
      broker: () => this.#heard?.broker,
    });
  }

  /** Call after each event: what an older host had given out is known from the first one on, and heard of once a broker is there. */
  begin(): void {
    if (!this.#hasAdopted) this.#adopt();
    // What still comes of one that was removed is answered as of one that never was.
    for (const id of this.#runs.keys()) if (this.#world.agents()[id] === undefined) this.#runs.delete(id);
    this.#left.check();
    this.#listen();
  }

  #adopt(): void {
    this.#hasAdopted = true;
    for (const agent of Object.values(this.#world.agents())) {
      if (agent.offer !== undefined) this.#left.add(agent);
      const isOut = isElsewhere(agent) && agent.offer !== undefined && (agent.process !== null || agent.state === 'starting');
      // The host before this one may have been killed with the end of its run: nobody waits any more for what those below it asked.
      if (!isOut && agent.asksBelow !== undefined) void this.#world.mail.asked(agent.id, []);
      if (!isOut || this.#runs.has(agent.id)) continue;
      this.#add(agent.id, agent.run).adopt();
    }
  }

  has(agent: string): boolean {
    return this.#runs.get(agent)?.isOver === false;
  }

  async start(agent: Agent, mode: AgentRun['mode'], text: string | null): ReturnType<AgentRuntime['start']> {
    const refused = refusedElsewhere(agent);
    if (refused !== null) return fail(refused);
    await this.#world.asked();
    if (this.#isOver) return ok(null);
    const reach = reachOf(this.#world, agent.name);
    if (!reach.ok) return reach;
    this.#listen();
    const owed = await this.#owed.fetch(agent, { mode, text });
    if (!owed.ok) return owed;
    if (owed.value === 'whole') return this.#endsAtOnce(agent);
    this.#left.add(agent);
    return Promise.race([this.#add(agent.id, { mode, text }).start(), this.#end]);
  }

  /** All that was left of its run was to fetch its work. */
  #endsAtOnce({ id }: Agent): Awaited<ReturnType<AgentRuntime['start']>> {
    // Whoever waits for its start dispatches that first.
    setImmediate(() => this.#world.dispatch({ type: 'agent.exited', agent: id, exitCode: 0, signal: null, tail: '', attended: false }));
    return ok({ process: REMOTE_PROCESS, conversation: null });
  }

  async stop(agent: string): Promise<void> {
    this.#owed.end(agent);
    await this.#runs.get(agent)?.stop();
  }

  async send(agent: string, text: string, wait: boolean): Promise<Result<Delivered>> {
    const begun = this.#world.clock.now();
    const sent = await this.#ask(agent, { what: 'send', text, wait });
    if (!sent.ok) return sent;
    return ok({ proof: wait ? 'at work' : 'Enter pressed', ms: this.#world.clock.now() - begun });
  }

  wayTo(agent: string): ReturnType<Far['wayTo']> {
    const run = this.#runs.get(agent);
    if (run?.isOver === false) return run.letters.way;
    const known = this.#world.agents()[agent];
    return known !== undefined && runsElsewhere(known) ? 'later' : 'typed';
  }

  mailMoved(agent: string): void {
    this.#runs.get(agent)?.letters.moved();
  }

  answer(agent: string, digest: string, choice: string): Promise<Result<string>> {
    return this.#ask(agent, { what: 'answer', digest, choice });
  }

  interrupt(agent: string): Result<void> {
    void this.#ask(agent, { what: 'interrupt' });
    return ok(undefined);
  }

  type(agent: string, data: Uint8Array | string): void {
    const run = this.#runs.get(agent);
    if (run === undefined || run.node === null) return;
    const tell = (piece: string) => void run.tell({ kind: 'keys', data: piece });
    typeThere(this.#world.silent(), data, { node: run.node, tell, ask: (ms) => run.ask({ what: 'words' }, ms) });
  }

  resize(agent: string, size: TerminalSize): void {
    this.#runs.get(agent)?.tell({ kind: 'size', size, attended: this.#world.screen.isAttended(agent) });
  }

  /** What it has done is to be finished here. */
  async bringBack(agent: Agent): Promise<Result<void>> {
    // Its run has ended, and so it is all here, or can be.
    if (agent.process === null && agent.offer?.owed === undefined) return ok(undefined);
    await this.#world.asked();
    this.#listen();
    if (agent.process === null) return this.#fetch(agent);
    const run = this.#runs.get(agent.id);
    if (run !== undefined && !run.isOver) return finishThere(run, this.#world.clock);
    const said = 'its node can not be asked for it';
    return fail({ kind: 'broker', tried: `bring the work of ${agent.name} here`, said, next: 'Try again when Redis is back' });
  }

  async #fetch(agent: Agent): Promise<Result<void>> {
    const fetched = await this.#owed.fetch(agent, { mode: 'resume', text: null });
    return fetched.ok ? ok(undefined) : fetched;
  }

  /** Somebody looks at it, and is shown its screen until nobody does. Resolves with its first sight. */
  look(agent: string): Promise<void> {
    return this.#looks.look(agent);
  }

  /** Whether what it has done by now is here afterwards; where its node can not be asked, or is slow, it is as it was. */
  async save(agent: string): Promise<boolean> {
    const newest = await this.#askSoon(agent, { what: 'save' });
    const { offer, baseCommit } = this.#world.agents()[agent] ?? {};
    return newest.ok && newest.value === (offer?.checkpoint ?? baseCommit);
  }

  /** The last of what it has said, plain. */
  words(agent: string): Promise<Result<string>> {
    return this.#askSoon(agent, { what: 'words' });
  }

  /** Several who ask for the same at once are one question. */
  async #askSoon(agent: string, order: Extract<RemoteOrder, { what: 'save' | 'words' }>): Promise<Result<string>> {
    await this.#world.asked();
    this.#listen();
    const key = `${order.what} ${agent}`;
    const asked = this.#asked.get(key);
    if (asked !== undefined) return asked;
    const run = this.#runs.get(agent);
    if (run === undefined || this.#heard?.broker.condition.state !== 'ready') return fail(NO_NODE);
    const asking = run.ask(order, SOON_MS).finally(() => this.#asked.delete(key));
    this.#asked.set(key, asking);
    return asking;
  }

  tell(node: string, { id, fence }: { readonly id: string; readonly fence: number }, news: OwnerNews): Result<void> {
    const topic = toWorker(node);
    if (this.#heard === null) return ok(undefined);
    const body = this.#heard.sealer.seal(topic, { task: id, fence, body: news });
    return this.#heard.broker.publish({ topic, body }, (found) => this.#world.silent().reached(node, found, news.kind === 'keys'));
  }

  /** This host ends. What no node has begun with stays with the broker, and is known to the next host; what comes from now on is for that one. */
  letGo(): void {
    this.#isOver = true;
    this.#nodes.dispose();
    this.#owed.endAll();
    this.#letGo();
  }

  dispose(): void {
    this.#isOver = true;
    this.#nodes.dispose();
    this.#looks.dispose();
  }

  #ask(agent: string, order: Parameters<RemoteRun['ask']>[0]): Promise<Result<string>> {
    const run = this.#runs.get(agent);
    if (run !== undefined) return run.ask(order);
    const next = 'Resume it first, with `r` or `orch-tui resume`';
    return Promise.resolve(fail({ kind: 'harness', tried: 'ask another machine', said: 'the agent does not run', next }));
  }

  #add(agent: string, order: { readonly mode: AgentRun['mode']; readonly text: string | null }): RemoteRun {
    const run = new RemoteRun(this.#world, this, { agent, order });
    this.#runs.set(agent, run);
    void run.over.then(() => this.#looks.forget(agent));
    this.#nodes.begin();
    return run;
  }

  #listen(): void {
    const reach = reachOf(this.#world, 'agents');
    if (!reach.ok || this.#heard?.broker === reach.value.broker) return;
    const { broker, secret } = reach.value;
    this.#heard = { broker, secret, sealer: new Sealer(secret) };
    const opener = new Opener(toOwner(broker.node), secret);
    broker.subscribe(toOwner(broker.node), (news) => this.#hear(opener, news));
    broker.onResult(async ({ task, fence, by, body }) => {
      if (this.#isOver) return fail(ENDS);
      const run = this.#runOf(task);
      if (run === undefined) return ok(undefined);
      return run.result(
        by,
        readRemoteResult(body) ??
          unreadableResult(body, { fence: run.isOld(fence) ? fence : (this.#world.agents()[task]?.offer?.fence ?? fence), by }),
      );
    });
    broker.onCondition(({ state }) => state === 'ready' && this.#offerAgain(broker));
    this.#offerAgain(broker);
  }

  #offerAgain(broker: Broker): void {
    if (this.#isOver || this.#heard?.broker !== broker) return;
    for (const run of this.#runs.values()) {
      run.sights.lost();
      void run.offerAgain();
    }
    this.#looks.anew();
  }

  #hear(opener: Opener, { from, body }: News): void {
    const sealed = readSealed(body);
    const run = sealed === null ? undefined : this.#runOf(sealed.task);
    if (this.#isOver || sealed === null || !opener.opens(sealed)) return;
    this.#world.silent().heard(from);
    const news = readWorkerNews(sealed.body);
    if (news === null) {
      this.#unread.say(from);
      return;
    }
    run?.hear(from, sealed.fence, news);
    if (run === undefined && news.kind === 'letters')
      void heardLate(this.#world, sealed.task, news, (answer) => this.tell(from, { id: sealed.task, fence: sealed.fence }, answer));
    // It was removed here, or belongs to a host that is long gone: nobody wants it.
    if (run !== undefined || (news.kind !== 'taken' && news.kind !== 'state')) return;
    this.tell(from, { id: sealed.task, fence: sealed.fence }, { kind: 'dismissed', error: DISMISSED });
    void this.#heard?.broker.withdraw(sealed.task);
  }

  #runOf(agent: string): RemoteRun | undefined {
    return this.#world.agents()[agent] === undefined ? undefined : this.#runs.get(agent);
  }
}
