// Giving a task that is ready to a new agent: the goal's branch, what the agent is told, and the results it is given.

import { fail, type Result } from '../model/error.js';
import type { NewAgent } from '../model/event.js';
import type { Goal, Task } from '../model/goal.js';
import { plainLines } from '../model/plain-text.js';
import { byOthers, type EarlierResult, taskText } from '../roles/task-text.js';
import { heldBy } from '../state/tasks.js';
import type { EffectPorts } from './effect-ports.js';
import type { EffectContext, Handlers } from './effect-runner.js';

type Ports = Pick<EffectPorts, 'repository' | 'roles' | 'taskAgent' | 'artifacts' | 'whileNaming'>;

export function taskEffects(ports: Ports): Pick<Handlers, 'task.start'> {
  return {
    async 'task.start'({ goal: goalId, task: taskId }, context) {
      await ports.whileNaming(async () => {
        const found = ready(context, goalId, taskId);
        if (found === null) return;
        const order = await orderOf(ports, found);
        // Stopped, dropped from the plan or given away meanwhile: nothing was made but the branch. Changed: it was ordered anew by that.
        if (ready(context, goalId, taskId)?.goal.plan?.revision !== found.goal.plan?.revision) return;
        context.dispatch(
          order.ok
            ? { type: 'task.assigned', goal: goalId, task: taskId, order: order.value }
            : { type: 'task.failed', goal: goalId, task: taskId, error: order.error },
        );
      });
    },
  };
}

interface ReadyTask {
  readonly goal: Goal & Required<Pick<Goal, 'order'>>;
  readonly task: Task;
}

function ready(context: EffectContext, goalId: string, taskId: string): ReadyTask | null {
  const goal = context.state().goals[goalId];
  const task = goal?.tasks.find(({ id }) => id === taskId);
  if (goal?.order === undefined || task === undefined || goal.plan?.state !== 'approved' || goal.pause !== undefined) return null;
  return task.state === 'ready' && task.agent === null ? { goal: { ...goal, order: goal.order }, task } : null;
}

async function orderOf(ports: Ports, { goal, task }: ReadyTask): Promise<Result<NewAgent>> {
  const { branch, base } = goal.order;
  const made = await ports.repository.ensureBranch({ branch, base, held: heldBy(goal) });
  if (!made.ok) return made;
  const roles = await ports.roles();
  if (!roles.ok) return roles;
  const role = roles.value.find(({ name }) => name === task.role) ?? null;
  if (task.role !== null && role === null) return fail(noRole(task, task.role));
  const text = taskText(role, {
    goal: goal.text,
    // What a person has written may name files so, as in any task of theirs.
    task: goal.plan?.by === 'person' ? task : byOthers(task),
    verify: task.verify ?? (task.kind === 'code' ? goal.order.finish.verify : null),
    results: await resultsFor(ports, goal, task),
  });
  return ports.taskAgent({ goal, task, role, text });
}

/** Of all tasks it waits for: files as they are, code as what is in its base already. */
async function resultsFor({ artifacts }: Ports, goal: Goal, { after }: Task): Promise<readonly EarlierResult[]> {
  const before = goal.tasks.filter(({ id }) => after.includes(id));
  return Promise.all(
    before.map(async ({ title, role, result }) => {
      const path = result?.kind === 'artifact' ? result.path : null;
      const text = path === null ? null : await artifacts.read(path);
      return { title, role, path, text: text?.ok ? plainLines(text.value, ARTIFACT) : null };
    }),
  );
}

/** Of one artifact, as it is told: the file itself holds the rest. */
const ARTIFACT = 16_000;

function noRole({ id }: Task, role: string) {
  return {
    kind: 'not-found',
    tried: `start the task ${id}`,
    said: `the role ${role} is not there any more`,
    next: 'Give the task another role, or bring the role back',
  } as const;
}
