// The tries of a goal side by side, from what a person typed: the answer to `compare`, with a host or from the stored state.
import { fail, ok, type Result } from '../model/error.js';
import type { Requests } from '../model/requests.js';
import type { AppState } from '../model/state.js';
import { findAgent, findGoal } from './find.js';
import { isTried, type TriedGoal } from './tries.js';
import { tryRows } from './try-rows.js';

export function compared(state: AppState, typed: string, now: number): Result<Requests['compare']['result']> {
  const found = triedGoal(state, typed);
  if (!found.ok) return found;
  const { id, tries } = found.value;
  const own = Object.values(state.agents).filter(({ goal }) => goal === id);
  return ok({ goal: id, tries: tryRows(tries, own, now), unjudged: tries.unjudged });
}

/** A name is an agent's before it is a goal's. */
function triedGoal(state: AppState, typed: string): Result<TriedGoal> {
  const agent = findAgent(state, typed);
  const goal = agent.ok ? ok(state.goals[agent.value.goal]) : agent.error.kind === 'not-found' ? findGoal(state, typed) : agent;
  if (!goal.ok) return goal;
  if (isTried(goal.value)) return ok(goal.value);
  const said = 'one agent works on its task, or each is kept for itself';
  return fail({ kind: 'usage', tried: 'compare tries', said, next: 'Start several: `orch-tui run GOAL --count 2`, or --try HARNESS' });
}
