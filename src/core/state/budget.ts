// When an agent, a goal or the day has spent what it may. Pure: bounds come in, breaches come out; who is to be stopped follows from them.
import { type Agent, isOver } from '../model/agent.js';
import type { About } from '../model/event.js';
import type { Budget } from '../model/goal.js';
import { NOTHING_SPENT, type ReachedBudget } from '../model/spending.js';
import type { AppState } from '../model/state.js';
import { addUsage, NO_USAGE, type Usage } from '../model/usage.js';

/** `budget` of the configuration. A goal's own bound comes before that for goals. */
export interface BudgetBounds {
  readonly dayUsd: number | null;
  readonly goalUsd: number | null;
  readonly agentUsd: number | null;
  readonly dayTokens: number | null;
  readonly goalTokens: number | null;
  readonly agentTokens: number | null;
}

export interface Breach {
  readonly about: About;
  /** What was reached, in words. */
  readonly said: string;
}

interface Spent {
  readonly usd: number;
  readonly tokens: number;
  readonly isEstimated: boolean;
}

interface Bound {
  readonly usd: number | null;
  readonly tokens: number | null;
}

/** Breaches with something that still runs or is to run; one that is held is a breach again as soon as something of it does. */
export function breachesOf(state: AppState, bounds: BudgetBounds): readonly Breach[] {
  const active = Object.values(state.agents).filter((agent) => mayStillSpend(agent));
  const breaches = active.flatMap((agent) => breach(state, { goal: agent.goal, agent: agent.id }, agentBound(bounds)) ?? []);
  const goals = [...new Set(active.map(({ goal }) => goal))];
  const byGoal = goals.flatMap((goal) => breach(state, { goal, agent: null }, goalBound(bounds, state.goals[goal]?.budget)) ?? []);
  const byDay = active.length === 0 ? [] : (breach(state, DAY, { usd: bounds.dayUsd, tokens: bounds.dayTokens }) ?? []);
  return [...breaches, ...byGoal, ...[byDay].flat()];
}

const DAY: About = { goal: null, agent: null };

/** It has its process or waits for one, and nobody holds it. */
export function mayStillSpend(agent: Agent): boolean {
  if (isOver(agent.state) || agent.pending?.order === 'stop' || agent.why.rule === 'budget.hit') return false;
  return agent.process !== null || agent.state !== 'waiting';
}

export function isWithin(agent: Agent, about: About): boolean {
  if (about.agent !== null) return agent.id === about.agent;
  return about.goal === null || agent.goal === about.goal;
}

/** The name under which it is remembered that a budget was reached. */
export function budgetKey(state: Pick<AppState, 'spending'>, { goal, agent }: About): string {
  if (agent !== null) return `agent:${agent}`;
  return goal === null ? `day:${(state.spending ?? NOTHING_SPENT).day.date}` : `goal:${goal}`;
}

/** What an agent has spent, with nothing of the manager's. */
function spentBy(state: AppState, { goal, agent }: About): Spent {
  if (agent !== null) return spentOf(state.agents[agent]?.usage ?? NO_USAGE);
  if (goal === null) return (state.spending ?? NOTHING_SPENT).day;
  const own = Object.values(state.agents).flatMap((one) => (one.goal === goal && one.usage !== null ? [one.usage] : []));
  return spentOf(own.reduce(addUsage, state.goals[goal]?.modelUsage ?? NO_USAGE));
}

function spentOf({ inputTokens, outputTokens, costUsd, estimated }: Usage): Spent {
  return { usd: costUsd, tokens: inputTokens + outputTokens, isEstimated: estimated };
}

function agentBound({ agentUsd, agentTokens }: BudgetBounds): Bound {
  return { usd: agentUsd, tokens: agentTokens };
}

function goalBound({ goalUsd, goalTokens }: BudgetBounds, own: Budget | undefined): Bound {
  return { usd: own?.usd ?? goalUsd, tokens: own?.tokens ?? goalTokens };
}

function breach(state: AppState, about: About, { usd, tokens }: Bound): Breach | null {
  if (usd === null && tokens === null) return null;
  const reached: ReachedBudget = state.spending?.reached?.[budgetKey(state, about)] ?? { times: 0, isHeld: false };
  // Held: it stays reached. Gone on with: as much again may be spent.
  const share = reached.isHeld ? reached.times : reached.times + 1;
  const spent = spentBy(state, about);
  const mark = spent.isEstimated ? ' (estimated)' : '';
  const whose = about.agent !== null ? 'this agent' : about.goal !== null ? 'its goal' : 'this day';
  if (usd !== null && spent.usd >= usd * share)
    return { about, said: `$${spent.usd.toFixed(2)}${mark} of $${(usd * share).toFixed(2)} for ${whose} are spent` };
  if (tokens !== null && spent.tokens >= tokens * share)
    return { about, said: `${spent.tokens}${mark} of ${tokens * share} tokens for ${whose} are used` };
  return null;
}
