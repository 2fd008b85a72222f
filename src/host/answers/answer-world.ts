// What the answers to requests look at and act through.
import type { ConfigOrder } from '../../core/adapters/config-files.js';
import type { WhileNaming } from '../../core/effects/effect-ports.js';
import type { Agent } from '../../core/model/agent.js';
import type { Config } from '../../core/model/config.js';
import type { Result } from '../../core/model/error.js';
import type { EventBody, OrchEvent } from '../../core/model/event.js';
import type { Method, Requests } from '../../core/model/requests.js';
import type { AppState } from '../../core/model/state.js';
import type { HostStatus } from '../../core/model/status.js';
import type { Forge } from '../../core/ports/forge.js';
import type { Post } from '../../core/ports/post.js';
import type { Repository } from '../../core/ports/repository.js';
import type { ChatModel, Timer } from '../../core/ports.js';
import type { Role } from '../../core/roles/role.js';
import type { Emulator } from '../../core/screen/emulator.js';
import type { HostParts, Workspaces } from '../host-parts.js';
import type { PlacedAgentRuntime } from '../placed-runtime.js';
import type { OrderWorld } from './order-world.js';

/** What `loadConfig` needs to find a host's configuration again. */
export type ConfigPlaces = Pick<ConfigOrder, 'place' | 'repoDir' | 'configFile'>;

/** The part of the store that answers use. */
export interface AnswerStore {
  readonly state: AppState;
  dispatch(event: EventBody): void;
  /** The newest events, oldest first. */
  events(): readonly OrchEvent[];
  /** Calls `listener` after each event; gives the way to stop it. */
  listen(listener: (event: OrchEvent) => void): () => void;
}

export interface AnswerWorld {
  readonly store: AnswerStore;
  readonly runtime: PlacedAgentRuntime;
  readonly repository: Repository;
  readonly forge: Forge;
  readonly config: Config;
  /** Which files and variables the configuration is read from; asked each time, as the person's variables may change. */
  readonly configPlace: () => ConfigPlaces;
  readonly model: ChatModel;
  readonly post: Post;
  /** Whether a message to the manager would reach one at this moment; else it goes to the person. */
  manager(): 'there' | 'none';
  readonly mail: Pick<HostParts['mail'], 'post' | 'circles'>;
  readonly trash: string;
  readonly worktrees: string;
  /** Those there are: ours, the person's, and the repository's where it is trusted. */
  roles(): Promise<Result<readonly Role[]>>;
  readonly now: () => number;
  after(delayMs: number, run: () => void): Timer;
  /** Resolves when `holds`, looked at now and after each event. */
  until(holds: () => boolean): Promise<void>;
  /** As `until`, and looked at also when agents of other nodes have changed. */
  untilAlsoOthers(holds: () => boolean): Promise<void>;
  host(): HostStatus;
  /** Checks every agent afresh and writes a block to the monitor log. */
  monitorNow(): Promise<void>;
  orderWorld(): OrderWorld;
  readonly whileNaming: WhileNaming;
  readonly workspaces: Workspaces;
  /** Its terminal, or what its log replays; null when there is neither. */
  emulatorOf(agent: Agent): Promise<Emulator | null>;
  readonly a2a: HostParts['a2a'];
  readonly network: HostParts['network'];
  readonly neighbours: HostParts['neighbours'];
  /** Ends agents and then the host; resolves when the agents have ended. */
  stopHost(): Promise<Requests['hostStop']['result']>;
}

export type Answers = { readonly [M in Method]: (params: Requests[M]['params']) => Promise<Result<Requests[M]['result']>> };
