// Puts a host together from its ports: store, effects, agents' terminals, clients' screens. Knows no adapter, so that tests give it a world of their own.

import type { AgentLog } from '../core/adapters/agent-log-writer.js';
import { programPath } from '../core/adapters/program-wrapper.js';
import { watchBudgets } from '../core/effects/budget-watch.js';
import type { EffectPorts, WhileNaming } from '../core/effects/effect-ports.js';
import { createHandlers } from '../core/effects/handlers.js';
import { createLanes } from '../core/effects/lanes.js';
import { Monitor } from '../core/effects/monitor.js';
import { createStore, type Store } from '../core/effects/store.js';
import { WorkspaceWriter } from '../core/effects/workspace-writer.js';
import { scrubbedEnvironment } from '../core/harness/agent-environment.js';
import { litterOf } from '../core/harness/registry.js';
import { worktreeEnvironment } from '../core/harness/worktree-environment.js';
import type { Agent } from '../core/model/agent.js';
import type { OrchError } from '../core/model/error.js';
import type { OrchEvent } from '../core/model/event.js';
import type { AppState } from '../core/model/state.js';
import type { Forge } from '../core/ports/forge.js';
import type { Post } from '../core/ports/post.js';
import type { InstallCache, PortBlocks } from '../core/ports/worktree.js';
import type { AgentOutput, Artifacts, CommandRunner, Storage, TextFiles } from '../core/ports.js';
import { a2aDoorOf } from './a2a-door-of.js';
import type { AgentRuntimeOptions } from './agent-runtime.js';
import type { SourcePorts } from './agent-sources.js';
import { taskAgents } from './answers/order-task.js';
import { builtinRole } from './builtin-role.js';
import { doorWorldOf } from './door/door-world-of.js';
import { createHostDoor, type HostDoor } from './door/host-door.js';
import { createGoalQueue } from './goal-queue.js';
import { Host } from './host.js';
import type { HostParts, Workspaces } from './host-parts.js';
import { neighboursOf } from './neighbours/neighbours-of.js';
import { remoteOver, type TiesWorld, tieHost } from './network/host-ties.js';
import { nodeName } from './network/network-of.js';
import { notifyCommand } from './notify-command.js';
import { PlacedAgentRuntime } from './placed-runtime.js';
import { PullWatch } from './pull-watch.js';
import { elsewhereOf, remoteAgentsOf } from './remote/remote-agents-of.js';
import { Overflow } from './remote/remote-places.js';
import { watchResults } from './result-watch.js';
import { openSetupOutput } from './setup-output.js';

type MadeHere = keyof Pick<
  HostParts,
  | 'store'
  | 'runtime'
  | 'monitor'
  | 'workspaces'
  | 'queue'
  | 'pulls'
  | 'a2a'
  | 'mail'
  | 'network'
  | 'neighbours'
  | 'notifyCommand'
  | 'whileNaming'
>;

/** Everything around a host; the rest is made here. */
export interface HostWorld extends Omit<HostParts, MadeHere>, TiesWorld {
  readonly forge: Forge;
  readonly prompt: EffectPorts['prompt'];
  readonly artifacts: Artifacts;
  readonly commands: CommandRunner;
  readonly files: TextFiles;
  readonly storage: Storage;
  readonly placeOfPath: EffectPorts['placeOfPath'];
  /** Snapshot and later events already replayed. */
  readonly state: AppState;
  /** Stored events of earlier hosts, oldest first. */
  readonly history: readonly OrchEvent[];
  /** Where an agent's raw output is kept. */
  readonly openLog: (agent: Agent, onError: (error: OrchError) => void) => AgentLog;
  /** Where is kept what was printed while a worktree was made ready. */
  readonly openSetupLog: (name: string) => AgentLog;
  readonly portBlocks: PortBlocks;
  readonly installs: InstallCache;
  /** What was printed, out of that log; read after it was flushed. */
  readonly output: AgentOutput;
  readonly sources: SourcePorts;
  readonly newWorkspace: Workspaces['create'];
  /** The end of what an agent has printed, plain; null where none of it is to be kept with its goal. */
  readonly readOutput: ((agent: Agent) => Promise<string>) | null;
  readonly onBug: (error: unknown) => void;
}

export interface AssembledHost {
  readonly host: Host;
  readonly store: Store;
  readonly door: HostDoor;
  readonly post: Post;
}

export function assembleHost(world: HostWorld): AssembledHost {
  const { clock, config, environment, files, processes, registry, repository, spawner, stateDir } = world;
  // Store, runtime and host know each other; the two below are called only after all three are there.
  let store: Store;
  let host: Host;
  const logs = new Map<string, AgentLog>();
  const lanes = createLanes();
  const whileNaming: WhileNaming = (task) => lanes.run('names', task);
  const output: AgentOutput = {
    async since(agent, mark) {
      await logs.get(agent.id)?.flush();
      return world.output.since(agent, mark);
    },
  };
  const ending = new AbortController();
  const door = createHostDoor({
    commonDir: repository.info.commonDir,
    program: programPath(stateDir),
    say: (text) => store.dispatch({ type: 'notice.raised', text }),
    onCall: (agent) => health.seen(agent),
    world: () => doorWorldOf({ ...world, store, runtime, whileNaming, mail, orderWorld: () => host.orders() }),
  });
  const verifyEnv: EffectPorts['verifyEnv'] = (owner) => {
    return { ...scrubbedEnvironment(environment.current), ORCH_AGENT: owner.id, ...worktreeEnvironment(owner) };
  };
  const others = remoteOver(world.carrier, () => network);
  const remote = remoteAgentsOf({
    remote: others,
    clock,
    config,
    repository,
    state: () => store.state,
    dispatch: (event) => store.dispatch(event),
    runtime: () => runtime,
    host: () => host,
    mail: () => mail,
  });
  const neighbours = neighboursOf({
    clock,
    node: nodeName(world),
    network: () => network,
    state: () => store.state,
    runtime: () => runtime,
    host: () => host,
  });
  const runtimeOptions: AgentRuntimeOptions = {
    clock,
    processes,
    spawner,
    registry,
    stateDir,
    scrollback: config.agents.scrollback,
    environment: () => environment.current,
    workspaceOf: (goal) => store.state.goals[goal]?.workspace ?? null,
    theme: () => host.views.theme(),
    dispatch: (event) => store.dispatch(event),
    openLog: (agent) => {
      const log = world.openLog(agent, ({ said }) => store.dispatch({ type: 'notice.raised', text: `the log of ${agent.name}: ${said}` }));
      logs.set(agent.id, log);
      return log;
    },
    sources: { ...world.sources, openSeat: door.openSeat },
    output,
    countsUsage: config.agent.cost_tracking,
    givesTools: config.messages.mcp,
    roleOf: (agent) => builtinRole(agent, world.roles),
    onOutput(agent) {
      health.seen(agent);
      host.views.output(agent);
    },
    onResized: (agent) => host.views.resized(agent),
    isAttended: (agent) => host.views.isAttended(agent),
  };
  const flush = async (agent: string) => logs.get(agent)?.flush();
  const runtime = new PlacedAgentRuntime(runtimeOptions, { remote, neighbours, flush });
  store = createStore({
    state: world.state,
    storage: world.storage,
    clock,
    history: world.history,
    handlers: createHandlers({
      repository,
      forge: world.forge,
      model: world.model,
      planner: config.planner,
      roles: world.roles,
      prompt: world.prompt,
      artifacts: world.artifacts,
      whileNaming,
      taskAgent: taskAgents(() => host.orders()),
      commands: world.commands,
      runtime,
      files,
      clock,
      folders: {
        worktrees: `${stateDir}/wt`,
        scratch: `${stateDir}/scratch`,
        trash: `${stateDir}/trash`,
        results: `${stateDir}/results`,
      },
      litterOf: (agent) => litterOf(agent.launch),
      verifyEnv,
      policy: config.policy,
      placeOfPath: world.placeOfPath,
      verifyTimeoutMs: config.finish.verifyTimeoutSeconds * 1000,
      output,
      manager: config.manager,
      merge: config.merge,
      tries: config.tries,
      pulls: config.pulls,
      post: () => mail.post,
      elsewhere: elsewhereOf(others, remote),
      worktrees: {
        config: config.worktree,
        blocks: world.portBlocks,
        installs: world.installs,
        installing: createLanes(),
        setupEnv: (owner) => ({ ...verifyEnv(owner), ORCH_STATE: stateDir }),
        openLog: ({ id, name }) =>
          openSetupOutput({
            agent: id,
            log: world.openSetupLog(name),
            runtime,
            clock,
            onOutput: (agent) => host.views.output(agent),
            isShown: () => store.state.agents[id]?.state === 'preparing',
          }),
        hostEnds: ending.signal,
        say: (text) => store.dispatch({ type: 'notice.raised', text }),
      },
    }),
    onBug: world.onBug,
  });
  const monitor = new Monitor({ clock, files, path: `${stateDir}/logs/monitor.log`, state: () => store.state });
  const writer = new WorkspaceWriter({
    clock,
    files,
    state: () => store.state,
    recentEvents: () => store.recentEvents(),
    repository: repository.info.commonDir,
    readOutput: world.readOutput,
    onNotice: (text) => store.dispatch({ type: 'notice.raised', text }),
  });
  store.subscribe((_, event) => {
    writer.update(event);
    if (event.type === 'host.stopping') ending.abort();
    if (event.type === 'host.stopped') door.close();
  });
  const workspaces: Workspaces = { create: world.newWorkspace, flush: () => writer.flush() };
  const call = notifyCommand({
    command: config.notify.command,
    commands: world.commands,
    cwd: repository.info.toplevel,
    environment: () => environment.current,
  });
  watchBudgets({ store, bounds: config.budget });
  const queue = createGoalQueue(config.queue, {
    clock,
    forge: world.forge,
    forgeRemote: () => repository.forgeRemote(),
    files,
    memory: `${stateDir}/taken-issues.json`,
    state: () => store.state,
    run: (params) => host.answer({ id: 0, method: 'run', params }),
    say: (text) => store.dispatch({ type: 'notice.raised', text }),
  });
  const pulls = new PullWatch({
    clock,
    pollSeconds: config.pulls.pollSeconds,
    forge: world.forge,
    repository,
    state: () => store.state,
    dispatch: (event) => store.dispatch(event),
  });
  store.subscribe((_, event) => pulls.check(event));
  const overflow = new Overflow({
    ...others,
    clock,
    state: () => store.state,
    dispatch: (event) => store.dispatch(event),
  });
  store.subscribe((_, event) => {
    if (config.worker.overflow) overflow.check();
    remote.begin();
    if (event.type !== 'host.stopped') return;
    overflow.dispose();
    remote.dispose();
  });
  const a2a = a2aDoorOf(world, () => host);
  const { health, network, mail } = tieHost(world, { store, runtime, remote, neighbours });
  watchResults({ store, post: mail.post, now: () => new Date(world.clock.now()).toISOString() });
  const ties = { mail, network, neighbours };
  host = new Host({ ...world, ...ties, a2a, store, runtime, whileNaming, monitor, workspaces, queue, pulls, notifyCommand: call });
  return { host, store, door, post: mail.post };
}
