// Events of planned goals: the plan is made, changed and agreed to, tasks get agents, the whole is delivered. Pure.
import type { EventOf, OrchEvent } from '../model/event.js';
import type { Goal, GoalPlan, PlannedTask, Task } from '../model/goal.js';
import type { AppState } from '../model/state.js';
import { newTries } from './tries.js';

type Goals = AppState['goals'];

export function reduceGoals(goals: Goals, event: OrchEvent): Goals {
  if (event.type === 'host.started') return afterHostStart(goals);
  if (!('goal' in event) || event.type === 'goal.submitted') return goals;
  const goal = Object.hasOwn(goals, event.goal) ? goals[event.goal] : undefined;
  if (goal === undefined) return goals;
  const next = reduceGoal(goal, event);
  return next === goal ? goals : { ...goals, [goal.id]: next };
}

/** Nothing of a planned goal goes on by itself after a crash: a person resumes it. */
export function afterHostStart(goals: Goals): Goals {
  return Object.fromEntries(Object.values(goals).map((goal) => [goal.id, goesOn(goal) ? { ...goal, pause: 'host-lost' as const } : goal]));
}

/** As a goal is ordered. With an order it is planned first. */
export function newGoal(event: EventOf<'goal.submitted'>): Goal {
  const { goal: id, text, workspace = null, order, approvals, budget, isUnattended, issue } = event;
  const { tasks } = event;
  const by = tasks === undefined ? 'planner' : 'person';
  const agreed = approvals?.includes('plan') === true ? 'proposed' : 'approved';
  const plan: GoalPlan = { state: by === 'planner' ? 'asked' : agreed, revision: 0, by, wish: null, error: null, sinceSeq: event.seq };
  return {
    id,
    text,
    state: order === undefined ? 'running' : 'planning',
    workspace,
    createdAt: event.at,
    tasks: order === undefined ? [] : (tasks ?? []).map((task) => newTask(task, event.seq)),
    ...(order === undefined ? {} : { order, plan }),
    ...(approvals === undefined ? {} : { approvals }),
    ...(budget === undefined ? {} : { budget }),
    ...(isUnattended === true ? { isUnattended } : {}),
    ...(issue === undefined ? {} : { issue }),
    ...(event.tries === undefined ? {} : { tries: newTries(event.tries.isUnattended, event.seq) }),
  };
}

function goesOn({ plan, state }: Goal): boolean {
  if (plan === undefined || state === 'done' || state === 'failed') return false;
  return plan.state === 'asked' || plan.state === 'approved';
}

type GoalEvent = Extract<OrchEvent, { readonly goal: string }>;

function reduceGoal(goal: Goal, event: GoalEvent): Goal {
  if (event.type === 'goal.limitHit') return { ...goal, limit: event.limit, ...(goal.plan === undefined ? {} : { pause: 'stopped' }) };
  if (goal.plan === undefined) return goal;
  const plan = goal.plan;
  switch (event.type) {
    case 'goal.stopRequested':
      return { ...goal, pause: 'stopped' };
    case 'goal.resumeRequested':
      return resumed(goal, plan, event.seq);
    case 'plan.proposed': {
      if (plan.state !== 'asked') return goal;
      const asks = goal.approvals?.includes('plan') === true;
      return withPlan(
        { ...goal, tasks: replanned(goal.tasks, event) },
        { ...plan, state: asks ? 'proposed' : 'approved', by: 'planner' },
        event,
      );
    }
    case 'plan.failed':
      return plan.state === 'asked' ? withPlan(goal, { ...plan, state: 'failed', error: event.error }, event) : goal;
    case 'plan.edited': {
      if (isDelivered(goal)) return goal;
      // Changed while the planner is at it: the person's plan stands, and its answer is not heard.
      const state = plan.state === 'approved' ? 'approved' : 'proposed';
      const { finish: _past, ...rest } = goal;
      return withPlan({ ...rest, tasks: replanned(goal.tasks, event) }, { ...plan, state, by: 'person' }, event);
    }
    case 'plan.approved':
      return plan.state === 'proposed' ? withPlan(goingOn(goal), { ...plan, state: 'approved' }, event) : goal;
    case 'plan.replanRequested': {
      if (isDelivered(goal)) return goal;
      const { finish: _past, pause: _halt, ...rest } = goal;
      return withPlan(rest, { ...plan, state: 'asked', wish: event.wish }, event);
    }
    case 'task.assigned':
      return withTask(goal, event.task, (task) => ({ ...task, agent: event.order.id, error: null }));
    case 'task.failed':
      return withTask(goal, event.task, (task) => (task.agent === null ? { ...task, error: event.error } : task));
    case 'goal.finishApproved':
      return goal.finish?.state === 'asked'
        ? { ...goingOn(goal), finish: { ...goal.finish, state: 'running', sinceSeq: event.seq } }
        : goal;
    case 'goal.finished': {
      const { result, summary, notes, seq } = event;
      const told = summary === undefined ? {} : { summary };
      return goal.finish === undefined ? goal : { ...goal, finish: { state: 'done', result, ...told, error: null, notes, sinceSeq: seq } };
    }
    case 'goal.finishFailed':
      return goal.finish === undefined
        ? goal
        : { ...goal, finish: { ...goal.finish, state: 'failed', error: event.error, sinceSeq: event.seq } };
    default:
      return goal;
  }
}

/** It is in its base, or on its way there: what would be started now would be in nothing that is delivered. */
export function isDelivered({ finish, pause }: Goal): boolean {
  return finish?.state === 'done' || (finish?.state === 'running' && pause === undefined);
}

/** What is planned begins at a new revision: whoever edits an older one is told so. */
function withPlan(goal: Goal, plan: GoalPlan, { seq, type }: GoalEvent): Goal {
  const error = type === 'plan.failed' ? plan.error : null;
  return { ...goal, plan: { ...plan, error, revision: plan.revision + 1, sinceSeq: seq } };
}

/** What has begun stays as it is, also where the new plan leaves it out. */
function replanned(tasks: readonly Task[], event: EventOf<'plan.proposed' | 'plan.edited'>): readonly Task[] {
  const begun = new Map(tasks.filter(({ agent, state }) => agent !== null && state !== 'failed').map((task) => [task.id, task]));
  const planned = event.tasks.map((task) => begun.get(task.id) ?? newTask(task, event.seq));
  const named = new Set(event.tasks.map(({ id }) => id));
  return [...[...begun.values()].filter(({ id }) => !named.has(id)), ...planned];
}

function newTask(task: PlannedTask, seq: number): Task {
  return { ...task, state: 'blocked', agent: null, sinceSeq: seq, result: null, error: null };
}

function withTask(goal: Goal, id: string, change: (task: Task) => Task): Goal {
  return { ...goal, tasks: goal.tasks.map((task) => (task.id === id ? change(task) : task)) };
}

/** A person who agrees wants it to go on, also where it was stopped, or its host was lost. */
function goingOn(goal: Goal): Goal {
  const { pause: _halt, limit: _past, ...rest } = goal;
  return rest;
}

/** What could not be started, planned or delivered is tried again. What is done stays done. */
function resumed(goal: Goal, plan: GoalPlan, seq: number): Goal {
  const rest = goingOn(goal);
  const tasks = goal.tasks.map((task) => (task.agent === null && task.error !== null ? { ...task, error: null } : task));
  const isPlanning = plan.state === 'asked' || plan.state === 'failed';
  const planned: GoalPlan = isPlanning ? { ...plan, state: 'asked', error: null, sinceSeq: seq } : plan;
  const { finish } = goal;
  const isOpen = finish?.state === 'running' || finish?.state === 'failed';
  return { ...rest, tasks, plan: planned, ...(isOpen ? { finish: { ...finish, state: 'running', error: null, sinceSeq: seq } } : {}) };
}
