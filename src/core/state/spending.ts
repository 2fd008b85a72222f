// The slice of spending: what the host's own calls and the agents cost, by use and on the day. Pure but for the time zone of the day.
import type { EventOf, OrchEvent } from '../model/event.js';
import { NO_CALLS, NOTHING_SPENT, type Spending, type UseTotals } from '../model/spending.js';
import type { AppState } from '../model/state.js';
import { addUsage, NO_USAGE, type Usage } from '../model/usage.js';

/** `before`: the state that the event met. Goals get what their planning and managing cost. */
export function withSpending(before: AppState, after: AppState, event: OrchEvent): AppState {
  switch (event.type) {
    case 'model.called':
      return afterCall(after, event);
    case 'agent.usageChanged': {
      const known = Object.hasOwn(before.agents, event.agent) ? before.agents[event.agent] : undefined;
      if (known === undefined) return after;
      const spending = onDay(after.spending ?? NOTHING_SPENT, { at: event.at, usage: addedSince(known.usage, event.usage) });
      return { ...after, spending };
    }
    default:
      return after;
  }
}

/** `YYYY-MM-DD` in the host's time zone. */
export function dayOf(at: string): string {
  const date = new Date(at);
  const two = (value: number) => String(value).padStart(2, '0');
  return `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
}

function afterCall(state: AppState, { use, about, usage, savedTokens = 0, at }: EventOf<'model.called'>): AppState {
  const before = state.spending ?? NOTHING_SPENT;
  const { calls, inputTokens, outputTokens, costUsd } = before.byUse[use] ?? NO_CALLS;
  const totals: UseTotals = {
    calls: calls + 1,
    inputTokens: inputTokens + usage.inputTokens,
    outputTokens: outputTokens + usage.outputTokens,
    costUsd: costUsd + usage.costUsd,
  };
  const day = onDay(before, { at, usage });
  const spending: Spending = { ...day, byUse: { ...before.byUse, [use]: totals }, savedTokens: before.savedTokens + savedTokens };
  const goal = about.goal !== null && Object.hasOwn(state.goals, about.goal) ? state.goals[about.goal] : undefined;
  if (goal === undefined) return { ...state, spending };
  const modelUsage = addUsage(goal.modelUsage ?? NO_USAGE, usage);
  return { ...state, spending, goals: { ...state.goals, [goal.id]: { ...goal, modelUsage } } };
}

function onDay(spending: Spending, { at, usage }: { readonly at: string; readonly usage: Usage }): Spending {
  const date = dayOf(at);
  const known = spending.day.date === date ? spending.day : { date, usd: 0, tokens: 0, isEstimated: false };
  const day = {
    date,
    usd: known.usd + usage.costUsd,
    tokens: known.tokens + usage.inputTokens + usage.outputTokens,
    isEstimated: known.isEstimated || usage.estimated,
  };
  return { ...spending, day };
}

/** What an agent tells is its whole; a new run of its CLI may count from nothing again. */
function addedSince(before: Usage | null, now: Usage): Usage {
  const isAnew = before === null || now.inputTokens + now.outputTokens < before.inputTokens + before.outputTokens;
  if (isAnew) return now;
  return {
    inputTokens: Math.max(0, now.inputTokens - before.inputTokens),
    outputTokens: Math.max(0, now.outputTokens - before.outputTokens),
    costUsd: Math.max(0, now.costUsd - before.costUsd),
    estimated: now.estimated,
  };
}
