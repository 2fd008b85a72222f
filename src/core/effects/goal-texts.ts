// The words of a planned goal's merge and pull request. Nothing of a goal or a commit may act in a forge's page.
import { fenced } from '../model/fenced.js';
import type { Goal, GoalOrder } from '../model/goal.js';
import { plainLines, plainText } from '../model/plain-text.js';
import { closing, codeSpan, SUBJECT_LENGTH } from './finish-texts.js';
import type { GoalSummary, WorkFacts } from './goal-summary.js';

const GOAL = 20_000;

export function goalMergeMessage(goal: Goal, { branch, base }: GoalOrder, summary: GoalSummary | null): string {
  const tasks = goal.tasks.map(({ title, role }) => `- ${plainText(title, 100)}${role === null ? '' : ` (${role})`}`);
  const words = summary === null ? [] : [summary.text, ''];
  return [summary?.title ?? subject(goal), '', ...words, `Merge ${branch} into ${base}`, '', ...tasks].join('\n');
}

export function goalPullRequest(
  goal: Goal,
  { subjects, diff }: WorkFacts,
  summary: GoalSummary | null,
): { readonly title: string; readonly body: string } {
  const tasks = goal.tasks.map(({ title, role }) => `- ${codeSpan(title)}${role === null ? '' : ` ${role}`}`);
  const verify = goal.order?.finish.verify ?? null;
  const parts = [
    ...(summary === null ? [] : [fenced(summary.text)]),
    '### Goal',
    fenced(plainLines(goal.text, GOAL)),
    '### Tasks',
    tasks.join('\n'),
    ...(subjects.length === 0 ? [] : ['### Commits', subjects.map((line) => `- ${codeSpan(line)}`).join('\n')]),
    ...(diff === null ? [] : [`${diff.files} files changed, +${diff.additions} −${diff.deletions}`]),
    ...(verify === null ? [] : [`Verified as a whole with ${codeSpan(verify)}`]),
    ...(goal.order?.finish.closes === undefined ? [] : [closing(goal.order.finish.closes)]),
    'Made by agents with orch-tui.',
  ];
  return { title: summary?.title ?? subject(goal), body: `${parts.join('\n\n')}\n` };
}

function subject(goal: Goal): string {
  const first = goal.text.split('\n').find((line) => plainText(line) !== '') ?? goal.id;
  return plainText(first, SUBJECT_LENGTH);
}
