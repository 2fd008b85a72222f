// Opening a pull request by GitHub's REST API, or finding the one that is open already. Must not know branches' contents, worktrees or agents.
import type { Octokit } from '@octokit/rest';
import { fail, type OrchError, ok } from '../../model/error.js';
import { plainText } from '../../model/plain-text.js';
import type { PullRequestOrder } from '../../model/repository.js';
import type { Forge } from '../../ports/forge.js';
import { answerOf, type ForgeFailure, saidBy } from './forge-error.js';
import { bodyOf, titleOf } from './forge-words.js';

type Opened = Awaited<ReturnType<Forge['openPullRequest']>>;

interface PullRequest {
  readonly url: string;
  readonly number: number;
}

export class PullRequestOpening {
  readonly #octokit: Octokit;
  readonly #about: ForgeFailure;

  constructor(octokit: Octokit, about: ForgeFailure) {
    this.#octokit = octokit;
    this.#about = about;
  }

  /** Rejects with what Octokit throws when the pull request could not be opened. */
  async open(order: PullRequestOrder): Promise<Opened> {
    const opened = await this.#create(order);
    if (!opened.ok) return opened;
    const notes = [...opened.value.notes];
    await this.#afterwards(notes, `labels ${order.labels.join(', ')}`, order.labels.length > 0, () =>
      this.#octokit.rest.issues.addLabels({
        ...this.#place(order),
        issue_number: opened.value.number,
        labels: [...order.labels],
      }),
    );
    const people = order.reviewers.filter((name) => !name.includes('/'));
    const teams = order.reviewers.filter((name) => name.includes('/')).map((name) => name.slice(name.indexOf('/') + 1));
    await this.#afterwards(notes, `reviewers ${order.reviewers.join(', ')}`, order.reviewers.length > 0, () =>
      this.#octokit.rest.pulls.requestReviewers({
        ...this.#place(order),
        pull_number: opened.value.number,
        reviewers: people,
        team_reviewers: teams,
      }),
    );
    return ok({ ...opened.value, notes });
  }

  async #create(order: PullRequestOrder): Promise<Opened> {
    const notes: string[] = [];
    const title = titleOf(order.title) || order.head;
    const body = bodyOf(order.body);
    if (body !== order.body) notes.push('the text of the pull request was cut: it was longer than the forge takes');
    try {
      const { head, base, draft } = order;
      const answer = await this.#octokit.rest.pulls.create({ ...this.#place(order), head, base, draft, title, body });
      return this.#checked(answer.data, notes);
    } catch (error) {
      if (answerOf(error).status !== 422) throw error;
      const open = await this.#findOpen(order);
      if (open === null) throw error;
      return ok({ ...open, notes: ['a pull request for this branch was open already'] });
    }
  }

  async #findOpen(order: PullRequestOrder): Promise<PullRequest | null> {
    const { owner, head, base } = order;
    const { data } = await this.#octokit.rest.pulls.list({ ...this.#place(order), state: 'open', head: `${owner}:${head}`, base });
    // Some servers ignore `head`: without this a stranger's pull request would be taken for ours.
    const list: readonly unknown[] = Array.isArray(data) ? data : [];
    return list.map((found) => (refOf(found) === head ? pullRequestIn(found) : null)).find((found) => found !== null) ?? null;
  }

  #checked(data: unknown, notes: readonly string[]): Opened {
    const created = pullRequestIn(data);
    if (created !== null) return ok({ ...created, notes });
    const said = 'it answered with something that is not a pull request';
    return fail(failure(this.#about.tried, said, 'Check GITHUB_API_URL: it must name the API, not the web site'));
  }

  /** A second step whose failure takes nothing back: the pull request is open. */
  async #afterwards(notes: string[], what: string, isWanted: boolean, step: () => Promise<unknown>): Promise<void> {
    if (!isWanted) return;
    try {
      await step();
    } catch (error) {
      notes.push(plainText(`${what} could not be set: ${saidBy(error, this.#about.token)}`, 300));
    }
  }

  #place({ owner, repo }: PullRequestOrder) {
    return { owner, repo };
  }
}

function pullRequestIn(data: unknown): PullRequest | null {
  if (typeof data !== 'object' || data === null || !('html_url' in data) || !('number' in data)) return null;
  const { html_url: url, number } = data;
  if (typeof url !== 'string' || typeof number !== 'number' || !URL.canParse(url)) return null;
  return { url: plainText(new URL(url).href, 500), number };
}

function refOf(data: unknown): unknown {
  return (data as { head?: { ref?: unknown } | null } | null)?.head?.ref;
}

function failure(tried: string, said: string, next: string): OrchError {
  return { kind: 'forge', tried, said, next };
}
