// What a reached budget does to the agents it concerns: they wait for a person, who lets them go on by resuming one of them. Pure.
import type { Agent } from '../model/agent.js';
import type { EventOf, OrchEvent } from '../model/event.js';
import { NOTHING_SPENT, type Spending } from '../model/spending.js';
import type { AppState } from '../model/state.js';
import { withoutLimit } from './agent-limit.js';
import { budgetKey, isWithin, mayStillSpend } from './budget.js';
import { enterState, hostWhy } from './enter-state.js';
import { isDelegated, withoutWaiting } from './family.js';
import { rootOf } from './tree.js';

export function withBudget(state: AppState, event: OrchEvent): AppState {
  switch (event.type) {
    case 'budget.hit':
      return afterHit(state, event);
    case 'agent.resumeRequested': {
      const agent = Object.hasOwn(state.agents, event.agent) ? state.agents[event.agent] : undefined;
      if (agent === undefined || (event.by ?? 'person') !== 'person') return state;
      return released(state, [
        { goal: agent.goal, agent: agent.id },
        { goal: agent.goal, agent: null },
      ]);
    }
    case 'goal.resumeRequested':
      return released(state, [{ goal: event.goal, agent: null }]);
    default:
      return state;
  }
}

/** Its agents are ended by a person's bound, not by a failure of theirs; those that nobody is to be asked about are stopped with their goal. */
function afterHit(state: AppState, event: EventOf<'budget.hit'>): AppState {
  const agents = Object.values(state.agents).map((agent): readonly [string, Agent] => [
    agent.id,
    isWithin(agent, event.about) && mayStillSpend(agent) ? heldOrEnded(agent, state, event) : agent,
  ]);
  const spending = state.spending ?? NOTHING_SPENT;
  const key = budgetKey(state, event.about);
  const known = spending.reached?.[key];
  const times = known?.isHeld === true ? known.times : (known?.times ?? 0) + 1;
  return {
    ...state,
    agents: Object.fromEntries(agents),
    spending: { ...spending, reached: { ...kept(spending), [key]: { times, isHeld: true } } },
  };
}

/** One that was delegated and has spent its own share has failed: its parent decides. Beyond that it is held as the one that a person ordered. */
function heldOrEnded(agent: Agent, state: AppState, event: EventOf<'budget.hit'>): Agent {
  if (isDelegated(agent) && event.about.agent !== null) return held(agent, event, 'failed');
  return rootOf(Object.values(state.agents), agent).finish.whenStuck === 'fail' ? agent : held(agent, event, 'waiting');
}

function held(agent: Agent, event: EventOf<'budget.hit'>, as: 'waiting' | 'failed'): Agent {
  const waiting: Agent = {
    ...withoutWaiting(withoutLimit(agent)),
    pending: null,
    error: {
      kind: 'limit',
      tried: `go on with ${agent.name}`,
      said: `its budget is reached: ${event.said}`,
      next: 'Press r to let it spend as much again, or raise `budget` in the configuration',
    },
  };
  return enterState(waiting, event, { state: as, why: hostWhy(event, 'budget.hit', event.said) });
}

function released(state: AppState, scopes: readonly EventOf<'budget.hit'>['about'][]): AppState {
  const reached = state.spending?.reached;
  if (state.spending === undefined || reached === undefined) return state;
  const keys = new Set([...scopes, { goal: null, agent: null }].map((about) => budgetKey(state, about)));
  const next = Object.fromEntries(Object.entries(reached).map(([key, one]) => [key, keys.has(key) ? { ...one, isHeld: false } : one]));
  return { ...state, spending: { ...state.spending, reached: next } };
}

/** Of days only this one is of use. */
function kept({ reached = {}, day }: Spending): NonNullable<Spending['reached']> {
  return Object.fromEntries(Object.entries(reached).filter(([key]) => !key.startsWith('day:') || key === `day:${day.date}`));
}
