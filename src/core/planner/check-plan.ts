// Whether tasks are a plan: known roles, no cycle, not too many, nothing that would become a path. For plans of a model and of a person alike.
import { fail, type OrchError, ok, type Result } from '../model/error.js';
import { MAX_TASK_TEXT, type PlannedTask } from '../model/goal.js';
import { plainLines, plainText } from '../model/plain-text.js';

export interface PlanBounds {
  /** Names of roles that are there. */
  readonly roles: readonly string[];
  readonly maxTasks: number;
}

const ID = /^[A-Za-z][\w-]{0,19}$/u;
/** A name without a folder: it is written below folders of ours. */
const FILE = /^[\p{L}\p{N}][\p{L}\p{N}._-]{0,79}$/u;
const TITLE = 100;

/** The same tasks, their texts plain and bounded; or what is wrong with them. */
export function checkPlan(tasks: readonly PlannedTask[], bounds: PlanBounds): Result<readonly PlannedTask[]> {
  const problem = problemWith(tasks, bounds);
  if (problem !== null) return fail(planError(problem));
  return ok(tasks.map(cleaned));
}

function problemWith(tasks: readonly PlannedTask[], { roles, maxTasks }: PlanBounds): string | null {
  if (tasks.length === 0) return 'it has no task';
  if (tasks.length > maxTasks) return `it has ${tasks.length} tasks, and at most ${maxTasks} are allowed (planner.maxTasks)`;
  const ids = new Set<string>();
  for (const { id } of tasks) {
    if (!ID.test(id)) return `${quoted(id)} is no id of a task: a letter, then letters, digits, - and _, at most 20`;
    if (ids.has(id)) return `two tasks are called ${id}`;
    ids.add(id);
  }
  for (const task of tasks) {
    const problem = problemOf(task, ids, roles);
    if (problem !== null) return `task ${task.id}: ${problem}`;
  }
  const names = tasks.flatMap(({ kind, artifact }) => (kind === 'artifact' && artifact !== null ? [artifact] : []));
  const twice = names.find((name, at) => names.indexOf(name) !== at);
  if (twice !== undefined) return `two tasks end in the file ${twice}`;
  const cycle = cycleIn(tasks);
  return cycle === null ? null : `tasks wait for each other: ${cycle.join(' → ')}`;
}

function problemOf(task: PlannedTask, ids: ReadonlySet<string>, roles: readonly string[]): string | null {
  if (plainText(task.title) === '') return 'it has no title';
  if (plainText(task.text) === '') return 'it does not say what is to be done';
  if (task.role !== null && !roles.includes(task.role)) return `there is no role ${quoted(task.role)}; there are ${roles.join(', ')}`;
  const unknown = task.after.find((id) => !ids.has(id));
  if (unknown !== undefined) return `it waits for ${quoted(unknown)}, which is no task`;
  if (task.kind === 'artifact' && (task.artifact === null || !FILE.test(task.artifact))) {
    return `its artifact ${quoted(task.artifact ?? '')} is no file name`;
  }
  return null;
}

/** Ids of one cycle, the first again at its end; null where there is none. */
function cycleIn(tasks: readonly PlannedTask[]): readonly string[] | null {
  const after = new Map(tasks.map((task) => [task.id, task.after]));
  const done = new Set<string>();
  const visit = (id: string, path: readonly string[]): readonly string[] | null => {
    const at = path.indexOf(id);
    if (at >= 0) return [...path.slice(at), id];
    if (done.has(id)) return null;
    for (const next of after.get(id) ?? []) {
      const found = visit(next, [...path, id]);
      if (found !== null) return found;
    }
    done.add(id);
    return null;
  };
  for (const { id } of tasks) {
    const found = visit(id, []);
    if (found !== null) return found;
  }
  return null;
}

function cleaned(task: PlannedTask): PlannedTask {
  return {
    id: task.id,
    title: plainText(task.title, TITLE),
    role: task.role,
    after: [...new Set(task.after)],
    text: plainLines(task.text, MAX_TASK_TEXT).trim(),
    done: task.done === null ? null : plainText(task.done, 1000) || null,
    kind: task.kind,
    artifact: task.kind === 'artifact' ? task.artifact : null,
    verify: task.verify === null ? null : plainText(task.verify, 500) || null,
    estimateMinutes: task.estimateMinutes,
    ...(task.delegate === true && task.kind === 'code' ? { delegate: true } : {}),
  };
}

function quoted(text: string): string {
  return `\`${plainText(text, 60)}\``;
}

function planError(said: string): OrchError {
  return { kind: 'usage', tried: 'check the plan', said, next: 'Mend that in the plan, or ask for another one' };
}
