// Pull requests and issues by GitHub's REST API, or any server that speaks it. Must not know branches' contents, worktrees or agents.
import type { Octokit } from '@octokit/rest';
import { fail, type OrchError, ok, type Result } from '../model/error.js';
import { plainText } from '../model/plain-text.js';
import type { PullRequestOrder } from '../model/repository.js';
import type { Forge } from '../ports/forge.js';
import { answerOf, type ForgeFailure, forgeError, saidBy } from './forge-error.js';
import { apiUrlIn, type ForgeEnvironment, findForgeToken } from './forge-token.js';
import { listIssues } from './list-issues.js';

/** GitHub refuses more: 256 characters for a title, 65,536 for a body. */
const MAX_TITLE = 256;
const MAX_BODY = 65_000;
const REQUEST_TIMEOUT_MS = 30_000;

export interface OctokitForgeOrder {
  /** Asked for each request: the environment of the client that came last (decision 5). */
  readonly env: () => ForgeEnvironment;
  /** Milliseconds for one request; 30 s where left out. */
  readonly timeoutMs?: number;
}

export function createOctokitForge({ env, timeoutMs = REQUEST_TIMEOUT_MS }: OctokitForgeOrder): Forge {
  /** What `use` comes to, its throws as errors; an order without a token or an address is one before anything is asked. */
  const ask = async <Value>(
    { tried, repository }: Pick<ForgeFailure, 'tried' | 'repository'>,
    use: (octokit: Octokit, about: ForgeFailure) => Promise<Result<Value>>,
  ): Promise<Result<Value>> => {
    const variables = env();
    const baseUrl = apiUrlIn(variables);
    // Asked again they would be the same.
    const refused = (said: string, next: string) => fail({ ...failure(tried, said, next), kind: 'needs-person' } as const);
    if (baseUrl === null) return refused('GITHUB_API_URL is not a URL of an API', 'Set it to one like https://ghe.example.com/api/v3');
    const token = await findForgeToken(variables);
    if (token === null) return refused('there is no token', 'Set GITHUB_TOKEN, or run gh auth login');
    const about: ForgeFailure = { tried, repository, token, timeoutMs };
    try {
      const { Octokit } = await import('@octokit/rest');
      const silent = () => {};
      const log = { debug: silent, info: silent, warn: silent, error: silent };
      return await use(new Octokit({ auth: token, baseUrl, userAgent: 'orch-tui', log, request: { log } }), about);
    } catch (error) {
      const made = forgeError(error, about);
      return fail(isRefusal(error, made) ? { ...made, kind: 'needs-person' } : made);
    }
  };
  /** A pull request that can not be opened is the forge's failure, whatever the reason. */
  const asForge = <Value>(result: Result<Value>): Result<Value> => (result.ok ? result : fail({ ...result.error, kind: 'forge' }));
  const unbuilt: OrchError = { kind: 'internal', tried: 'ask that', said: 'it is being built', next: 'Wait' };
  return {
    pull: async () => fail(unbuilt),
    pullPage: async () => fail(unbuilt),
    jobLog: async () => fail(unbuilt),
    updatePull: async () => fail(unbuilt),
    readyForReview: async () => fail(unbuilt),
    mergePull: async () => fail(unbuilt),
    deleteBranch: async () => fail(unbuilt),
    replyTo: async () => fail(unbuilt),
    commentOn: async () => fail(unbuilt),
    labels: async () => fail(unbuilt),
    reviewers: async () => fail(unbuilt),
    openIssues: async () => fail(unbuilt),
    issue: async () => fail(unbuilt),
    forgetPull: () => {},
    token: () => findForgeToken(env()),
    async openPullRequest(order) {
      const repository = plainText(`${order.owner}/${order.repo}`);
      const tried = `open a pull request for ${plainText(order.head)} in ${repository}`;
      return asForge(await ask({ tried, repository }, (octokit, about) => new PullRequestOpening(octokit, about).open(order)));
    },
    async listIssues(order) {
      const repository = plainText(`${order.owner}/${order.repo}`);
      const tried = `list the issues labelled ${plainText(order.label, 60)} in ${repository}`;
      const listed = await ask({ tried, repository }, async (octokit) =>
        ok(await listIssues(octokit, order, () => AbortSignal.timeout(timeoutMs))),
      );
      if (listed.ok || listed.error.kind === 'needs-person') return listed;
      return fail({ ...listed.error, next: 'It is asked again in some minutes' });
    },
  };
}

/** No token of this kind will do: not a rate limit, which has an end. */
function isRefusal(error: unknown, { said }: OrchError): boolean {
  const { status } = answerOf(error);
  return (status === 401 || status === 403 || status === 404) && !said.startsWith('the rate limit is reached');
}

type Opened = Awaited<ReturnType<Forge['openPullRequest']>>;

interface PullRequest {
  readonly url: string;
  readonly number: number;
}

class PullRequestOpening {
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
    const title = plainText(order.title, MAX_TITLE) || order.head;
    const body = order.body.length <= MAX_BODY ? order.body : `${order.body.slice(0, MAX_BODY).replace(/[\ud800-\udbff]$/, '')}\n\n[cut]`;
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
    return { owner, repo, request: { signal: AbortSignal.timeout(this.#about.timeoutMs) } };
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
