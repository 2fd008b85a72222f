// How far a goal is by its agents alone, where it has no plan.
import { type Agent, type AgentState, asksByTool, waitsForAnswer } from '../model/agent.js';
import type { GoalState } from '../model/goal.js';
import { isDelegated, restsForChildren } from './family.js';
import { descendantsOf } from './tree.js';

/** Running while any of them is; then what the agents left tell, the worst first. How those end that were delegated is for their parents. */
export function goalStateOf(agents: readonly Agent[]): GoalState {
  if (isAtWork(agents)) return 'running';
  if (agents.some(waitsForAnswer)) return 'waiting';
  // The policy is about to answer.
  if (agents.some(({ state }) => state === 'waiting')) return 'running';
  const roots = rootsOf(agents);
  const any = (...states: readonly AgentState[]): boolean => roots.some((agent) => states.includes(agent.state));
  if (any('failed')) return 'failed';
  if (any('stopped', 'interrupted')) return 'stopped';
  return 'done';
}

/** Without those that other agents of `agents` have delegated. */
export function rootsOf(agents: readonly Agent[]): readonly Agent[] {
  const ids = new Set(agents.map(({ id }) => id));
  return agents.filter((agent) => !isDelegated(agent) || !ids.has(agent.parent));
}

/** Something of them goes on by itself. One that rests for others that all wait for a person does not. */
function isAtWork(agents: readonly Agent[]): boolean {
  const working = agents.filter((agent) => AT_WORK.has(agent.state) && !asksByTool(agent));
  return working.some((agent) => !restsForChildren(agent)) || (working.length > 0 && !agents.some(waitsForAnswer));
}

/** It, or what it has delegated, waits for a person, and nothing of that goes on by itself. */
export function familyWaits(agent: Agent, agents: readonly Agent[]): boolean {
  const family = [agent, ...descendantsOf(agents, agent.id)];
  return family.some(waitsForAnswer) && !isAtWork(family);
}

const AT_WORK: ReadonlySet<AgentState> = new Set<AgentState>([
  'queued',
  'preparing',
  'starting',
  'working',
  'idle',
  'limited',
  'finishing',
  'unknown',
]);
