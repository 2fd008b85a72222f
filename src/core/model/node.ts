// Nodes: hosts and workers that share one broker. What another node says is untrusted input and passes the schemas of `core/messaging/`.
import type { OwedWork } from './carried.js';
import type { OrchError } from './error.js';

/** How the broker is: `embedded` without Redis; `away`: Redis is configured and not there, so work goes on locally. */
export interface BrokerCondition {
  readonly kind: 'embedded' | 'redis';
  readonly state: 'ready' | 'away';
  /** Address without its password. */
  readonly address: string | null;
  /** ISO 8601 */
  readonly since: string;
  readonly error: OrchError | null;
  /** Kept here until it is back. */
  readonly waiting: number;
}

/** News without a body: who takes part, or one of their agents, is not as it was. */
export const REGISTRY_TOPIC = 'registry';

export interface NodeEntry {
  readonly name: string;
  readonly kind: 'host' | 'worker';
  readonly version: string;
  /** Of a worker: how many agents it runs at once, and how many it runs now. */
  readonly slots: number;
  readonly busy: number;
  readonly labels: readonly string[];
  /** Time between two heartbeats; left out by older versions. */
  readonly heartbeatSeconds?: number | undefined;
  /** ISO 8601: its last heartbeat. */
  readonly seenAt: string;
  readonly isSelf: boolean;
}

/** Where an agent may run: here, on whichever node has a place, or on a node with this label or name. */
export type Placement = { readonly on: 'here' } | { readonly on: 'any' } | { readonly on: 'label'; readonly label: string };

/** What an agent was offered as. */
export interface AgentOffer {
  /** The newest: whoever holds the work under an older one is refused. */
  readonly fence: number;
  /** The newest commit that came of it, where the work goes on from if its node is lost; null is the base. */
  readonly checkpoint: string | null;
  /** When that was saved here, and from which node; left out by older versions. */
  readonly saved?: { readonly at: string; readonly node: string | null };
  /** Left out where nothing of it is elsewhere. */
  readonly owed?: OwedWork;
}

/** The work of an agent that is at another node, as far as it is here. */
export interface SavedWork {
  readonly node: string | null;
  /** ISO 8601; null where nobody knows. */
  readonly at: string | null;
  /** Null: nothing of it has been saved yet. */
  readonly commit: string | null;
  /** Whether its node has just said that there is nothing newer; left out where that was not asked. */
  readonly isNow?: boolean;
}

/** Of an agent that is shown here and belongs to another node. */
export interface NeighbourFacts {
  readonly node: string;
  /** Node whose goal it works for; of a host's own agents that host. */
  readonly owner: string;
  readonly isOpen: boolean;
  /** It would be open to this host if that had the secret of the machines. */
  readonly needsSecret?: true;
  /** It works for a goal of this host: one below an agent that was given out. */
  readonly isOurs: boolean;
}
