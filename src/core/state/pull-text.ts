// A pull request in a few words: where it stands at its forge, the worst first. Pure.
import { plainText } from '../model/plain-text.js';
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

export interface PullGist {
  /** Empty where nothing is known yet. */
  readonly text: string;
  readonly tone: 'bad' | 'busy' | 'good' | 'quiet';
}

/** The one thing worth knowing of it, where there is room for no more: `ci ✗ lint`. Names of checks come from outside. */
export function pullGist({ state, sight, isBack, follow }: PullRequest, { good, bad, busy }: PullMarks): PullGist {
  if (state !== 'open') return { text: state, tone: state === 'merged' ? 'good' : 'quiet' };
  if (isBack) return { text: 'back', tone: 'busy' };
  if (sight === null) return { text: '', tone: 'quiet' };
  const { mergeable, checks, failedChecks, review, isDraft } = sight;
  if (mergeable === 'conflict') return { text: 'conflict', tone: 'bad' };
  if (checks === 'failed') return { text: [`ci ${bad}`, plainText(failedChecks[0] ?? '', 60)].join(' ').trim(), tone: 'bad' };
  if (review === 'changes') return { text: 'changes', tone: 'bad' };
  if (checks === 'pending') return { text: `ci ${busy}`, tone: 'busy' };
  if (isDraft) return { text: 'draft', tone: 'quiet' };
  // What it looked like then: nobody asks its forge any more.
  if (follow === 'off') return { text: '', tone: 'quiet' };
  if (mergeable === 'yes' && (checks === 'passed' || review === 'approved')) return { text: good, tone: 'good' };
  // A rule of its forge wants more than that.
  return { text: checks === 'passed' ? `ci ${good}` : '', tone: 'quiet' };
}

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
