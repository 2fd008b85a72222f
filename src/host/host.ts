// The host: one per repository. Ties store, agents, socket and views together, decides how long it lives, and ends everything in order.
import { loadChrome } from '../components/load-chrome.js';
import { errorLine, exitCodeOf, fail, type OrchError, ok, type Result } from '../core/model/error.js';
import { type HostHello, PROTOCOL } from '../core/model/protocol.js';
import type { RequestFrame, Requests } from '../core/model/requests.js';
import type { HostStatus } from '../core/model/status.js';
import { VERSION } from '../core/model/version.js';
import { isBusy } from '../core/state/counts.js';
import { leftBehind } from '../core/state/left-behind.js';
import type { Drafts } from '../core/view/dialog.js';
import type { Notification } from '../core/view/notification.js';
import { answerWorldOf } from './answer-world-of.js';
import { createAnswers } from './answers/answers.js';
import { withNeighbours } from './answers/neighbour-answers.js';
import type { OrderWorld } from './answers/order-world.js';
import type { ClientLink } from './client-link.js';
import { ClientView } from './client-view.js';
import { HeadWatch } from './head-watch.js';
import type { HostParts } from './host-parts.js';
import { Life } from './life.js';
import { MailCalls } from './mail-calls.js';
import { MailWatch } from './mail-watch.js';
import { anyAgent } from './neighbours/find-neighbour.js';
import { NeighbourQuestions } from './neighbours/neighbour-questions.js';
import { Notifier } from './notifier.js';
import { OpenViews } from './open-views.js';
import { BEGINS_WORK, LOOKS_ON } from './request-kinds.js';
import { HostServer } from './server.js';
import { SharedWorld } from './shared-world.js';
import { TeamWatch } from './team-watch.js';
import { UsageWatch } from './usage-watch.js';

export class Host {
  readonly #parts: HostParts;
  readonly #views = new OpenViews();
  readonly #answers: ReturnType<typeof createAnswers>;
  readonly #world: SharedWorld;
  readonly #usage: UsageWatch;
  readonly #head: HeadWatch;
  readonly #mail: MailWatch;
  readonly #notifier: Notifier;
  readonly #calls: MailCalls;
  readonly #life: Life;
  /** What the next person who opens a screen is to be told. */
  readonly #unread: string[] = [];
  readonly #untold: string[] = [];
  #server: HostServer | null = null;
  #waiting = 0;
  #isEnding = false;

  constructor(parts: HostParts) {
    this.#parts = parts;
    const { clock, store } = parts;
    this.#usage = new UsageWatch({
      clock,
      processes: parts.processes,
      // Zero is that of one on another machine.
      pidOf: (agent) => store.state.agents[agent]?.process?.pid || null,
      onChange: () => this.#views.changed(),
    });
    this.#head = new HeadWatch({ clock, repository: parts.repository, onChange: () => this.#views.changed() });
    this.#mail = new MailWatch({ post: parts.mail.post, onChange: () => this.#mailChanged() });
    const team = new TeamWatch({ clock, network: parts.network, onChange: () => this.#views.changed() });
    this.#world = new SharedWorld(parts, { usage: this.#usage, head: this.#head, mail: this.#mail, team });
    const answers = answerWorldOf(parts, this.#world, { status: () => this.#status(), stop: () => this.stop() });
    this.#answers = withNeighbours(createAnswers(answers), answers);
    this.#life = new Life({ clock, isNeeded: () => this.#isNeeded(), end: () => void this.stop() });
    this.#notifier = new Notifier(store.state, {
      isLookedAt: (of) => this.#views.isLookedAt(of),
      onTerminals: ({ text }) => this.#views.notify(text),
      command: parts.notifyCommand,
    });
    const { post } = parts.mail;
    const call = (what: Notification) => this.#notifier.call(what);
    const isMail = (digest: string) => post.find(digest) !== null;
    const questions = new NeighbourQuestions({ rows: () => parts.neighbours.rows, isMail, call });
    parts.neighbours.listen(() => {
      questions.check();
      this.#views.changed();
    });
    this.#calls = new MailCalls({ post, clock, agents: () => store.state.agents, isCalled: (id) => questions.hasCalled(id), call });
    store.subscribe((state, event) => {
      this.#notifier.changed(state);
      parts.monitor.update();
      if (event.type === 'finish.done') this.#head.moved();
      if (event.type === 'agent.removed') parts.runtime.forget(event.agent);
      if (event.type === 'notice.raised' && !this.#unread.includes(event.text)) this.#notice(event.text);
      this.#views.changed();
      parts.queue.check();
      this.#life.check();
    });
  }

  /** Opens the socket. From here on clients can come. */
  async listen(): Promise<Result<void>> {
    const server = await HostServer.listen({
      socketPath: this.#parts.socketPath,
      greeting: () => this.#greeting(),
      answer: (request) => this.answer(request),
      joined: (link) => void this.join(link),
      environment: (env) => this.#parts.environment.update(env),
      changed: () => this.#life.check(),
    });
    if (!server.ok) return server;
    this.#server = server.value;
    this.#life.check();
    return ok(undefined);
  }

  /** Doors that are configured. What could not be opened keeps nobody from working here. */
  openDoors(): Promise<Result<void>> {
    void this.#parts.network.openConfigured();
    return this.#parts.a2a.openConfigured();
  }

  /** A client with a screen. */
  async join(link: ClientLink): Promise<void> {
    const refusal = this.#refusal(link.screen.agent);
    if (refusal !== null) {
      return link.bye({ reason: 'refused', message: `orch-tui: ${errorLine(refusal)}`, exitCode: exitCodeOf(refusal.kind) });
    }
    const [createChrome] = await Promise.all([loadChrome(), this.#world.prepare()]);
    const { clock, config, keymap, runtime } = this.#parts;
    const view = new ClientView(link, {
      clock,
      config,
      keymap,
      runtime,
      createChrome,
      world: () => this.#world.view(),
      screenFacts: () => this.#world.screenFacts(),
      request: (method, params) => this.#answers(method, params),
      agentNamed: (typed) => {
        const found = anyAgent(this.#parts, typed);
        return found.ok ? found.value.id : null;
      },
      willShow: (agent) => void this.#world.restoreScreen(agent),
      isAttended: (agent) => this.#views.isAttended(agent),
      showsUsage: (agents) => {
        this.#usage.show(view, agents);
        this.#parts.mail.attentionMoved();
      },
      proposeSize: (size) => runtime.sizes.propose(size),
      remember: (effect) => {
        this.#world.dialogs.remember(effect);
        if (effect.of === 'review') this.#views.changed();
      },
      openEditor: (order) => this.#world.openEditor(order),
      draftTaken: (of) => this.#world.dialogs.taken(of),
      left: (drafts) => this.#left(view, drafts),
    });
    this.#views.add(view);
    this.#head.start();
    view.start();
    if (this.#untold.length > 0) view.tell({ type: 'noticed', tone: 'info', text: this.#untold.splice(0).join(' · ') });
    if (this.#unread.length > 0) view.tell({ type: 'told', lines: this.#unread.splice(0) });
  }

  /** What happened to stored work: in the log, and before the eyes of the next person until they press a key. */
  mustRead(text: string): void {
    this.#unread.push(text);
    this.#parts.store.dispatch({ type: 'notice.raised', text });
  }

  /** A request of a script or a screen. Never rejects; the host lives at least until it is answered. */
  async answer(request: RequestFrame): Promise<Result<unknown>> {
    if (this.#isEnding && BEGINS_WORK.has(request.method)) return fail(ENDING);
    // Who only looks on needs no host but by its connection: its place may be long empty.
    if (LOOKS_ON.has(request.method)) return this.#answers(request.method, request.params);
    this.#waiting += 1;
    try {
      return await this.#answers(request.method, request.params);
    } finally {
      this.#waiting -= 1;
      this.#life.check();
    }
  }

  /** Something that may keep it has changed. */
  lookAtLife(): void {
    this.#life.check();
  }

  orders(): OrderWorld {
    return this.#world.orders();
  }

  /** The open screens. */
  get views(): OpenViews {
    return this.#views;
  }

  /** Names of agents that have a process. */
  get runningAgents(): readonly string[] {
    return Object.values(this.#parts.store.state.agents).flatMap(({ name, process }) => (process === null ? [] : [name]));
  }

  /** Ends agents, saves, closes every client and lets go. Idempotent. */
  async stop(): Promise<Requests['hostStop']['result']> {
    if (this.#isEnding) return { agents: [] };
    this.#isEnding = true;
    this.#life.dispose();
    this.#parts.queue.dispose();
    this.#parts.pulls.dispose();
    // Nothing more comes in; who waits there is let go.
    await this.#parts.a2a.close();
    const { store, runtime, monitor, workspaces, mail, network, end } = this.#parts;
    mail.end();
    // What is being typed is taken and proven, or not: an agent that is stopped in the middle would be told it twice.
    await mail.settled();
    store.dispatch({ type: 'host.stopping' });
    const live = Object.values(store.state.agents).filter((agent) => agent.process !== null);
    for (const { id } of live) store.dispatch({ type: 'agent.stopRequested', agent: id });
    await Promise.all(live.map(({ id }) => runtime.stop(id)));
    runtime.letGo();
    await store.whenSettled();
    const left = [...leftBehind(store.state), ...(await mail.close()), ...(await network.close())];
    store.dispatch({ type: 'host.stopped' });
    this.#usage.dispose();
    this.#head.stop();
    this.#mail.dispose();
    this.#calls.dispose();
    monitor.dispose();
    await workspaces.flush();
    await store.close();
    this.#views.close('host-stopped', live.length === 0 ? null : `orch-tui: stopped ${live.map(({ name }) => name).join(', ')}`);
    // The answer to the request that ended the host must still get out.
    this.#parts.clock.after(0, () => {
      this.#server?.close();
      end();
    });
    return { agents: live.map(({ name }) => name), left };
  }

  #refusal(agent: string | null): OrchError | null {
    if (this.#isEnding) return ENDING;
    const found = agent === null ? null : anyAgent(this.#parts, agent);
    return found === null || found.ok ? null : found.error;
  }

  #notice(text: string): void {
    if (this.#views.count === 0) this.#untold.push(text);
    this.#views.tell({ type: 'noticed', tone: 'error', text });
  }

  #left(view: ClientView, drafts: Drafts): void {
    this.#world.dialogs.leave(drafts);
    this.#views.remove(view);
    this.#usage.show(view, []);
    this.#parts.mail.attentionMoved();
    if (this.#views.count === 0) this.#head.stop();
    this.#life.check();
  }

  #mailChanged(): void {
    this.#views.changed();
    this.#life.check();
  }

  #isNeeded(): boolean {
    const connections = this.#server?.connections ?? 0;
    const { queue, pulls, a2a, network, mail, store } = this.#parts;
    const isLookedAt = connections > 0 || this.#waiting > 0 || this.#views.count > 0;
    const isConnected = a2a.keepsHost || network.keepsHost;
    return isLookedAt || isConnected || queue.keepsHost || pulls.keepsHost || mail.keepsHost || isBusy(store.state);
  }

  #greeting(): HostHello {
    const agents = Object.values(this.#parts.store.state.agents).filter((agent) => agent.process !== null).length;
    return { protocol: PROTOCOL, version: VERSION, pid: process.pid, agents, configFile: this.#parts.configFile };
  }

  #status(): HostStatus {
    const { store, repository, socketPath, mail, queue } = this.#parts;
    return {
      pid: process.pid,
      version: VERSION,
      startedAt: store.state.host.startedAt ?? '',
      clients: this.#views.count,
      repo: repository.info.toplevel,
      socket: socketPath,
      manager: mail.manager(),
      ...(queue.status === null ? {} : { queue: queue.status }),
    };
  }
}

/** By its kind a command line knows that nothing was done, and goes on with the next host. */
const ENDING: OrchError = { kind: 'no-host', tried: 'ask the host', said: 'it is just ending', next: 'Try again' };
