// Pull requests for tests: one that is open, and what its forge says of it.
import type { EventBody } from '../../src/core/model/event.js';
import type { ForgeCheck, ForgeComment, ForgeReview, PullFacts, PullRequest } from '../../src/core/model/pull-request.js';

export const PULL_ID = 'github.com/o/r#12';

export function pullRequest(changes: Partial<PullRequest> = {}): PullRequest {
  return {
    id: PULL_ID,
    host: 'github.com',
    owner: 'o',
    repo: 'r',
    number: 12,
    url: 'https://github.com/o/r/pull/12',
    goal: 'g1',
    agent: 'a',
    head: 'orch/name-a',
    base: 'main',
    branch: 'orch/name-a',
    remote: 'origin',
    commit: 'h1',
    state: 'open',
    follow: 'on',
    plan: { rounds: 3, merge: 'ask', method: 'merge', approvals: 0, deleteBranch: true },
    sight: null,
    rounds: 0,
    isBack: false,
    handled: [],
    toAnswer: [],
    error: null,
    sinceSeq: 1,
    openedAt: '2026-11-26T20:00:00.000Z',
    ...changes,
  };
}

export function opened(changes: Partial<PullRequest> = {}): EventBody {
  const { state, follow, sight, rounds, isBack, back, handled, toAnswer, error, sinceSeq, openedAt, ...rest } = pullRequest(changes);
  return { type: 'pull.opened', pull: rest.id, opened: rest };
}

export function facts(changes: Partial<PullFacts> = {}): PullFacts {
  return {
    state: 'open',
    mergeCommit: null,
    isDraft: false,
    head: 'h1',
    base: 'main',
    mergeable: 'yes',
    checks: [],
    reviews: [],
    comments: [],
    ...changes,
  };
}

export function check(name: string, state: ForgeCheck['state'], changes: Partial<ForgeCheck> = {}): ForgeCheck {
  return { id: `run:${name}`, name, state, summary: '', job: null, ...changes };
}

export function review(id: number, state: ForgeReview['state'], changes: Partial<ForgeReview> = {}): ForgeReview {
  return { id, author: 'eve', state, isTrusted: true, body: '', commit: 'h1', ...changes };
}

export function comment(id: number, changes: Partial<ForgeComment> = {}): ForgeComment {
  return {
    id,
    kind: 'line',
    author: 'eve',
    isOurs: false,
    isTrusted: true,
    body: 'Why?',
    path: 'src/a.ts',
    line: 3,
    replyTo: null,
    isResolved: false,
    review: null,
    ...changes,
  };
}
