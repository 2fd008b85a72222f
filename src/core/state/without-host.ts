// The state as it is true while no host runs: what ran with it does not run now. Nothing is stored by this.
import type { AppState } from '../model/state.js';
import { afterHostStart as agentsAfterHostStart } from './agents.js';
import { afterHostStart } from './goal-plan.js';
import { withGoalStates } from './goals.js';

/** `at`: ISO 8601, the last time anything was heard of the host. */
export function withoutHost(state: AppState, at: string): AppState {
  const agents = agentsAfterHostStart(state.agents, { type: 'host.stopped', seq: state.seq, at });
  return withGoalStates(state, { ...state, agents, goals: afterHostStart(state.goals), host: { ...state.host, pid: null } });
}
