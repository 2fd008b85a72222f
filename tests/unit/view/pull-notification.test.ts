// What of a pull request a person is called for, and what not.
import { describe, expect, it } from 'vitest';
import type { PullRequest } from '../../../src/core/model/pull-request.js';
import { pullNotificationOf } from '../../../src/core/view/pull-notification.js';
import { pullRequest } from '../../helpers/pulls.js';
import { anAgent } from '../../helpers/view-fixtures.js';
import { aGoal } from '../../helpers/view-goals.js';

const owners = { agents: [anAgent({ name: 'fix-login' })], goals: [aGoal()] };
const error = { kind: 'needs-person', tried: 't', said: 'lint failed', next: 'Look at it' } as const;
const pull = (over: Partial<PullRequest> = {}) => pullRequest({ agent: 'id-fix-login', ...over });
const stuck = pull({ follow: 'paused', error });

describe('a person is called', () => {
  it.each([
    ['when it gets stuck', pull(), stuck, 'waiting', 'fix-login: PR #12 needs you: lint failed'],
    [
      'when it is stuck by something else',
      stuck,
      { ...stuck, error: { ...error, said: 'it conflicts' } },
      'waiting',
      'fix-login: PR #12 needs you: it conflicts',
    ],
    ['when it is merged', pull(), pull({ state: 'merged' }), 'done', 'fix-login: PR #12 is merged'],
  ] as const)('%s', (_, before, after, kind, text) => {
    expect(pullNotificationOf(before, after, owners)).toEqual({ kind, of: { agent: 'id-fix-login' }, name: 'fix-login', text });
  });

  it('for the goal where it is its work as a whole', () => {
    expect(pullNotificationOf(pull({ agent: null }), { ...stuck, agent: null }, owners)).toMatchObject({
      of: { goal: 'g1' },
      text: 'Login with tokens: PR #12 needs you: lint failed',
    });
  });

  it.each([
    ['twice for the same', stuck, { ...stuck, rounds: 4 }],
    ['when it goes back to its agent', pull(), pull({ isBack: true })],
    ['when it is closed', pull(), pull({ state: 'closed' })],
    ['when a person goes on with it', stuck, pull()],
    ['for one that was merged before', pull({ state: 'merged' }), pull({ state: 'merged', rounds: 1 })],
    ['for one that is there for the first time, merged', undefined, pull({ state: 'merged' })],
  ])('not %s', (_, before, after) => {
    expect(pullNotificationOf(before, after, owners)).toBeNull();
  });
});
