// The tasks of a goal as rows: in the order in which they can be done, with what each waits for, who does it, how long, what it cost, what came of it.
import type { Agent } from '../model/agent.js';
import type { OrchError } from '../model/error.js';
import type { Goal, PlannedTask, Task, TaskState } from '../model/goal.js';
import { plainText } from '../model/plain-text.js';
import { ageAt, ageText } from './age.js';
import type { TasksPlace } from './place.js';
import { depths, hasBegun, inOrder } from './plan-edit.js';
import { agentMark, markOf, type StateMark } from './state-mark.js';
import type { ViewState, ViewWorld } from './view-state.js';
import { resultText, showsAge, worthKnowing } from './worth-knowing.js';

export interface TaskRow {
  readonly task: PlannedTask;
  /** As it stands in the list, from 1. */
  readonly number: number;
  readonly depth: number;
  /** Numbers of those it waits for. */
  readonly after: readonly number[];
  readonly state: TaskState;
  readonly hasBegun: boolean;
  readonly mark: StateMark;
  readonly agent: Agent | null;
  /** `3 m`: how long it has worked; empty before it has begun. */
  readonly age: string;
  /** What went wrong, with what to do about it. */
  readonly error: OrchError | null;
  /** `$0.12`, `~` before what is estimated; empty where nothing is known. */
  readonly cost: string;
  /** What came of it, or what is going on. */
  readonly said: string;
}

/** `proposed` tasks of a plan that is being changed stand as the person has them, before the host has answered. */
export function taskRows(
  goal: Goal,
  world: Pick<ViewWorld, 'agents' | 'now'>,
  edited: readonly PlannedTask[] | null = null,
): readonly TaskRow[] {
  const known = new Map(goal.tasks.map((task) => [task.id, task]));
  const order = inOrder(edited ?? goal.tasks);
  const numbers = new Map(order.map(({ id }, at) => [id, at + 1]));
  const depthOf = depths(order);
  return order.map((task, at): TaskRow => {
    const own = known.get(task.id) ?? null;
    const agent = own === null ? null : (world.agents.find(({ id }) => id === own.agent) ?? null);
    const state = own?.state ?? 'blocked';
    return {
      task,
      number: at + 1,
      depth: depthOf.get(task.id) ?? 0,
      after: task.after.flatMap((id) => numbers.get(id) ?? []).sort((a, b) => a - b),
      state,
      hasBegun: own !== null && hasBegun(own),
      mark: taskMark(state, agent),
      agent,
      error: own?.error ?? null,
      age: agent === null ? '' : lastedText(ageOf(state, agent, world.now)),
      cost: agent === null || agent.usage === null ? '' : moneyText(agent.usage.costUsd, agent.usage.estimated),
      said: own === null ? '' : saidOf(own, agent, world.now),
    };
  });
}

/** As long as it lasts, not how long ago it was. */
function lastedText(ms: number): string {
  const text = ageText(ms);
  return text === 'now' ? '<10 s' : text;
}

/** How long it has worked so far, or worked in all. */
function ageOf(state: TaskState, agent: Agent, now: number): number {
  return ageAt(agent.createdAt, state === 'done' || state === 'failed' || state === 'skipped' ? Date.parse(agent.since) : now);
}

function saidOf({ state, error, result }: Task, agent: Agent | null, now: number): string {
  if (error !== null) return error.said;
  if (state === 'done' && result !== null) return resultText(result) ?? 'done';
  if (state === 'skipped') return 'left out';
  if (agent?.state === 'preparing' && agent.setup !== undefined) return `setup: ${agent.setup.what}`;
  // How long it has worked in all stands there already.
  return agent === null || state === 'done' || showsAge(agent) ? '' : worthKnowing(agent, now);
}

const STATES = {
  blocked: 'queued',
  ready: 'idle',
  running: 'working',
  verifying: 'finishing',
  done: 'done',
  failed: 'failed',
  skipped: 'stopped',
} as const;

/** While somebody works on it, theirs: who waits for a person is seen here, too. */
export function taskMark(state: TaskState, agent: Agent | null): StateMark {
  return state === 'running' && agent !== null ? agentMark(agent) : markOf(STATES[state]);
}

/** `$0.42`; under a cent, that. */
export function moneyText(usd: number, isEstimated: boolean): string {
  const text = usd > 0 && usd < 0.01 ? '<$0.01' : `$${usd.toFixed(2)}`;
  return isEstimated ? `~${text}` : text;
}

/** Its first line: what a goal is called. */
export function goalTitle({ text }: Pick<Goal, 'text'>): string {
  return plainText(text.trim().split('\n')[0] ?? '', 200);
}

/** The goal whose plan is of interest: one that waits for a yes, or was interrupted, as the screen says; else the chosen agent's, else the newest. */
export function plannedGoalOf(view: Pick<ViewState, 'selected'>, world: Pick<ViewWorld, 'agents' | 'goals'>): Goal | null {
  const agent = world.agents.find(({ id }) => id === view.selected);
  const planned = plannedGoals(world);
  const waiting = planned.filter((goal) => agreementOf(goal) !== null);
  const lost = planned.filter(({ pause }) => pause === 'host-lost');
  const candidates = [waiting, lost].find(({ length }) => length > 0) ?? planned;
  return candidates.find(({ id }) => id === agent?.goal) ?? candidates.at(-1) ?? null;
}

export function plannedGoals({ goals }: Pick<ViewWorld, 'goals'>): readonly Goal[] {
  return goals.filter(({ plan }) => plan !== undefined);
}

/** Stands behind the last task: what a person has to agree to. */
export const APPROVE_ROW = 'approve';

export type Agreement = 'plan' | 'finish';

/** What waits for a person's yes. */
export function agreementOf(goal: Goal): Agreement | null {
  if (goal.plan?.state === 'proposed') return 'plan';
  return goal.finish?.state === 'asked' ? 'finish' : null;
}

/** It was ended before it was done, or something of it has failed. */
export function mayResumeGoal({ state, pause, plan, finish }: Goal): boolean {
  return pause !== undefined || state === 'failed' || state === 'stopped' || plan?.state === 'failed' || finish?.state === 'failed';
}

/** Ids of the rows that can be chosen, the button last. */
export function choices(goal: Goal, rows: readonly TaskRow[]): readonly string[] {
  const ids = rows.map(({ task }) => task.id);
  return agreementOf(goal) === null ? ids : [...ids, APPROVE_ROW];
}

/** The chosen row; the first where it is none of them. */
export function chosenTask(place: Pick<TasksPlace, 'chosen'>, ids: readonly string[]): string | null {
  return ids.find((id) => id === place.chosen) ?? ids[0] ?? null;
}
