// What a person has done with the diff of one agent: files seen, comments not sent yet. Plain data; the host keeps it for all screens.
import type { LineComment } from '../../model/pull-methods.js';

export interface Review {
  /** Path to the digest of the file's rows as they were seen: a file that has changed since is unseen again. */
  readonly seen: Readonly<Record<string, string>>;
  /** Not sent yet, the oldest first. */
  readonly comments: readonly LineComment[];
}

export const NO_REVIEW: Review = { seen: {}, comments: [] };

export function reviewOf(reviews: Readonly<Record<string, Review>>, agent: string): Review {
  return Object.hasOwn(reviews, agent) ? (reviews[agent] ?? NO_REVIEW) : NO_REVIEW;
}

/** Two comments on the same line of code: there is only one on each. */
export function isSameLine(a: Omit<LineComment, 'text'>, b: Omit<LineComment, 'text'>): boolean {
  return a.path === b.path && a.side === b.side && a.line === b.line && a.code === b.code;
}

/** With what was written about a line; an empty text takes the comment away. */
export function withComment(review: Review, comment: LineComment): Review {
  const at = review.comments.findIndex((each) => isSameLine(each, comment));
  const others = review.comments.filter((_, index) => index !== at);
  if (comment.text.trim() === '') return { ...review, comments: others };
  return { ...review, comments: at === -1 ? [...others, comment] : review.comments.map((each, index) => (index === at ? comment : each)) };
}

/** Without those that were sent; one that was written or changed meanwhile stays. */
export function withoutSent(review: Review, sent: readonly LineComment[]): Review {
  const wasSent = (comment: LineComment) => sent.some((each) => each.text === comment.text && isSameCode(each, comment));
  return { ...review, comments: review.comments.filter((comment) => !wasSent(comment)) };
}

// The diff may have been read again on the way: only the number of the line is another then.
function isSameCode(a: LineComment, b: LineComment): boolean {
  return a.path === b.path && a.side === b.side && a.code === b.code;
}
