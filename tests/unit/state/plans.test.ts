// Planned goals as state: the plan, tasks that follow their agents, what is started when, and how the whole ends.
import { describe, expect, it } from 'vitest';
import type { EventBody } from '../../../src/core/model/event.js';
import { type AppState, emptyState } from '../../../src/core/model/state.js';
import { MOST_ENDED } from '../../../src/core/state/retire.js';
import { anError, commandsAfter, exited, fold, newAgent } from '../../helpers/fold-events.js';
import { assigned, carriedOut, plannedGoal, plannedTask, proposed } from '../../helpers/plans.js';

const DIAMOND = proposed(plannedTask('a'), plannedTask('b', ['a']), plannedTask('c', ['a']), plannedTask('d', ['b', 'c']));
const STARTED = [plannedGoal(), DIAMOND];

const states = (state: AppState) => Object.fromEntries((state.goals.g1?.tasks ?? []).map((task) => [task.id, task.state]));
const goalAfter = (...bodies: readonly EventBody[]) => fold(bodies).goals.g1;
const starts = (bodies: readonly EventBody[]) => commandsAfter(bodies).filter(({ type }) => type === 'task.start');
const lost: EventBody = { type: 'host.started', pid: 2, version: '1', bootId: null };
const resumed: EventBody = { type: 'goal.resumeRequested', goal: 'g1' };

describe('the plan', () => {
  it('is asked for when a goal with an order comes, and nothing else is done', () => {
    expect(commandsAfter([plannedGoal()])).toEqual([{ type: 'plan.make', goal: 'g1' }]);
    expect(goalAfter(plannedGoal())).toMatchObject({ state: 'planning', workspace: '/ws/goal', plan: { state: 'asked' } });
  });

  it('runs at once where nobody has to agree', () => {
    expect(commandsAfter(STARTED)).toEqual([{ type: 'task.start', goal: 'g1', task: 'a' }]);
    expect(goalAfter(...STARTED)?.state).toBe('running');
  });

  it('waits for a person where that was ordered, can be changed, and runs when they agree', () => {
    const waiting = [plannedGoal({ approvals: ['plan'] }), DIAMOND];
    expect(commandsAfter(waiting)).toEqual([]);
    expect(goalAfter(...waiting)?.state).toBe('waiting');
    const edited: EventBody = { type: 'plan.edited', goal: 'g1', tasks: [plannedTask('x'), plannedTask('y', ['x'])] };
    expect(commandsAfter([...waiting, edited])).toEqual([]);
    expect(starts([...waiting, edited, { type: 'plan.approved', goal: 'g1' }])).toEqual([{ type: 'task.start', goal: 'g1', task: 'x' }]);
  });

  it('counts its changes, so that an edit of an older one can be refused', () => {
    const edited: EventBody = { type: 'plan.edited', goal: 'g1', tasks: [plannedTask('a')] };
    expect(goalAfter(plannedGoal())?.plan?.revision).toBe(0);
    expect(goalAfter(...STARTED)?.plan?.revision).toBe(1);
    expect(goalAfter(...STARTED, edited)?.plan).toMatchObject({ revision: 2, by: 'person' });
  });

  it('that could not be made fails the goal, and is asked for again when that is resumed', () => {
    const failed: readonly EventBody[] = [plannedGoal(), { type: 'plan.failed', goal: 'g1', error: anError }];
    expect(goalAfter(...failed)).toMatchObject({ state: 'failed', plan: { state: 'failed', error: anError } });
    expect(commandsAfter([...failed, resumed])).toEqual([{ type: 'plan.make', goal: 'g1' }]);
  });

  it('made anew leaves what is done and what runs as it is', () => {
    const again: EventBody = { type: 'plan.replanRequested', goal: 'g1', wish: 'smaller steps' };
    const bodies = [
      ...STARTED,
      ...carriedOut('a'),
      assigned('b'),
      again,
      proposed(plannedTask('a'), plannedTask('b'), plannedTask('e', ['a'])),
    ];
    const goal = goalAfter(...bodies);
    expect(goal?.tasks.map(({ id, state, agent }) => [id, state, agent])).toEqual([
      ['a', 'done', 'a'],
      ['b', 'running', 'b'],
      ['e', 'ready', null],
    ]);
    expect(starts(bodies)).toEqual([{ type: 'task.start', goal: 'g1', task: 'e' }]);
  });
});

describe('a plan that a person changes', () => {
  const edited = (...ids: readonly string[]): EventBody => ({ type: 'plan.edited', goal: 'g1', tasks: ids.map((id) => plannedTask(id)) });
  const finishing = [plannedGoal(), proposed(plannedTask('a')), ...carriedOut('a')];
  const finished: EventBody = { type: 'goal.finished', goal: 'g1', result: null, notes: [] };

  it('while the planner is at it is theirs from then on: the planner is not asked again', () => {
    expect(commandsAfter([plannedGoal(), edited('x')])).toEqual([]);
    expect(goalAfter(plannedGoal(), edited('x'), DIAMOND)).toMatchObject({
      state: 'waiting',
      tasks: [{ id: 'x' }],
      plan: { by: 'person' },
    });
  });

  it('is not changed any more once the whole is being delivered: what were started would be in nothing', () => {
    for (const before of [finishing, [...finishing, finished]]) {
      expect(starts([...before, edited('a', 'b')])).toEqual([]);
      expect(goalAfter(...before, edited('a', 'b'))).toEqual(goalAfter(...before));
      const again: EventBody = { type: 'plan.replanRequested', goal: 'g1', wish: 'more' };
      expect(goalAfter(...before, again)).toEqual(goalAfter(...before));
    }
  });

  it('to mend what failed as a whole is delivered anew when the new task is done', () => {
    const failed: EventBody = { type: 'goal.finishFailed', goal: 'g1', error: anError };
    const bodies = [...finishing, failed, edited('a', 'b')];
    expect(starts(bodies)).toEqual([{ type: 'task.start', goal: 'g1', task: 'b' }]);
    expect(goalAfter(...bodies, assigned('b'))?.state).toBe('running');
    expect(commandsAfter([...bodies, ...carriedOut('b')])).toContainEqual({ type: 'goal.finish', goal: 'g1' });
  });
});

describe('tasks', () => {
  it('are started together as soon as what they wait for is done, each once', () => {
    const bodies = [...STARTED, ...carriedOut('a')];
    expect(states(fold(bodies))).toEqual({ a: 'done', b: 'ready', c: 'ready', d: 'blocked' });
    expect(starts(bodies).map((command) => 'task' in command && command.task)).toEqual(['b', 'c']);
    expect(starts([...bodies, assigned('b')])).toEqual([]);
  });

  it('that fail block only what waits for them', () => {
    const plan = proposed(plannedTask('a'), plannedTask('b', ['a']), plannedTask('c'));
    const bodies = [plannedGoal(), plan, ...carriedOut('a').slice(0, 4), exited('a', 1), assigned('c')];
    expect(states(fold(bodies))).toEqual({ a: 'failed', b: 'skipped', c: 'running' });
    expect(fold(bodies).goals.g1?.state).toBe('running');
    expect(fold([...bodies, ...carriedOut('c').slice(1)]).goals.g1?.state).toBe('failed');
  });

  it('that could not be given to an agent are tried again when the goal is resumed', () => {
    const bodies: readonly EventBody[] = [...STARTED, { type: 'task.failed', goal: 'g1', task: 'a', error: anError }];
    expect(goalAfter(...bodies)?.tasks[0]).toMatchObject({ state: 'failed', error: anError });
    expect(goalAfter(...bodies)?.state).toBe('failed');
    expect(starts([...bodies, resumed])).toEqual([{ type: 'task.start', goal: 'g1', task: 'a' }]);
  });

  it('whose agent is removed before the end have failed', () => {
    const removed: EventBody = { type: 'agent.removed', agent: 'a', rescueRef: null, trash: null, restore: null };
    expect(states(fold([...STARTED, assigned('a'), removed]))).toMatchObject({ a: 'failed' });
    expect(states(fold([...STARTED, ...carriedOut('a'), removed]))).toMatchObject({ a: 'done' });
  });
});

describe('a task that a person finishes by hand', () => {
  it('ends where its plan says, so that what builds on it has its work', () => {
    const bodies = [...STARTED, ...carriedOut('a').slice(0, 4)];
    const finish: EventBody = { type: 'finish.requested', agent: 'a', kind: 'keep', removeWorktree: false };
    expect(fold([...bodies, finish]).agents.a).toMatchObject({ state: 'finishing', finish: { kind: 'merge' } });
  });
});

describe('the end', () => {
  const one = [plannedGoal(), proposed(plannedTask('a'))];

  it('is the delivery of the whole, once all tasks are done', () => {
    const bodies = [...one, ...carriedOut('a')];
    expect(commandsAfter(bodies)).toContainEqual({ type: 'goal.finish', goal: 'g1' });
    expect(goalAfter(...bodies)).toMatchObject({ state: 'running', finish: { state: 'running' } });
    const result = { kind: 'merge', url: null, commit: 'm', path: null } as const;
    expect(goalAfter(...bodies, { type: 'goal.finished', goal: 'g1', result, notes: [] })).toMatchObject({
      state: 'done',
      finish: { result },
    });
  });

  it('waits for a person where that was ordered', () => {
    const bodies = [plannedGoal({ approvals: ['finish'] }), proposed(plannedTask('a')), ...carriedOut('a')];
    expect(commandsAfter(bodies)).not.toContainEqual({ type: 'goal.finish', goal: 'g1' });
    expect(goalAfter(...bodies)?.state).toBe('waiting');
    expect(commandsAfter([...bodies, { type: 'goal.finishApproved', goal: 'g1' }])).toEqual([{ type: 'goal.finish', goal: 'g1' }]);
  });

  it('that fails is a failure where nobody is to be asked, and is tried again when the goal is resumed', () => {
    const bodies: readonly EventBody[] = [...one, ...carriedOut('a'), { type: 'goal.finishFailed', goal: 'g1', error: anError }];
    expect(goalAfter(...bodies)?.state).toBe('failed');
    expect(commandsAfter([...bodies, resumed])).toEqual([{ type: 'goal.finish', goal: 'g1' }]);
  });
});

describe('after a crash', () => {
  it('nothing is started by itself; a resumed goal does not do again what is done', () => {
    const before = [...STARTED, ...carriedOut('a'), assigned('b')];
    expect(commandsAfter([...before, lost]).filter(({ type }) => type === 'task.start')).toEqual([]);
    expect(fold([...before, lost]).goals.g1).toMatchObject({ state: 'stopped', pause: 'host-lost' });
    const after = [...before, lost, resumed];
    expect(starts(after)).toEqual([{ type: 'task.start', goal: 'g1', task: 'c' }]);
    expect(states(fold(after))).toMatchObject({ a: 'done', c: 'ready' });
  });

  it('an agent that had no place yet is not given one before the goal is resumed', () => {
    const full = fold([plannedGoal(), proposed(plannedTask('a'), plannedTask('b'))], emptyState(1));
    const before = fold([...carriedOut('a').slice(0, 4), assigned('b')], full);
    expect(before.agents.b?.state).toBe('queued');
    const after = fold([lost], before);
    expect(after.agents.b?.state).toBe('interrupted');
    const again: EventBody = { type: 'agent.resumeRequested', agent: 'b', fresh: false, text: null };
    expect(fold([resumed, again], after).agents.b).toMatchObject({ state: 'preparing', run: { mode: 'fresh' } });
  });

  it('the finish that waits for a person is carried out once they agree', () => {
    const bodies = [plannedGoal({ approvals: ['finish'] }), proposed(plannedTask('a')), ...carriedOut('a'), lost];
    const agreed: EventBody = { type: 'goal.finishApproved', goal: 'g1' };
    expect(commandsAfter([...bodies, agreed])).toEqual([{ type: 'goal.finish', goal: 'g1' }]);
    expect(goalAfter(...bodies, agreed)?.state).toBe('running');
  });

  it('what waits for a task that was only ended waits on, and is not left out', () => {
    expect(states(fold([...STARTED, assigned('a'), lost]))).toEqual({ a: 'failed', b: 'blocked', c: 'blocked', d: 'blocked' });
  });

  it('a plan that waits for a person goes on waiting', () => {
    expect(goalAfter(plannedGoal({ approvals: ['plan'] }), DIAMOND, lost)?.state).toBe('waiting');
  });
});

describe('a stopped goal', () => {
  const stop: EventBody = { type: 'goal.stopRequested', goal: 'g1' };

  it('ends its agents and starts nothing more', () => {
    const running = [...STARTED, ...carriedOut('a'), ...carriedOut('b').slice(0, 4)];
    expect(commandsAfter([...running, stop])).toContainEqual({ type: 'agent.stop', agent: 'b' });
    expect(starts([...running, stop, ...carriedOut('b').slice(4)])).toEqual([]);
    expect(fold([...running, stop]).goals.g1?.state).toBe('stopped');
  });

  it('goes on from where it was when it is resumed', () => {
    expect(starts([...STARTED, stop, resumed])).toEqual([{ type: 'task.start', goal: 'g1', task: 'a' }]);
  });
});

describe('a plan of the person’s own', () => {
  const own = (changes: Parameters<typeof plannedGoal>[0] = {}) =>
    plannedGoal({ tasks: [plannedTask('a'), plannedTask('b', ['a'])], ...changes });

  it('is run without asking the planner', () => {
    expect(commandsAfter([own()])).toEqual([{ type: 'task.start', goal: 'g1', task: 'a' }]);
    expect(goalAfter(own())).toMatchObject({ state: 'running', plan: { by: 'person', state: 'approved' } });
  });

  it('waits for their word all the same where that was ordered', () => {
    expect(commandsAfter([own({ approvals: ['plan'] })])).toEqual([]);
    expect(goalAfter(own({ approvals: ['plan'] }))?.state).toBe('waiting');
  });
});

describe('what has ended', () => {
  const ended = (id: string): readonly EventBody[] => [
    plannedGoal({ goal: id, tasks: [plannedTask('t')] }),
    { type: 'task.assigned', goal: id, task: 't', order: newAgent(`a-${id}`, { task: 't', plan: { unattended: true } }) },
    { type: 'worktree.created', agent: `a-${id}`, branch: 'b', worktree: '/wt', baseCommit: 'c0', notes: [] },
    { type: 'agent.exited', agent: `a-${id}`, exitCode: 0, signal: null, tail: '', attended: false },
    { type: 'finish.done', agent: `a-${id}`, result: null, notes: [] },
    { type: 'goal.finished', goal: id, result: null, notes: [] },
    { type: 'worktree.removed', agent: `a-${id}`, rescueRef: null, trash: null, restore: null },
  ];
  const many = (count: number) => Array.from({ length: count }, (_, at) => ended(`g${at}`)).flat();

  it('leaves the state with the oldest first, once many have ended: saving it costs the same after ten thousand goals', () => {
    const state = fold(many(MOST_ENDED + 3));
    expect(Object.keys(state.agents)).toHaveLength(MOST_ENDED);
    expect(Object.keys(state.goals)).toHaveLength(MOST_ENDED);
    expect(state.goals.g0).toBeUndefined();
    expect(state.goals[`g${MOST_ENDED + 2}`]?.state).toBe('done');
  });

  it('stays as long as its worktree is there', () => {
    const kept = ended('kept').slice(0, -1);
    expect(fold([...kept, ...many(MOST_ENDED + 3)]).goals.kept?.state).toBe('done');
  });
});

describe('a task whose agent was removed', () => {
  it('is given to another when the goal is resumed', () => {
    const removed: EventBody = { type: 'agent.removed', agent: 'a', rescueRef: null, trash: null, restore: null };
    expect(starts([...STARTED, assigned('a'), removed, resumed])).toEqual([{ type: 'task.start', goal: 'g1', task: 'a' }]);
  });

  const gone: EventBody = { type: 'agent.removed', agent: 'a', rescueRef: null, trash: null, restore: null };
  const removing: readonly EventBody[] = [
    ...carriedOut('a').slice(0, 4),
    { type: 'agent.removeRequested', agent: 'a' },
    exited('a', null),
    gone,
  ];

  it('while it ran is given to another too: the goal stays, though that was its only agent', () => {
    const bodies = [...STARTED, ...removing];
    expect(goalAfter(...bodies)).toMatchObject({ state: 'failed', tasks: [{ id: 'a', agent: null }, {}, {}, {}] });
    expect(starts([...bodies, resumed])).toEqual([{ type: 'task.start', goal: 'g1', task: 'a' }]);
  });

  it('after it had failed keeps why, and is given to another', () => {
    const bodies = [...STARTED, ...carriedOut('a').slice(0, 4), exited('a', 1), gone];
    expect(goalAfter(...bodies)?.tasks[0]).toMatchObject({ state: 'failed', agent: null, error: { kind: 'harness' } });
    expect(starts([...bodies, resumed])).toEqual([{ type: 'task.start', goal: 'g1', task: 'a' }]);
  });

  it('leaves with its goal when a person stops that, before or after', () => {
    const stop: EventBody = { type: 'goal.stopRequested', goal: 'g1' };
    expect(goalAfter(...STARTED, ...removing.slice(0, -1), stop, gone)).toBeUndefined();
    expect(goalAfter(...STARTED, ...removing, stop)).toBeUndefined();
  });
});
