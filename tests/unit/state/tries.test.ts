// Several tries of one task: they end, are judged, one is picked and finished, and only then the others go.
import { describe, expect, it } from 'vitest';
import type { EventBody } from '../../../src/core/model/event.js';
import type { AppState } from '../../../src/core/model/state.js';
import type { Tries } from '../../../src/core/model/tries.js';
import { isBusy } from '../../../src/core/state/counts.js';
import { pickRefusal } from '../../../src/core/state/may-pick.js';
import { isTried } from '../../../src/core/state/tries.js';
import { bestTry } from '../../../src/core/state/try-rows.js';
import { anError, commandsAfter, fold } from '../../helpers/fold-events.js';
import { bothEnded, delivered, finishing, judged, orderedTries, picks, tryEnded, UNJUDGED } from '../../helpers/tries.js';

const HOST: EventBody = { type: 'host.started', pid: 1, version: '1', bootId: null };
const removed = (agent: string): EventBody => ({
  type: 'agent.removed',
  agent,
  rescueRef: `refs/orch/rescue/${agent}`,
  trash: null,
  restore: null,
});
const finishFailed: EventBody = { type: 'finish.failed', agent: 'a', error: anError, waitsFor: 'person' };
const verifyFailed = (attempt: number): EventBody => ({ type: 'verify.failed', agent: 'a', attempt, error: anError, tail: '' });
const goalOf = (state: AppState) => state.goals.g1;
const agentOf = (state: AppState, id: string) => state.agents[id];
const two = orderedTries(['a', 'b']);

describe('a try', () => {
  it('waits to be picked once it is verified and committed, with nothing delivered', () => {
    const state = fold([two, ...finishing('a'), tryEnded('a')]);
    expect(agentOf(state, 'a')).toMatchObject({ state: 'done', result: null, why: { evidence: 'waits to be picked' } });
    expect(goalOf(state)).toMatchObject({ state: 'running', tries: { state: 'running', facts: [{ agent: 'a', verify: 'passed' }] } });
  });

  it('gets its failed check back like any agent', () => {
    expect(agentOf(fold([two, ...finishing('a'), verifyFailed(1)]), 'a')).toMatchObject({ state: 'starting' });
  });

  it('of which the last check failed ends with its work kept, and nobody is asked', () => {
    const last = [two, ...finishing('a'), verifyFailed(3)];
    expect(agentOf(fold(last), 'a')).toMatchObject({ state: 'finishing' });
    const ended = agentOf(fold([...last, tryEnded('a', { verify: 'failed' })]), 'a');
    expect(ended).toMatchObject({ state: 'failed', error: anError });
  });

  it('is finished by its end also where no agent finishes by itself, and a yes to the finish is the pick', () => {
    const order = orderedTries(['a', 'b'], { isUnattended: false, plan: { asks: true } });
    expect(agentOf(fold([order, ...finishing('a')]), 'a')).toMatchObject({ state: 'finishing' });
  });

  it('that goes on counts anew', () => {
    const resumed: EventBody = { type: 'agent.resumeRequested', agent: 'a', fresh: false, text: null };
    const state = fold([...bothEnded({ isUnattended: false }), UNJUDGED, resumed]);
    expect(goalOf(state)).toMatchObject({ state: 'running', tries: { state: 'running', judgement: null, facts: [{ agent: 'b' }] } });
  });

  it('that ended late, after it was stopped, is no end', () => {
    const state = fold([two, ...finishing('a'), { type: 'agent.stopRequested', agent: 'a' }, tryEnded('a')]);
    expect(goalOf(state)?.tries?.facts).toEqual([]);
  });
});

describe('when all have ended', () => {
  it('a model is asked', () => {
    expect(commandsAfter(bothEnded())).toContainEqual({ type: 'tries.judge', goal: 'g1' });
    const state = fold(bothEnded());
    expect(goalOf(state)).toMatchObject({ state: 'running', tries: { state: 'judging' } });
    expect(isBusy(state)).toBe(true);
  });

  it('one that could not be started is no reason to wait', () => {
    const bodies = [two, ...finishing('a'), tryEnded('a'), { type: 'worktree.failed', agent: 'b', error: anError } as const];
    expect(commandsAfter(bodies)).toContainEqual({ type: 'tries.judge', goal: 'g1' });
  });

  it('one that was removed by hand is no reason to wait', () => {
    const gone = [{ type: 'agent.removeRequested', agent: 'b' } as const, removed('b')];
    expect(goalOf(fold([two, ...finishing('a'), tryEnded('a'), ...gone]))?.tries?.state).toBe('judging');
  });

  it('one whose host was lost is waited for', () => {
    const state = fold([two, ...finishing('a'), tryEnded('a'), ...finishing('b'), HOST]);
    expect(goalOf(state)).toMatchObject({ state: 'stopped', tries: { state: 'running' } });
  });

  it.each([
    ['no check passed', [tryEnded('a', { verify: 'failed' }), tryEnded('b', { verify: 'failed' })]],
    ['nothing was changed', [tryEnded('a', { commit: null }), tryEnded('b', { commit: null })]],
  ])('and %s, the goal has failed where nobody is to be asked: nothing is delivered, all is kept', (_what, ends) => {
    const bodies = [two, ...finishing('a'), ...finishing('b'), ...ends];
    const state = fold(bodies);
    expect(goalOf(state)).toMatchObject({ state: 'failed', tries: { state: 'running' } });
    expect(Object.keys(state.agents)).toEqual(['a', 'b']);
    expect(commandsAfter(bodies)).not.toContainEqual({ type: 'tries.judge', goal: 'g1' });
  });

  it('a person may pick also where no check passed', () => {
    const ends = [tryEnded('a', { verify: 'failed' }), tryEnded('b', { verify: 'failed' })];
    const order = orderedTries(['a', 'b'], { isUnattended: false });
    expect(goalOf(fold([order, ...finishing('a'), ...finishing('b'), ...ends, UNJUDGED]))).toMatchObject({ state: 'waiting' });
  });

  it('because their time was over, or a person stopped the goal, nothing is judged', () => {
    const start = [two, ...finishing('a'), tryEnded('a'), ...finishing('b')];
    const stop = { type: 'agent.stopRequested', agent: 'b' } as const;
    const late = fold([...start, { type: 'goal.limitHit', goal: 'g1', limit: 'timeout' }, stop]);
    expect(goalOf(late)).toMatchObject({ state: 'stopped', tries: { state: 'running' } });
    const stopped = fold([...start, { type: 'goal.stopRequested', goal: 'g1' }, stop]);
    expect(goalOf(stopped)).toMatchObject({ state: 'stopped', tries: { state: 'running' } });
  });

  it('a person is waited for where one is there', () => {
    const state = fold([...bothEnded({ isUnattended: false }), UNJUDGED]);
    expect(goalOf(state)).toMatchObject({ state: 'waiting', tries: { state: 'choosing', unjudged: 'no model' } });
    expect(agentOf(state, 'a')).toMatchObject({ state: 'done' });
  });

  it('a host that starts asks anew what an earlier one was told too late', () => {
    expect(commandsAfter([...bothEnded(), HOST])).toContainEqual({ type: 'tries.judge', goal: 'g1' });
    expect(commandsAfter([...bothEnded(), { type: 'host.stopping' }])).toContainEqual({ type: 'goal.halt', goal: 'g1' });
  });
});

describe('the picked one', () => {
  const chosen = [...bothEnded({ isUnattended: false }), UNJUDGED, picks('a')];

  it('is verified again and finished as it was ordered', () => {
    expect(commandsAfter(chosen)).toContainEqual({ type: 'work.finish', agent: 'a', kind: 'merge', removeWorktree: false });
    const state = fold(chosen);
    expect(agentOf(state, 'a')).toMatchObject({ state: 'finishing', attempts: 0 });
    expect(agentOf(state, 'a')?.finish.competes).toBeUndefined();
    expect(goalOf(state)).toMatchObject({ state: 'running', tries: { state: 'picked', picked: 'a' } });
  });

  it('lets the others go only when it is delivered, and the goal is done when they are gone', () => {
    expect(agentOf(fold(chosen), 'b')).toMatchObject({ state: 'done', pending: null });
    expect(commandsAfter([...chosen, delivered('a')])).toContainEqual({ type: 'agent.remove', agent: 'b' });
    expect(goalOf(fold([...chosen, delivered('a')]))).toMatchObject({ state: 'running' });
    const after = fold([...chosen, delivered('a'), removed('b')]);
    expect(goalOf(after)).toMatchObject({ state: 'done', tries: { kept: [{ agent: 'name-b', ref: 'refs/orch/rescue/b' }] } });
    const left = fold([...chosen, delivered('a'), { type: 'agent.removeFailed', agent: 'b', error: anError }]);
    expect(goalOf(left)).toMatchObject({ state: 'done' });
  });

  it('that can not be finished costs nothing: another one is picked', () => {
    const stuck = fold([...chosen, finishFailed]);
    expect(goalOf(stuck)).toMatchObject({ state: 'waiting' });
    expect(agentOf(stuck, 'b')).toMatchObject({ pending: null });
    const other = fold([...chosen, finishFailed, picks('b')]);
    expect(agentOf(other, 'a')).toMatchObject({ state: 'done', finish: { competes: true } });
    expect(goalOf(other)).toMatchObject({ tries: { picked: 'b' } });
    expect(commandsAfter([...chosen, finishFailed, picks('b'), delivered('b')])).toContainEqual({ type: 'agent.remove', agent: 'a' });
  });

  it('is resumed first where it is to take over what the others have', () => {
    const combined: EventBody = { type: 'tries.combined', goal: 'g1', agent: 'a', text: 'take theirs' };
    const bodies = [...bothEnded({ isUnattended: false, plan: { asks: true } }), UNJUDGED, combined];
    expect(agentOf(fold(bodies), 'a')).toMatchObject({ state: 'starting', run: { text: 'take theirs' } });
    expect(goalOf(fold(bodies))).toMatchObject({ state: 'running', tries: { state: 'picked', picked: 'a' } });
    expect(agentOf(fold([...bodies, ...finishing('a')]), 'a')).toMatchObject({ state: 'finishing' });
  });

  it('is as it was where a host was lost meanwhile: the others stay, or go on going', () => {
    const lost = fold([...chosen, HOST]);
    expect(agentOf(lost, 'a')).toMatchObject({ state: 'interrupted' });
    expect(agentOf(lost, 'b')).toMatchObject({ pending: null });
    const picksAgain = fold([...chosen, HOST, picks('b')]);
    expect(agentOf(picksAgain, 'a')).toMatchObject({ state: 'done', finish: { competes: true } });
    expect(commandsAfter([...chosen, delivered('a'), HOST])).toContainEqual({ type: 'agent.remove', agent: 'b' });
    const kept: EventBody = { type: 'agent.removeFailed', agent: 'b', error: anError };
    expect(commandsAfter([...chosen, delivered('a'), kept, HOST])).not.toContainEqual({ type: 'agent.remove', agent: 'b' });
  });

  it('that is delivered leaves alone another one that a person has taken up again', () => {
    const again: EventBody = { type: 'agent.resumeRequested', agent: 'b', fresh: false, text: null };
    expect(commandsAfter([...chosen, again, delivered('a')])).not.toContainEqual({ type: 'agent.remove', agent: 'b' });
  });

  it('may be removed afterwards: nothing else is picked in its place', () => {
    const kept: EventBody = { type: 'agent.removeFailed', agent: 'b', error: anError };
    const state = fold([...bothEnded(), UNJUDGED, picks('a', 'host'), delivered('a'), kept, removed('a')]);
    expect(goalOf(state)).toMatchObject({ state: 'done', tries: { state: 'picked' } });
  });
});

describe('the best', () => {
  const sized = (id: string, additions: number): EventBody => ({
    type: 'agent.diffChanged',
    agent: id,
    diff: { files: 1, additions, deletions: 0 },
  });
  const triesAfter = (bodies: readonly EventBody[]) => {
    const state = fold(bodies);
    return bestTry(state.goals.g1?.tries as Tries, Object.values(state.agents), Date.parse('2026-11-21T13:00:00.000Z'));
  };
  const score = (agent: string, points: number) => ({ agent, score: points, reason: 'r' });
  const ended = (a: Parameters<typeof tryEnded>[1], b: Parameters<typeof tryEnded>[1]) => [
    two,
    ...finishing('a'),
    ...finishing('b'),
    tryEnded('a', a),
    tryEnded('b', b),
  ];

  it.each<[string, readonly EventBody[], string | null]>([
    ['passed its check, however it is judged', [...ended({ verify: 'failed' }, {}), judged(score('a', 9), score('b', 1))], 'b'],
    ['is judged better', [...bothEnded(), judged(score('a', 4), score('b', 8)), sized('a', 1), sized('b', 90)], 'b'],
    ['is smaller, where they are judged alike', [...bothEnded(), judged(score('a', 5), score('b', 5)), sized('a', 9), sized('b', 3)], 'b'],
    ['was faster, where nothing else tells them apart', [...bothEnded(), UNJUDGED], 'b'],
    ['is nobody, where nothing was changed', ended({ commit: null }, { commit: null }), null],
  ])('%s', (_what, bodies, best) => {
    expect(triesAfter(bodies)).toBe(best);
  });
});

describe('picking', () => {
  const refusalOf = (bodies: readonly EventBody[], how: 'alone' | 'combined' = 'alone', id = 'a') => {
    const state = fold(bodies);
    const goal = state.goals.g1;
    const agent = state.agents[id];
    if (!isTried(goal) || agent === undefined) throw new Error('no tries');
    return pickRefusal(goal, { agent, own: Object.values(state.agents), how })?.said ?? null;
  };

  it('takes one that has ended, also before the others have', () => {
    expect(refusalOf([two, ...finishing('a'), tryEnded('a'), ...finishing('b').slice(0, 3)])).toBeNull();
    expect(refusalOf([...bothEnded()], 'combined')).toBeNull();
  });

  it('is refused of one at work, or once one was picked', () => {
    expect(refusalOf([two, ...finishing('a').slice(0, 3)])).toBe('it is working');
    expect(refusalOf([...bothEnded(), UNJUDGED, picks('b')])).toBe('name-b was picked and is finishing');
    expect(refusalOf([...bothEnded(), UNJUDGED, picks('b'), delivered('b')])).toBe('name-b was picked and is finished');
  });
});

it('states and orders without tries are as they were', () => {
  const { tries: _none, ...plain } = two as Extract<EventBody, { type: 'goal.submitted' }>;
  const agents = plain.agents.map(({ finish: { competes: _past, ...finish }, ...rest }) => ({ ...rest, finish }));
  const state = fold([{ ...plain, agents }, ...finishing('a'), delivered('a')]);
  expect(state.goals.g1?.tries).toBeUndefined();
  expect(agentOf(state, 'a')).toMatchObject({ state: 'done', result: { kind: 'merge' } });
});
