// What is to be done about a pull request, by all that its forge says of it at one moment. Pure.
import type { OrchError } from '../model/error.js';
import { plainText } from '../model/plain-text.js';
import type { ForgeCheck, ForgeComment, ForgeReview, PullFacts, PullRequest, PullSight } from '../model/pull-request.js';

/** What goes back to its agent, all in one message. */
export interface PullReturn {
  readonly checks: readonly ForgeCheck[];
  readonly reviews: readonly ForgeReview[];
  readonly comments: readonly ForgeComment[];
  readonly hasConflict: boolean;
}

export type PullStep =
  /** Nothing is to be done; it is asked about again. */
  | { readonly type: 'rest' }
  | { readonly type: 'merged'; readonly commit: string | null }
  | { readonly type: 'closed' }
  /** Its branch has another commit there than was pushed from here. */
  | { readonly type: 'takeIn'; readonly head: string }
  | { readonly type: 'return'; readonly work: PullReturn; readonly handled: readonly string[]; readonly toAnswer: readonly number[] }
  | { readonly type: 'merge'; readonly head: string }
  /** The forge wants the base in it before it is merged. */
  | { readonly type: 'update'; readonly head: string }
  | { readonly type: 'stuck'; readonly error: OrchError; readonly handled: readonly string[] };

export interface PullLook {
  readonly pull: PullRequest;
  readonly facts: PullFacts;
  /** How often this very head was seen: checks are registered some moments after a push. */
  readonly looks: number;
}

/** Looks at a head before a forge without checks is believed to have none. */
const LOOKS_WITHOUT_CHECKS = 2;

export function pullStep(look: PullLook): PullStep {
  const { pull, facts } = look;
  if (facts.state === 'merged') return { type: 'merged', commit: facts.mergeCommit };
  if (facts.state === 'closed') return { type: 'closed' };
  // Before the next push, which would be refused.
  if (facts.head !== pull.commit) return { type: 'takeIn', head: facts.head };
  // Its agent is at it: what is said meanwhile is read once that is pushed.
  if (pull.isBack) return { type: 'rest' };
  const work = workIn(pull, facts);
  if (hasWork(work)) return returned(pull, facts, work);
  return merging(look);
}

/** What of it is shown. */
export function sightOf(facts: PullFacts): PullSight {
  const { checks, reviews, comments } = facts;
  const failed = checks.filter(({ state }) => state === 'failed').map(({ name }) => plainText(name, 60));
  const threads = comments.filter(({ kind, replyTo, isResolved }) => kind === 'line' && replyTo === null && !isResolved);
  return {
    isDraft: facts.isDraft,
    head: facts.head,
    checks: checksOf(checks),
    failedChecks: failed.slice(0, 10),
    review: reviewOf(reviews),
    mergeable: facts.mergeable,
    openThreads: threads.length,
  };
}

/** Keys of what people without a say in the repository have written, and who: it is told to a person and to nobody else. */
export function strangersIn(
  { handled }: PullRequest,
  { comments, reviews }: PullFacts,
): readonly { readonly key: string; readonly author: string }[] {
  const all = [
    ...comments.filter(({ isOurs, isTrusted }) => !isOurs && !isTrusted).map(({ id, author }) => ({ key: `comment:${id}`, author })),
    ...reviews.filter(({ isTrusted, body }) => !isTrusted && body !== '').map(({ id, author }) => ({ key: `review:${id}`, author })),
  ];
  return all.filter(({ key }) => !handled.includes(key));
}

function checksOf(checks: readonly ForgeCheck[]): PullSight['checks'] {
  if (checks.length === 0) return 'none';
  if (checks.some(({ state }) => state === 'failed')) return 'failed';
  return checks.some(({ state }) => state === 'pending') ? 'pending' : 'passed';
}

/** The last word of each one counts; a mere comment takes no earlier word back. */
function lastWords(reviews: readonly ForgeReview[]): readonly ForgeReview[] {
  const byAuthor = new Map<string, ForgeReview>();
  for (const review of [...reviews].sort((one, other) => one.id - other.id)) {
    if (review.state !== 'commented') byAuthor.set(review.author, review);
  }
  return [...byAuthor.values()];
}

function reviewOf(reviews: readonly ForgeReview[]): PullSight['review'] {
  const last = lastWords(reviews).filter(({ isTrusted }) => isTrusted);
  if (last.some(({ state }) => state === 'changes')) return 'changes';
  return last.some(({ state }) => state === 'approved') ? 'approved' : 'none';
}

function workIn({ handled }: PullRequest, facts: PullFacts): PullReturn {
  const isNew = (key: string) => !handled.includes(key);
  const isDone = facts.checks.every(({ state }) => state !== 'pending');
  // One message for all: while some still run, others may fail in a moment.
  const checks = isDone ? facts.checks.filter(({ id, state }) => state === 'failed' && isNew(`check:${id}`)) : [];
  const changes = lastWords(facts.reviews).filter(({ id, state, isTrusted }) => state === 'changes' && isTrusted && isNew(`review:${id}`));
  const remarks = facts.reviews.filter(
    ({ id, state, body, isTrusted }) => state === 'commented' && body !== '' && isTrusted && isNew(`review:${id}`),
  );
  const comments = facts.comments.filter(
    ({ id, isOurs, isTrusted, isResolved }) => !isOurs && isTrusted && !isResolved && isNew(`comment:${id}`),
  );
  const hasConflict = facts.mergeable === 'conflict' && isNew(`conflict:${facts.head}`);
  return { checks, reviews: [...changes, ...remarks], comments, hasConflict };
}

function hasWork({ checks, reviews, comments, hasConflict }: PullReturn): boolean {
  return hasConflict || checks.length + reviews.length + comments.length > 0;
}

function returned(pull: PullRequest, facts: PullFacts, work: PullReturn): PullStep {
  const handled = [
    ...work.checks.map(({ id }) => `check:${id}`),
    ...work.reviews.map(({ id }) => `review:${id}`),
    ...work.comments.map(({ id }) => `comment:${id}`),
    ...(work.hasConflict ? [`conflict:${facts.head}`] : []),
  ];
  if (pull.rounds < pull.plan.rounds) {
    const toAnswer = work.comments.filter(({ kind }) => kind === 'line').map(({ id, replyTo }) => replyTo ?? id);
    return { type: 'return', work, handled, toAnswer: [...new Set(toAnswer)] };
  }
  const what = [
    work.checks.length > 0 ? `${work.checks.map(({ name }) => plainText(name, 40)).join(', ')} failed` : '',
    work.reviews.length + work.comments.length > 0 ? 'a reviewer wants something' : '',
    work.hasConflict ? 'it conflicts with its base' : '',
  ];
  const said = `${what.filter((part) => part !== '').join(', and ')}; it went back to its agent ${pull.rounds} times`;
  const next = `Look at ${pull.url}, then \`orch-tui pulls follow ${pull.number}\` to let the agent go on, or mend it by hand`;
  // Not dealt with: whoever goes on with it begins with just this.
  return { type: 'stuck', error: { kind: 'needs-person', tried: `get PR #${pull.number} through`, said, next }, handled: [] };
}

/** What failed went to its agent, which has pushed nothing since. */
function unmended({ number, url }: PullRequest, failed: readonly string[]): OrchError {
  const said = `${failed.join(', ')} failed, and its agent came back without a change`;
  const next = `Look at ${url}, then \`orch-tui pulls follow ${number}\` to let the agent try again, or mend it by hand`;
  return { kind: 'needs-person', tried: `get PR #${number} through`, said, next };
}

function blocked({ number, url }: PullRequest, { review }: PullSight): OrchError {
  const missing = review === 'approved' ? 'a rule of its branch asks for more' : 'a rule of its branch asks for a review, or for more';
  const next = `See ${url} for what it asks for, then \`orch-tui pulls merge ${number}\`, or \`orch-tui pulls follow ${number}\` to try it again`;
  return { kind: 'needs-person', tried: `merge PR #${number}`, said: `the forge does not let it be merged: ${missing}`, next };
}

function merging({ pull, facts, looks }: PullLook): PullStep {
  const sight = sightOf(facts);
  const isUnmended = sight.checks === 'failed' && facts.checks.every(({ state }) => state !== 'pending');
  if (isUnmended && pull.rounds > 0) return { type: 'stuck', error: unmended(pull, sight.failedChecks), handled: [] };
  if (pull.plan.merge !== 'auto' || facts.isDraft) return { type: 'rest' };
  if (sight.checks === 'pending' || sight.checks === 'failed' || sight.review === 'changes') return { type: 'rest' };
  if (sight.checks === 'none' && looks < LOOKS_WITHOUT_CHECKS) return { type: 'rest' };
  const approvals = lastWords(facts.reviews).filter(({ state, isTrusted }) => state === 'approved' && isTrusted);
  if (approvals.length < pull.plan.approvals) return { type: 'rest' };
  switch (facts.mergeable) {
    case 'yes':
      return { type: 'merge', head: facts.head };
    case 'behind':
      return { type: 'update', head: facts.head };
    case 'blocked':
      // Some rules take a moment after the last check; what they ask for beyond that is for a person.
      return looks > LOOKS_WITHOUT_CHECKS ? { type: 'stuck', error: blocked(pull, sight), handled: [] } : { type: 'rest' };
    default:
      return { type: 'rest' };
  }
}
