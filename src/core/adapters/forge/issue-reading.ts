// Issues of a forge to choose from, and one of them with all that was said about it. Everything in them was written by others.
import type { Octokit } from '@octokit/rest';
import { fail, ok } from '../../model/error.js';
import type { IssueComment, IssueDetail, IssueEntry } from '../../model/issue.js';
import type { ForgeIssues, ForgePlace } from '../../ports/forge.js';
import { bodyIn, listIn, loginIn, numberOf, type Part, partOf, wordIn } from './answer-parts.js';
import type { AskForge } from './ask-forge.js';
import { answerOf } from './forge-error.js';
import { pathOf, repositoryOf } from './forge-path.js';

const PER_PAGE = 100;
/** Pull requests stand among issues in a list: some pages of them are gone through. */
const MOST_PAGES = 5;
const MOST_ISSUES = 200;
const MOST_LABELS = 20;
const COMMENT = 20_000;
/** GitHub takes 256 characters for a search, our own words among them. */
const SEARCH = 120;

type OpenOrder = Parameters<ForgeIssues['openIssues']>[0];

export function issueReading(ask: AskForge): ForgeIssues {
  const about = (place: ForgePlace, tried: string) => ({ tried, repository: repositoryOf(place), again: 'ask again', needs: 'the issues' });
  return {
    openIssues(order) {
      return ask(about(order, `list the issues of ${repositoryOf(order)}`), async ({ octokit }) => ok(await openIssues(octokit, order)));
    },
    issue(order) {
      const tried = `read issue #${order.number} of ${repositoryOf(order)}`;
      return ask(about(order, tried), async ({ octokit }) => {
        const path = `${pathOf(order)}/issues/${order.number}`;
        let found: Part | null;
        try {
          found = partOf((await octokit.request(`GET ${path}`)).data);
        } catch (error) {
          const { status } = answerOf(error);
          if (status !== 404 && status !== 410) throw error;
          // Of a repository that can be read it is the issue that is not there.
          await octokit.request(`GET ${pathOf(order)}`);
          return fail({ kind: 'not-found', tried, said: 'there is no such issue', next: 'See what there is with `orch-tui issues`' });
        }
        if (found?.pull_request != null) {
          return fail({ kind: 'usage', tried, said: 'that is a pull request', next: 'Name an issue; `orch-tui issues` lists them' });
        }
        const comments = listIn((await octokit.request(`GET ${path}/comments`, { per_page: PER_PAGE })).data, null);
        const issue = found === null || comments === null ? null : detailOf(found, comments);
        if (issue === null) throw new Error('it answered with something that is not an issue');
        return ok(issue);
      });
    },
  };
}

/** Rejects with what Octokit throws. */
async function openIssues(octokit: Octokit, order: OpenOrder): Promise<{ readonly issues: readonly IssueEntry[]; readonly more: boolean }> {
  const issues: IssueEntry[] = [];
  for (let page = 1; page <= MOST_PAGES; page += 1) {
    const list =
      order.search === null ? await listed(octokit, order, page) : await searched(octokit, { ...order, search: order.search }, page);
    issues.push(...list.flatMap((item) => entryOf(item)));
    if (issues.length > MOST_ISSUES) break;
    if (list.length < PER_PAGE) return { issues, more: false };
  }
  return { issues: issues.slice(0, MOST_ISSUES), more: true };
}

async function listed(octokit: Octokit, order: OpenOrder, page: number): Promise<readonly unknown[]> {
  const label = order.label === null ? {} : { labels: order.label };
  const query = { ...label, state: 'open', sort: 'updated', direction: 'desc', per_page: PER_PAGE, page };
  const list = listIn((await octokit.request(`GET ${pathOf(order)}/issues`, query)).data, null);
  if (list === null) throw new Error('it answered with something that is not a list of issues');
  return list.slice(0, PER_PAGE);
}

async function searched(octokit: Octokit, order: OpenOrder & { readonly search: string }, page: number): Promise<readonly unknown[]> {
  const { owner, repo, label, search } = order;
  // Each word between quotes: else a word such as `repo:other/one` would be an order to the forge.
  const words = search
    .slice(0, SEARCH)
    .replace(/["\\]/gu, ' ')
    .split(/\s+/u)
    .filter((word) => word !== '');
  const wanted = [`repo:${owner}/${repo}`, 'is:issue', 'is:open', ...(label === null ? [] : [`label:"${label.replaceAll('"', '')}"`])];
  const q = [...wanted, 'in:title,body', ...words.map((word) => `"${word}"`)].join(' ');
  const { data } = await octokit.request('GET /search/issues', { q, sort: 'updated', order: 'desc', per_page: PER_PAGE, page });
  const list = listIn(data, 'items');
  if (list === null) throw new Error('it answered with something that is not a list of issues');
  return list.slice(0, PER_PAGE);
}

function labelsOf({ labels }: Part): readonly string[] {
  const list = Array.isArray(labels) ? labels.slice(0, MOST_LABELS) : [];
  return list.map((label) => wordIn(typeof label === 'string' ? label : partOf(label)?.name, 60)).filter((name) => name !== '');
}

/** Pull requests are listed among the issues, and are none. Some servers give what is closed, too. */
function entryOf(item: unknown): readonly IssueEntry[] {
  const issue = partOf(item);
  const number = numberOf(issue?.number);
  if (issue === null || number === null || issue.pull_request != null || issue.state === 'closed') return [];
  const { updated_at: updated } = issue;
  return [
    {
      number,
      title: wordIn(issue.title, 300),
      labels: labelsOf(issue),
      author: loginIn(issue.user),
      comments: numberOf(issue.comments) ?? 0,
      updatedAt: typeof updated === 'string' && !Number.isNaN(Date.parse(updated)) ? new Date(updated).toISOString() : '',
    },
  ];
}

function detailOf(issue: Part, comments: readonly unknown[]): IssueDetail | null {
  const number = numberOf(issue.number);
  if (number === null || typeof issue.title !== 'string') return null;
  return {
    number,
    title: bodyIn(issue.title, 1000),
    body: bodyIn(issue.body),
    state: issue.state === 'closed' ? 'closed' : 'open',
    url: wordIn(issue.html_url, 500),
    author: loginIn(issue.user),
    labels: labelsOf(issue),
    comments: comments.slice(0, PER_PAGE).flatMap((item): readonly IssueComment[] => {
      const comment = partOf(item);
      return comment === null ? [] : [{ author: loginIn(comment.user), body: bodyIn(comment.body, COMMENT) }];
    }),
  };
}
