// The planner's answer as a schema, and as planned tasks. What is wrong with them as a plan is told by `check-plan.ts`.
import * as z from 'zod/mini';
import type { PlannedTask } from '../model/goal.js';
import type { Role } from '../roles/role.js';

const text = z.string();
const orNull = <Schema extends z.ZodMiniType>(schema: Schema) => z._default(z.nullable(schema), null);

const taskSchema = z.object({
  // Models write ids as numbers, too.
  id: z.pipe(z.union([text, z.number()]), z.transform(String)),
  title: text,
  role: orNull(text),
  after: z._default(z.array(z.pipe(z.union([text, z.number()]), z.transform(String))), []),
  text,
  done: orNull(text),
  kind: z._default(z.nullable(z.enum(['code', 'artifact'])), null),
  artifact: orNull(text),
  verify: orNull(text),
  minutes: orNull(z.number()),
  delegate: z._default(z.nullable(z.boolean()), null),
});

export const planAnswerSchema = z.object({ tasks: z.array(taskSchema) });

export type PlanAnswer = z.infer<typeof planAnswerSchema>;

/** What the planner left open is filled in from the role. A bare number is no id of ours. */
export function plannedTasks({ tasks }: PlanAnswer, roles: readonly Role[]): readonly PlannedTask[] {
  const byName = new Map(roles.map((role) => [role.name, role]));
  return tasks.map((task) => {
    const role = task.role === null ? undefined : byName.get(task.role.toLowerCase());
    const kind = task.kind ?? role?.kind ?? 'code';
    return {
      id: idOf(task.id),
      title: task.title,
      role: role?.name ?? task.role,
      after: task.after.map(idOf),
      text: task.text,
      done: task.done ?? role?.done ?? null,
      kind,
      artifact: kind === 'artifact' ? fileOf(task.artifact ?? role?.artifact ?? null, task.id) : null,
      verify: task.verify,
      estimateMinutes: task.minutes === null ? null : Math.max(0, Math.min(100_000, Math.round(task.minutes))),
      ...(task.delegate === true && kind === 'code' ? { delegate: true } : {}),
    };
  });
}

function idOf(id: string): string {
  return /^\d+$/u.test(id) ? `t${id}` : id;
}

/** Two tasks of one role would end in the same file: its own name comes before a role's. */
function fileOf(name: string | null, id: string): string {
  return name ?? `${idOf(id)}.md`;
}
