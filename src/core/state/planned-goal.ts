// A planned goal as a whole: where it stands, and when all of its tasks are done the last step. Pure.
import type { Agent } from '../model/agent.js';
import type { Goal, GoalFinish, GoalPlan, GoalState, Task } from '../model/goal.js';
import { familyWaits } from './goal-state.js';
import { withTaskStates } from './tasks.js';

export type PlannedGoal = Goal & { readonly plan: GoalPlan };

export function isPlanned(goal: Goal): goal is PlannedGoal {
  return goal.plan !== undefined;
}

/** `agents`: all of the state by id; `own`: those of this goal. The same goal where nothing is new. */
export function settled(goal: PlannedGoal, agents: Readonly<Record<string, Agent>>, order: Settling): PlannedGoal {
  const tasks = withTaskStates(goal.tasks, agents, order.seq);
  const finish = goal.finish ?? firstFinish(goal, tasks, order.seq);
  const next: PlannedGoal = { ...goal, tasks, ...(finish === undefined ? {} : { finish }) };
  const state = stateOf(next, order.own);
  return tasks === goal.tasks && finish === goal.finish && state === goal.state ? goal : { ...next, state };
}

export interface Settling {
  readonly own: readonly Agent[];
  readonly seq: number;
}

function firstFinish({ plan, pause, approvals }: PlannedGoal, tasks: readonly Task[], seq: number): GoalFinish | undefined {
  if (plan.state !== 'approved' || pause !== undefined || tasks.length === 0) return undefined;
  if (!tasks.every(({ state }) => state === 'done')) return undefined;
  const state = approvals?.includes('finish') === true ? 'asked' : 'running';
  return { state, result: null, error: null, notes: [], sinceSeq: seq };
}

function stateOf(goal: PlannedGoal, own: readonly Agent[]): GoalState {
  const { plan, finish, tasks, pause, order } = goal;
  if (finish?.state === 'done') return 'done';
  if (pause !== undefined) return 'stopped';
  if (finish?.state === 'failed') return order?.finish.whenStuck === 'fail' ? 'failed' : 'waiting';
  if (finish?.state === 'asked') return 'waiting';
  if (finish?.state === 'running') return 'running';
  if (plan.state === 'asked') return 'planning';
  if (plan.state === 'proposed') return 'waiting';
  if (plan.state === 'failed') return 'failed';
  const isWaiting = (agent: Agent | undefined) => agent !== undefined && familyWaits(agent, own);
  const open = tasks.filter(({ state }) => state === 'ready' || state === 'running' || state === 'verifying');
  const agentOf = new Map(own.map((agent) => [agent.id, agent]));
  if (open.some(({ agent }) => agent === null || !isWaiting(agentOf.get(agent)))) return 'running';
  if (open.length > 0) return 'waiting';
  const failed = tasks.filter(({ state }) => state === 'failed');
  const isStopped = failed.every(({ agent }) => agent !== null && HALTED.has(agentOf.get(agent)?.state ?? ''));
  return failed.length > 0 && isStopped ? 'stopped' : 'failed';
}

const HALTED: ReadonlySet<string> = new Set(['stopped', 'interrupted']);
