// Keys of the tasks view: going among tasks, changing the plan while it may be changed, agreeing to it, asking for another one.
import { textEditOf } from '../input/text-edit.js';
import type { Goal, PlannedTask } from '../model/goal.js';
import type { Requests } from '../model/requests.js';
import type { KeyToken } from '../model/token.js';
import { confirmDropTask, confirmStopGoal } from './confirmations.js';
import type { TasksPlace } from './place.js';
import { changeTask, dropTask, moveTask, nextRole, plannedOf } from './plan-edit.js';
import { planTaskDialog } from './plan-task-dialog.js';
import { choose } from './selection.js';
import { open, stay, tell, withEffects } from './step.js';
import {
  APPROVE_ROW,
  agreementOf,
  choices,
  chosenTask,
  goalTitle,
  mayResumeGoal,
  plannedGoalOf,
  plannedGoals,
  type TaskRow,
  taskRows,
} from './task-rows.js';
import type { Step, ViewState, ViewWorld } from './view-state.js';

export function openTasks(view: ViewState, world: ViewWorld): Step {
  const goal = plannedGoalOf(view, world);
  return goal === null ? tell(view, world, NO_PLAN) : stay(showTasks(view, goal.id));
}

const NO_PLAN = 'No goal has a plan yet. A new goal gets one.';

export function showTasks(view: ViewState, goal: string): ViewState {
  return { ...view, place: { kind: 'tasks', goal, chosen: null, edited: null, saving: null } };
}

/** What the keys of the view act on. */
interface Looked {
  readonly goal: Goal;
  readonly rows: readonly TaskRow[];
  readonly chosen: TaskRow | null;
  readonly isButton: boolean;
}

function look(place: TasksPlace, world: ViewWorld): Looked | null {
  const goal = world.goals.find(({ id }) => id === place.goal);
  if (goal === undefined) return null;
  const rows = taskRows(goal, world, place.edited);
  const id = chosenTask(place, choices(goal, rows));
  return { goal, rows, chosen: rows.find(({ task }) => task.id === id) ?? null, isButton: id === APPROVE_ROW };
}

export function reduceTaskKey(view: ViewState, world: ViewWorld, place: TasksPlace, token: KeyToken): Step {
  const looked = look(place, world);
  if (looked === null || token.ctrl || token.alt) return stay(view);
  const { goal, chosen, isButton } = looked;
  // Looking is not changing.
  if (token.name === 'n' || token.name === 'p') return otherGoal(view, world, goal, token.name === 'n' ? 1 : -1);
  if (token.name === 'enter' && chosen?.agent != null && chosen.hasBegun) return goToAgent(view, world, chosen.agent.id);
  if (!CHANGING.has(token.name)) return stay(view);
  if (world.isReadOnly) return tell(view, world, 'This screen is read-only.');
  switch (token.name) {
    case 'A':
      return agree(view, world, goal);
    case 'enter':
      return isButton ? agree(view, world, goal) : change(view, world, place, looked, 'e');
    case 'P':
      return askAgain(view, world, goal);
    case 'R':
      return mayResumeGoal(goal)
        ? withEffects(view, { type: 'request', method: 'resume', params: { agent: goal.id, fresh: false } })
        : tell(view, world, 'It is not stopped, and nothing of it has failed.');
    case 'S':
      return open(view, confirmStopGoal(goal));
    case 'a':
      return mayEdit(goal)
        ? open(view, planTaskDialog(world, { goal: goal.id, rows: looked.rows, row: null, behind: chosen?.task.id ?? null }))
        : tell(view, world, closed(goal));
    default:
      return change(view, world, place, looked, token.name);
  }
}

/** Round the list of goals that have a plan. */
function otherGoal(view: ViewState, world: ViewWorld, { id }: Goal, by: 1 | -1): Step {
  const planned = plannedGoals(world);
  const at = planned.findIndex((goal) => goal.id === id);
  const next = planned.at((at + by) % planned.length);
  return next === undefined || next.id === id ? tell(view, world, 'There is no other goal with a plan.') : stay(showTasks(view, next.id));
}

const CHANGING: ReadonlySet<string> = new Set(['A', 'enter', 'P', 'R', 'S', 'a', 'e', 'r', 'D', 'x', 'J', 'K']);

function goToAgent(view: ViewState, world: ViewWorld, agent: string): Step {
  return stay({ ...choose(view, world, agent), place: { kind: 'agents' }, filter: '', isZoomed: false });
}

function change(view: ViewState, world: ViewWorld, place: TasksPlace, { goal, rows, chosen }: Looked, key: string): Step {
  if (chosen === null) return stay(view);
  const { task } = chosen;
  if (!mayEdit(goal)) return tell(view, world, closed(goal));
  if (chosen.hasBegun) return tell(view, world, `${chosen.number} ${task.title} has begun: it is changed no more.`);
  const planned = rows.map((row) => plannedOf(row.task));
  const edit = (tasks: readonly PlannedTask[]) => editPlan({ ...view, place: { ...place, chosen: task.id } }, goal, tasks);
  switch (key) {
    case 'e':
      return open(view, planTaskDialog(world, { goal: goal.id, rows, row: chosen, behind: null }));
    case 'r':
      return edit(changeTask(planned, task.id, { role: nextRole(world.roles, task.role) }));
    case 'x':
      return open(view, confirmDropTask(goal, task, dropTask(planned, task.id)));
    case 'D':
      return planned.length === 1 ? tell(view, world, 'A plan has at least one task.') : edit(dropTask(planned, task.id));
    case 'J':
    case 'K': {
      const moved = moveTask(planned, task.id, key === 'J' ? 1 : -1);
      return moved === planned
        ? tell(view, world, 'It can go no further: one of the two waits for the other, or the list ends.')
        : edit(moved);
    }
    default:
      return stay(view);
  }
}

/** Tells the host the whole plan; while it is being told another one, this comes behind that. */
export function editPlan(view: ViewState, goal: Goal, tasks: readonly PlannedTask[]): Step {
  const params = { goal: goal.id, revision: goal.plan?.revision ?? 0, tasks };
  const { place } = view;
  if (place.kind !== 'tasks' || place.goal !== goal.id) return withEffects(view, { type: 'request', method: 'planEdit', params });
  const next: ViewState = { ...view, place: { ...place, edited: tasks, saving: place.saving ?? tasks } };
  return place.saving !== null ? stay(next) : withEffects(next, { type: 'request', method: 'planEdit', params });
}

export function planEdited(view: ViewState, result: Requests['planEdit']['result']): Step {
  const { place } = view;
  if (place.kind !== 'tasks' || place.goal !== result.goal) return stay(view);
  if (place.edited === null || place.edited === place.saving) return stay({ ...view, place: { ...place, edited: null, saving: null } });
  const params = { ...result, tasks: place.edited };
  return withEffects({ ...view, place: { ...place, saving: place.edited } }, { type: 'request', method: 'planEdit', params });
}

/** What was refused is not shown as if it were so. */
export function planRefused(view: ViewState): ViewState {
  const { place } = view;
  return place.kind === 'tasks' ? { ...view, place: { ...place, edited: null, saving: null } } : view;
}

/** The plan can be changed while anything of it is still to come. */
function mayEdit({ plan, finish }: Goal): boolean {
  return plan !== undefined && plan.state !== 'asked' && finish?.state !== 'done';
}

function closed({ plan }: Goal): string {
  return plan?.state === 'asked' ? 'The planner is at it: wait for its plan.' : 'The goal is done: its plan is changed no more.';
}

function agree(view: ViewState, world: ViewWorld, goal: Goal): Step {
  const { place } = view;
  if (place.kind === 'tasks' && place.saving !== null) return tell(view, world, 'The last change is just being saved. Try again.');
  switch (agreementOf(goal)) {
    case 'plan':
      return withEffects(view, {
        type: 'request',
        method: 'planApprove',
        params: { goal: goal.id, revision: goal.plan?.revision ?? 0 },
      });
    case 'finish':
      return withEffects(view, { type: 'request', method: 'goalApprove', params: { goal: goal.id } });
    case null:
      return tell(view, world, 'There is nothing to agree to.');
  }
}

function askAgain(view: ViewState, world: ViewWorld, goal: Goal): Step {
  if (!mayEdit(goal)) return tell(view, world, closed(goal));
  return open(view, { kind: 'wish', goal: goal.id, title: goalTitle(goal), edit: textEditOf('') });
}
