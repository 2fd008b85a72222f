// What a goal came to, in the words of a model: title and text of its merge. Without it plain facts stand there.
import * as z from 'zod/mini';
import { askStructured } from '../chat/ask-structured.js';
import { fenceUntrusted } from '../chat/untrusted.js';
import type { Goal } from '../model/goal.js';
import { inertText } from '../model/harmless-text.js';
import { plainLines, plainText } from '../model/plain-text.js';
import type { EffectPorts } from './effect-ports.js';
import type { EffectContext } from './effect-runner.js';
import type { WorkFacts } from './pull-words.js';
import { SUBJECT_LENGTH } from './subject-line.js';

export interface GoalSummary {
  readonly title: string;
  readonly text: string;
}

const GOAL = 8000;
const TEXT = 2000;
const SUBJECTS = 40;
/** An answer is a few sentences. */
const MAX_OUTPUT_TOKENS = 800;

const schema = z.object({ title: z.string(), text: z.string() });

/** Null where there is no model for it, or its answer is of no use: the work is delivered all the same. */
export async function summaryOf(
  goal: Goal,
  facts: WorkFacts,
  { model, prompt }: Pick<EffectPorts, 'model' | 'prompt'>,
  { dispatch, signal }: Pick<EffectContext, 'dispatch'> & { readonly signal: AbortSignal },
): Promise<GoalSummary | null> {
  if (!model.available('summary').ok) return null;
  const system = await prompt('summary');
  if (!system.ok) return null;
  const answer = await askStructured({
    model,
    order: {
      use: 'summary',
      messages: [
        { role: 'system', content: system.value },
        { role: 'user', content: factsText(goal, facts) },
      ],
      maxOutputTokens: MAX_OUTPUT_TOKENS,
      // A model that hangs does not hold up the end of the host: the work is delivered with plain words.
      signal,
    },
    schema,
    what: 'a summary',
    onCall: (call) => dispatch({ type: 'model.called', use: 'summary', about: { goal: goal.id, agent: null }, ...call }),
  });
  if (!answer.ok) return null;
  const title = inertText(plainText(answer.value.value.title, SUBJECT_LENGTH));
  const text = inertText(plainLines(answer.value.value.text.slice(0, 4 * TEXT), TEXT).trim());
  return title === '' || text === '' ? null : { title, text };
}

function factsText(goal: Goal, { subjects, diff }: WorkFacts): string {
  const tasks = goal.tasks.map(({ title, role }) => `- ${plainText(title, 100)}${role === null ? '' : ` (${role})`}`);
  const commits = subjects.slice(0, SUBJECTS).map((subject) => `- ${plainText(subject, 120)}`);
  return [
    'The goal:',
    plainLines(goal.text, GOAL).trim(),
    fenceUntrusted({ what: 'tasks that were done', text: tasks.join('\n') }),
    ...(commits.length === 0 ? [] : [fenceUntrusted({ what: 'subjects of the commits', text: commits.join('\n') })]),
    ...(diff === null ? [] : [`${diff.files} files changed, ${diff.additions} lines added, ${diff.deletions} removed.`]),
  ].join('\n\n');
}
