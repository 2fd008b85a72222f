// Comments on lines of a diff as one message to the agent: where, the line as it was shown, and what is said about it.
import { plainLines, plainText } from '../../core/model/plain-text.js';
import type { LineComment } from '../../core/model/pull-methods.js';

/** A message of this many comments is read; more of them are several messages. */
export const MOST_COMMENTS = 200;
/** Of one comment. */
const MOST_CHARS = 8000;

export function reviewText(comments: readonly LineComment[]): string {
  const isOne = comments.length === 1;
  const intro = isOne
    ? 'I have read your changes and have a comment on one line. Work on it, and say what you did:'
    : `I have read your changes and have ${comments.length} comments on lines of them. Work through all of them, one after another, and say for each what you did:`;
  return [intro, ...comments.map((comment, at) => part(comment, isOne ? '' : `${at + 1}. `))].join('\n\n');
}

function part({ path, line, side, code, text }: LineComment, number: string): string {
  const where = `${number}${plainText(path, 300)}:${Math.trunc(line)}${side === 'old' ? ' (the line as it was before your change)' : ''}`;
  return `${where}\n> ${plainText(code.trim(), 400)}\n${plainLines(text.trim(), MOST_CHARS)}`;
}
