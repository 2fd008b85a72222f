// What a host is put together from: made once by `start-host.ts`.
import type { WhileNaming } from '../core/effects/effect-ports.js';
import type { Monitor } from '../core/effects/monitor.js';
import type { Store } from '../core/effects/store.js';
import type { HarnessRegistry } from '../core/harness/registry.js';
import type { Keymap } from '../core/input/keymap.js';
import type { Config } from '../core/model/config.js';
import type { Result } from '../core/model/error.js';
import type { Forge } from '../core/ports/forge.js';
import type { Repository } from '../core/ports/repository.js';
import type { ChatModel, Clock, Processes, PtySpawner } from '../core/ports.js';
import type { Role } from '../core/roles/role.js';
import type { A2aDoor } from './a2a-door.js';
import type { GoalQueue } from './goal-queue.js';
import type { Neighbours } from './neighbours/neighbours.js';
import type { Network } from './network/network.js';
import type { NotifierOptions } from './notifier.js';
import type { OpenPost } from './open-post.js';
import type { PlacedAgentRuntime } from './placed-runtime.js';
import type { PullWatch } from './pull-watch.js';

export interface HostParts {
  readonly clock: Clock;
  readonly config: Config;
  readonly keymap: Keymap;
  readonly store: Store;
  readonly runtime: PlacedAgentRuntime;
  readonly processes: Processes;
  readonly repository: Repository;
  readonly forge: Forge;
  readonly model: ChatModel;
  readonly monitor: Monitor;
  readonly workspaces: Workspaces;
  readonly whileNaming: WhileNaming;
  /** What keeps the host when all goals have ended. */
  readonly queue: GoalQueue;
  /** What keeps it while pull requests are followed. */
  readonly pulls: Pick<PullWatch, 'keepsHost' | 'dispose'>;
  /** The door for A2A programs; it keeps the host while it is open. */
  readonly a2a: Pick<A2aDoor, 'address' | 'keepsHost' | 'open' | 'openConfigured' | 'close'>;
  readonly mail: OpenPost;
  /** Other nodes; they keep it where the person has asked for that. */
  readonly network: Pick<Network, 'condition' | 'others' | 'nodes' | 'serve' | 'stay' | 'keepsHost' | 'openConfigured' | 'close'>;
  /** Their agents, as far as they are shown here. */
  readonly neighbours: Pick<Neighbours, 'rows' | 'agents' | 'seq' | 'row' | 'find' | 'ask' | 'listen' | 'silentSince'>;
  readonly registry: HarnessRegistry;
  /** Those there are: ours, the person's, and the repository's where it is trusted. */
  readonly roles: () => Promise<Result<readonly Role[]>>;
  readonly spawner: () => Promise<Result<PtySpawner>>;
  readonly socketPath: string;
  readonly stateDir: string;
  /** Named instead of the person's own; null for that one. */
  readonly configFile: string | null;
  /** The person's variables as their latest client sent them, over those the host was started with. */
  readonly environment: PersonEnvironment;
  /** Runs the person's own notification command; null where there is none. */
  readonly notifyCommand: NotifierOptions['command'];
  /** Lets go of the lock and the process; called once, after everything has ended. */
  readonly end: () => void;
}

/** The dated folders of goals. */
export interface Workspaces {
  /** A new folder for a goal that begins now, below `base` or where it is configured. Never rejects. */
  create(text: string, base?: string): Promise<string>;
  /** Writes what is not written yet. */
  flush(): Promise<void>;
}

export interface PersonEnvironment {
  readonly current: Readonly<Record<string, string | undefined>>;
  update(env: Readonly<Record<string, string>>): void;
}
