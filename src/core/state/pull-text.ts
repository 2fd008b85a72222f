// A pull request in a few words: where it stands at its forge, the worst first. Pure.
import type { PullRequest } from '../model/pull-request.js';

export interface PullMarks {
  readonly good: string;
  readonly bad: string;
  readonly busy: string;
}

export const PULL_MARKS: Readonly<Record<'unicode' | 'ascii', PullMarks>> = {
  unicode: { good: '✓', bad: '✗', busy: '●' },
  ascii: { good: 'ok', bad: 'x', busy: '*' },
};

/** `PR #12 ci ✗`: its number, and what keeps it, or that nothing does. */
export function pullText({ number, state, sight, isBack, error, follow }: PullRequest, { good, bad, busy }: PullMarks): string {
  const name = `PR #${number}`;
  if (state !== 'open') return `${name} ${state}`;
  if (isBack) return `${name} back`;
  if (error !== null) return `${name} needs you`;
  if (sight === null) return name;
  const parts = [
    sight.isDraft ? 'draft' : '',
    sight.mergeable === 'conflict' ? `conflict ${bad}` : '',
    sight.checks === 'failed' ? `ci ${bad}` : sight.checks === 'pending' ? `ci ${busy}` : sight.checks === 'passed' ? `ci ${good}` : '',
    sight.review === 'changes' ? `review ${bad}` : sight.review === 'approved' ? `review ${good}` : '',
    follow === 'on' ? '' : 'not followed',
  ];
  return [name, ...parts.filter((part) => part !== '')].join(' ');
}
