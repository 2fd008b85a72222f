// A goal: what a person asked for. Its tasks are the plan; without a planner it has none and one agent works on the text.
import type { AgentLaunch, AgentResult, FinishPlan } from './agent.js';
import type { OrchError } from './error.js';
import type { IssueName } from './issue.js';
import type { LimitPolicy } from './limit.js';
import type { Placement } from './node.js';
import type { AgentPolicy } from './policy.js';
import type { Tries } from './tries.js';
import type { Usage } from './usage.js';

export const GOAL_STATES = ['planning', 'waiting', 'running', 'done', 'failed', 'stopped'] as const;
export type GoalState = (typeof GOAL_STATES)[number];
export type TaskState = 'blocked' | 'ready' | 'running' | 'verifying' | 'done' | 'failed' | 'skipped';

/** What ended a goal before its work did (exit code 5). */
export type GoalLimit = 'timeout' | 'budget' | 'turns';

/** Of one task, in characters: more is no task but a document, and belongs into a file. */
export const MAX_TASK_TEXT = 8000;

/** A task as it is planned: by the planner, or by a person who edits the plan. */
export interface PlannedTask {
  /** `t1`, `t2`, ...: unique in its goal. */
  readonly id: string;
  readonly title: string;
  /** Name of a role that exists; null is no role. */
  readonly role: string | null;
  /** Ids of the tasks it waits for. */
  readonly after: readonly string[];
  /** What its agent is to do. */
  readonly text: string;
  /** Definition of done, in words; null where none was given. */
  readonly done: string | null;
  /** Ends in commits that are merged, or in one file that is handed on. */
  readonly kind: 'code' | 'artifact';
  /** With `artifact`: the file's name, no folder. */
  readonly artifact: string | null;
  /** Must exit 0 in its worktree; null is the goal's own verify command. */
  readonly verify: string | null;
  readonly estimateMinutes: number | null;
  /** It is large: its agent may have parts of it done by others. Left out: no. */
  readonly delegate?: boolean;
}

export interface Task extends PlannedTask {
  readonly state: TaskState;
  /** The agent that works on it, or did last. */
  readonly agent: string | null;
  /** `seq` of the event that brought it into this state; `decide` tells a fresh transition by it. */
  readonly sinceSeq: number;
  readonly result: AgentResult | null;
  readonly error: OrchError | null;
}

export const APPROVALS = ['plan', 'command', 'finish'] as const;
/** Where a person must agree first. */
export type Approval = (typeof APPROVALS)[number];

/** Bounds of one goal; null is none. */
export interface Budget {
  readonly usd: number | null;
  readonly tokens: number | null;
  /** Turns of the built-in agent, each agent by itself. */
  readonly turns: number | null;
}

/** How the agents of a planned goal are to be run, and how the whole ends: decided once, when it was ordered. */
export interface GoalOrder {
  readonly launch: AgentLaunch;
  /** Branch that the goal starts from and is merged into. */
  readonly base: string;
  /** The goal's own branch: its tasks start from it and are merged into it. */
  readonly branch: string;
  /** Of the whole. Tasks take its verify command, attempts and `whenStuck`. */
  readonly finish: FinishPlan;
  readonly policy?: AgentPolicy;
  readonly limits: LimitPolicy;
  /** `auto`: where the planner fails, one task does it all. */
  readonly planned: 'auto' | 'always';
  /** A person has forced or forbidden that its agents delegate; left out: as the plan says, and by roles and configuration. */
  readonly delegates?: 'always' | 'never';
  /** Where its agents may run; left out: here. */
  readonly placement?: Placement;
}

/** How far the plan is. `asked`: the planner is at it; `proposed`: a person has to agree. */
export interface GoalPlan {
  readonly state: 'asked' | 'proposed' | 'approved' | 'failed';
  /** Counts up with every change, so that an edit of an older plan is refused. */
  readonly revision: number;
  readonly by: 'planner' | 'person';
  /** Words of a person for a new plan. */
  readonly wish: string | null;
  readonly error: OrchError | null;
  /** `seq` of the event that brought it into this state. */
  readonly sinceSeq: number;
}

/** The last step of a planned goal: its branch is verified and delivered. */
export interface GoalFinish {
  /** `asked`: a person has to agree first. */
  readonly state: 'asked' | 'running' | 'done' | 'failed';
  readonly result: AgentResult | null;
  /** What was done, in the words of the model for summaries; left out where there is none. */
  readonly summary?: string;
  readonly error: OrchError | null;
  readonly notes: readonly string[];
  readonly sinceSeq: number;
}

export interface Goal {
  readonly id: string;
  readonly text: string;
  readonly state: GoalState;
  /** What ended it before its work did. */
  readonly limit?: GoalLimit;
  /** Its dated folder; null in states of older versions. */
  readonly workspace: string | null;
  readonly createdAt: string;
  readonly tasks: readonly Task[];
  /** The rest is left out by older versions, and for goals without a plan. */
  readonly order?: GoalOrder;
  readonly plan?: GoalPlan;
  readonly finish?: GoalFinish;
  readonly approvals?: readonly Approval[];
  readonly budget?: Budget;
  /** Nothing of it is started until it is resumed: a person or a limit ended it, or the host that ran it is gone. */
  readonly pause?: 'stopped' | 'host-lost';
  /** Nobody is to be asked: what would need a person ends it. */
  readonly isUnattended?: boolean;
  /** The issue that it came of. */
  readonly issue?: IssueName;
  /** Several agents work on the same; left out where one does, or each is kept. */
  readonly tries?: Tries;
  /** Id of its pull request as a whole. */
  readonly pull?: string;
  /** What its model calls cost (planner, manager, summary), its agents not counted. */
  readonly modelUsage?: Usage;
}
