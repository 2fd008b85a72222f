// event + state -> state. Pure: time and ids come in on the event. Replaying events runs this alone and can start nothing.
import type { EventOf, NewAgent, OrchEvent } from '../model/event.js';
import type { AppState } from '../model/state.js';
import { queuedAgent, reduceAgents } from './agents.js';
import { withBudget } from './budget-hold.js';
import { withFamilies } from './family.js';
import { newGoal, reduceGoals } from './goal-plan.js';
import { withGoalStates } from './goals.js';
import { reduceHost } from './host.js';
import { withOverlaps } from './on-radar.js';
import { promote } from './promote.js';
import { withPullsBack } from './pull-back.js';
import { reducePulls, withoutEndedPulls } from './pulls.js';
import { retire } from './retire.js';
import { withSpending } from './spending.js';
import { reduceTries } from './tries.js';

/** Events about what is not there (any more) change nothing but `seq`. */
export function reduce(state: AppState, event: OrchEvent): AppState {
  const applied = reduceTries(state, withFamilies(state, withNewAgents(apply(state, event), event), event), event);
  const counted = withBudget(withSpending(state, withPullsBack(reducePulls(applied, event), event), event), event);
  const settled = withGoalStates(state, promote(retire(counted, event), event), event.seq);
  return { ...withOverlaps(withoutEndedPulls(settled), event), seq: event.seq };
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
    case 'storage.failed':
      return { ...state, storageError: event.error };
    case 'storage.recovered':
      return { ...state, storageError: null };
    default: {
      // What an earlier host could not write says nothing of this one.
      const storageError = event.type === 'host.started' ? null : state.storageError;
      const host = reduceHost(state.host, event);
      const agents = reduceAgents(state.agents, event);
      const goals = reduceGoals(state.goals, event);
      const isSame = host === state.host && agents === state.agents && goals === state.goals;
      return isSame ? state : { ...state, host, agents, goals, storageError };
    }
  }
}

/** Agents that an event brings, and the goal that they are ordered with. */
function withNewAgents(state: AppState, event: OrchEvent): AppState {
  if (event.type === 'task.assigned') return withAgents(state, [event.order], event);
  if (event.type === 'agent.delegated') return state.agents[event.agent] === undefined ? state : withAgents(state, [event.order], event);
  if (event.type !== 'goal.submitted') return state;
  const goal = state.goals[event.goal] ?? newGoal(event);
  return withAgents({ ...state, goals: { ...state.goals, [goal.id]: goal } }, event.agents, event);
}

function withAgents(
  state: AppState,
  ordered: readonly NewAgent[],
  event: EventOf<'goal.submitted' | 'task.assigned' | 'agent.delegated'>,
): AppState {
  const goal = event.type === 'agent.delegated' ? (state.agents[event.agent]?.goal ?? '') : event.goal;
  const orders = ordered.filter((order) => !Object.hasOwn(state.agents, order.id));
  const numbers = freeNumbers(state, orders.length);
  const added = orders.map((order, at) => [order.id, queuedAgent(order, { number: numbers[at] ?? 0, goal }, event)] as const);
  return { ...state, agents: { ...state.agents, ...Object.fromEntries(added) } };
}

/** The lowest numbers no listed agent has: the keys 1-9 go on to reach agents after many have come and gone. */
function freeNumbers(state: AppState, count: number): readonly number[] {
  const taken = new Set(Object.values(state.agents).map((agent) => agent.number));
  const free: number[] = [];
  for (let number = 1; free.length < count; number += 1) if (!taken.has(number)) free.push(number);
  return free;
}
