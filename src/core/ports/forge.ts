// A code forge as the rest of the program sees it.
import type { Result } from '../model/error.js';
import type { IssueList, IssuesOrder } from '../model/issue.js';
import type { PullRequestOrder } from '../model/repository.js';

/** A code forge by its REST API. Tokens stay inside. */
export interface Forge {
  /** From the environment or `gh auth token`; null when there is none. Held in memory only. */
  token(): Promise<string | null>;
  /** Opens the pull request, or returns the open one for the same head. `notes`: what a person should know, such as a label refused. */
  openPullRequest(
    order: PullRequestOrder,
  ): Promise<Result<{ readonly url: string; readonly number: number; readonly notes: readonly string[] }>>;
  /** Error `needs-person`: asked again it would refuse again (no token, no access). */
  listIssues(order: IssuesOrder): Promise<Result<IssueList>>;
}
