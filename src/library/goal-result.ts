// What became of a goal, as the library tells it: one result for each task, and figures of the whole. Pure.
import type { AgentResult, AgentState } from '../core/model/agent.js';
import type { OrchError } from '../core/model/error.js';
import type { GoalLimit, GoalState, Task, TaskState } from '../core/model/goal.js';
import type { AgentStatus, GoalStatus } from '../core/model/status.js';
import { addUsage, NO_USAGE, type Usage } from '../core/model/usage.js';

/** What became of one task; of one agent, where the goal has no plan. */
export interface TaskResult {
  /** Its id in the plan, such as `t1`; null where the goal has none. */
  readonly task: string | null;
  /** Of the task; where the goal has no plan, the name of the agent. */
  readonly title: string;
  /** Null where it has none. */
  readonly role: string | null;
  /** Name of its agent; null where none was started. */
  readonly agent: string | null;
  /** Of the task where there is a plan, else of the agent. */
  readonly state: TaskState | AgentState;
  /** Where its commits are; null before it has one. */
  readonly branch: string | null;
  /** Its worktree; null once that is removed. */
  readonly worktree: string | null;
  /** What it ended in: `url` of a pull request, `commit` of a merge or branch, `path` of a file. */
  readonly result: AgentResult | null;
  /** What went wrong; null where nothing did. */
  readonly error: OrchError | null;
  /** Tokens and money; null where nothing is known. */
  readonly usage: Usage | null;
}

/** What a goal waits for a person for. */
export interface WaitsFor {
  /** `question`: an agent asks; `mending`: something failed that a person can mend; `plan`, `finish`: to be agreed to. */
  readonly kind: 'question' | 'mending' | 'plan' | 'finish';
  /** Name of the agent; null where it is the goal that waits. */
  readonly agent: string | null;
  /** The question, or what is wrong. */
  readonly text: string;
  /** The answers that are offered; empty where any text is one. */
  readonly options: readonly string[];
}

/** Figures of a goal as a whole. */
export interface GoalSummary {
  /** Results in all. */
  readonly tasks: number;
  /** Those of them that are done. */
  readonly done: number;
  /** `done` of `tasks`, from 0 to 1; 0 where there was nothing. */
  readonly successRate: number;
  /** US dollars, of agents, planner and manager together. */
  readonly costUsd: number;
  /** Of agents, planner and manager together. */
  readonly inputTokens: number;
  /** Of agents, planner and manager together. */
  readonly outputTokens: number;
  /** The figures are not exact: some are estimates, or an agent told none. */
  readonly estimated: boolean;
  /** From the order to its end. */
  readonly durationMs: number;
  /** What ended it before its work did; null where nothing did. */
  readonly limit: GoalLimit | null;
}

/** What became of a goal. */
export interface GoalResult {
  /** Its id: `orch-tui show` takes it. */
  readonly goal: string;
  /** `waiting`: see `waitsFor`; its agents stay as they are. */
  readonly state: GoalState;
  /** Its dated folder, with the files in which tasks ended. */
  readonly workspace: string | null;
  /** One for each task of the plan, or for each agent where there is no plan. */
  readonly results: readonly TaskResult[];
  /** What the goal as a whole ended in: the one pull request, merge or branch of a plan, or what its only agent ended in. */
  readonly delivery: AgentResult | null;
  /** Why it could not be planned or delivered. */
  readonly error: OrchError | null;
  /** With the state `waiting`: what a person has to say or mend. */
  readonly waitsFor: readonly WaitsFor[];
  /** Figures of the whole. */
  readonly summary: GoalSummary;
}

/**
 * `agents`: all that are listed. `nowMs`: when it was seen to have ended.
 * @internal
 */
export function goalResult(
  goal: GoalStatus,
  { agents, nowMs }: { readonly agents: readonly AgentStatus[]; readonly nowMs: number },
): GoalResult {
  const own = agents.filter((agent) => agent.goal === goal.id);
  const { plan, finish } = goal;
  const results = plan === undefined ? own.map(agentResult) : goal.tasks.map((task) => taskResult(task, own));
  // What was delegated is part of what whoever delegated it delivers.
  const [only, ...others] = own.filter(({ delegation }) => delegation == null);
  const alone = plan === undefined && others.length === 0 ? (only?.result ?? null) : null;
  return {
    goal: goal.id,
    state: goal.state,
    workspace: goal.workspace,
    results,
    delivery: finish?.result ?? alone,
    error: plan?.error ?? finish?.error ?? null,
    waitsFor: goal.state === 'waiting' ? waitsFor(goal, own) : [],
    summary: summaryOf(goal, { results, own, nowMs }),
  };
}

function agentResult(agent: AgentStatus): TaskResult {
  const { name, role, state, branch, worktree, result, error, usage } = agent;
  return { task: null, title: name, role, agent: name, state, branch, worktree, result, error, usage };
}

function taskResult({ id, title, role, agent: agentId, state, result, error }: Task, own: readonly AgentStatus[]): TaskResult {
  const agent = own.find((each) => each.id === agentId);
  const { name = null, branch = null, worktree = null, usage = null } = agent ?? {};
  return { task: id, title, role, agent: name, state, branch, worktree, result, error: error ?? agent?.error ?? null, usage };
}

function waitsFor({ id, plan, finish }: GoalStatus, own: readonly AgentStatus[]): readonly WaitsFor[] {
  const ofGoal = (kind: WaitsFor['kind'], text: string): WaitsFor => ({ kind, agent: null, text, options: [] });
  const agents = own.flatMap(({ name, state, question, error, why }): readonly WaitsFor[] => {
    if (state !== 'waiting') return [];
    if (question !== null) return [{ kind: 'question', agent: name, text: question.text, options: question.options }];
    return [{ kind: 'mending', agent: name, text: error?.said ?? why.evidence, options: [] }];
  });
  if (plan?.state === 'proposed') return [ofGoal('plan', `the plan of ${id}`), ...agents];
  if (finish?.state === 'asked') return [ofGoal('finish', `the finish of ${id}`), ...agents];
  return finish?.error == null ? agents : [ofGoal('mending', finish.error.said), ...agents];
}

interface Counted {
  readonly results: readonly TaskResult[];
  readonly own: readonly AgentStatus[];
  readonly nowMs: number;
}

function summaryOf({ createdAt, limit, modelUsage }: GoalStatus, { results, own, nowMs }: Counted): GoalSummary {
  const done = results.filter(({ state }) => state === 'done').length;
  const known = own.flatMap(({ usage }) => (usage === null ? [] : [usage]));
  const usage = [...known, ...(modelUsage === undefined ? [] : [modelUsage])].reduce(addUsage, NO_USAGE);
  return {
    tasks: results.length,
    done,
    successRate: results.length === 0 ? 0 : done / results.length,
    ...usage,
    estimated: usage.estimated || known.length < own.length,
    durationMs: Math.max(0, nowMs - Date.parse(createdAt)),
    limit: limit ?? null,
  };
}
