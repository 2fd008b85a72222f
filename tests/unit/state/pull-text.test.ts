// What a pull request is told as where there is little room.
import { describe, expect, it } from 'vitest';
import type { PullRequest, PullSight } from '../../../src/core/model/pull-request.js';
import { PULL_MARKS, pullGist, pullText } from '../../../src/core/state/pull-text.js';
import { pullRequest } from '../../helpers/pulls.js';

const sight = (over: Partial<PullSight> = {}): PullSight => ({
  isDraft: false,
  head: 'h1',
  checks: 'none',
  failedChecks: [],
  review: 'none',
  mergeable: 'yes',
  openThreads: 0,
  ...over,
});
const seen = (over: Partial<PullSight>): PullRequest => pullRequest({ sight: sight(over) });
const error = { kind: 'needs-person', tried: 'get it through', said: 'lint failed', next: 'Look at it' } as const;

describe('the gist of a pull request', () => {
  it.each([
    ['nothing before its forge was asked', pullRequest(), '', ''],
    ['nothing while there is nothing to tell', seen({}), '', ''],
    ['the first check that failed', seen({ checks: 'failed', failedChecks: ['lint', 'test'] }), 'ci ✗ lint', 'ci x lint'],
    ['that one failed, where it has no name', seen({ checks: 'failed' }), 'ci ✗', 'ci x'],
    ['a name from outside as plain text', seen({ checks: 'failed', failedChecks: ['\u001b[2Jli\nnt'] }), 'ci ✗ li nt', 'ci x li nt'],
    ['that checks run', seen({ checks: 'pending' }), 'ci ●', 'ci *'],
    ['that nothing is in its way', seen({ checks: 'passed' }), '✓', 'ok'],
    ['that it was approved', seen({ review: 'approved' }), '✓', 'ok'],
    ['that its checks are not enough', seen({ checks: 'passed', mergeable: 'blocked' }), 'ci ✓', 'ci ok'],
    ['that a reviewer wants changes', seen({ checks: 'passed', review: 'changes' }), 'changes', 'changes'],
    ['a conflict before all else', seen({ checks: 'failed', review: 'changes', mergeable: 'conflict' }), 'conflict', 'conflict'],
    ['a failed check before a review', seen({ checks: 'failed', failedChecks: ['lint'], review: 'changes' }), 'ci ✗ lint', 'ci x lint'],
    ['that it is a draft', seen({ isDraft: true, checks: 'passed' }), 'draft', 'draft'],
    ['that its agent has it back', pullRequest({ isBack: true, sight: sight({ checks: 'failed' }) }), 'back', 'back'],
    ['that it was merged', pullRequest({ state: 'merged', sight: sight({ checks: 'failed' }) }), 'merged', 'merged'],
    ['that it was closed', pullRequest({ state: 'closed' }), 'closed', 'closed'],
  ] as const)('is %s', (_, pull, unicode, ascii) => {
    expect(pullGist(pull, PULL_MARKS.unicode).text).toBe(unicode);
    expect(pullGist(pull, PULL_MARKS.ascii).text).toBe(ascii);
  });

  it('does not call a pull request good that nobody looks at any more', () => {
    expect(pullGist(pullRequest({ follow: 'off', sight: sight({ checks: 'passed' }) }), PULL_MARKS.unicode).text).toBe('');
  });
});

describe('a pull request in a line', () => {
  it.each([
    ['all that keeps it', seen({ checks: 'failed', review: 'changes', mergeable: 'conflict' }), 'PR #12 conflict ✗ ci ✗ review ✗'],
    ['that it needs a person', pullRequest({ error, follow: 'paused' }), 'PR #12 needs you'],
    ['that nobody follows it', pullRequest({ follow: 'off', sight: sight({ checks: 'passed' }) }), 'PR #12 ci ✓ not followed'],
    ['its end', pullRequest({ state: 'merged' }), 'PR #12 merged'],
  ] as const)('says %s', (_, pull, text) => {
    expect(pullText(pull, PULL_MARKS.unicode)).toBe(text);
  });
});
