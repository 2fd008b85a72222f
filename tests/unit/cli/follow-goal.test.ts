// The exit code of `run --wait` where pull requests are merged by themselves: it is theirs, too.
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { followGoal } from '../../../src/cli/follow-goal.js';
import type { Connection } from '../../../src/client/connection.js';
import { fail, ok } from '../../../src/core/model/error.js';
import type { PullRequest } from '../../../src/core/model/pull-request.js';
import type { AgentStatus, GoalStatus } from '../../../src/core/model/status.js';
import { pullRequest } from '../../helpers/pulls.js';

let told = '';
beforeEach(() => {
  told = '';
  vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
    told += String(text);
    return true;
  });
});
afterEach(() => vi.restoreAllMocks());

const error = { kind: 'needs-person', tried: 'get PR #12 through', said: 'lint failed', next: 'Look at it' } as const;
const auto = (over: Partial<PullRequest> = {}) => pullRequest({ plan: { ...pullRequest().plan, merge: 'auto' }, ...over });
const asked = (over: Partial<PullRequest> = {}) => pullRequest(over);
const stuck = { follow: 'paused', error } as const;

/** A host whose goal has ended, with this pull request of its agent, or of the goal itself. */
function host(goal: Partial<GoalStatus>, agent: Partial<AgentStatus>): Connection {
  const ended = { id: 'g1', state: 'done', tasks: [], ...goal } as unknown as GoalStatus;
  const rest = { result: null, error: null, question: null, limit: null, undelivered: null, why: { rule: '', evidence: '' } };
  const agents = [{ id: 'a', name: 'fix-login', goal: 'g1', state: 'done', ...rest, ...agent }];
  const others = [{ ...agents[0], id: 'b', goal: 'g2', pull: auto({ state: 'closed' }) }];
  const answers: Readonly<Record<string, unknown>> = {
    waitGoal: ok(ended),
    status: ok({ goals: [ended], agents: [...agents, ...others] }),
    statusAfter: fail({ kind: 'no-host', tried: 't', said: 's', next: 'n' }),
  };
  return { request: async (method: string) => answers[method] } as unknown as Connection;
}

const exitCode = async (connection: Connection) => {
  const outcome = await followGoal(connection, { goal: 'g1', untilWaiting: false });
  return outcome.ok ? outcome.value.exitCode : outcome.error;
};

it.each([
  ['0 once it is merged', auto({ state: 'merged' }), 0],
  ['0 while it is open and nothing keeps it', auto(), 0],
  ['4 where it waits for a person', auto(stuck), 4],
  ['1 where it was closed without a merge', auto({ state: 'closed' }), 1],
  ['0 of one that nobody wanted merged, however it stands', asked({ ...stuck, state: 'closed' }), 0],
] as const)('is %s', async (_, pull, code) => {
  expect(await exitCode(host({}, { pull }))).toBe(code);
  expect(await exitCode(host({ pull }, {}))).toBe(code);
});

it('is that of the goal where that is higher', async () => {
  expect(await exitCode(host({ state: 'failed', limit: 'budget' }, { pull: auto(stuck) }))).toBe(5);
  expect(await exitCode(host({ state: 'failed' }, { pull: auto({ state: 'merged' }) }))).toBe(1);
});

it('says what keeps one that was to be merged by itself, and of others nothing', async () => {
  await exitCode(host({}, { pull: auto(stuck) }));
  expect(told).toContain('orch-tui: get PR #12 through: lint failed. Look at it.\n');
  told = '';
  await exitCode(host({}, { pull: asked(stuck) }));
  expect(told).not.toContain('lint failed');
});
