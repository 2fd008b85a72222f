// All that a forge knows of a pull request, by questions that cost nothing while nothing has changed.
import type { Octokit } from '@octokit/rest';
import { type ForgeComment, OUR_MARK, type PullAnswer } from '../../model/pull-request.js';
import type { PullPlace } from '../../ports/forge.js';
import { partOf } from './answer-parts.js';
import { type AnswerMemory, ConditionalReader } from './conditional-reader.js';
import { answerOf, isRateLimit } from './forge-error.js';
import { pathOf } from './forge-path.js';
import { checkRunPart, commentPart, type PullPart, pullPart, reviewPart, statusPart } from './pull-parts.js';

export interface PullReading {
  readonly octokit: Octokit;
  readonly memory: AnswerMemory;
}

/** One question after the other, as forges want it. Rejects with what Octokit throws. */
export async function readPull(place: PullPlace, { octokit, memory }: PullReading): Promise<PullAnswer> {
  const reader = new ConditionalReader(octokit, memory);
  const at = pathOf(place);
  const pull = await reader.one(`${at}/pulls/${place.number}`, 'a pull request', pullPart);
  const { state, mergeCommit, isDraft, head, base, mergeable } = pull.value;
  const told = { state, mergeCommit, isDraft, head, base, mergeable };
  if (state !== 'open') {
    return reader.finish() ? { kind: 'facts', facts: { ...told, checks: [], reviews: [], comments: [] } } : { kind: 'unchanged' };
  }
  const runs = await reader.list(`${at}/commits/${head}/check-runs`, { what: 'a list of checks', within: 'check_runs' }, checkRunPart);
  const statuses = await reader.list(`${at}/commits/${head}/status`, { what: 'a list of statuses', within: 'statuses' }, statusPart);
  const reviews = await reader.list(`${at}/pulls/${place.number}/reviews`, { what: 'a list of reviews' }, reviewPart);
  const lines = await reader.list(`${at}/pulls/${place.number}/comments`, { what: 'a list of comments' }, commentPart('line'));
  const whole = await reader.list(`${at}/issues/${place.number}/comments`, { what: 'a list of comments' }, commentPart('whole'));
  if (lines.value.length > 0 && (pull.isNew || lines.isNew || memory.threads === 'unknown')) await lookAtThreads(octokit, place, memory);
  const comments = [...lines.value, ...whole.value];
  if (!reader.finish()) return { kind: 'unchanged' };
  const facts = {
    ...told,
    checks: [...runs.value, ...statuses.value],
    reviews: reviews.value,
    comments: comments.map(
      (one): ForgeComment => ({
        ...one,
        isOurs: one.body.includes(OUR_MARK),
        isResolved: one.kind === 'line' && memory.resolved.has(one.replyTo ?? one.id),
      }),
    ),
  };
  return { kind: 'facts', facts };
}

/** One question, without what is remembered. */
export async function readPullOnce(octokit: Octokit, place: PullPlace): Promise<PullPart> {
  const { data } = await octokit.request(`GET ${pathOf(place)}/pulls/${place.number}`);
  const pull = pullPart(data);
  if (pull === null) throw new Error('it answered with something that is not a pull request');
  return pull;
}

const MOST_THREAD_PAGES = 5;
const THREADS = `query($owner: String!, $repo: String!, $number: Int!, $after: String) {
  repository(owner: $owner, name: $repo) { pullRequest(number: $number) { reviewThreads(first: 100, after: $after) {
    pageInfo { hasNextPage endCursor } nodes { isResolved comments(first: 1) { nodes { url } } } } } } }`;

/** Only GraphQL knows which conversations are resolved. Never rejects: where it can not be told, what was known stays. */
async function lookAtThreads(octokit: Octokit, { owner, repo, number }: PullPlace, memory: AnswerMemory): Promise<void> {
  if (memory.threads === 'none') return;
  try {
    const resolved = new Set<number>();
    let after: string | null = null;
    for (let page = 1; page <= MOST_THREAD_PAGES; page += 1) {
      const data: unknown = await octokit.graphql(THREADS, { owner, repo, number, after });
      const threads = partOf(partOf(partOf(partOf(data)?.repository)?.pullRequest)?.reviewThreads);
      for (const thread of Array.isArray(threads?.nodes) ? threads.nodes : []) {
        const first = partOf(thread)?.isResolved === true ? firstComment(thread) : null;
        if (first !== null) resolved.add(first);
      }
      const info = partOf(threads?.pageInfo);
      after = typeof info?.endCursor === 'string' ? info.endCursor : null;
      if (info?.hasNextPage !== true || after === null) break;
    }
    if ([...resolved].join() !== [...memory.resolved].join()) memory.isUntold = true;
    memory.resolved = resolved;
    memory.threads = 'known';
  } catch (error) {
    memory.threads = mayPass(error) ? 'unknown' : 'none';
  }
}

/** Asked another time it may answer: it was busy, or out of reach. */
function mayPass(error: unknown): boolean {
  const { status, message } = answerOf(error);
  if (isRateLimit(error) || /rate limit/i.test(message)) return true;
  return status === null ? !('errors' in (error as object)) : status >= 500 && status !== 501;
}

/** By its address, `...#discussion_r123`: the number that GraphQL itself gives is too small for today's comments. */
function firstComment(thread: unknown): number | null {
  const nodes = partOf(partOf(thread)?.comments)?.nodes;
  const url = Array.isArray(nodes) ? partOf(nodes[0])?.url : null;
  const [, id] = typeof url === 'string' ? (/#discussion_r(\d{1,15})$/.exec(url) ?? []) : [];
  return id === undefined ? null : Number(id);
}
