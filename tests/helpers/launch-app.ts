// The whole app in this process: the real host, its agents' terminals and its clients' screens, over ports that the test plays (zellij's way).
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import { createHarnessRegistry } from '../../src/core/harness/registry.js';
import { createKeymap } from '../../src/core/input/keymap.js';
import type { Agent } from '../../src/core/model/agent.js';
import { type Config, configSchema } from '../../src/core/model/config.js';
import { ok, type Result } from '../../src/core/model/error.js';
import type { EventBody } from '../../src/core/model/event.js';
import type { Method, Requests, RunParams } from '../../src/core/model/requests.js';
import { emptyState } from '../../src/core/model/state.js';
import type { Carrier } from '../../src/core/ports/carrier.js';
import type { Post } from '../../src/core/ports/post.js';
import { assembleHost, type HostWorld } from '../../src/host/assemble-host.js';
import { AppClient, type ClientOrder } from './app-client.js';
import { FakeMachine, type FakeProgram } from './fake-agents.js';
import type { FakeCluster } from './fake-broker.js';
import type { FakeClock } from './fake-clock.js';
import { type FakePorts, FakeStorage, fakePorts } from './fake-effect-ports.js';
import { FakeMessageLog } from './fake-message-log.js';
import { ROLES } from './roles.js';
import { DEADLINE_MS } from './wait-for.js';

/** Frames, gathered state events and a lone Esc wait less than this; a person's doings and an agent's states more. */
const SOON_MS = 100;
/** CLIs that are found in PATH. */
const INSTALLED = ['claude', 'codex'] as const;

export interface AppOrder {
  readonly config?: Parameters<typeof configSchema.parse>[0];
  /** Answers of the outside world that differ from the usual ones. */
  readonly ports?: Parameters<typeof fakePorts>[0];
  /** Other machines, which it shares a secret with: `secret`. */
  readonly cluster?: FakeCluster;
}

export interface App {
  readonly clock: FakeClock;
  readonly ports: FakePorts;
  readonly machine: FakeMachine;
  /** What the host's doors for agents act through. */
  readonly post: Post;
  readonly storage: FakeStorage;
  readonly stateDir: string;
  /** The host has let go of its process. */
  readonly hasEnded: boolean;
  /** Opens one more screen. */
  open(order: ClientOrder): Promise<AppClient>;
  /** Asks the host as a script does; the answer may be long in coming. */
  ask<M extends Method>(method: M, params: Requests[M]['params']): Promise<Result<unknown>>;
  /** As `ask`, for what is answered at once; fails the test when it is refused. */
  request<M extends Method>(method: M, params: Requests[M]['params']): Promise<Requests[M]['result']>;
  /** Starts agents on a task as `orch-tui run` does. Their numbers count on from 1. */
  run(name: string, params?: Partial<RunParams>): Promise<void>;
  /** Something that a door for agents tells of. */
  tells(event: EventBody): Promise<void>;
  /** The state of the agent with this number, as everybody sees it. */
  agentState(number: number): Agent;
  /** The newest program of the agent with this number. */
  agent(number: number): FakeProgram;
  /** The newest program that is no agent's. */
  editor(): FakeProgram;
  /** Resolves when nothing is under way and nothing is due within a tenth of a second; frames are painted by then. Not twice at once. */
  settled(): Promise<void>;
  /** Just this much time goes by, with all that happens in it. */
  passes(ms: number): Promise<void>;
}

/** An app without a client and without an agent. Everything of it is gone after the test. */
export async function launchApp({ config = {}, ports: changes = {}, cluster }: AppOrder = {}): Promise<App> {
  // Loaded with their first use: that is work which `workUnderWay` can not see, and longer than a test where the machine is busy.
  await Promise.all([
    import('../../src/core/planner/plan-answer.js'),
    import('../../src/core/manager/decision-schema.js'),
    import('../../src/core/effects/goal-summary.js'),
    import('../../src/core/effects/pull-words.js'),
  ]);
  const stateDir = mkdtempSync(join(tmpdir(), 'orch-app-'));
  const values: Config = configSchema.parse(config);
  const ports = fakePorts({
    ...changes,
    repository: {
      defaultBase: async () => ok('main'),
      resolveBase: async () => ok('c0'),
      hasUnsavedWork: async () => ok(false),
      ...changes.repository,
    },
  });
  const { clock } = ports;
  const machine = new FakeMachine(clock);
  const storage = new FakeStorage();
  const bugs: unknown[] = [];
  const clients: AppClient[] = [];
  let hasEnded = false;
  const { host, store, post } = assembleHost({
    ...sharing(cluster),
    clock,
    config: values,
    configFile: null,
    keymap: expectOk(createKeymap({ keys: values.keys, leader: values.screen.leader })),
    processes: machine,
    spawner: async () => ok(machine),
    repository: ports.repository,
    forge: ports.forge,
    model: ports.model,
    roles: async () => ok(ROLES),
    prompt: ports.prompt,
    artifacts: ports.artifacts,
    commands: ports.commands,
    files: ports.files,
    placeOfPath: ports.placeOfPath,
    registry: createHarnessRegistry({ demoScript: '/demo-agent.js', configured: values.harnesses }),
    socketPath: join(stateDir, 'host.sock'),
    stateDir,
    environment: {
      current: {
        PATH: programsIn(join(stateDir, 'bin')),
        EDITOR: 'fake-editor',
        XDG_CONFIG_HOME: join(stateDir, 'config'),
        ...(cluster === undefined ? {} : { ORCH_CLUSTER_SECRET: 'secret' }),
      },
      update: () => undefined,
    },
    storage,
    state: emptyState(values.agents.max),
    history: [],
    messageLog: new FakeMessageLog(),
    messages: [],
    openLog: () => ({ append: () => undefined, sized: () => undefined, flush: async () => undefined, close: async () => undefined }),
    openSetupLog: () => ({ append: () => undefined, sized: () => undefined, flush: async () => undefined, close: async () => undefined }),
    portBlocks: ports.worktrees.blocks,
    installs: ports.worktrees.installs,
    newWorkspace: async () => '/workspaces/w1',
    readOutput: null,
    output: ports.output,
    sources: { openHooks: async () => null, openLog: async () => null, freePort: async () => null, followEvents: () => () => undefined },
    onBug: (error) => bugs.push(error),
    end: () => {
      hasEnded = true;
    },
  });
  if (cluster !== undefined) await host.openDoors();
  store.dispatch({ type: 'host.started', pid: process.pid, version: 'test', bootId: machine.bootId() });

  const rest = async (): Promise<void> => {
    const deadline = performance.now() + DEADLINE_MS;
    do {
      await new Promise<void>((resolve) => setImmediate(resolve));
      const work = workUnderWay();
      if (work === 'none' && !clients.some((client) => client.isBusy)) return;
      // The disk is let work instead of being asked again and again.
      if (work === 'files') await new Promise<void>((resolve) => setTimeout(resolve, 1));
    } while (performance.now() < deadline);
    throw new Error('the app does not come to rest');
  };
  const settled = async (): Promise<void> => {
    for (let step = 0; step < 100; step += 1) {
      await rest();
      const [due] = clock.waits;
      if (due === undefined || due > SOON_MS) return;
      clock.advance(due);
    }
    throw new Error('the app sets one short timer after the other');
  };
  const programsOf = (id: string) => machine.programs.filter(({ spawn }) => spawn.env.ORCH_AGENT === id);

  onTestFinished(() => {
    for (const client of clients) client.dispose();
    rmSync(stateDir, { recursive: true, force: true });
    if (bugs.length > 0) throw new AggregateError(bugs, 'bugs were reported');
  });

  const app: App = {
    clock,
    ports,
    machine,
    post,
    storage,
    stateDir,
    get hasEnded() {
      return hasEnded;
    },
    async open(order) {
      const client = new AppClient(order, { clock, settle: settled });
      clients.push(client);
      const joined = host.join(client);
      if (order.leavesAtOnce === true) await client.leaves();
      await joined;
      await settled();
      return client;
    },
    ask: (method, params) => host.answer({ id: 1, method, params }),
    async request(method, params) {
      const answer = app.ask(method, params);
      await settled();
      // The type of a union of methods can not say that this answer belongs to this question.
      return expectOk(await answer) as never;
    },
    async run(name, params = {}) {
      await app.request('run', { ...PLAIN_RUN, text: `Work on ${name}`, name, ...params });
    },
    async tells(event) {
      store.dispatch(event);
      await settled();
    },
    agentState(number) {
      const found = Object.values(store.state.agents).find((agent) => agent.number === number);
      if (found === undefined) throw new Error(`there is no agent ${number}`);
      return found;
    },
    agent(number) {
      const { id, name, state, error } = app.agentState(number);
      const program = programsOf(id).at(-1);
      if (program === undefined) throw new Error(`${name} was never started: it is ${state}, ${error?.said ?? 'without an error'}`);
      return program;
    },
    editor() {
      const program = machine.programs.findLast(({ spawn }) => spawn.env.ORCH_AGENT === undefined);
      if (program === undefined) throw new Error('no editor was started');
      return program;
    },
    settled,
    async passes(ms) {
      const end = clock.now() + ms;
      for (;;) {
        await rest();
        const [due] = clock.waits;
        if (due === undefined || clock.now() + due > end) break;
        clock.advance(due);
      }
      clock.advance(end - clock.now());
      await rest();
    },
  };
  return app;
}

/** An app and its first screen. */
export async function launch(order: AppOrder & ClientOrder): Promise<App & { readonly me: AppClient }> {
  const app = await launchApp(order);
  const me = await app.open(order);
  return Object.assign(app, { me });
}

export const PLAIN_RUN: Omit<RunParams, 'text' | 'name'> = {
  harness: 'claude',
  command: null,
  args: [],
  model: null,
  role: null,
  count: 1,
  base: null,
  verify: null,
  attempts: null,
  finish: 'branch',
  unattended: false,
  labels: [],
  reviewers: [],
  draft: false,
};

/** Its way to other machines, where there are any. */
function sharing(cluster: FakeCluster | undefined): Pick<HostWorld, 'carrier' | 'loadRedis'> {
  if (cluster === undefined) return { carrier: null };
  // Nothing is given out: all that is asked of it is what the repository is known by.
  const carrier = { rootOf: async () => ok('root') } as unknown as Carrier;
  return {
    carrier,
    loadRedis:
      async () =>
      ({ node }) =>
        cluster.redis(node),
  };
}

/** What this process still has to do: files to read and write, or something that waits for its turn of the event loop. */
function workUnderWay(): 'none' | 'files' | 'turns' {
  const resources = process.getActiveResourcesInfo();
  if (resources.includes('Immediate')) return 'turns';
  return resources.some((resource) => resource.startsWith('FSReq') || resource === 'CloseReq') ? 'files' : 'none';
}

function programsIn(folder: string): string {
  mkdirSync(folder);
  for (const name of INSTALLED) {
    writeFileSync(join(folder, name), '');
    chmodSync(join(folder, name), 0o755);
  }
  return folder;
}

function expectOk<Value>(result: Result<Value>): Value {
  if (!result.ok) throw new Error(`${result.error.tried}: ${result.error.said}`);
  return result.value;
}
