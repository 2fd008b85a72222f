// What the planner is asked: the goal, the roles, what the repository is like, and at a new plan what there is already.
import { fillPrompt } from '../chat/fill-prompt.js';
import { FENCE_RULE, fenceUntrusted } from '../chat/untrusted.js';
import type { ChatMessage } from '../model/chat.js';
import { LEVELS } from '../model/delegation.js';
import type { Goal, Task } from '../model/goal.js';
import { plainLines, plainText } from '../model/plain-text.js';
import type { Role } from '../roles/role.js';

export interface PlanFacts {
  readonly goal: Pick<Goal, 'text' | 'tasks' | 'plan' | 'order'>;
  readonly roles: readonly Role[];
  readonly maxTasks: number;
  /** Names of tracked files, and how many there are in all. */
  readonly files: { readonly files: readonly string[]; readonly total: number } | null;
  /** `prompts/planner.md`. */
  readonly prompt: string;
  /** Words of the person's configuration. */
  readonly suffix: string | null;
}

const GOAL = 60_000;

/** Files shown to the planner: enough to know the repository by. */
export const PLANNER_FILES = 400;

export function planRequest(facts: PlanFacts): readonly ChatMessage[] {
  const { goal, roles, maxTasks, prompt, suffix } = facts;
  const system = fillPrompt(prompt, { maxTasks: `${maxTasks}`, roles: roles.filter(isForTasks).map(roleLine).join('\n') });
  const parts = [
    'The goal:',
    plainLines(goal.text, GOAL).trim(),
    ...filesPart(facts),
    ...(goal.order?.finish.verify == null ? [] : [`The whole is verified with: ${plainText(goal.order.finish.verify, 500)}`]),
    ...earlierPart(goal.tasks),
    ...(goal.plan?.wish == null ? [] : ['The person wants another plan:', plainLines(goal.plan.wish, GOAL).trim()]),
    ...(suffix === null ? [] : [plainLines(suffix, GOAL).trim()]),
  ];
  return [
    { role: 'system', content: `${system}\n${FENCE_RULE}` },
    { role: 'user', content: parts.join('\n\n') },
  ];
}

/** Levels are for agents that delegate: a plan has cut the goal already. */
function isForTasks({ name }: Role): boolean {
  return !LEVELS.some((level) => level === name);
}

function roleLine({ name, purpose, kind, artifact }: Role): string {
  return `- ${name} (${kind === 'code' ? 'code' : `artifact ${artifact ?? ''}`.trim()}): ${plainText(purpose, 300)}`;
}

function filesPart({ files }: PlanFacts): readonly string[] {
  if (files === null || files.total === 0) return [];
  const more = files.total > files.files.length ? `\n... and ${files.total - files.files.length} more` : '';
  return ['Files of the repository:', fenceUntrusted({ what: 'file names', text: files.files.join('\n') + more })];
}

/** At a new plan: ids that are done or under way keep their meaning, and are left as they are. */
function earlierPart(tasks: readonly Task[]): readonly string[] {
  if (tasks.length === 0) return [];
  const lines = tasks.map(({ id, title, state, error }) => {
    const why = error === null ? '' : `: ${plainText(error.said, 300)}`;
    return `- ${id} ${state}: ${plainText(title, 100)}${why}`;
  });
  return [
    'There is a plan already. Tasks that are done, running or verifying stay: list them with the same id. Plan what is left anew, with new ids.',
    fenceUntrusted({ what: 'tasks so far', text: lines.join('\n') }),
  ];
}
