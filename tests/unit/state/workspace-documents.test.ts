// The documents of a workspace, from events: what a person and a program find there at any moment, and at the end.
import { describe, expect, it } from 'vitest';
import type { AppState } from '../../../src/core/model/state.js';
import type { WorkflowState } from '../../../src/core/model/workspace.js';
import { goalOf, historyEntry, seqOfEntry, workflowState, workspaceInfo } from '../../../src/core/state/workspace-documents.js';
import { contextText, summaryText } from '../../../src/core/state/workspace-texts.js';
import { atWork, exited, fold, shows, stamp } from '../../helpers/fold-events.js';
import { assigned, carriedOut, plannedGoal, plannedTask, proposed } from '../../helpers/plans.js';

const PLAN = [
  plannedGoal({ text: 'Make\u001b[2J it fast' }),
  proposed(plannedTask('t1', [], { title: 'measure' }), plannedTask('t2', ['t1'])),
];

function workflow(state: AppState, before: WorkflowState | null = null): WorkflowState {
  const found = workflowState(state, 'g1', before);
  if (found === null) throw new Error('no such goal');
  return found;
}

describe('the context', () => {
  it('tells goal, plan with its marks, who does what, results and what is left', () => {
    const state = fold([...PLAN, ...carriedOut('t1'), assigned('t2')]);
    expect(contextText(workflow(state))).toBe(`# Make it fast

Goal g1: running. Begun 2026-11-21T12:00:01.000Z.

## Goal

Make it fast

## Plan

- [x] t1 measure (coder): done
- [>] t2 title of t2 (coder): running, after t1

## Who does what

- name-t1 (claude) on t1: done
- name-t2 (claude) on t2: preparing

## Results

- name-t1: merged into main (c1)

## What is left

- t2 title of t2: running
`);
  });

  it('tells what is asked, what was decided and what it costs', () => {
    const usage = { inputTokens: 100, outputTokens: 10, costUsd: 0.5, estimated: true };
    const state = fold([
      ...atWork('a'),
      { type: 'agent.usageChanged', agent: 'a', usage },
      {
        type: 'agent.stateChanged',
        agent: 'a',
        state: 'waiting',
        why: { source: 'screen', rule: 'r', evidence: 'e', at: '' },
        question: { kind: 'choice', text: 'Blue\u0007 or red?', options: [], digest: 'd' },
      },
    ]);
    const text = contextText(workflow(state));
    expect(text).toContain('## Open questions\n\n- name-a: Blue or red?');
    expect(text).toContain('- name-a: 100 tokens in, 10 out, 0.5000 USD (estimated)\n- in all: 100 tokens in');
  });
});

describe('the summary', () => {
  it('tells success, results, times, branches and failures', () => {
    const state = fold([...PLAN, ...carriedOut('t1'), assigned('t2'), exited('t2', 3)]);
    const text = summaryText(workflow(state));
    expect(text).toContain('- 1 of 2 done (50 %)');
    expect(text).toContain('- name-t1: merged into main (c1)');
    expect(text).toMatch(/- name-t1 on t1: done, \d+ s/);
    expect(text).toContain('- the goal: orch/goal\n- name-t1: orch/t1');
    expect(text).toContain('(workflow-history.json)');
  });
});

describe('the state of a goal', () => {
  it('keeps agents that were removed, without what no longer runs', () => {
    const state = fold([...PLAN, ...carriedOut('t1'), assigned('t2')]);
    const before = workflow(state);
    const after = workflow(fold([{ type: 'agent.removed', agent: 't1', rescueRef: null, trash: null, restore: null }], state), before);
    expect(after.agents.map(({ id, worktree }) => [id, worktree])).toEqual([
      ['t1', null],
      ['t2', null],
    ]);
  });

  it('of a goal that left the state is ended', () => {
    const state = fold(atWork('a'));
    const before = workflow(state);
    const gone = fold([{ type: 'agent.removed', agent: 'a', rescueRef: null, trash: null, restore: null }], state);
    expect(workflowState(gone, 'g1', null)).toBeNull();
    expect(workflowState(gone, 'g1', before)?.goal.state).toBe('stopped');
  });

  it('says in its info how it was ordered', () => {
    expect(workspaceInfo(workflow(fold(PLAN)), '/r/.git')).toMatchObject({
      version: 1,
      id: 'g1',
      created: '2026-11-21T12:00:01.000Z',
      repository: '/r/.git',
      base: 'main',
      harness: 'builtin',
      options: { isPlanned: true, finish: 'merge', verify: 'npm test' },
    });
    expect(workspaceInfo(workflow(fold(atWork('a', { role: 'qa' }))), '/r/.git')).toMatchObject({
      harness: 'claude',
      options: { isPlanned: false, role: 'qa' },
    });
  });
});

describe('an entry of the history', () => {
  it('is one line with its place, and what tells nothing has none', () => {
    const line = historyEntry(stamp(exited('a', 1, { tail: 'no\nluck' }), 7), 'name-a');
    expect(JSON.parse(line ?? '')).toMatchObject({ seq: 7, type: 'agent.exited', agent: 'name-a', text: 'ended with exit code 1' });
    expect(line).not.toContain('\n');
    expect(seqOfEntry(line ?? '')).toBe(7);
    expect(seqOfEntry('},')).toBeNull();
    expect(historyEntry(stamp({ type: 'agent.seen', agent: 'a' }, 8), null)).toBeNull();
  });

  it('is about the goal that the event names', () => {
    expect(goalOf(stamp({ type: 'goal.stopRequested', goal: 'g1' }, 1))).toBe('g1');
    expect(goalOf(stamp({ type: 'budget.hit', about: { goal: 'g2', agent: null }, said: '' }, 1))).toBe('g2');
    expect(goalOf(stamp(shows('a', 'idle'), 1))).toBeNull();
  });
});
