// An owner and its workers over one cluster in memory: real sides of the protocol, with a fake git (commits are words) and a fake host on each machine.

import { HandOver } from '../../src/core/messaging/hand-over.js';
import type { Agent } from '../../src/core/model/agent.js';
import { DEFAULT_CONFIG } from '../../src/core/model/default-config.js';
import { fail, ok, type Result } from '../../src/core/model/error.js';
import type { EventBody, NewAgent, OrchEvent } from '../../src/core/model/event.js';
import type { HomeContact } from '../../src/core/model/home-party.js';
import type { RunParams } from '../../src/core/model/requests.js';
import { type AppState, emptyState } from '../../src/core/model/state.js';
import type { AgentStatus } from '../../src/core/model/status.js';
import type { TerminalMark } from '../../src/core/model/terminal-methods.js';
import { VERSION } from '../../src/core/model/version.js';
import type { Carrier } from '../../src/core/ports/carrier.js';
import { admitsMessage, partyName } from '../../src/core/state/parties.js';
import { partiesWithHome } from '../../src/core/state/parties-at-home.js';
import { reduce } from '../../src/core/state/reduce.js';
import { agentStatus } from '../../src/core/state/status.js';
import { answerQuestion } from '../../src/host/answers/answer-question.js';
import { homeLetterAnswers } from '../../src/host/answers/home-letter-answers.js';
import { SilentNodes } from '../../src/host/network/silent-nodes.js';
import { RemoteAgents } from '../../src/host/remote/remote-agents.js';
import { remoteMailOf } from '../../src/host/remote/remote-mail.js';
import { Worker } from '../../src/servers/worker/worker.js';
import type { HostLink, WorkRepository } from '../../src/servers/worker/worker-world.js';
import { expectOk } from './expect-ok.js';
import { FakeCluster } from './fake-broker.js';
import { FakeClock } from './fake-clock.js';
import { FakeMessageLog } from './fake-message-log.js';
import { childAtWork } from './families.js';
import { fold, newAgent, stamp, submitted } from './fold-events.js';
import { openTestPost, readAll } from './post-fixture.js';

/** Commits by their words; each knows the one before it. */
export class Commits {
  readonly parents = new Map<string, string | null>();
  #next = 1;

  make(parent: string | null): string {
    const commit = String(this.#next++).padStart(40, '0');
    this.parents.set(commit, parent);
    return commit;
  }

  isWithin(older: string, newer: string): boolean {
    for (let at: string | null | undefined = newer; at != null; at = this.parents.get(at)) if (at === older) return true;
    return false;
  }
}

export class FakeCarrier implements Carrier {
  readonly has1 = new Set<string>();
  readonly refs = new Map<string, string>();
  /** Refs of the remote that all machines reach; null where there is none. */
  origin: Map<string, string> | null = null;
  /** What ends what is asked of the remote; the last one that was given. */
  ends: AbortSignal | null = null;
  /** What stands in the one worktree there is. */
  stands: string;

  constructor(
    readonly commits: Commits,
    first: string,
  ) {
    this.has1.add(first);
    this.stands = first;
    this.refs.set('refs/heads/main', first);
  }

  #of(name: string): string {
    return this.refs.get(name) ?? name;
  }

  rootOf = async () => ok('1'.padStart(40, '0'));
  has = async (commit: string) => this.has1.has(commit);
  isWithin: Carrier['isWithin'] = async ({ older, newer }) => this.commits.isWithin(this.#of(older), this.#of(newer));
  remote = async () => ok(this.origin === null ? null : { name: 'origin', url: 'https://git.example/widget' });
  fetchAll = async () => ok(undefined);
  until: Carrier['until'] = (signal) => {
    this.ends = signal;
    return this;
  };
  push: Carrier['push'] = async ({ commit, ref }) => this.#atOrigin((origin) => void origin.set(ref, commit));
  fetch: Carrier['fetch'] = async ({ ref }) =>
    this.#atOrigin((origin) => {
      const commit = origin.get(ref) ?? '';
      this.has1.add(commit);
      this.refs.set(ref, commit);
    });
  drop: Carrier['drop'] = async ({ ref, commit }) =>
    this.#atOrigin((origin) => {
      if (origin.get(ref) === commit) origin.delete(ref);
    });
  list: Carrier['list'] = async ({ prefix, remote }) => {
    const refs = remote === undefined ? this.refs : (this.origin ?? new Map<string, string>());
    return ok([...refs].flatMap(([ref, commit]) => (ref.startsWith(prefix) ? [{ ref, commit }] : [])));
  };
  namesOf: Carrier['namesOf'] = async (commit) =>
    [...this.refs].flatMap(([ref, tip]) => (this.has1.has(commit) && this.commits.isWithin(commit, tip) ? [ref] : []));
  #atOrigin(act: (origin: Map<string, string>) => void): Result<void> {
    if (this.origin === null) return fail({ kind: 'git', tried: 'push', said: 'no remote', next: '' });
    act(this.origin);
    return ok(undefined);
  }
  bundle: Carrier['bundle'] = async ({ commit }) => ok(Buffer.from(commit));
  async unbundle({ data, ref }: { readonly data: Uint8Array; readonly ref: string }): Promise<Result<void>> {
    this.has1.add(Buffer.from(data).toString());
    this.refs.set(ref, Buffer.from(data).toString());
    return ok(undefined);
  }
  async keep({ ref, commit }: { readonly ref: string; readonly commit: string | null }): Promise<Result<void>> {
    if (commit === null) this.refs.delete(ref);
    else this.refs.set(ref, commit);
    return ok(undefined);
  }
  snapshot = async () => ok(this.stands);
  async advance({ branch, commit }: { readonly branch: string; readonly commit: string }): Promise<Result<void>> {
    this.refs.set(`refs/heads/${branch}`, commit);
    return ok(undefined);
  }
}

/** The host of one machine, with one agent at most. */
export class FakeHostLink implements HostLink {
  readonly asked: string[] = [];
  readonly orders: RunParams[] = [];
  agent: AgentStatus | null = null;
  /** On disk: it survives the host. */
  readonly log = new FakeMessageLog();
  /** What its agent has printed. */
  printed = 'screen';
  readonly circles = new Map<string, readonly HomeContact[]>();
  #state: AppState = emptyState(5);
  readonly #store = this.#openStore();
  #post = this.#openPost();
  #letters = this.#openLetters();
  #below: AgentStatus | null = null;
  #seq = 1;
  #count = 0;
  #waiting: (() => void)[] = [];
  readonly #listeners = new Set<(event: OrchEvent) => void>();

  /** The agent there is in this state now. */
  shows(changes: Partial<AgentStatus>): void {
    if (this.agent === null) throw new Error('no agent was begun there');
    this.agent = { ...this.agent, ...changes };
    this.#seq += 1;
    for (const tell of this.#waiting.splice(0)) tell();
  }

  /** One that it has delegated to. */
  showsBelow(changes: Partial<AgentStatus>): void {
    if (this.agent === null) throw new Error('no agent was begun there');
    this.#below = { ...this.agent, id: 'a-be10', name: 'below', parent: this.agent.id, ...changes };
    this.shows({});
  }

  removesBelow(): void {
    this.#below = null;
    this.shows({});
  }

  get post() {
    return this.#post;
  }

  /** In the clone there, to those that write home. */
  happens(...events: readonly EventBody[]): void {
    for (const body of events) {
      const event = stamp(body, this.#state.seq + 1);
      this.#state = reduce(this.#state, event);
      for (const listener of [...this.#listeners]) listener(event);
    }
  }

  /** One that its agent has delegated to asks the person, as by the tool for it. Gives the id of its question. */
  async asksBelow(text: string, options: readonly string[] = []): Promise<string> {
    if (this.#state.agents['a-below'] === undefined) this.happens(...childAtWork('a-there', 'a-below', { name: 'below' }));
    const payload = { text, wantsReply: true as const, ...(options.length === 0 ? {} : { options }) };
    const sent = expectOk(await this.#post.send({ from: 'a-below', to: ['person'], type: 'question', payload }));
    const id = sent[0]?.id ?? '';
    const inquiry = { id, text, options, with: 'person', at: '2026-01-01T00:00:00.000Z' } as const;
    this.happens({ type: 'agent.inquired', agent: 'a-below', inquiry });
    return id;
  }

  /** By its row, as a person there or here answers it. */
  answersBelow(choice: string, digest: string | null = this.isAskedBelow) {
    const none = async () => fail({ kind: 'usage', tried: 'type it', said: 'it has no terminal', next: '' } as const);
    return answerQuestion(
      { store: this.#store, post: this.#post, runtime: { send: none, answer: none } },
      { agent: 'below', choice, digest },
    );
  }

  /** The id of what it asks and nobody has answered. */
  get isAskedBelow(): string | null {
    return this.#state.agents['a-below']?.inquiry?.id ?? null;
  }

  /** Its agent writes, as by the tool for it. */
  async writes(to: string, text: string, from = 'a-there') {
    const parties = partiesWithHome(this.#state, { to, from, manager: 'none' }, (guest) => this.circles.get(guest) ?? []);
    if (!parties.ok) return parties;
    return this.#post.send({ from, to: parties.value.parties, type: 'message', payload: { text } });
  }

  /** What its agent has not read, which it has by that. */
  async reads() {
    const found = await readAll(this.#post, 'a-there');
    return found.map(({ fromName, message }) => `${fromName}: ${message.payload.text}`);
  }

  /** As with `kill -9`, and another one comes: it has what was on disk. */
  restarts(): void {
    this.#post = this.#openPost();
    this.#letters = this.#openLetters();
  }

  #openPost() {
    const nameOf = (party: string) => partyName(this.#state, party);
    return openTestPost({ log: this.log, kept: [...this.log.stored.values()], nameOf, createId: () => `mthere${++this.#count}` }).post;
  }

  #openStore() {
    const link = this;
    return {
      get state() {
        return link.#state;
      },
      dispatch: (event: EventBody) => this.happens(event),
      listen(listener: (event: OrchEvent) => void) {
        link.#listeners.add(listener);
        return () => void link.#listeners.delete(listener);
      },
    };
  }

  #openLetters() {
    return homeLetterAnswers({ store: this.#store, mail: { post: this.#post, circles: this.circles } });
  }

  request: HostLink['request'] = async (method, params) => {
    if (method === 'lettersHome' || method === 'lettersWaiting' || method === 'letterCame' || method === 'letterTaken')
      return (await (this.#letters as Record<string, (params: unknown) => Promise<unknown>>)[method]?.(params)) as never;
    const given = params as { readonly [name: string]: unknown };
    this.asked.push(
      method === 'run'
        ? `run ${String(given.name)}: ${String(given.text)}`
        : `${method} ${String(given.text ?? given.choice ?? '')}`.trim(),
    );
    return (await this.#answer(method, given)) as never;
  };

  #printedAfter(offset: number | null) {
    const data = Buffer.from(this.printed.slice(offset ?? 0)).toString('base64');
    return { data, isNew: offset === null, mark: { inode: 1, offset: this.printed.length }, size: { cols: 80, rows: 24 } };
  }

  async #answer(method: string, params: { readonly [name: string]: unknown }): Promise<Result<unknown>> {
    const status = () => ({ host: null, goals: [], agents: [this.agent, this.#below].filter((agent) => agent !== null) });
    switch (method) {
      case 'status':
        return ok(status());
      case 'statusAfter':
        while ((params.seq as number) >= this.#seq) await new Promise<void>((resolve) => this.#waiting.push(resolve));
        return ok({ seq: this.#seq, status: status() });
      case 'run': {
        this.orders.push(params as unknown as RunParams);
        const { name, home } = params as unknown as RunParams & { readonly name: string };
        this.#state = fold([submitted(newAgent('a-there', { name, ...(home === undefined ? {} : { home }) }))]);
        const agent = this.#state.agents['a-there'] as Agent;
        this.agent = {
          ...agentStatus({ ...agent, worktree: '/wt', branch: `orch/${String(params.name)}` }, { goals: {} } as never),
          state: 'working',
          pid: 7,
        };
        this.#seq += 1;
        return ok({ goal: 'g', agents: ['a-there'] });
      }
      case 'resume':
        this.shows({ state: 'working', pid: 8 });
        return ok({});
      case 'stop':
        if (this.agent?.pid != null) this.shows({ state: 'stopped', pid: null });
        return ok({});
      case 'words':
        return ok({ text: `last words of ${String(params.agent)}` });
      case 'terminalAfter':
        return ok(this.#printedAfter((params.mark as TerminalMark | null)?.offset ?? null));
      case 'answer':
        return ok({ agent: '', question: '', answer: params.choice });
      default:
        return ok({});
    }
  }
}

export function remoteStory({
  others = [],
  parent = null,
  ...family
}: {
  readonly others?: readonly NewAgent[];
  readonly parent?: string | null;
} & Pick<NewAgent, 'delegation'> = {}) {
  const clock = new FakeClock();
  const cluster = new FakeCluster(clock);
  const commits = new Commits();
  const first = commits.make(null);
  const events: EventBody[] = [];
  const notices: string[] = [];
  let state = fold([
    submitted(
      ...others,
      newAgent('a-1234', {
        name: 'fix',
        parent,
        ...family,
        placement: { on: 'any' },
        branch: 'orch/fix',
        worktree: '/wt/fix',
        plan: { unattended: true },
      }),
    ),
    { type: 'worktree.created', agent: 'a-1234', branch: 'orch/fix', worktree: '/wt/fix', baseCommit: first, notes: [] },
  ]);
  const dispatch = (body: EventBody) => {
    events.push(body);
    if (body.type === 'notice.raised') notices.push(body.text);
    const event: OrchEvent = stamp(body, state.seq + 1);
    state = reduce(state, event);
    handOver.check();
  };
  const carrier = new FakeCarrier(commits, first);
  carrier.refs.set('refs/heads/orch/fix', first);
  const shown: string[] = [];
  const log = new FakeMessageLog();
  const nameOf = (party: string) => partyName(state, party);
  // No host after this one gives an id anew.
  let sent = 0;
  const createId = () => `mhere${++sent}`;
  const said: string[] = [];
  const openPost = () =>
    openTestPost({
      clock,
      log,
      kept: [...log.stored.values()],
      nameOf,
      createId,
      admits: (from, to) => admitsMessage(state, from, to),
      say: (text) => said.push(text),
    }).post;
  let post = openPost();
  let far: RemoteAgents;
  const typed: string[] = [];
  const newHandOver = () => {
    const made = new HandOver({
      post,
      state: () => state,
      send: async (agent, text) => {
        typed.push(text);
        return far.send(agent, text, true);
      },
      isAttended: () => false,
      dispatch: (event) => dispatch(event),
      manager: { take: async () => ok(null) },
      far,
    });
    post.listen(() => made.check());
    return made;
  };
  const newOwner = () =>
    new RemoteAgents({
      clock,
      broker: () => owner,
      asked: async () => undefined,
      secret: () => 'secret',
      silent: () => silent,
      sign: (task) => ({ ...task, signature: 's' }),
      carrier,
      repository: {
        info: { name: 'widget', commonDir: '/', toplevel: '/', hash: 'h' },
        resolveBase: async (name) => ok(carrier.refs.get(`refs/heads/${name}`) ?? first),
      },
      agents: () => state.agents,
      dispatch,
      say: (text) => notices.push(text),
      screen: {
        begin: (_, data) => shown.push(Buffer.from(data).toString()),
        add: (_, data) => shown.push(`+${Buffer.from(data).toString()}`),
        sized: () => undefined,
        isShown: () => true,
        isAttended: () => false,
      },
      registry: DEFAULT_CONFIG.registry,
      hierarchy: DEFAULT_CONFIG.hierarchy,
      goalText: (goal) => state.goals[goal]?.text ?? null,
      mail: remoteMailOf({ post: () => post, state: () => state, dispatch, manager: () => 'none' }),
    });
  const owner = cluster.broker('home');
  const { heartbeatSeconds } = DEFAULT_CONFIG.registry;
  const silent = new SilentNodes({
    clock,
    heartbeatMs: heartbeatSeconds * 1000,
    broker: () => owner,
    onChange: () => undefined,
    say: (text) => notices.push(text),
  });
  const beats = () => {
    void owner.announce({ name: 'home', kind: 'host', version: VERSION, slots: 0, busy: 0, labels: [] }, []);
    void silent.look(owner);
    clock.after(heartbeatSeconds * 1000, beats);
  };
  beats();
  const agents = newOwner();
  far = agents;
  let handOver = newHandOver();
  /** Its messages are read from disk by the host that comes after it. */
  const restartsHome = (): void => {
    agents.dispose();
    dispatch({ type: 'host.started', pid: 2, version: '1', bootId: null });
    post = openPost();
    far = newOwner();
    handOver = newHandOver();
    far.begin();
  };

  const addWorker = async (
    name: string,
    changes: { readonly version?: string; readonly refuses?: string; readonly slots?: number; readonly link?: FakeHostLink } = {},
  ) => {
    const link = changes.link ?? new FakeHostLink();
    const there = new FakeCarrier(commits, first);
    there.origin = carrier.origin;
    const said: string[] = [];
    const repository: WorkRepository = { folder: `/clone/${name}`, carrier: there, link, known: async () => [first] };
    const worker = new Worker({
      broker: cluster.broker(name),
      secret: 'secret',
      version: VERSION,
      clock,
      slots: changes.slots ?? 1,
      labels: [],
      heartbeatMs: 30_000,
      checkpointMs: 120_000,
      repositoryFor: async () =>
        changes.refuses === undefined ? ok(repository) : fail({ kind: 'repository', tried: 'open', said: changes.refuses, next: '' }),
      say: (text) => said.push(text),
    });
    await worker.start();
    return { link, carrier: there, said, worker };
  };

  /** Everything that needs no time has happened. */
  const rest = async () => {
    for (let turn = 0; turn < 60; turn += 1) await new Promise<void>((resolve) => setImmediate(resolve));
  };
  const passes = async (ms: number) => {
    for (let left = ms; left > 0; left -= 1000) {
      clock.advance(Math.min(1000, left));
      await rest();
    }
  };
  const agent = () => state.agents['a-1234'] as Agent;
  const start = () => {
    const started = agents.start(agent(), 'start', null);
    void started.then((done) => {
      if (done.ok && done.value !== null) dispatch({ type: 'agent.started', agent: 'a-1234', ...done.value });
    });
    return started;
  };
  const types = () => events.map(({ type }) => type);
  return {
    state: () => state,
    clock,
    cluster,
    commits,
    first,
    carrier,
    events,
    notices,
    silent,
    shown,
    agents,
    newOwner,
    addWorker,
    rest,
    passes,
    agent,
    start,
    types,
    dispatch,
    log,
    said,
    typed,
    restartsHome,
    post: () => post,
  };
}
