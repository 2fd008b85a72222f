// What agents on other nodes are run with: the broker, the secret, git, and what shows their screens. Filled in by the host.
import type { Agent, AgentRun } from '../../core/model/agent.js';
import type { Config } from '../../core/model/config.js';
import type { Result } from '../../core/model/error.js';
import type { EventBody } from '../../core/model/event.js';
import type { TerminalSize } from '../../core/model/protocol.js';
import type { OwnerNews } from '../../core/model/remote.js';
import type { Broker, OfferedTask } from '../../core/ports/broker.js';
import type { Carrier } from '../../core/ports/carrier.js';
import type { Repository } from '../../core/ports/repository.js';
import type { Clock } from '../../core/ports.js';
import type { SilentNodes } from '../network/silent-nodes.js';
import type { RemoteMail } from './remote-mail.js';

export interface RemoteScreen {
  /** It begins anew, with this. */
  begin(agent: string, data: Uint8Array, size: TerminalSize): void;
  add(agent: string, data: Uint8Array): void;
  /** Its terminal has this size there. */
  sized(agent: string, size: TerminalSize): void;
  /** Somebody looks at it. */
  isShown(agent: string): boolean;
  /** Somebody here is attached to it. */
  isAttended(agent: string): boolean;
}

export interface RemoteWorld {
  readonly clock: Clock;
  /** Null where there is none that reaches other machines. */
  readonly broker: () => Broker | null;
  /** Resolves when the Redis that is named was looked for: a host that has just begun does not know yet. */
  readonly asked: () => Promise<void>;
  /** ORCH_CLUSTER_SECRET; null where it is not set. */
  readonly secret: () => string | null;
  /** Nodes that do not answer. */
  readonly silent: () => SilentNodes;
  readonly sign: (task: Omit<OfferedTask, 'signature'>, secret: string) => OfferedTask;
  readonly carrier: Carrier;
  readonly repository: Pick<Repository, 'resolveBase' | 'info'>;
  readonly agents: () => Readonly<Record<string, Agent>>;
  readonly dispatch: (event: EventBody) => void;
  readonly say: (text: string) => void;
  readonly screen: RemoteScreen;
  readonly mail: RemoteMail;
  readonly registry: Config['registry'];
  readonly hierarchy: Config['hierarchy'];
  /** Text of a goal. */
  readonly goalText: (goal: string) => string | null;
}

/** How a run is to begin: as an agent's own run says. */
export type RunOrder = Pick<AgentRun, 'mode' | 'text'>;

/** An agent that is to end. */
export interface AwaitedStop {
  readonly agent: string;
  /** Null: none has it. */
  readonly node: string | null;
  /** Tells its node so. */
  readonly tell: () => void;
  /** Its work is on its way here: its node has done what it had to. */
  readonly comes: () => boolean;
  readonly over: Promise<void>;
}

/** What one run needs of the whole. */
export interface RemoteTalk {
  /** Signed, to the node that has the task, or to another that asks for it. An error: it is too large. */
  tell(node: string, task: { readonly id: string; readonly fence: number }, news: OwnerNews): Result<void>;
  readonly stops: {
    /** Tells its node, and resolves when it has ended, or when nobody is to wait for that node any more: it says nothing, or is gone. */
    end(stop: AwaitedStop): Promise<'over' | 'silent' | 'gone'>;
  };
}
