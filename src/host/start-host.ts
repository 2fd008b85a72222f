// The composition root: opens the repository, takes the lock, loads what is stored, and gives the host its adapters.
import { rmSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { readPlainOutput } from '../core/adapters/agent-log.js';
import { createAgentLog, setupLog } from '../core/adapters/agent-log-writer.js';
import { createArtifactFiles } from '../core/adapters/artifact-files.js';
import { placeOfPath } from '../core/adapters/asked-path.js';
import { configCheckout, loadConfig, personConfigFile } from '../core/adapters/config-files.js';
import { followEvents, freePort } from '../core/adapters/event-server.js';
import { openRepository } from '../core/adapters/git/open-repository.js';
import { openHookDrop } from '../core/adapters/hook-drop.js';
import { acquireHostLock } from '../core/adapters/host-lock.js';
import { createInstallCache } from '../core/adapters/install-cache.js';
import { openLogPipe } from '../core/adapters/log-pipe.js';
import { readLogSince } from '../core/adapters/log-since.js';
import { MESSAGE_FILE, MessageFile } from '../core/adapters/message-file.js';
import { createPtySpawner } from '../core/adapters/node-pty-spawner.js';
import { createOctokitForge } from '../core/adapters/octokit-forge.js';
import { removeOldConversations } from '../core/adapters/old-conversations.js';
import { createOpenAiModel } from '../core/adapters/openai-model.js';
import { createPortRegistry } from '../core/adapters/port-registry.js';
import { createProcProcesses } from '../core/adapters/proc-processes.js';
import { writeProgramWrapper } from '../core/adapters/program-wrapper.js';
import { readPrompt } from '../core/adapters/prompt-files.js';
import { loadTrustedRoles } from '../core/adapters/role-files.js';
import { agentSockets, prepareSocket, prepareStateDir, repositoryPaths, thisPlace } from '../core/adapters/runtime-paths.js';
import { createShellCommandRunner } from '../core/adapters/shell-command-runner.js';
import { createDiskTextFiles } from '../core/adapters/storage/disk-text-files.js';
import { createFileStorage } from '../core/adapters/storage/file-storage.js';
import { readRecentEvents } from '../core/adapters/storage/journal-read.js';
import { systemClock } from '../core/adapters/system-clock.js';
import { newWorkspace, workspacesFolder } from '../core/adapters/workspace-files.js';
import { modelEndpoint } from '../core/chat/model-endpoint.js';
import { recover } from '../core/effects/recovery.js';
import { createHarnessRegistry } from '../core/harness/registry.js';
import { createKeymap } from '../core/input/keymap.js';
import { errorLine, fail, type OrchError, ok, type Result } from '../core/model/error.js';
import { repositoryId } from '../core/model/repository-id.js';
import { emptyState } from '../core/model/state.js';
import { VERSION } from '../core/model/version.js';
import type { PtySpawner, Timer } from '../core/ports.js';
import { replay } from '../core/state/reduce.js';
import { assembleHost } from './assemble-host.js';
import { autoCleanup } from './auto-cleanup.js';
import { contradiction } from './config-contradiction.js';
import type { Host } from './host.js';
import type { PersonEnvironment } from './host-parts.js';
import { loadRules } from './load-rules.js';

/** Events of earlier hosts that the timeline still shows. */
const HISTORY = 500;

export interface HostOrder {
  /** Folder inside the repository. */
  readonly repo: string;
  readonly commonDir: string;
  /** A configuration file instead of the person's own; null for that one. */
  readonly configFile: string | null;
  /** The folder of a repository that nobody wants back: it goes at the end, with all that is stored of it. */
  readonly throwAway: string | null;
  readonly env: NodeJS.ProcessEnv;
  /** What it says as it happens; a screen is told by itself. */
  readonly onNotice?: (text: string) => void;
  /** Lets go of the process, after everything has ended. */
  readonly end: () => void;
}

/** `busy`: another host has this repository. */
export async function startHost(order: HostOrder): Promise<Result<Host | 'busy'>> {
  const clock = systemClock;
  const place = thisPlace(order.env);
  const paths = repositoryPaths(place, repositoryId(order.commonDir));
  const stateDir = prepareStateDir(paths.stateDir);
  if (!stateDir.ok) return stateDir;
  const socketPath = prepareSocket(paths.sockets, place.uid);
  if (!socketPath.ok) return socketPath;
  const lock = acquireHostLock({ stateDir: paths.stateDir, path: order.env.PATH });
  if (!lock.ok) return lock.error.kind === 'conflict' ? ok('busy') : lock;
  const refuse = (error: OrchError) => {
    lock.value.release();
    return fail(error);
  };
  const folder = (name: string) => join(paths.stateDir, name);
  const environment = personEnvironment(order.env);
  const config = await loadConfig({ place, repoDir: configCheckout(order), configFile: order.configFile, check: contradiction });
  if (!config.ok) return refuse(config.error);
  const { config: values, notices: configNotices } = config.value;
  const rules = await loadRules(values.harnesses, dirname(personConfigFile({ place, configFile: order.configFile })));
  if (!rules.ok) return refuse(rules.error);
  const messageLog = new MessageFile(folder(MESSAGE_FILE));
  const [repository, storage, messages] = await Promise.all([
    openRepository(order.repo, {
      environment: () => environment.current,
      temporary: await emptied(folder('tmp')),
      commitHooks: values.finish.hooks ? 'run' : 'off',
      get forgeHosts() {
        return environment.current.GITHUB_API_URL ? 'any' : 'github.com';
      },
    }),
    loadStorage(paths.stateDir, clock.now),
    messageLog.load(),
  ]);
  if (!repository.ok) return refuse(repository.error);
  const keymap = createKeymap({ keys: values.keys, leader: values.screen.leader });
  if (!keymap.ok) return refuse(keymap.error);

  await Promise.all([emptied(folder('hooks')), repository.value.clearScratch(folder('scratch'))]);
  const files = createDiskTextFiles();
  const workspaces = workspacesFolder(values, { stateDir: paths.stateDir, repoDir: configCheckout(order), home: place.home });
  const roles = () => loadTrustedRoles(place, configCheckout(order));
  const processes = createProcProcesses({ stateDir: paths.stateDir, clock });
  const loaded = replay(storage.snapshot ?? emptyState(values.agents.max), storage.events);
  const recovered = await recover({ state: loaded.state, processes, files, worktrees: folder('wt') });
  const path = () => environment.current.PATH;
  const installs = createInstallCache({ folder: folder('cache'), temporary: folder('tmp'), path });
  // In the foreground a timer that is left would hold up the end of the process.
  let trashCheck: Timer | null = null;
  const { host, store, door } = assembleHost({
    clock,
    installs,
    portBlocks: createPortRegistry({
      file: join(dirname(paths.stateDir), 'ports.json'),
      stateDir: paths.stateDir,
      firstPort: values.worktree.firstPort,
      clock,
      path,
      held: () => Object.values(store.state.agents).flatMap(({ id: owner, port }) => (port === undefined ? [] : [{ owner, port }])),
    }),
    // Nothing is waited for in a repository that nobody wants back.
    config: order.throwAway === null ? values : { ...values, queue: { ...values.queue, whenEmpty: 'exit' } },
    configFile: order.configFile,
    keymap: keymap.value,
    stateDir: paths.stateDir,
    socketPath: socketPath.value,
    environment,
    repository: repository.value,
    carrier: repository.value.carrier,
    forge: createOctokitForge({ env: () => environment.current }),
    model: createOpenAiModel({ env: () => environment.current, config: values.model, clock }),
    commands: createShellCommandRunner(clock),
    processes,
    spawner: once(createPtySpawner),
    files,
    registry: createHarnessRegistry({
      demoScript: besideBundle('demo-agent.js'),
      builtinScript: besideBundle('builtin-agent.js'),
      a2aScript: besideBundle('a2a-agent.js'),
      config: values,
      modelProblem: (env) => problemIn(modelEndpoint({ env, config: values.model })),
      configured: values.harnesses,
      rules: rules.value,
    }),
    storage: storage.port,
    placeOfPath,
    roles: async () => {
      const found = await roles();
      return found.ok ? ok(found.value.roles) : found;
    },
    prompt: readPrompt,
    artifacts: createArtifactFiles(),
    state: loaded.state,
    history: storage.history,
    messageLog,
    messages: messages.messages,
    openLog: (agent, onError) =>
      createAgentLog({ path: folder(`logs/${agent.name}.log`), maxBytes: values.logs.maxMegabytes * 1024 * 1024, clock, onError }),
    // A disk that is full is told of by the log of the agent itself.
    openSetupLog: (name) =>
      createAgentLog({ path: setupLog(folder('logs'), name), maxBytes: MAX_SETUP_LOG, clock, onError: () => undefined }),
    newWorkspace: (text, base = workspaces) => newWorkspace(base, { text, atMs: clock.now() }),
    readOutput: values.agent.enable_logging ? (agent) => readPlainOutput(folder(`logs/${agent.name}.log`)) : null,
    output: { since: (agent, mark) => readLogSince(folder(`logs/${agent.name}.log`), mark) },
    sources: {
      openHooks: (agent, onEvent) => openHookDrop({ folder: folder(`hooks/${agent}`), onEvent }),
      openLog: (agent, onLine) => openLogPipe({ folder: folder(`hooks/${agent}-log`), onLine }),
      freePort,
      followEvents,
    },
    onBug: (error) => process.stderr.write(`${new Date().toISOString()} bug: ${error instanceof Error ? error.stack : String(error)}\n`),
    end: () => {
      trashCheck?.cancel();
      lock.value.release();
      if (order.throwAway !== null) throwAway([order.throwAway, paths.stateDir]);
      order.end();
    },
  });
  const { onNotice } = order;
  if (onNotice !== undefined) store.subscribe((_, event) => event.type === 'notice.raised' && onNotice(event.text));
  // Before anything is started that is to find it.
  await writeProgramWrapper(paths.stateDir, besideBundle('orch-tui.js'));
  const agentSocket = prepareSocket(agentSockets(paths.sockets), place.uid);
  const opened = agentSocket.ok ? await door.open(agentSocket.value) : agentSocket;
  store.dispatch({ type: 'host.started', pid: process.pid, version: VERSION, bootId: processes.bootId() });
  if (store.state.maxAgents !== values.agents.max) store.dispatch({ type: 'limits.changed', maxAgents: values.agents.max });
  for (const event of recovered) store.dispatch(event);
  for (const text of [...storage.notices, ...loaded.notices, ...messages.notices]) host.mustRead(text);
  const found = await roles();
  if (!opened.ok) store.dispatch({ type: 'notice.raised', text: `agents can not call this host: ${errorLine(opened.error)}` });
  const roleNotices = found.ok ? found.value.notices : [errorLine(found.error)];
  for (const text of [...configNotices, ...roleNotices]) store.dispatch({ type: 'notice.raised', text });
  const listening = await host.listen();
  if (!listening.ok) return refuse(listening.error);
  const doors = await host.openDoors();
  if (!doors.ok) store.dispatch({ type: 'notice.raised', text: errorLine(doors.error) });
  trashCheck = clock.after(TRASH_CHECK_MS, () => {
    void repository.value.emptyTrash({ trash: folder('trash'), olderThanDays: values.trash.days, now: clock.now() });
    const kept = new Set(Object.values(store.state.agents).flatMap(({ conversation }) => conversation ?? []));
    void removeOldConversations({ folder: folder('agents'), kept, olderThanDays: values.trash.days, now: clock.now() });
    void installs.trim({ olderThanDays: values.trash.days, now: clock.now() });
    const { auto_cleanup: cleansUp, max_workspace_age_days: days } = values.workspace;
    if (cleansUp) void autoCleanup({ base: workspaces, repository: repository.value, days, nowMs: clock.now(), store });
  });
  return ok(host);
}

/** Nobody reads more of what an install printed. */
const MAX_SETUP_LOG = 4 * 1024 * 1024;

/** Old trash goes once the person has their screen. */
const TRASH_CHECK_MS = 5000;

/** What a host that was killed left half made there is of no use to anybody. */
async function emptied(folder: string): Promise<string> {
  await rm(folder, { recursive: true, force: true });
  return folder;
}

/** Done on return: the process ends right behind it. What can not be removed is left, as it would be without a host. */
function throwAway(folders: readonly string[]): void {
  for (const folder of folders) {
    try {
      rmSync(folder, { recursive: true, force: true, maxRetries: 3 });
    } catch {
      // Nobody is there to be told.
    }
  }
}

async function loadStorage(folder: string, now: () => number) {
  const port = createFileStorage({ folder, now });
  const [loaded, history] = await Promise.all([port.load(), readRecentEvents(folder, HISTORY)]);
  return { port, history, ...loaded };
}

function personEnvironment(start: NodeJS.ProcessEnv): PersonEnvironment {
  let current: PersonEnvironment['current'] = { ...start };
  return {
    get current() {
      return current;
    },
    update(env) {
      current = { ...current, ...env };
    },
  };
}

/** A file of the build: this module lies in dist/ or in dist/chunks/. */
function besideBundle(name: string): string {
  const here = dirname(fileURLToPath(import.meta.url));
  return join(here.endsWith('chunks') ? dirname(here) : here, name);
}

function once(create: () => Promise<Result<PtySpawner>>): () => Promise<Result<PtySpawner>> {
  let made: Promise<Result<PtySpawner>> | null = null;
  return () => (made ??= create());
}

function problemIn(result: Result<unknown>): OrchError | null {
  return result.ok ? null : result.error;
}
