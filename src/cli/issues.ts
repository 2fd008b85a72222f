// `issues`: the open issues of the forge, to choose a task from.

import type { Result } from '../core/model/error.js';
import type { IssueEntry } from '../core/model/issue.js';
import { ageAt, ageText } from '../core/view/age.js';
import { startingHost } from './host-call.js';
import { type Invocation, text } from './invocation.js';
import { done, type Outcome } from './outcome.js';
import { lineWidth } from './status-text.js';
import { table } from './table.js';

export function issues(invocation: Invocation): Promise<Result<Outcome>> {
  const label = text(invocation, 'label');
  const search = text(invocation, 'search');
  return startingHost(invocation, async (connection) => {
    const answer = await connection.request('issues', { label, search });
    if (!answer.ok) return answer;
    const shown = { now: Date.now(), widthCols: lineWidth(process.stdout) };
    return done(issuesText(answer.value, shown), answer.value);
  });
}

interface Listed {
  readonly issues: readonly IssueEntry[];
  readonly more: boolean;
  readonly forge: string;
}

export function issuesText(
  { issues: all, more, forge }: Listed,
  { now, widthCols }: { readonly now: number; readonly widthCols: number },
): string {
  if (all.length === 0) return `no open issues of ${forge}`;
  const rows = all.map(({ number, title, labels, author, comments, updatedAt }) => [
    `#${number}`,
    updatedAt === '' ? '' : ageText(ageAt(updatedAt, now)),
    author,
    comments === 0 ? '' : `${comments} ${comments === 1 ? 'comment' : 'comments'}`,
    [title, ...labels.map((label) => `[${label}]`)].join(' '),
  ]);
  const rest = more ? ['there are more: narrow them with --label or --search'] : [];
  return [table(rows, widthCols), ...rest].join('\n');
}
