// How many agents are in which state: the header of the screen and the monitor log read it.
import { AGENT_STATES, type AgentState, asksByTool } from '../model/agent.js';
import type { Goal } from '../model/goal.js';
import type { AppState } from '../model/state.js';

export interface StateCount {
  readonly state: AgentState;
  readonly count: number;
}

/** Only states that occur, in the order of `AGENT_STATES`. Who asks by its tool waits, though its turn goes on. */
export function countsByState(state: AppState): readonly StateCount[] {
  const all = Object.values(state.agents).map((agent) => (asksByTool(agent) ? 'waiting' : agent.state));
  return AGENT_STATES.map((name) => ({ state: name, count: all.filter((each) => each === name).length })).filter(({ count }) => count > 0);
}

const OVER: ReadonlySet<string> = new Set(['done', 'failed', 'stopped', 'interrupted']);

/** Something runs or is queued, or a planned goal has not ended: the host and its monitor log are needed. Decision 1 counts from queued to finishing, and limited. */
export function isBusy(state: AppState): boolean {
  const isOpen = ({ plan, tries, state: name }: Goal) => (plan !== undefined || tries !== undefined) && !OVER.has(name);
  return (
    Object.values(state.agents).some(({ state: name, process }) => process !== null || !OVER.has(name)) ||
    Object.values(state.goals).some(isOpen)
  );
}
