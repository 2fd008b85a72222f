// What a goal costs and may cost, and how long its plan should take, in words. Pure.
import type { Goal, PlannedTask } from '../model/goal.js';
import { addUsage, NO_USAGE } from '../model/usage.js';
import { ageText } from './age.js';
import { inOrder } from './plan-edit.js';
import { moneyText } from './task-rows.js';
import type { ViewWorld } from './view-state.js';

/**
 * Its agents and the models it asked, of what it may: `$0.42 of $5.00`; empty where nothing was spent and nothing bounds it. What was delegated
 * to on another machine is counted with whom it was delegated by.
 */
export function costText(goal: Goal, { agents, goalUsd }: Pick<ViewWorld, 'agents' | 'goalUsd'>): string {
  const own = agents.filter((agent) => agent.goal === goal.id && agent.neighbour === undefined);
  const usages = own.flatMap(({ usage }) => (usage === null ? [] : [usage]));
  const { costUsd, estimated } = usages.reduce(addUsage, goal.modelUsage ?? NO_USAGE);
  const bound = goal.budget?.usd ?? goalUsd;
  if (bound !== null) return `${moneyText(costUsd, estimated)} of ${moneyText(bound, false)}`;
  return costUsd === 0 ? '' : moneyText(costUsd, estimated);
}

/** `20 m`, `1 h 30 m`. */
export function minutesText(minutes: number): string {
  return ageText(minutes * 60_000);
}

type Timed = Pick<PlannedTask, 'id' | 'after' | 'estimateMinutes'>;

/** The whole plan: `About 50 m of work, 35 m side by side.`; empty where nothing of it was estimated. */
export function estimateText(tasks: readonly Timed[]): string {
  const known = tasks.filter(({ estimateMinutes }) => estimateMinutes !== null);
  const total = known.reduce((sum, { estimateMinutes }) => sum + (estimateMinutes ?? 0), 0);
  if (total === 0) return '';
  const longest = longestWay(tasks);
  const aside = longest < total ? `, ${minutesText(longest)} side by side` : '';
  const unknown = tasks.length - known.length;
  const more = unknown === 0 ? '' : `, ${unknown} ${unknown === 1 ? 'task' : 'tasks'} not counted`;
  return `About ${minutesText(total)} of work${aside}${more}.`;
}

/** Minutes of the longest chain of tasks that wait for each other. */
function longestWay(tasks: readonly Timed[]): number {
  const ends = new Map<string, number>();
  for (const { id, after, estimateMinutes } of inOrder(tasks)) {
    ends.set(id, Math.max(0, ...after.map((each) => ends.get(each) ?? 0)) + (estimateMinutes ?? 0));
  }
  return Math.max(0, ...ends.values());
}
