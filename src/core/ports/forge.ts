// A code forge as the rest of the program sees it.
import type { Result } from '../model/error.js';
import type { IssueDetail, IssueEntry, IssueList, IssuesOrder } from '../model/issue.js';
import type { MergeMethod, PullAnswer, PullName, PullPage } from '../model/pull-request.js';
import type { PullRequestOrder } from '../model/repository.js';

/** A code forge by its REST API. Tokens stay inside. */
export interface Forge extends ForgePulls, ForgeIssues {
  /** From the environment or `gh auth token`; null when there is none. Held in memory only. */
  token(): Promise<string | null>;
  /** Opens the pull request, or returns the open one for the same head. `notes`: what a person should know, such as a label refused. */
  openPullRequest(
    order: PullRequestOrder,
  ): Promise<Result<{ readonly url: string; readonly number: number; readonly notes: readonly string[] }>>;
  /** Error `needs-person`: asked again it would refuse again (no token, no access). */
  listIssues(order: IssuesOrder): Promise<Result<IssueList>>;
}

/** Where a repository is on its forge. */
export type ForgePlace = Pick<PullName, 'owner' | 'repo'>;
/** `host` is not asked for: there is one forge at a time. */
export type PullPlace = Omit<PullName, 'host'>;

/** What becomes of a pull request after it was opened. Never rejects; error `needs-person` where asking again would not help. */
export interface ForgePulls {
  /** Everything about one, by conditional requests: what did not change is neither sent nor counted by the forge. */
  pull(place: PullPlace): Promise<Result<PullAnswer>>;
  /** Its words as they stand there now; asked anew each time. */
  pullPage(place: PullPlace): Promise<Result<PullPage>>;
  /** What is remembered for conditional requests goes. */
  forgetPull(place: PullPlace): void;
  /** The end of a failed job's log: as it was written, at most 20,000 characters; empty where there is none to be had. */
  jobLog(place: ForgePlace & { readonly job: number }): Promise<Result<string>>;
  /** Text and title; null leaves it as it is. */
  updatePull(order: PullPlace & { readonly title: string | null; readonly body: string | null }): Promise<Result<void>>;
  /** A draft no more. Only GraphQL can say that: where a forge has none, an error that says so. */
  readyForReview(place: PullPlace): Promise<Result<void>>;
  /** Only while its head is `head`. `conflict`: the forge says that it can not be merged as it is. */
  mergePull(
    order: PullPlace & { readonly method: MergeMethod; readonly head: string },
  ): Promise<Result<{ readonly commit: string | null }>>;
  /** True also where it has gone already. */
  deleteBranch(order: ForgePlace & { readonly branch: string }): Promise<Result<void>>;
  /** Answers a conversation on a line. */
  replyTo(order: PullPlace & { readonly comment: number; readonly body: string }): Promise<Result<void>>;
  /** A comment under the whole. */
  commentOn(order: PullPlace & { readonly body: string }): Promise<Result<void>>;
  /** Names of labels there are, and of people who can be asked for a review; the account of the token is not among them. */
  labels(place: ForgePlace): Promise<Result<readonly string[]>>;
  reviewers(place: ForgePlace): Promise<Result<readonly string[]>>;
}

export interface ForgeIssues {
  /** Open ones, the last changed first; `search` is looked for in title and text. Pull requests are none. */
  openIssues(
    order: ForgePlace & { readonly label: string | null; readonly search: string | null },
  ): Promise<Result<{ readonly issues: readonly IssueEntry[]; readonly more: boolean }>>;
  issue(order: ForgePlace & { readonly number: number }): Promise<Result<IssueDetail>>;
}
