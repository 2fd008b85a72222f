// How far the tasks of a planned goal are: it follows from their agents, and from the tasks they wait for. Pure.
import type { Agent, AgentState } from '../model/agent.js';
import type { OrchError } from '../model/error.js';
import type { Goal, Task, TaskState } from '../model/goal.js';

type Agents = Readonly<Record<string, Agent>>;

/** `tasks` in line with `agents`; unchanged ones keep their identity. */
export function withTaskStates(tasks: readonly Task[], agents: Agents, seq: number): readonly Task[] {
  const done = new Map<string, Task>();
  const settled = inOrder(tasks).map((task) => {
    const next = settle(task, agents, done);
    const stamped = next.state === task.state ? next : { ...next, sinceSeq: seq };
    done.set(task.id, stamped);
    return stamped;
  });
  const byId = new Map(settled.map((task) => [task.id, task]));
  const result = tasks.map((task) => byId.get(task.id) ?? task);
  return result.every((task, at) => task === tasks[at]) ? tasks : result;
}

/** Each behind all that it waits for. Tasks of a cycle, which a checked plan never has, come last as they stand. */
export function inOrder<Item extends Pick<Task, 'id' | 'after'>>(tasks: readonly Item[]): readonly Item[] {
  const placed = new Set<string>();
  const known = new Set(tasks.map(({ id }) => id));
  const ordered: Item[] = [];
  let left = [...tasks];
  for (;;) {
    const free = left.filter(({ after }) => after.every((id) => placed.has(id) || !known.has(id)));
    if (free.length === 0) return [...ordered, ...left];
    for (const task of free) placed.add(task.id);
    ordered.push(...free);
    left = left.filter(({ id }) => !placed.has(id));
  }
}

/** Commit with all that tasks have merged so far into the branch of their goal: that of the last one. */
export function heldBy({ tasks }: Pick<Goal, 'tasks'>): string | null {
  const merged = tasks.filter(({ state, result }) => state === 'done' && result?.kind === 'merge');
  return merged.sort((a, b) => b.sinceSeq - a.sinceSeq)[0]?.result?.commit ?? null;
}

function settle(task: Task, agents: Agents, before: ReadonlyMap<string, Task>): Task {
  if (task.agent !== null) return ofAgent(task, Object.hasOwn(agents, task.agent) ? agents[task.agent] : undefined);
  const state = task.error === null ? waitingState(task, before) : 'failed';
  return task.state === state ? task : { ...task, state };
}

function waitingState({ after }: Task, before: ReadonlyMap<string, Task>): TaskState {
  const waitedFor = after.map((id) => before.get(id));
  // One that was only ended (a stop, a lost host) goes on with its goal: what waits for it waits on.
  const isLost = (task: Task | undefined) =>
    task === undefined || task.state === 'skipped' || (task.state === 'failed' && task.error !== null);
  if (waitedFor.some(isLost)) return 'skipped';
  return waitedFor.every((task) => task?.state === 'done') ? 'ready' : 'blocked';
}

function ofAgent(task: Task, agent: Agent | undefined): Task {
  if (agent === undefined) {
    // Without an agent it can be given to another.
    return task.state === 'done' ? task : { ...task, agent: null, state: 'failed', error: task.error ?? REMOVED };
  }
  const state = taskStateOf(agent.state);
  const { result } = agent;
  const error = state === 'failed' ? agent.error : null;
  if (task.state === state && task.result === result && task.error === error) return task;
  return { ...task, state, result, error };
}

const REMOVED: OrchError = {
  kind: 'interrupted',
  tried: 'do the task',
  said: 'its agent was removed before it was done',
  next: 'Resume the goal to give it to another agent',
};

function taskStateOf(state: AgentState): TaskState {
  switch (state) {
    case 'queued':
      return 'ready';
    case 'finishing':
      return 'verifying';
    case 'done':
      return 'done';
    case 'failed':
    case 'stopped':
    case 'interrupted':
      return 'failed';
    default:
      return 'running';
  }
}
