// An issue of a forge, as a goal can come of it. Everything in it was written by others.

/** Which one it is: never taken twice. */
export interface IssueName {
  /** `github.com/ada/shop` */
  readonly forge: string;
  readonly number: number;
}

export interface ForgeIssue {
  readonly number: number;
  /** As they were written: not plain, not to be trusted. */
  readonly title: string;
  readonly body: string;
}

/** One of a list to choose from: plain and bounded. */
export interface IssueEntry {
  readonly number: number;
  readonly title: string;
  readonly labels: readonly string[];
  readonly author: string;
  readonly comments: number;
  /** ISO 8601 */
  readonly updatedAt: string;
}

export interface IssueComment {
  readonly author: string;
  readonly body: string;
}

export interface IssueDetail extends ForgeIssue {
  readonly state: 'open' | 'closed';
  readonly url: string;
  readonly author: string;
  readonly labels: readonly string[];
  /** The oldest first, at most 100. */
  readonly comments: readonly IssueComment[];
}

export interface IssuesOrder {
  readonly owner: string;
  readonly repo: string;
  readonly label: string;
  /** Of the answer before; null the first time. */
  readonly etag: string | null;
}

/** `issues`: all open ones with the label, the oldest first. `unchanged`: they are as they were at `etag`. */
export type IssueList =
  | { readonly kind: 'issues'; readonly issues: readonly ForgeIssue[]; readonly etag: string | null }
  | { readonly kind: 'unchanged' };

/** What becomes of the host when all goals have ended (`queue.whenEmpty`). Left out of the status where it just ends. */
export interface QueueStatus {
  readonly whenEmpty: 'wait' | 'issues';
  /** Of the issues that are taken; null where none are. */
  readonly label: string | null;
  /** One sentence: what it does, or why it does no more. */
  readonly said: string;
  /** Whether the host stays. */
  readonly stays: boolean;
}
