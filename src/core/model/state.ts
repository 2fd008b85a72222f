// The state document: everything alive in one repository. One version number; `seq` says which events it already holds.
import type { Agent } from './agent.js';
import type { OrchError } from './error.js';
import type { Goal } from './goal.js';
import type { Overlap } from './overlap.js';
import type { PullRequest } from './pull-request.js';
import type { Spending } from './spending.js';

/** Raise when the shape changes in a way an older program would misread. */
export const STATE_VERSION = 1;

export interface HostState {
  readonly pid: number | null;
  readonly version: string;
  readonly startedAt: string | null;
  /** Content of /proc/sys/kernel/random/boot_id, to tell a reboot from a crash. */
  readonly bootId: string | null;
  /** It is ending: nothing queued is started any more. */
  readonly isStopping: boolean;
}

export interface AppState {
  readonly version: typeof STATE_VERSION;
  /** The last event this state includes. */
  readonly seq: number;
  readonly host: HostState;
  readonly maxAgents: number;
  /** By id, in order of creation. */
  readonly agents: Readonly<Record<string, Agent>>;
  readonly goals: Readonly<Record<string, Goal>>;
  /** Pull requests by id; those that ended leave with their goal. Left out by older versions. */
  readonly pulls?: Readonly<Record<string, PullRequest>>;
  /** What is being changed in more than one place; left out where nothing is. */
  readonly overlaps?: readonly Overlap[];
  /** Left out by older versions. */
  readonly spending?: Spending;
  /** Saving fails at the moment (a full disk, a read-only folder). */
  readonly storageError: OrchError | null;
}

export function emptyState(maxAgents: number): AppState {
  return {
    version: STATE_VERSION,
    seq: 0,
    host: { pid: null, version: '', startedAt: null, bootId: null, isStopping: false },
    maxAgents,
    agents: {},
    goals: {},
    storageError: null,
  };
}
