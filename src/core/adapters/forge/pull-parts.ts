// What a forge says of a pull request, made of answers of GitHub's REST API: itself, its checks, reviews and comments.
import type { ForgeCheck, ForgeComment, ForgeReview, Mergeable, PullFacts, PullPage } from '../../model/pull-request.js';
import { bodyIn, commitIn, isTrusted, loginIn, numberOf, partOf, wordIn } from './answer-parts.js';

const SUMMARY = 20_000;
const FAILED = ['failure', 'timed_out', 'action_required', 'startup_failure'];

/** `node`: what GraphQL knows it by. */
export type PullPart = Pick<PullFacts, 'state' | 'mergeCommit' | 'isDraft' | 'head' | 'base' | 'mergeable'> &
  PullPage & { readonly node: string | null };

export function pullPart(data: unknown): PullPart | null {
  const pull = partOf(data);
  const head = commitIn(partOf(pull?.head)?.sha);
  if (pull === null || head === null || numberOf(pull.number) === null) return null;
  const isMerged = pull.merged === true || typeof pull.merged_at === 'string';
  return {
    state: isMerged ? 'merged' : pull.state === 'closed' ? 'closed' : 'open',
    // Of an open one it is a merge that the forge made to try.
    mergeCommit: isMerged ? commitIn(pull.merge_commit_sha) : null,
    isDraft: pull.draft === true,
    head,
    base: commitIn(partOf(pull.base)?.sha) ?? '',
    mergeable: mergeableOf(pull),
    title: bodyIn(pull.title, 1000),
    text: bodyIn(pull.body),
    node: typeof pull.node_id === 'string' ? pull.node_id.slice(0, 200) : null,
  };
}

/** The words of GitHub's `mergeable_state`; a forge without them says only whether there is a conflict. */
function mergeableOf({ mergeable, mergeable_state: state }: Readonly<Record<string, unknown>>): Mergeable {
  if (mergeable === false || state === 'dirty') return 'conflict';
  if (state === 'behind' || state === 'blocked') return state;
  return mergeable === true && state !== 'unknown' ? 'yes' : 'unknown';
}

export function checkRunPart(data: unknown): ForgeCheck | null {
  const run = partOf(data);
  const id = numberOf(run?.id);
  if (run === null || id === null) return null;
  const isOver = run.status === 'completed' && typeof run.conclusion === 'string';
  const output = partOf(run.output);
  const said = [output?.title, output?.summary, output?.text].filter((text) => typeof text === 'string' && text !== '');
  return {
    id: `run:${id}`,
    name: wordIn(run.name) || `check ${id}`,
    state: !isOver ? 'pending' : FAILED.includes(String(run.conclusion)) ? 'failed' : 'passed',
    summary: bodyIn([...new Set(said)].join('\n\n'), SUMMARY),
    job: jobOf(run, id),
  };
}

/** A check run of Actions is a job of the same number; its page says so, too. */
function jobOf(run: Readonly<Record<string, unknown>>, id: number): number | null {
  if (partOf(run.app)?.slug !== 'github-actions') return null;
  const [, job] = /\/job\/(\d{1,15})(?:$|[?#/])/.exec(bodyIn(run.details_url, 500)) ?? [];
  return numberOf(Number(job)) ?? id;
}

export function statusPart(data: unknown): ForgeCheck | null {
  const status = partOf(data);
  const id = numberOf(status?.id);
  if (status === null || id === null) return null;
  const name = wordIn(status.context) || 'default';
  const state = status.state ?? status.status;
  const said = [bodyIn(status.description, SUMMARY), bodyIn(status.target_url, 500)].filter((text) => text !== '');
  return {
    id: `status:${name}:${id}`,
    name,
    state: state === 'failure' || state === 'error' ? 'failed' : state === 'pending' ? 'pending' : 'passed',
    summary: said.join('\n'),
    job: null,
  };
}

const REVIEWS: Readonly<Record<string, ForgeReview['state']>> = {
  APPROVED: 'approved',
  CHANGES_REQUESTED: 'changes',
  COMMENTED: 'commented',
  DISMISSED: 'dismissed',
};

/** One that is still being written is none. */
export function reviewPart(data: unknown): ForgeReview | null {
  const review = partOf(data);
  const id = numberOf(review?.id);
  const state = typeof review?.state === 'string' && Object.hasOwn(REVIEWS, review.state) ? REVIEWS[review.state] : undefined;
  if (review === null || id === null || state === undefined) return null;
  return {
    id,
    author: loginIn(review.user),
    isTrusted: isTrusted(review.author_association),
    state,
    body: bodyIn(review.body),
    commit: commitIn(review.commit_id),
  };
}

/** Whose they are and what is resolved is known only later. */
export function commentPart(kind: ForgeComment['kind']): (data: unknown) => ForgeComment | null {
  return (data) => {
    const comment = partOf(data);
    const id = numberOf(comment?.id);
    if (comment === null || id === null) return null;
    return {
      id,
      kind,
      author: loginIn(comment.user),
      isOurs: false,
      isTrusted: isTrusted(comment.author_association),
      body: bodyIn(comment.body),
      path: kind === 'whole' ? null : wordIn(comment.path, 1000) || null,
      line: kind === 'whole' ? null : (numberOf(comment.line) ?? numberOf(comment.original_line)),
      replyTo: numberOf(comment.in_reply_to_id),
      isResolved: false,
      review: numberOf(comment.pull_request_review_id),
    };
  };
}
