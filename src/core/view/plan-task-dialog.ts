// The dialog of one task of a plan: what it begins with, and the plan it becomes.
import { textEditOf } from '../input/text-edit.js';
import type { PlannedTask } from '../model/goal.js';
import { plainText } from '../model/plain-text.js';
import type { PlanTaskDialog } from './dialog.js';
import { addTask, changeTask, nextTaskId, plannedOf, waitsForItself } from './plan-edit.js';
import { turned } from './task-dialog.js';
import type { TaskRow } from './task-rows.js';
import type { ViewWorld } from './view-state.js';

export interface PlanTaskOrder {
  readonly goal: string;
  readonly rows: readonly TaskRow[];
  /** Null for a new one. */
  readonly row: TaskRow | null;
  /** A new one stands behind it, and waits for it. */
  readonly behind: string | null;
}

export function planTaskDialog(world: Pick<ViewWorld, 'roles'>, { goal, rows, row, behind }: PlanTaskOrder): PlanTaskDialog {
  const task = row?.task ?? null;
  const before = rows.find((other) => other.task.id === behind);
  return {
    kind: 'planTask',
    goal,
    task: task?.id ?? null,
    behind,
    focus: 'title',
    title: task?.title ?? '',
    edit: textEditOf(task?.text ?? ''),
    role: task === null ? (world.roles.includes('coder') ? 'coder' : null) : task.role,
    roles: world.roles,
    after: row === null ? (before === undefined ? '' : String(before.number)) : row.after.join(', '),
    done: task?.done ?? '',
    ends: task?.kind ?? 'code',
    artifact: task?.artifact ?? '',
    verify: task?.verify ?? '',
    problem: null,
  };
}

/** Turns the choice that has the focus. */
export function turnPlanChoice(dialog: PlanTaskDialog, by: 1 | -1): PlanTaskDialog {
  if (dialog.focus === 'kind') return { ...dialog, ends: dialog.ends === 'code' ? 'artifact' : 'code' };
  if (dialog.focus !== 'role') return dialog;
  return { ...dialog, role: turned([null, ...dialog.roles], dialog.role, by) };
}

type Planned =
  | { readonly tasks: readonly PlannedTask[]; readonly id: string }
  | { readonly problem: string; readonly focus: PlanTaskDialog['focus'] };

/** The whole plan with what the dialog holds; what is wrong with it where that is no plan. */
export function planWith(dialog: PlanTaskDialog, rows: readonly TaskRow[]): Planned {
  const title = plainText(dialog.title);
  const text = dialog.edit.text.trim();
  if (title === '') return { problem: 'It needs a title.', focus: 'title' };
  if (text === '') return { problem: 'What is to be done? The text is empty.', focus: 'text' };
  if (dialog.ends === 'artifact' && plainText(dialog.artifact) === '') return { problem: 'Which file does it end in?', focus: 'artifact' };
  const numbers = dialog.after.split(/[\s,]+/u).filter(Boolean);
  const after = numbers.map((number) => rows.find((row) => String(row.number) === number)?.task.id);
  const wrong = numbers.find((_, at) => after[at] === undefined);
  if (wrong !== undefined) return { problem: `There is no task ${plainText(wrong, 20)}.`, focus: 'after' };
  const planned = rows.map((row) => plannedOf(row.task));
  const id = dialog.task ?? nextTaskId(planned);
  const change: Omit<PlannedTask, 'id' | 'estimateMinutes'> = {
    title,
    role: dialog.role,
    after: [...new Set(after.flatMap((other) => other ?? []))],
    text,
    done: plainText(dialog.done, 1000) || null,
    kind: dialog.ends,
    artifact: dialog.ends === 'artifact' ? plainText(dialog.artifact) : null,
    verify: plainText(dialog.verify, 1000) || null,
  };
  const tasks =
    dialog.task === null ? addTask(planned, { ...change, id, estimateMinutes: null }, dialog.behind) : changeTask(planned, id, change);
  return waitsForItself(tasks) === null ? { tasks, id } : { problem: 'Then tasks would wait for each other.', focus: 'after' };
}
