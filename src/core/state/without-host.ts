// The state as it is true while no host runs: what ran with it does not run now. Nothing is stored by this.
import type { AppState } from '../model/state.js';
import { afterHostStart } from './agents.js';
import { withGoalStates } from './goals.js';

/** `at`: ISO 8601, the last time anything was heard of the host. */
export function withoutHost(state: AppState, at: string): AppState {
  const agents = afterHostStart(state.agents, { type: 'host.stopped', seq: state.seq, at });
  return withGoalStates(state, { ...state, agents, host: { ...state.host, pid: null } });
}
