// Whether the manager turns in circles about an agent: then a person is asked instead. Pure.
import { type Decision, KEPT_TEXT, type KeptDecision } from '../model/decision.js';
import type { OrchError } from '../model/error.js';
import { plainText } from '../model/plain-text.js';

/** Instructions in a row after which nothing was changed in the worktree. */
const ROUNDS_WITHOUT_CHANGE = 4;

export interface LoopOrder {
  /** What was decided before, the newest last. */
  readonly before: readonly KeptDecision[];
  /** Decisions since a person last took part. */
  readonly rounds: number;
  readonly maxRounds: number;
  readonly decision: Decision;
  /** How large the work is now. */
  readonly diff: string;
  /** What it waits with: the error of a finish that did not succeed, or another; null where it has none. */
  readonly error: OrchError | null;
}

/** In words for a person why it does not go on like this; null while all is well. */
export function loopIn({ before, rounds, maxRounds, decision, diff, error }: LoopOrder): string | null {
  const { do: act, text } = decision.action;
  const isBack = act === 'finish' && rounds > 0 && error !== null && before.at(-1)?.action.do === 'finish';
  if (isBack) return `its finish has failed, and nothing has been done about it since (${plainText(error.said, 200)})`;
  // What ends its work ends the circle.
  if (act === 'finish' || act === 'fail' || act === 'ask' || act === 'handover') return null;
  if (rounds >= maxRounds) return `${rounds} decisions of the manager have not brought it to an end`;
  if (act !== 'instruct') return null;
  const told = before.filter(({ action }) => action.do === 'instruct').slice(-rounds || before.length);
  if (told.length > 0 && normalised(told.at(-1)?.action.text ?? '') === normalised(text)) {
    return 'the manager would tell it the same thing twice';
  }
  const last = told.slice(-(ROUNDS_WITHOUT_CHANGE - 1));
  const isStill = last.length === ROUNDS_WITHOUT_CHANGE - 1 && last.every((one) => one.diff === diff);
  return isStill ? `${ROUNDS_WITHOUT_CHANGE} instructions in a row changed nothing in its worktree` : null;
}

function normalised(text: string): string {
  return text
    .slice(0, KEPT_TEXT)
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
