// What is to be done about a pull request, by what its forge says: one sentence a row.
import { expect, test } from 'vitest';
import type { PullFacts, PullRequest } from '../../../src/core/model/pull-request.js';
import { pullStep, sightOf, strangersIn } from '../../../src/core/state/pull-step.js';
import { check, comment, facts, pullRequest, review } from '../../helpers/pulls.js';

const step = (changes: Partial<PullFacts>, pull: Partial<PullRequest> = {}, looks = 2) =>
  pullStep({ pull: pullRequest(pull), facts: facts(changes), looks });
const auto = (plan: Partial<PullRequest['plan']> = {}) => ({ plan: { ...pullRequest().plan, merge: 'auto' as const, ...plan } });
const passed = [check('build', 'passed')];

test.each<[string, Partial<PullFacts>, Partial<PullRequest>, string]>([
  ['nothing is said: nothing is done', {}, {}, 'rest'],
  ['somebody merged it', { state: 'merged', mergeCommit: 'm1' }, {}, 'merged'],
  ['somebody closed it', { state: 'closed' }, {}, 'closed'],
  ['a merge counts also while its agent is at it', { state: 'merged' }, { isBack: true }, 'merged'],
  ['others pushed to its branch', { head: 'h2', checks: [check('build', 'failed')] }, {}, 'takeIn'],
  ['others pushed while its agent is at it: its push would be refused', { head: 'h2' }, { isBack: true }, 'takeIn'],
  ['a failed check goes back', { checks: [check('build', 'failed')] }, {}, 'return'],
  ['while its agent is at it nothing goes back again', { checks: [check('build', 'failed')] }, { isBack: true }, 'rest'],
  ['a failed check waits for those that still run', { checks: [check('build', 'failed'), check('test', 'pending')] }, {}, 'rest'],
  [
    'a failed check that was dealt with, and nothing came of it',
    { checks: [check('build', 'failed')] },
    { handled: ['check:run:build'], rounds: 1 },
    'stuck',
  ],
  ['requested changes go back', { reviews: [review(1, 'changes')] }, {}, 'return'],
  ['requested changes that were dealt with rest', { reviews: [review(1, 'changes')] }, { handled: ['review:1'] }, 'rest'],
  ['requested changes taken back by an approval rest', { reviews: [review(1, 'changes'), review(2, 'approved')] }, {}, 'rest'],
  ['a mere comment takes no requested change back', { reviews: [review(1, 'changes'), review(2, 'commented')] }, {}, 'return'],
  ['requested changes of a stranger rest', { reviews: [review(1, 'changes', { isTrusted: false })] }, {}, 'rest'],
  ['a comment on a line goes back', { comments: [comment(5)] }, {}, 'return'],
  ['a resolved one rests', { comments: [comment(5, { isResolved: true })] }, {}, 'rest'],
  ['one of ours rests', { comments: [comment(5, { isOurs: true })] }, {}, 'rest'],
  ['one of a stranger rests', { comments: [comment(5, { isTrusted: false })] }, {}, 'rest'],
  ['one under the whole goes back', { comments: [comment(5, { kind: 'whole', path: null, line: null })] }, {}, 'return'],
  ['a conflict goes back', { mergeable: 'conflict' }, {}, 'return'],
  ['the same conflict does not go back twice', { mergeable: 'conflict' }, { handled: ['conflict:h1'] }, 'rest'],
  ['after so many rounds a person is asked', { checks: [check('build', 'failed')] }, { rounds: 3 }, 'stuck'],
  ['merged by itself when nothing is in the way', { checks: passed }, auto(), 'merge'],
  ['not where a person merges', { checks: passed }, {}, 'rest'],
  ['not as a draft', { checks: passed, isDraft: true }, auto(), 'rest'],
  ['not while checks run', { checks: [check('build', 'pending')] }, auto(), 'rest'],
  ['not without the approvals', { checks: passed }, auto({ approvals: 1 }), 'rest'],
  [
    'an approval of a stranger does not count',
    { checks: passed, reviews: [review(1, 'approved', { isTrusted: false })] },
    auto({ approvals: 1 }),
    'rest',
  ],
  ['with the approvals', { checks: passed, reviews: [review(1, 'approved')] }, auto({ approvals: 1 }), 'merge'],
  ['not while it is not known whether it can be', { checks: passed, mergeable: 'unknown' }, auto(), 'rest'],
  ['behind its base, that is taken in', { checks: passed, mergeable: 'behind' }, auto(), 'update'],
])('%s', (_what, said, pull, type) => {
  expect(step(said, pull).type).toBe(type);
});

test('without checks a head is looked at twice before it is merged: they are registered some moments after a push', () => {
  expect(step({}, auto(), 1).type).toBe('rest');
  expect(step({}, auto(), 2).type).toBe('merge');
});

test('a rule of the forge in the way of a merge is told to a person once nothing else can end it', () => {
  expect(step({ checks: passed, mergeable: 'blocked' }, auto(), 1).type).toBe('rest');
  expect(step({ checks: passed, mergeable: 'blocked' }, auto(), 3)).toMatchObject({ type: 'stuck', error: { kind: 'needs-person' } });
});

test('all that is known goes back as one message, and is dealt with by that', () => {
  const said = {
    checks: [check('build', 'failed'), check('lint', 'passed')],
    reviews: [review(1, 'changes')],
    mergeable: 'conflict',
  } as const;
  const back = step({ ...said, comments: [comment(5), comment(6, { replyTo: 5 }), comment(7, { kind: 'whole' })] });
  expect(back).toMatchObject({
    type: 'return',
    work: { checks: [{ name: 'build' }], hasConflict: true },
    handled: ['check:run:build', 'review:1', 'comment:5', 'comment:6', 'comment:7', 'conflict:h1'],
    toAnswer: [5],
  });
});

test('what a person is told of the last round says what is in the way, and how it goes on', () => {
  const { error } = step({ checks: [check('build', 'failed')] }, { rounds: 3 }) as Extract<ReturnType<typeof pullStep>, { type: 'stuck' }>;
  expect(`${error.said} ${error.next}`).toMatch(/build failed.*3 times.*pulls follow 12/u);
});

test('its sight says the worst of its checks, the trusted reviews, and conversations that are open', () => {
  const said = facts({
    checks: [check('build', 'failed'), check('test', 'pending')],
    reviews: [review(1, 'approved'), review(2, 'changes', { author: 'mallory', isTrusted: false })],
    comments: [comment(5), comment(6, { replyTo: 5 }), comment(7, { isResolved: true })],
  });
  expect(sightOf(said)).toMatchObject({ checks: 'failed', failedChecks: ['build'], review: 'approved', openThreads: 1 });
});

test('words of strangers are named once', () => {
  const said = facts({ comments: [comment(5, { author: 'mallory', isTrusted: false }), comment(6)] });
  expect(strangersIn(pullRequest(), said)).toEqual([{ key: 'comment:5', author: 'mallory' }]);
  expect(strangersIn(pullRequest({ handled: ['comment:5'] }), said)).toEqual([]);
});
