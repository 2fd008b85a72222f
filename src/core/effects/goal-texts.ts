// The words of a planned goal's merge and pull request. Nothing of a goal or a commit may act in a forge's page.
import type { DiffSize } from '../model/agent.js';
import { fenced } from '../model/fenced.js';
import type { Goal, GoalOrder } from '../model/goal.js';
import { plainLines, plainText } from '../model/plain-text.js';
import { codeSpan, SUBJECT_LENGTH } from './finish-texts.js';

const GOAL = 20_000;

export function goalMergeMessage(goal: Goal, { branch, base }: GoalOrder): string {
  const tasks = goal.tasks.map(({ title, role }) => `- ${plainText(title, 100)}${role === null ? '' : ` (${role})`}`);
  return [`${subject(goal)}`, '', `Merge ${branch} into ${base}`, '', ...tasks].join('\n');
}

export function goalPullRequest(
  goal: Goal,
  { subjects, diff }: { readonly subjects: readonly string[]; readonly diff: DiffSize | null },
): { readonly title: string; readonly body: string } {
  const tasks = goal.tasks.map(({ title, role }) => `- ${codeSpan(title)}${role === null ? '' : ` ${role}`}`);
  const verify = goal.order?.finish.verify ?? null;
  const parts = [
    '### Goal',
    fenced(plainLines(goal.text, GOAL)),
    '### Tasks',
    tasks.join('\n'),
    ...(subjects.length === 0 ? [] : ['### Commits', subjects.map((line) => `- ${codeSpan(line)}`).join('\n')]),
    ...(diff === null ? [] : [`${diff.files} files changed, +${diff.additions} −${diff.deletions}`]),
    ...(verify === null ? [] : [`Verified as a whole with ${codeSpan(verify)}`]),
    'Made by agents with orch-tui.',
  ];
  return { title: subject(goal), body: `${parts.join('\n\n')}\n` };
}

function subject(goal: Goal): string {
  const first = goal.text.split('\n').find((line) => plainText(line) !== '') ?? goal.id;
  return plainText(first, SUBJECT_LENGTH);
}
