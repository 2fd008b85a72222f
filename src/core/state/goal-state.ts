// How far a goal is by its agents alone, where it has no plan.
import { type Agent, type AgentState, waitsForAnswer } from '../model/agent.js';
import type { GoalState } from '../model/goal.js';

/** Running while any of them is; then what the agents left tell, the worst first. */
export function goalStateOf(agents: readonly Agent[]): GoalState {
  const any = (...states: readonly AgentState[]): boolean => agents.some((agent) => states.includes(agent.state));
  if (any('queued', 'preparing', 'starting', 'working', 'idle', 'limited', 'finishing', 'unknown')) return 'running';
  if (agents.some(waitsForAnswer)) return 'waiting';
  // The policy is about to answer.
  if (any('waiting')) return 'running';
  if (any('failed')) return 'failed';
  if (any('stopped', 'interrupted')) return 'stopped';
  return 'done';
}
