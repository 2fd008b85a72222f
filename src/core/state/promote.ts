// Places for the queued: after every event, in the order they were queued, as long as places are free.
import { type Agent, holdsPlace } from '../model/agent.js';
import type { OrchEvent } from '../model/event.js';
import { isElsewhere } from '../model/remote.js';
import type { AppState } from '../model/state.js';
import { enterState, hostWhy } from './enter-state.js';
import { placeLenders } from './lent-places.js';
import { isUnready } from './worktree-life.js';

/** One whose old process still ends keeps waiting: two CLIs in one worktree would undo each other's work. */
export function promote(state: AppState, event: OrchEvent): AppState {
  if (state.host.isStopping) return state;
  const all = Object.values(state.agents);
  const queued = all.filter((agent) => agent.state === 'queued' && agent.process === null);
  if (queued.length === 0) return state;
  const lends = placeLenders(state.agents);
  const free = Math.max(0, state.maxAgents - all.filter((agent) => takesPlace(agent) && !lends(agent)).length);
  const inOrder = queued.sort((a, b) => a.sinceSeq - b.sinceSeq || a.number - b.number);
  // What runs on other machines takes no place of this one.
  const chosen = [...inOrder.filter((agent) => !isElsewhere(agent)).slice(0, free), ...inOrder.filter(isElsewhere)];
  if (chosen.length === 0) return state;
  const placed = chosen.map((agent) => [agent.id, place(agent, event)] as const);
  return { ...state, agents: { ...state.agents, ...Object.fromEntries(placed) } };
}

/**
 * One that waits for a person or for the end of a limit with nothing of it running takes none: else a few failed checks would stop the queue overnight.
 * Nor does one that lends it to its children. It goes on as soon as it has their results, also where all places are taken by then.
 */
function takesPlace(agent: Agent): boolean {
  if (isElsewhere(agent)) return false;
  const waits = agent.state === 'waiting' || agent.state === 'limited';
  return holdsPlace(agent.state) && !(waits && agent.process === null);
}

function place(agent: Agent, event: OrchEvent): Agent {
  const state = agent.baseCommit === null || isUnready(agent) ? 'preparing' : 'starting';
  return enterState(agent, event, { state, why: hostWhy(event, 'place.free', '') });
}
