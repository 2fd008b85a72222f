// What became of a goal, in figures that say so where they are not exact.
import { describe, expect, it } from 'vitest';
import type { Task } from '../../../src/core/model/goal.js';
import type { AgentStatus, GoalStatus } from '../../../src/core/model/status.js';
import { goalStatus, statusOf } from '../../../src/core/state/status.js';
import { goalResult } from '../../../src/library/goal-result.js';
import { fold, newAgent, START, submitted } from '../../helpers/fold-events.js';

const state = fold([submitted(newAgent('a1'), newAgent('a2', { role: 'qa' }))]);
const [one, other] = statusOf(state, null).agents as [AgentStatus, AgentStatus];
const goal: GoalStatus = goalStatus(state.goals.g1!, {});
const usage = { inputTokens: 100, outputTokens: 10, costUsd: 0.5, estimated: false };
const task = (id: string, changes: Partial<Task>): Task => ({
  id,
  title: `title of ${id}`,
  role: 'coder',
  after: [],
  text: 'x',
  done: null,
  kind: 'code',
  artifact: null,
  verify: null,
  estimateMinutes: null,
  state: 'done',
  agent: null,
  sinceSeq: 1,
  result: null,
  error: null,
  ...changes,
});
const at = { nowMs: START + 6000 };

describe('a goal without a plan', () => {
  it('has one result for each agent of it, and for no other', () => {
    const agents: AgentStatus[] = [
      { ...one, state: 'done', usage },
      { ...other, state: 'failed', usage },
      { ...one, id: 'x', goal: 'other' },
    ];
    const result = goalResult({ ...goal, state: 'failed' }, { agents, ...at });
    expect(result.results.map(({ agent, state: name, role, task: id }) => [agent, name, role, id])).toEqual([
      ['name-a1', 'done', null, null],
      ['name-a2', 'failed', 'qa', null],
    ]);
    expect(result.summary).toEqual({
      tasks: 2,
      done: 1,
      successRate: 0.5,
      costUsd: 1,
      inputTokens: 200,
      outputTokens: 20,
      estimated: false,
      durationMs: 5000,
      limit: null,
    });
    expect(result.delivery).toBe(null);
  });

  it('delivers what its only agent ended in', () => {
    const merged = { kind: 'merge', url: null, commit: 'c1', path: null } as const;
    expect(goalResult(goal, { agents: [{ ...one, state: 'done', result: merged }], ...at }).delivery).toEqual(merged);
  });

  it('says that its cost is not exact where an agent tells none', () => {
    const result = goalResult(goal, { agents: [{ ...one, usage }, other], ...at });
    expect(result.summary).toMatchObject({ costUsd: 0.5, estimated: true });
  });

  it('says who asks what, and what is to be mended', () => {
    const question = { kind: 'permission', text: 'Run npm test?', options: ['yes', 'no'], digest: 'd' } as const;
    const error = { kind: 'conflict', tried: 'merge', said: 'conflicts in a.txt', next: 'Mend it' } as const;
    const agents: AgentStatus[] = [
      { ...one, state: 'waiting', question },
      { ...other, state: 'waiting', error },
    ];
    expect(goalResult({ ...goal, state: 'waiting' }, { agents, ...at }).waitsFor).toEqual([
      { kind: 'question', agent: 'name-a1', text: 'Run npm test?', options: ['yes', 'no'] },
      { kind: 'mending', agent: 'name-a2', text: 'conflicts in a.txt', options: [] },
    ]);
    expect(goalResult({ ...goal, state: 'running' }, { agents, ...at }).waitsFor).toEqual([]);
  });
});

describe('a planned goal', () => {
  const plan = { state: 'approved', revision: 1, by: 'planner', wish: null, error: null, sinceSeq: 1 } as const;
  const finish = {
    state: 'done',
    result: { kind: 'pr', url: 'https://x/1', commit: 'c', path: null },
    error: null,
    notes: [],
    sinceSeq: 2,
  };

  it('has one result for each task, also for those that were never begun, and one delivery', () => {
    const tasks = [task('t1', { agent: 'a1' }), task('t2', { state: 'skipped' })];
    const planned = { ...goal, tasks, plan, finish, modelUsage: usage } as GoalStatus;
    const result = goalResult(planned, { agents: [{ ...one, usage }], ...at });
    expect(result.results).toMatchObject([
      { task: 't1', agent: 'name-a1', state: 'done', title: 'title of t1' },
      { task: 't2', agent: null, state: 'skipped' },
    ]);
    expect(result.delivery).toMatchObject({ url: 'https://x/1' });
    expect(result.summary).toMatchObject({ tasks: 2, done: 1, costUsd: 1, estimated: false });
  });

  it('that could not be planned has no results, and says why', () => {
    const error = { kind: 'model', tried: 'plan', said: 'no answer', next: 'Try again' } as const;
    const result = goalResult({ ...goal, state: 'failed', plan: { ...plan, state: 'failed', error } }, { agents: [], ...at });
    expect(result).toMatchObject({ state: 'failed', results: [], error, summary: { successRate: 0, estimated: false } });
  });

  it('waits for whoever has to agree', () => {
    const proposed = { ...goal, state: 'waiting', plan: { ...plan, state: 'proposed' } } as GoalStatus;
    expect(goalResult(proposed, { agents: [], ...at }).waitsFor).toMatchObject([{ kind: 'plan', agent: null }]);
    const asked = { ...goal, state: 'waiting', plan, finish: { ...finish, state: 'asked' } } as GoalStatus;
    expect(goalResult(asked, { agents: [], ...at }).waitsFor).toMatchObject([{ kind: 'finish', agent: null }]);
  });
});
