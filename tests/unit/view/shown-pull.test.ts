// Which pull requests wait for a person, and what is said of them.
import { describe, expect, it } from 'vitest';
import type { Agent } from '../../../src/core/model/agent.js';
import type { PullRequest } from '../../../src/core/model/pull-request.js';
import { countedState, donePull, pullWords, stuckText } from '../../../src/core/view/shown-pull.js';
import { PULL_ID, pullRequest } from '../../helpers/pulls.js';
import { anAgent } from '../../helpers/view-fixtures.js';
import { aGoal } from '../../helpers/view-goals.js';

const error = { kind: 'needs-person', tried: 'get it through', said: 'lint failed', next: 'Look at it' } as const;
const stuck = pullRequest({ agent: 'id-fix-login', follow: 'paused', error });
const fixLogin = (over: Partial<Agent> = {}) => anAgent({ name: 'fix-login', state: 'done', process: null, pull: PULL_ID, ...over });
const only = (pull: PullRequest) => ({ [pull.id]: pull });

describe('an agent whose pull request is stuck', () => {
  it('counts as one that waits', () => {
    expect(countedState(fixLogin(), only(stuck))).toBe('waiting');
    expect(countedState(fixLogin({ state: 'stopped' }), only(stuck))).toBe('waiting');
  });

  it.each([
    ['while it works', fixLogin({ state: 'working' }), stuck, 'working'],
    ['once a person goes on with it', fixLogin(), { ...stuck, follow: 'on', error: null }, 'done'],
    ['where a person left it alone', fixLogin(), { ...stuck, error: null }, 'done'],
    ['once it is merged', fixLogin(), { ...stuck, state: 'merged' }, 'done'],
    ['where it failed itself', fixLogin({ state: 'failed' }), stuck, 'failed'],
    ['without a pull request', fixLogin({ pull: 'gone' }), stuck, 'done'],
  ] as const)('does not %s', (_, agent, pull, state) => {
    expect(countedState(agent, only(pull))).toBe(state);
  });

  it('is told by what keeps it, or that it needs somebody', () => {
    expect(pullWords(stuck, 'unicode').text).toBe('PR #12 needs you');
    const sight = {
      isDraft: false,
      head: 'h1',
      checks: 'failed',
      failedChecks: ['lint'],
      review: 'none',
      mergeable: 'yes',
      openThreads: 0,
    } as const;
    expect(pullWords({ ...stuck, sight }, 'ascii').text).toBe('PR #12 ci x lint');
  });
});

it('tells the pull request only of what is done or stuck, and not while that is removed', () => {
  const pulls = only(pullRequest({ agent: 'id-fix-login' }));
  expect(donePull(fixLogin(), pulls)?.number).toBe(12);
  expect(donePull(fixLogin({ state: 'working' }), pulls)).toBeNull();
  expect(donePull(fixLogin({ pending: { order: 'remove' } }), pulls)).toBeNull();
  expect(donePull(fixLogin({ state: 'stopped' }), only(stuck))?.number).toBe(12);
});

describe('what is said of the stuck one', () => {
  const owners = { agents: [fixLogin()], goals: [aGoal()] };

  it('names it, whose it is, what happened and what comes next', () => {
    expect(stuckText({ ...owners, pulls: only(stuck) })).toBe('PR #12 of fix-login: lint failed. Look at it.');
  });

  it('names the goal as a whole where it is no agent’s', () => {
    expect(stuckText({ ...owners, pulls: only({ ...stuck, agent: null }) })).toBe('PR #12 of Login with tokens: lint failed. Look at it.');
  });

  it('is still said when its agent was removed, and by its branch', () => {
    expect(stuckText({ ...owners, agents: [], pulls: only(stuck) })).toBe('PR #12 of orch/name-a: lint failed. Look at it.');
  });

  it('is of the one that stopped first', () => {
    const later = { ...stuck, id: 'h/o/r#13', number: 13, agent: null, sinceSeq: 9 };
    expect(stuckText({ ...owners, pulls: { ...only(later), ...only(stuck) } })).toMatch(/^PR #12/u);
  });

  it.each([
    ['none is stuck', pullRequest(), fixLogin()],
    ['its agent is at it', stuck, fixLogin({ state: 'working' })],
  ])('is nothing where %s', (_, pull, agent) => {
    expect(stuckText({ ...owners, agents: [agent], pulls: only(pull) })).toBeNull();
  });
});
