// What may take the body of a client's screen in place of the agents: diff, timeline, tasks and the others, each with where one stands in it.
import type { ConfigEntry } from '../model/config-entry.js';
import type { PlannedTask } from '../model/goal.js';
import type { SavedWork } from '../model/node.js';
import type { TimelineEntry } from '../model/requests.js';
import type { DiffModel } from './diff-rows.js';

export interface DiffPlace {
  readonly kind: 'diff';
  readonly agent: string;
  readonly name: string;
  /** Null until the host has answered. */
  readonly model: DiffModel | null;
  readonly isTruncated: boolean;
  /** It works at another node, and this is what was saved of it here; left out: it works here. */
  readonly saved?: SavedWork;
  /** Digests of hunks that stand in git's index. */
  readonly staged: readonly string[];
  /** Index of the first row in sight, and of the one with the cursor, among the rows as they are shown. */
  readonly top: number;
  readonly cursor: number;
  /** Columns of code that are out of sight at the left. */
  readonly left: number;
  /** Where the cursor is side by side. */
  readonly side: 'old' | 'new';
  /** Paths that are folded though unseen, or open though seen. */
  readonly turned: readonly string[];
  readonly search: string;
  readonly isSearching: boolean;
  /** Where it was opened from, and Esc leads back to; left out: the list. */
  readonly back?: ComparePlace;
}

/** Several tries of one task side by side. */
export interface ComparePlace {
  readonly kind: 'compare';
  readonly goal: string;
  /** Id of the chosen agent; null is the best judged. */
  readonly chosen: string | null;
}

export interface TimelinePlace {
  readonly kind: 'timeline';
  /** Only this agent's entries; null is all. */
  readonly agent: string | null;
  readonly entries: readonly TimelineEntry[] | null;
  readonly filter: string;
  readonly isFiltering: boolean;
  /** Rows between the last one shown and the newest entry. */
  readonly fromEnd: number;
}

export interface HelpPlace {
  readonly kind: 'help';
  readonly top: number;
}

export interface ConfigPlace {
  readonly kind: 'config';
  /** Null until the host has answered. */
  readonly entries: readonly ConfigEntry[] | null;
  /** Where changes are written. */
  readonly file: string;
  /** What of the configuration does not count, and what to do about it. */
  readonly notices: readonly string[];
  readonly filter: string;
  readonly isFiltering: boolean;
  /** Name of the chosen key; null is the first. */
  readonly chosen: string | null;
  /** The value being typed; without a name, a new key with its value. */
  readonly edit: { readonly name: string | null; readonly text: string; readonly problem: string | null } | null;
}

/** The tasks of a goal; while its plan is to be agreed to, or they have not begun, they are changed here. */
export interface TasksPlace {
  readonly kind: 'tasks';
  readonly goal: string;
  /** Id of the chosen task, or `APPROVE_ROW`; null is the first. */
  readonly chosen: string | null;
  /** The plan as the person has it, until the host has answered to it. */
  readonly edited: readonly PlannedTask[] | null;
  /** Those that the host is being told. */
  readonly saving: readonly PlannedTask[] | null;
}

/** Which messages are listed: all, those to the person that nobody read, those that were given up, those from or to one agent. */
export const MESSAGE_LISTS = ['all', 'inbox', 'dead', 'agent'] as const;
export type MessageList = (typeof MESSAGE_LISTS)[number];

export interface MessagesPlace {
  readonly kind: 'messages';
  readonly of: MessageList;
  /** The agent that was chosen when it was opened; null where none was. */
  readonly agent: string | null;
  readonly filter: string;
  readonly isFiltering: boolean;
  /** Id of the chosen message; null follows the newest. */
  readonly chosen: string | null;
  /** One that is shown whole, and its first row in sight. */
  readonly reading: { readonly id: string; readonly top: number } | null;
}

export type Place =
  | { readonly kind: 'agents' }
  | DiffPlace
  | TimelinePlace
  | HelpPlace
  | ConfigPlace
  | TasksPlace
  | ComparePlace
  | MessagesPlace;
