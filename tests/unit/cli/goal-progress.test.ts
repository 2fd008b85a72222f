// What `run --wait` and `resume --wait` say of a planned goal itself.
import { describe, expect, it } from 'vitest';
import { endSentences, phaseLine, questionSentence } from '../../../src/cli/goal-progress.js';
import type { GoalPlan, Task } from '../../../src/core/model/goal.js';
import type { AgentStatus, GoalStatus } from '../../../src/core/model/status.js';

const plan: GoalPlan = { state: 'approved', revision: 1, by: 'planner', wish: null, error: null, sinceSeq: 1 };
const finish: NonNullable<GoalStatus['finish']> = { state: 'running', result: null, error: null, notes: [], sinceSeq: 1 };
const task = { id: 't1', agent: null, error: null } as Task;
const goal: GoalStatus = {
  id: 'g-1',
  text: 'x',
  state: 'running',
  workspace: null,
  createdAt: '',
  tasks: [task],
  plan,
  branch: 'orch/x',
  base: 'main',
};
const merged = { kind: 'merge', commit: '0123456789abcdef', url: null, path: null } as const;
const error = { kind: 'model', tried: 'plan the goal', said: 'it fails', next: 'Try again' } as const;

const tries: NonNullable<GoalStatus['tries']> = {
  state: 'choosing',
  isUnattended: false,
  facts: [],
  judgement: null,
  unjudged: null,
  picked: null,
  sinceSeq: 1,
};

describe('several tries', () => {
  const { plan: _none, ...tried } = goal;

  it('are told while they are compared and while they wait for a person', () => {
    expect(phaseLine({ ...tried, tries: { ...tries, state: 'running' } })).toBeNull();
    expect(phaseLine({ ...tried, tries: { ...tries, state: 'judging' } })).toBe('g-1  its tries are compared');
    expect(phaseLine({ ...tried, tries })).toBe('g-1  its tries wait for you: `orch-tui compare g-1`');
    expect(endSentences({ ...tried, tries })).toEqual([expect.stringContaining('`orch-tui pick NAME`')]);
  });
});

describe('where it is', () => {
  it.each<[string, Partial<GoalStatus>, string | null]>([
    ['it is being planned', { tasks: [], plan: { ...plan, state: 'asked' } }, 'g-1  planning'],
    ['there is a plan', {}, 'g-1  planned  1 task'],
    ['the plan waits for a person', { plan: { ...plan, state: 'proposed' } }, 'g-1  its plan waits for your yes: `orch-tui approve g-1`'],
    ['it is verified and delivered as a whole', { finish }, 'g-1  finishing'],
    ['it is merged', { finish: { ...finish, state: 'done', result: merged } }, 'g-1  finished  merged into main (0123456789)'],
    [
      'it is a pull request',
      { finish: { ...finish, state: 'done', result: { ...merged, kind: 'pr', url: 'https://f/1' } } },
      'g-1  finished  pull request https://f/1 (0123456789)',
    ],
    [
      'it is a branch',
      { finish: { ...finish, state: 'done', result: { ...merged, kind: 'branch' } } },
      'g-1  finished  branch orch/x (0123456789)',
    ],
    ['nothing was to be delivered', { finish: { ...finish, state: 'done' } }, 'g-1  finished'],
    ['it was stopped', { state: 'stopped' }, null],
  ])('%s', (_what, changes, line) => {
    expect(phaseLine({ ...goal, ...changes })).toBe(line);
  });

  it('a goal without a plan is told by its agents alone', () => {
    const { plan: _plan, ...bare } = goal;
    expect(phaseLine(bare)).toBeNull();
  });
});

describe('why it ended or waits', () => {
  it.each<[string, Partial<GoalStatus>, RegExp | null]>([
    ['all is well', {}, null],
    ['a budget', { limit: 'budget' }, /^g-1 has ended: its budget is used up; `orch-tui resume g-1`/u],
    ['a plan to be agreed to', { plan: { ...plan, state: 'proposed' } }, /^the plan of g-1 waits .*`orch-tui approve g-1`/u],
    ['a finish to be agreed to', { finish: { ...finish, state: 'asked' } }, /^the finish of g-1 waits .*`orch-tui approve g-1`/u],
    ['a planner that failed', { plan: { ...plan, state: 'failed', error } }, /^plan the goal: it fails\. Try again\.$/u],
    ['a task that no agent has begun', { tasks: [{ ...task, error }] }, /it fails/u],
    ['a task of an agent, which is told by itself', { tasks: [{ ...task, agent: 'a', error }] }, null],
  ])('%s', (_what, changes, said) => {
    const told = endSentences({ ...goal, ...changes });
    if (said === null) expect(told).toEqual([]);
    else expect(told.join()).toMatch(said);
  });

  it.each([
    ['run `npm test`?', 'a asks: run `npm test`? Answer it'],
    ['a name', 'a asks: a name. Answer it'],
  ])('a question ends in one mark: %s', (text, begin) => {
    expect(questionSentence({ name: 'a', question: { text } } as AgentStatus)).toContain(begin);
  });
});
