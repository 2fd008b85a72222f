// Whether what a weaker source says of an agent counts, beside what better ones say. Pure.
import type { Reading } from './harness.js';
import { isAsked, isAskedOnScreen, type Verdict } from './verdict.js';

export interface Beside {
  readonly verdict: Verdict;
  /** What the title says now. */
  readonly title: Reading | null;
  readonly hasStructured: boolean;
  /** A rest is about to be believed. */
  readonly isSettling: boolean;
}

/** Of what a screen, a notification or silence says. */
export function isOutranked(reading: Reading, beside: Beside): boolean {
  const { verdict, title, hasStructured } = beside;
  if (reading.failure !== undefined) return !mayFail(reading.failure.retries, beside);
  const isTitleFirm = title?.state === 'working' || title?.state === 'waiting';
  switch (reading.source) {
    case 'screen':
      return hasStructured || (isTitleFirm && reading.asks !== 'trust');
    case 'notification':
      // The screen has the question itself.
      return hasStructured || isTitleFirm || (isAskedOnScreen(verdict) && reading.state === 'waiting');
    default:
      return hasStructured || title !== null;
  }
}

/** What the CLI has given up counts at rest only: above a composer at work stand old words. Its own next try is part of its work. */
function mayFail(retries: 'itself' | 'not', { verdict, title, hasStructured, isSettling }: Beside): boolean {
  const { state } = verdict;
  if (retries === 'itself') return !isAsked(verdict);
  if (!hasStructured) return title?.state !== 'working' && title?.state !== 'waiting';
  const isAtRest = isSettling || state === 'idle' || state === 'done' || state === 'limited' || state === 'waiting';
  return isAtRest && !isAsked(verdict);
}
