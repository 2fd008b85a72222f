// The open issues of a label by GitHub's REST API, asked so that an answer costs nothing while nothing has changed.
import type { Octokit } from '@octokit/rest';
import type { ForgeIssue, IssueList, IssuesOrder } from '../../model/issue.js';
import { answerOf } from './forge-error.js';

const PER_PAGE = 100;
/** More open issues of one label than these wait until some are closed. */
const MOST_PAGES = 10;
/** Bounds of what is kept; GitHub takes no more. */
const TITLE = 1000;
const BODY = 70_000;

/** Rejects with what Octokit throws. */
export async function listIssues(octokit: Octokit, order: IssuesOrder): Promise<IssueList> {
  const issues: ForgeIssue[] = [];
  let etag: string | null = null;
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const answer = await listPage(octokit, { ...order, etag: page === 1 ? order.etag : null, page });
    if (answer === null) return { kind: 'unchanged' };
    if (page === 1) etag = answer.etag;
    issues.push(...answer.items.flatMap((item) => issueIn(item)));
    if (answer.items.length < PER_PAGE) break;
  }
  return { kind: 'issues', issues: issues.sort((one, other) => one.number - other.number), etag };
}

interface Page extends IssuesOrder {
  readonly page: number;
}

/** Null where the forge says that nothing has changed. The last one changed comes first: whatever changes, changes the first page. */
async function listPage(
  octokit: Octokit,
  { owner, repo, label, etag, page }: Page,
): Promise<{ readonly items: readonly unknown[]; readonly etag: string | null } | null> {
  try {
    const answer = await octokit.rest.issues.listForRepo({
      owner,
      repo,
      labels: label,
      state: 'open',
      sort: 'updated',
      direction: 'desc',
      per_page: PER_PAGE,
      page,
      headers: etag === null ? {} : { 'if-none-match': etag },
    });
    const items: unknown = answer.data;
    if (!Array.isArray(items)) throw new Error('it answered with something that is not a list of issues');
    return { items, etag: typeof answer.headers.etag === 'string' ? answer.headers.etag : null };
  } catch (error) {
    if (answerOf(error).status === 304) return null;
    throw error;
  }
}

/** Pull requests are listed among the issues, and are none. Some servers give what is closed, too. */
function issueIn(item: unknown): readonly ForgeIssue[] {
  if (typeof item !== 'object' || item === null) return [];
  const { number, title, body, state, pull_request: pull } = item as Readonly<Record<string, unknown>>;
  if (!Number.isSafeInteger(number) || Number(number) < 1 || typeof title !== 'string') return [];
  if (pull != null || (state !== undefined && state !== 'open')) return [];
  return [{ number: Number(number), title: title.slice(0, TITLE), body: typeof body === 'string' ? body.slice(0, BODY) : '' }];
}
