// The object that `status --json` prints. Its keys are a contract with scripts: add, never rename.

import type { AgentResult, AgentState, Question, Why } from './agent.js';
import type { AgentManager } from './agent-manager.js';
import type { AgentReport, Delegation, Inquiry } from './delegation.js';
import type { Undelivered } from './delivery.js';
import type { OrchError } from './error.js';
import type { GoalFinish, GoalLimit, GoalPlan, GoalState, Task } from './goal.js';
import type { IssueName, QueueStatus } from './issue.js';
import type { FailureKind } from './limit.js';
import type { PullRequest } from './pull-request.js';
import type { Tries } from './tries.js';
import type { Usage } from './usage.js';
import type { WorktreeSetup } from './worktree-setup.js';

export interface HostStatus {
  readonly pid: number;
  readonly version: string;
  readonly startedAt: string;
  readonly clients: number;
  readonly repo: string;
  readonly socket: string;
  /** Whether a message to the manager would reach one at this moment. */
  readonly manager: 'there' | 'none';
  /** Left out where it ends once all goals have. */
  readonly queue?: QueueStatus;
}

export interface GoalStatus {
  readonly id: string;
  readonly text: string;
  readonly state: GoalState;
  /** Set when a limit ended it (exit code 5). */
  readonly limit?: GoalLimit;
  readonly workspace: string | null;
  readonly createdAt: string;
  readonly tasks: readonly Task[];
  /** Left out for goals without a plan. */
  readonly plan?: GoalPlan;
  readonly finish?: GoalFinish;
  /** The goal's own branch, where its tasks are merged; left out for goals without a plan. */
  readonly branch?: string;
  /** Branch that the goal starts from and is merged into; left out for goals without a plan. */
  readonly base?: string;
  /** What planner and manager cost for it; left out where none was asked. */
  readonly modelUsage?: Usage;
  /** The issue that it came of. */
  readonly issue?: IssueName;
  readonly tries?: Tries;
  readonly pull?: PullRequest;
}

export interface AgentStatus {
  readonly id: string;
  readonly name: string;
  readonly number: number;
  readonly goal: string;
  readonly task: string | null;
  /** What its task is, in one line; older versions leave it out. */
  readonly taskTitle?: string;
  readonly harness: string;
  /** Older versions leave it out. */
  readonly model?: string | null;
  readonly role: string | null;
  readonly parent: string | null;
  readonly node: string | null;
  readonly state: AgentState;
  readonly since: string;
  readonly why: Why;
  readonly question: Question | null;
  readonly pid: number | null;
  readonly branch: string | null;
  readonly base: string;
  readonly worktree: string | null;
  readonly workspace: string | null;
  readonly conversation: string | null;
  readonly progress: string | null;
  readonly thought: string | null;
  readonly usage: Usage | null;
  readonly attempts: number;
  /** What the manager decided about it, the newest last; null where nobody watches it. */
  readonly manager: Pick<AgentManager, 'state' | 'decisions'> | null;
  readonly seen: boolean;
  readonly result: AgentResult | null;
  /** Its pull request, as it is kept; null where it has none. */
  readonly pull: PullRequest | null;
  readonly port: number | null;
  /** What its worktree is made ready with, or was; null where nothing was to be done. */
  readonly setup: WorktreeSetup | null;
  readonly error: OrchError | null;
  /** The last message it did not take although Enter was pressed. */
  readonly undelivered: Undelivered | null;
  /** What keeps it from going on, until when (null where nobody knows), and who takes it up then. */
  readonly limit: { readonly kind: FailureKind; readonly until: string | null; readonly next: string } | null;
  readonly delegation: Delegation | null;
  readonly waitsForChildren: boolean;
  readonly report: AgentReport | null;
  readonly inquiry: Inquiry | null;
  /** ISO 8601: last sign of life, where it was found stale. */
  readonly staleSince: string | null;
  /** ISO 8601: since when its node does not answer. Left out while it does. */
  readonly silentSince?: string;
}

/** An agent of another node, as that tells of it: shown here, and none of `agents`. */
export interface NeighbourStatus {
  readonly id: string;
  readonly name: string;
  readonly node: string;
  /** Node whose goal it works for. */
  readonly owner: string;
  /** Id of the agent above it, of `agents` or of `others`. */
  readonly parent: string | null;
  readonly harness: string;
  readonly role: string | null;
  readonly task: string;
  readonly state: AgentState;
  readonly since: string;
  readonly question: Question | null;
  readonly progress: string | null;
  readonly usage: Usage | null;
  /** It works for a goal of this host. */
  readonly ours: boolean;
  /** It can be looked at, typed to, answered and stopped from here. */
  readonly open: boolean;
  /** As of agents of this host. */
  readonly silentSince?: string;
}

/** Who changes the same; `lines` are those of `files` in which a merge would conflict. */
export interface OverlapStatus {
  readonly agents: readonly string[];
  readonly files: readonly string[];
  readonly lines: readonly string[];
  readonly base: string | null;
}

export interface Status {
  readonly host: HostStatus | null;
  readonly goals: readonly GoalStatus[];
  /** `savedTokens`: what digests left out of what agents printed; older versions leave it out. */
  readonly manager: {
    readonly calls: number;
    readonly inputTokens: number;
    readonly outputTokens: number;
    readonly costUsd: number;
    readonly savedTokens?: number;
  };
  readonly budget: { readonly dayUsd: number; readonly limitUsd: number | null };
  readonly overlaps: readonly OverlapStatus[];
  readonly agents: readonly AgentStatus[];
  /** Left out where nobody else takes part. */
  readonly others?: readonly NeighbourStatus[];
}
