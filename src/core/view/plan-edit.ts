// A plan changed by a person: tasks added, dropped, moved, given another role. Tasks in, the next ones out; nothing of it is sent here.
import type { PlannedTask, Task } from '../model/goal.js';

type Linked = Pick<PlannedTask, 'id' | 'after'>;

/** What of a task is planned; how far it is stays with the host. */
export function plannedOf(task: PlannedTask): PlannedTask {
  const { id, title, role, after, text, done, kind, artifact, verify, estimateMinutes, delegate } = task;
  const planned = { id, title, role, after, text, done, kind, artifact, verify, estimateMinutes };
  return delegate === undefined ? planned : { ...planned, delegate };
}

/** It has an agent, so a plan changes nothing of it any more. */
export function hasBegun({ agent, state }: Pick<Task, 'agent' | 'state'>): boolean {
  return agent !== null && state !== 'failed';
}

/** Each task behind those it waits for, else in the order given; what waits for itself comes last. */
export function inOrder<T extends Linked>(tasks: readonly T[]): readonly T[] {
  const known = new Set(tasks.map(({ id }) => id));
  const placed = new Set<string>();
  const order: T[] = [];
  let left = [...tasks];
  while (left.length > 0) {
    const next = left.find((task) => task.after.every((id) => placed.has(id) || !known.has(id))) ?? left[0];
    if (next === undefined) break;
    placed.add(next.id);
    order.push(next);
    left = left.filter((task) => task !== next);
  }
  return order;
}

/** How many tasks one behind the other must be done before each, by id. */
export function depths(tasks: readonly Linked[]): ReadonlyMap<string, number> {
  const found = new Map<string, number>();
  for (const task of inOrder(tasks)) found.set(task.id, Math.max(0, ...task.after.map((id) => (found.get(id) ?? -1) + 1)));
  return found;
}

/** `id` of a task that would wait for itself; null where none does. */
export function waitsForItself(tasks: readonly Linked[]): string | null {
  const after = new Map(tasks.map((task) => [task.id, task.after]));
  const reaches = (from: string, wanted: string, seen: Set<string>): boolean =>
    (after.get(from) ?? []).some((id) => {
      if (id === wanted) return true;
      if (seen.has(id)) return false;
      seen.add(id);
      return reaches(id, wanted, seen);
    });
  return tasks.find(({ id }) => reaches(id, id, new Set()))?.id ?? null;
}

/** The next free `t1`, `t2`, ... */
export function nextTaskId(tasks: readonly Linked[]): string {
  const taken = new Set(tasks.map(({ id }) => id));
  let number = tasks.length + 1;
  while (taken.has(`t${number}`)) number += 1;
  return `t${number}`;
}

/** Behind `behind`, or at the end. */
export function addTask(tasks: readonly PlannedTask[], task: PlannedTask, behind: string | null): readonly PlannedTask[] {
  const at = behind === null ? -1 : tasks.findIndex(({ id }) => id === behind);
  return at === -1 ? [...tasks, task] : [...tasks.slice(0, at + 1), task, ...tasks.slice(at + 1)];
}

/** Nobody waits for it any more: whoever did, waits for what it waited for. */
export function dropTask(tasks: readonly PlannedTask[], id: string): readonly PlannedTask[] {
  const dropped = tasks.find((task) => task.id === id);
  if (dropped === undefined) return tasks;
  return tasks.flatMap((task) => {
    if (task.id === id) return [];
    if (!task.after.includes(id)) return [task];
    return [{ ...task, after: [...new Set(task.after.flatMap((other) => (other === id ? dropped.after : [other])))] }];
  });
}

/** One place up or down in the order shown. The same tasks where it can not go there: at an end, or past one that waits for it. */
export function moveTask(tasks: readonly PlannedTask[], id: string, by: 1 | -1): readonly PlannedTask[] {
  const order = [...inOrder(tasks)];
  const at = order.findIndex((task) => task.id === id);
  const [task, other] = [order[at], order[at + by]];
  if (task === undefined || other === undefined) return tasks;
  const [upper, lower] = by === 1 ? [task, other] : [other, task];
  if (lower.after.includes(upper.id)) return tasks;
  order[at] = other;
  order[at + by] = task;
  return order;
}

export function changeTask(tasks: readonly PlannedTask[], id: string, change: Partial<PlannedTask>): readonly PlannedTask[] {
  return tasks.map((task) => (task.id === id ? { ...task, ...change } : task));
}

/** The role after `current`; behind the last one it is none. */
export function nextRole(roles: readonly string[], current: string | null): string | null {
  const choices = [null, ...roles];
  return choices[(choices.indexOf(current) + 1) % choices.length] ?? null;
}
