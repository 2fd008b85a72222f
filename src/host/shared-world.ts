// The part of the world that all clients of a host share: agents, harnesses, defaults, the repository's line, last screens.
import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import type { ScreenProps } from '../components/screen-props.js';
import { readAgentTail, readLogSize } from '../core/adapters/agent-log.js';
import { configCheckout } from '../core/adapters/config-files.js';
import { findExecutable } from '../core/adapters/executable-path.js';
import { thisPlace } from '../core/adapters/runtime-paths.js';
import { scrubbedEnvironment } from '../core/harness/agent-environment.js';
import { BUILTIN } from '../core/harness/builtin.js';
import { findInstalled } from '../core/harness/find-installed.js';
import { AGENT_CLIS } from '../core/harness/registry.js';
import { keysOf } from '../core/input/keymap.js';
import { ACTIONS } from '../core/model/action.js';
import type { ModelUse } from '../core/model/chat.js';
import { fail, ok } from '../core/model/error.js';
import { plainText } from '../core/model/plain-text.js';
import { runsElsewhere } from '../core/model/remote.js';
import { dayOf } from '../core/state/spending.js';
import { ACTION_WORDS, keyText } from '../core/view/key-words.js';
import { withSilence } from '../core/view/node-silence.js';
import type { HarnessChoice, ModelFact } from '../core/view/task-defaults.js';
import type { ViewWorld } from '../core/view/view-state.js';
import type { ConfigPlaces } from './answers/answer-world.js';
import type { OrderWorld } from './answers/order-world.js';
import { DialogMemory } from './dialog-memory.js';
import { openEditor, openFile } from './editor-overlay.js';
import type { HeadWatch } from './head-watch.js';
import type { HostParts } from './host-parts.js';
import type { MailWatch } from './mail-watch.js';
import type { TeamWatch } from './team-watch.js';
import type { UsageWatch } from './usage-watch.js';
import type { ViewHost } from './view-host.js';

/** Enough of a log to show an ended agent's last screen again. */
const REPLAY_BYTES = 256 * 1024;

const MANAGER_OFF: ModelFact = { off: 'manager.watch of the configuration is off.' };
const NO_MODEL: ModelFact = { off: 'no model was looked for yet.' };

/** What screens show of what changes by itself. */
export interface Watches {
  readonly usage: UsageWatch;
  readonly head: HeadWatch;
  readonly mail: MailWatch;
  readonly team: TeamWatch;
}

export class SharedWorld {
  readonly #parts: HostParts;
  readonly #usage: UsageWatch;
  readonly #head: HeadWatch;
  readonly #mail: MailWatch;
  readonly #team: TeamWatch;
  readonly #actions: ViewWorld['actions'];
  readonly #restoring = new Map<string, Promise<void>>();
  #harnesses: readonly HarnessChoice[] = [];
  #roles: readonly string[] = [];
  #models: Pick<ViewWorld, 'planner' | 'manager'> = { planner: NO_MODEL, manager: NO_MODEL };
  readonly #dialogs: DialogMemory;

  constructor(parts: HostParts, { usage, head, mail, team }: Watches) {
    this.#parts = parts;
    this.#usage = usage;
    this.#head = head;
    this.#mail = mail;
    this.#team = team;
    this.#actions = ACTIONS.map((action) => ({
      action,
      name: ACTION_WORDS[action].long,
      keys: keysOf(parts.keymap, action).map(keyText).join(' '),
    }));
    this.#dialogs = new DialogMemory(parts);
  }

  /** What a screen shows that has to be looked up first: installed CLIs, remembered defaults, the base. */
  async prepare(): Promise<void> {
    const base = this.#parts.repository.defaultBase().then((found) => (found.ok ? found.value : null));
    const [installed, roles] = await Promise.all([this.#choices(), this.#parts.roles(), this.#dialogs.read(base), this.#head.refresh()]);
    // A person who opens a screen brings their keys along.
    const isOff = this.#parts.config.manager.watch === 'off';
    this.#models = { planner: this.#modelFact('planner'), manager: isOff ? MANAGER_OFF : this.#modelFact('manager') };
    // Roles that can not be read are an error where one is asked for; the screen is there all the same.
    this.#roles = roles.ok ? roles.value.map(({ name }) => name) : [];
    this.#harnesses = [...installed, ...this.#configured()];
  }

  view(): Omit<ViewWorld, 'size' | 'isSlow' | 'isReadOnly' | 'scrollback'> {
    const { store, neighbours } = this.#parts;
    return {
      now: this.#parts.clock.now(),
      agents: withSilence([...Object.values(store.state.agents), ...neighbours.agents], (agent) => neighbours.silentSince(agent)),
      goals: Object.values(this.#parts.store.state.goals),
      overlaps: this.#parts.store.state.overlaps ?? [],
      pulls: this.#parts.store.state.pulls ?? {},
      mail: this.#mail.current,
      team: this.#team.current,
      roles: this.#roles,
      ...this.#models,
      goalUsd: this.#parts.config.budget.goalUsd,
      ...this.#dialogs.world,
      harnesses: this.#harnesses,
      actions: this.#actions,
    };
  }

  screenFacts(): Pick<ScreenProps, 'repository' | 'hostStartedAt' | 'storageError' | 'usage' | 'money' | 'queue'> {
    const { repository, store } = this.#parts;
    const { branch, ahead, behind } = this.#head.current;
    return {
      repository: {
        name: plainText(repository.info.name, 60),
        branch: branch === null ? null : plainText(branch, 100),
        ahead,
        behind,
      },
      hostStartedAt: store.state.host.startedAt,
      storageError: store.state.storageError,
      money: this.#money(),
      queue: this.#parts.queue.status,
      usage: this.#usage.current,
    };
  }

  /** An agent without a process gets its last output back from its log; at once when it has a screen. */
  restoreScreen(id: string): Promise<void> {
    const { runtime, store, stateDir } = this.#parts;
    const agent = store.state.agents[id];
    // One of another node is shown what comes from there, or nothing.
    if (agent === undefined || runsElsewhere(agent)) return runtime.look(id);
    if (runtime.emulator(id) !== null) return Promise.resolve();
    const before = this.#restoring.get(id);
    if (before !== undefined) return before;
    const logs = `${stateDir}/logs`;
    const restoring = Promise.all([readAgentTail({ logs, name: agent.name }, REPLAY_BYTES), readLogSize(`${logs}/${agent.name}.log`)]).then(
      ([tail, size]) => {
        this.#restoring.delete(id);
        if (tail.ok && tail.value.bytes.byteLength > 0 && runtime.emulator(id) === null) runtime.show(id, tail.value.bytes, size);
      },
    );
    this.#restoring.set(id, restoring);
    return restoring;
  }

  get dialogs(): DialogMemory {
    return this.#dialogs;
  }

  async openEditor({ wish, size, onChange }: Parameters<ViewHost['openEditor']>[0]): ReturnType<ViewHost['openEditor']> {
    const spawner = await this.#parts.spawner();
    if (!spawner.ok) return spawner;
    const { stateDir, clock, store } = this.#parts;
    const env = { ...scrubbedEnvironment(this.#parts.environment.current), TERM: 'xterm-256color', COLORTERM: 'truecolor' };
    const order = { size, onChange, env, clock, temporary: `${stateDir}/tmp`, spawner: spawner.value };
    if ('text' in wish) return openEditor({ ...order, text: wish.text });
    const agent = store.state.agents[wish.agent];
    const worktree = agent?.worktree ?? null;
    if (worktree === null)
      return fail({ kind: 'not-found', tried: 'open a file', said: 'its worktree was removed', next: 'Use its branch' });
    if (agent !== undefined && runsElsewhere(agent))
      return fail({
        kind: 'usage',
        tried: 'open a file',
        said: 'it works on another node',
        next: 'Finish it first: then its files are here',
      });
    const opened = await openFile({ ...order, worktree, path: wish.path, line: wish.line });
    return opened.ok ? ok({ overlay: opened.value.overlay, saved: opened.value.ended.then(() => null) }) : opened;
  }

  orders(): OrderWorld {
    const { store, config, repository, registry, stateDir, model } = this.#parts;
    return {
      state: store.state,
      config,
      model,
      roles: this.#parts.roles,
      repository,
      worktrees: `${stateDir}/wt`,
      path: this.#path,
      createId: (prefix) => `${prefix}-${randomBytes(4).toString('hex')}`,
      takenFolders: () => readdir(`${stateDir}/wt`).catch(() => []), // No folder yet: no worktree.
      harness: (launch) => registry.find(launch),
      environment: this.#parts.environment.current,
      installed: async () => (await this.#choices()).filter(({ isInstalled }) => isInstalled).map(({ name }) => name),
    };
  }

  #money(): ScreenProps['money'] {
    const { clock, config, store } = this.#parts;
    const day = store.state.spending?.day;
    const isToday = day?.date === dayOf(new Date(clock.now()).toISOString());
    return { usd: isToday ? day.usd : 0, isEstimated: isToday && day.isEstimated, limitUsd: config.budget.dayUsd };
  }

  #modelFact(use: ModelUse): ModelFact {
    const found = this.#parts.model.available(use);
    return found.ok ? { model: plainText(found.value.model, 80) } : { off: `${found.error.said}. ${found.error.next}.` };
  }

  /** Where the configuration of this host is found again. */
  configPlace(): ConfigPlaces {
    const { configFile, environment, repository } = this.#parts;
    const { commonDir, toplevel } = repository.info;
    return { place: thisPlace(environment.current), repoDir: configCheckout({ commonDir, repo: toplevel }), configFile };
  }

  /** The agent CLIs, and the built-in agent, which is there where a model can be asked. */
  async #choices(): Promise<readonly HarnessChoice[]> {
    const { registry, environment } = this.#parts;
    const found = await findInstalled(this.#path);
    const own = registry.find({ harness: BUILTIN, command: null });
    const builtin = { name: BUILTIN, isInstalled: own.ok && (own.value.problem?.(environment.current) ?? null) === null };
    return [...found.map(({ name, path }) => ({ name, isInstalled: path !== null })), builtin];
  }

  /** Harnesses that only the configuration knows, such as a wrapper of the person's own. */
  #configured(): readonly HarnessChoice[] {
    const { config, repository } = this.#parts;
    const known = new Set([...AGENT_CLIS.map(({ name }) => name), BUILTIN]);
    return Object.entries(config.harnesses).flatMap(([name, { command }]) => {
      const program = command?.[0];
      if (known.has(name) || program === undefined) return [];
      const found = findExecutable({ name: program, path: this.#path, cwd: repository.info.toplevel, kind: 'harness' });
      return [{ name: plainText(name, 40), isInstalled: found.ok }];
    });
  }

  get #path(): string {
    return this.#parts.environment.current.PATH ?? '';
  }
}
