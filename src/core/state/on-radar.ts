// Whose changes the radar looks at, and what it found as a slice of the state. Pure.
import type { Agent } from '../model/agent.js';
import type { OrchEvent } from '../model/event.js';
import type { AppState } from '../model/state.js';

type Known = Pick<AppState, 'agents' | 'goals' | 'pulls'>;

/** Its work may still have to be brought together with that of others. */
export function isOnRadar(agent: Agent, { goals, pulls }: Known): boolean {
  const { baseCommit, worktree, finish, result, pull } = agent;
  if (baseCommit === null || finish.artifact !== undefined || result?.kind === 'merge') return false;
  if (pull !== undefined && (pulls?.[pull]?.state ?? 'open') !== 'open') return false;
  // Another try was picked.
  const picked = goals[agent.goal]?.tries?.picked ?? null;
  if (finish.competes === true && picked !== null && picked !== agent.id) return false;
  return worktree !== null || result?.kind === 'pr' || result?.kind === 'branch';
}

/** Tries on the same task: only one of them is taken. */
export function areRivals(one: Agent, other: Agent): boolean {
  return one.goal === other.goal && one.task === other.task && (one.finish.competes === true || other.finish.competes === true);
}

/** Those that left the radar leave what it found at once; the rest stays until it is computed anew. */
export function withOverlaps(state: AppState, event: OrchEvent): AppState {
  const { overlaps: before, ...rest } = state;
  const all = event.type === 'overlaps.changed' ? event.overlaps : before;
  if (all === undefined) return state;
  const staying = all.filter(({ agents }) => agents.every((id) => isKnown(id, state)));
  if (staying.length === 0) return rest;
  return all === before && staying.length === all.length ? state : { ...rest, overlaps: staying };
}

function isKnown(id: string, state: AppState): boolean {
  const agent = Object.hasOwn(state.agents, id) ? state.agents[id] : undefined;
  return agent !== undefined && isOnRadar(agent, state);
}
