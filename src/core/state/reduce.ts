// event + state -> state. Pure: time and ids come in on the event. Replaying events runs this alone and can start nothing.
import type { EventOf, OrchEvent } from '../model/event.js';
import type { AppState } from '../model/state.js';
import { queuedAgent, reduceAgents } from './agents.js';
import { withGoalStates } from './goals.js';
import { reduceHost } from './host.js';
import { promote } from './promote.js';
import { retire } from './retire.js';

/** Events about what is not there (any more) change nothing but `seq`. */
export function reduce(state: AppState, event: OrchEvent): AppState {
  const applied = event.type === 'goal.submitted' ? submit(state, event) : apply(state, event);
  const settled = withGoalStates(state, promote(retire(applied, event), event));
  return { ...settled, seq: event.seq };
}

/**
 * The state after `events`, those it already holds left out. An event that can not be applied (a damaged line that is still JSON)
 * is passed over and told: at the start of a host one bad line must not cost every agent.
 */
export function replay(state: AppState, events: readonly OrchEvent[]): { readonly state: AppState; readonly notices: readonly string[] } {
  const notices: string[] = [];
  let current = state;
  for (const event of events) {
    if (event.seq <= current.seq) continue;
    try {
      current = reduce(current, event);
    } catch (error) {
      notices.push(`event ${event.seq} could not be read and was passed over: ${String(error)}`);
      current = { ...current, seq: event.seq };
    }
  }
  return { state: current, notices };
}

function apply(state: AppState, event: OrchEvent): AppState {
  switch (event.type) {
    case 'limits.changed':
      return { ...state, maxAgents: event.maxAgents };
    case 'goal.limitHit': {
      const goal = Object.hasOwn(state.goals, event.goal) ? state.goals[event.goal] : undefined;
      return goal === undefined ? state : { ...state, goals: { ...state.goals, [goal.id]: { ...goal, limit: event.limit } } };
    }
    case 'storage.failed':
      return { ...state, storageError: event.error };
    case 'storage.recovered':
      return { ...state, storageError: null };
    default: {
      // What an earlier host could not write says nothing of this one.
      const storageError = event.type === 'host.started' ? null : state.storageError;
      const host = reduceHost(state.host, event);
      const agents = reduceAgents(state.agents, event);
      return host === state.host && agents === state.agents ? state : { ...state, host, agents, storageError };
    }
  }
}

function submit(state: AppState, event: EventOf<'goal.submitted'>): AppState {
  const orders = event.agents.filter((order) => !Object.hasOwn(state.agents, order.id));
  const numbers = freeNumbers(state, orders.length);
  const added = orders.map((order, at) => [order.id, queuedAgent(order, numbers[at] ?? 0, event)] as const);
  const goal = state.goals[event.goal] ?? {
    id: event.goal,
    text: event.text,
    state: 'running',
    workspace: null,
    createdAt: event.at,
    tasks: [],
  };
  return {
    ...state,
    agents: { ...state.agents, ...Object.fromEntries(added) },
    goals: { ...state.goals, [goal.id]: goal },
  };
}

/** The lowest numbers no listed agent has: the keys 1-9 go on to reach agents after many have come and gone. */
function freeNumbers(state: AppState, count: number): readonly number[] {
  const taken = new Set(Object.values(state.agents).map((agent) => agent.number));
  const free: number[] = [];
  for (let number = 1; free.length < count; number += 1) if (!taken.has(number)) free.push(number);
  return free;
}
