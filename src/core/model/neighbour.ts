// Neighbours: agents of other nodes of this repository, as those tell of them to everybody. They are shown here and belong to others: nothing of them is
// kept, decided or counted here. Those at workers can be looked at and typed to from every host; those of other hosts are only shown.
import type { Question } from './agent.js';
import type { OrchError } from './error.js';
import type { AgentLimit } from './limit.js';
import type { TerminalSize } from './protocol.js';
import type { Usage } from './usage.js';

/** What is shown of an agent of another node, beside its name; bounded and plain. */
export interface AgentRow {
  /** Node whose goal it works for: of a task that is the one that gave it out. */
  readonly owner: string;
  /** Id of the agent above it, of its own node or of its owner. */
  readonly parent: string | null;
  /** Its task in one line. */
  readonly task: string;
  readonly model: string | null;
  /** ISO 8601: since when it is in its state. */
  readonly since: string;
  /** Why it is in its state, at most 200 characters. */
  readonly evidence: string;
  /** Of it, or asked by the tool for it; left to a person. */
  readonly question: Question | null;
  readonly progress: string | null;
  readonly usage: Usage | null;
  readonly limit: Pick<AgentLimit, 'kind' | 'until'> | null;
  /** Its node lets everybody look at it, type, answer and stop it who knows the secret: a worker does, a host does not. */
  readonly isOpen: boolean;
  /** Of one that is open: the word of this life of its node, which calls are sealed for. Null: nobody can call it. */
  readonly door: string | null;
}

/** What a neighbour is to do; the agent is named beside it, by the id of its entry. */
export type NeighbourOrder =
  | { readonly what: 'send'; readonly text: string; readonly wait: boolean }
  /** Kept as a message of the person, for one that has an inbox. */
  | { readonly what: 'message'; readonly text: string }
  | { readonly what: 'answer'; readonly digest: string; readonly choice: string }
  | { readonly what: 'interrupt' }
  | { readonly what: 'stop' }
  /** The last of what it has said, plain. */
  | { readonly what: 'words' };

/** From a host to a worker, about one agent of its tasks. */
export type NeighbourCall =
  | { readonly kind: 'order'; readonly id: number; readonly order: NeighbourOrder }
  /** Bytes as a terminal would send them; in base64. */
  | { readonly kind: 'keys'; readonly data: string }
  /** `attended`: somebody is attached to it there; whoever only looks leaves it the size that others work in. */
  | { readonly kind: 'size'; readonly size: TerminalSize; readonly attended?: boolean }
  /** Somebody looks at it: its screen is told until this is not repeated any more, or `off`. */
  | { readonly kind: 'watch'; readonly on: boolean; readonly attended?: boolean };

/** What a host seals of a call. */
export interface NeighbourAsk {
  /** Word of this life of the host, which answers are sealed for. */
  readonly door: string;
  readonly call: NeighbourCall;
}

/** From a worker to the host that has asked, about one agent. */
export type NeighbourNews =
  | { readonly kind: 'answered'; readonly id: number; readonly said: string | null; readonly error: OrchError | null }
  /** In base64. `isNew`: the screen begins anew with this. `piece` counts, so that what was lost on the way is noticed. */
  | { readonly kind: 'output'; readonly data: string; readonly isNew: boolean; readonly size: TerminalSize; readonly piece?: number };

/** Topics: to the node that has the agents, and to a host that looks at them. The id of the agent stands as `task` of what is sealed, its fence is 0. */
export const toNeighbours = (node: string): string => `neighbours:${node}`;
export const toOnlooker = (node: string): string => `onlooker:${node}`;

/** What these are sealed for: a node begun anew has another door, so what was said to the one before can not be repeated to it. */
export const forNeighbours = (node: string, door: string): string => `${toNeighbours(node)}:${door}`;
export const forOnlooker = (node: string, door: string): string => `${toOnlooker(node)}:${door}`;
