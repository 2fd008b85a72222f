// The words of a planned goal's merge, and what its pull request is about. Nothing of a goal may act in a forge's page.
import type { Goal, GoalOrder } from '../model/goal.js';
import { inertText } from '../model/harmless-text.js';
import { plainText } from '../model/plain-text.js';
import type { GoalSummary } from './goal-summary.js';
import type { PullSubject } from './pull-texts.js';
import { codeSpan, subjectIn } from './subject-line.js';

export function goalMergeMessage(goal: Goal, { branch, base }: GoalOrder, summary: GoalSummary | null): string {
  const tasks = goal.tasks.map(({ title, role }) => `- ${inertText(plainText(title, 100))}${role === null ? '' : ` (${role})`}`);
  const words = summary === null ? [] : [summary.text, ''];
  const subject = summary?.title ?? subjectIn(goal.text, goal.id);
  return [subject, '', ...words, `Merge ${branch} into ${base}`, '', ...tasks].join('\n');
}

export function goalPullSubject(goal: Goal, { finish }: GoalOrder): PullSubject {
  return {
    title: subjectIn(goal.text, goal.id),
    asked: { heading: 'Goal', text: goal.text },
    tasks: goal.tasks.map(({ title, role }) => `- ${codeSpan(inertText(title))}${role === null ? '' : ` ${codeSpan(role)}`}`),
    closes: finish.closes,
    madeBy: 'Made by agents with orch-tui.',
  };
}
