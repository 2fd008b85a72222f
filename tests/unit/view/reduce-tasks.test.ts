// The tasks view: whose plan it shows, going among tasks, changing what has not begun, and agreeing to it.
import { describe, expect, it } from 'vitest';
import type { Goal } from '../../../src/core/model/goal.js';
import { modeOf } from '../../../src/core/view/view-state.js';
import { clientView } from '../../helpers/client-view.js';
import { anAgent } from '../../helpers/view-fixtures.js';
import { aGoal, aPlan, aTask } from '../../helpers/view-goals.js';

function open(goal: Goal = aGoal(), over: Parameters<typeof clientView>[0] = {}) {
  const client = clientView({ goals: [goal], ...over });
  client.does('view.tasks');
  const place = () => {
    if (client.view.place.kind !== 'tasks') throw new Error('the tasks are not open');
    return client.view.place;
  };
  const edited = () => {
    const [effect] = client.effects;
    if (effect?.type !== 'request' || effect.method !== 'planEdit') throw new Error('no plan was sent');
    return {
      ...effect.params,
      tasks: effect.params.tasks.map(({ id, after, role }) => `${id}<${after.join(',')}:${role ?? ''}`).join(' '),
    };
  };
  return { client, place, edited };
}

describe('whose plan', () => {
  it('is that of the chosen agent', () => {
    const agents = [anAgent({ name: 'a', goal: 'g1' })];
    const client = clientView({ agents, goals: [aGoal(), aGoal({ id: 'g2' })] }, 'id-a');
    client.does('view.tasks');
    expect(client.view.place).toMatchObject({ kind: 'tasks', goal: 'g1' });
    expect(modeOf(client.view)).toBe('tasks');
  });

  it('is else the newest one, and the same key leaves it', () => {
    const client = clientView({ goals: [aGoal(), aGoal({ id: 'g2' })] });
    client.does('view.tasks');
    expect(client.view.place).toMatchObject({ goal: 'g2' });
    client.does('view.tasks');
    expect(client.view.place.kind).toBe('agents');
  });

  it('is one that waits for a yes before all others, as the screen says; n and p go to the others', () => {
    const agents = [anAgent({ name: 'a', goal: 'g1' })];
    const running = aGoal({ plan: aPlan({ state: 'approved' }) });
    const client = clientView({ agents, goals: [running, aGoal({ id: 'g2' })] }, 'id-a');
    client.does('view.tasks');
    expect(client.view.place).toMatchObject({ goal: 'g2' });
    client.presses('n');
    expect(client.view.place).toMatchObject({ goal: 'g1' });
    client.presses('p');
    expect(client.view.place).toMatchObject({ goal: 'g2' });
  });

  it('is one that was interrupted before those that go on by themselves', () => {
    const agents = [anAgent({ name: 'a', goal: 'g1' })];
    const running = aGoal({ plan: aPlan({ state: 'approved' }) });
    const client = clientView({ agents, goals: [running, { ...running, id: 'g2', state: 'stopped', pause: 'host-lost' }] }, 'id-a');
    client.does('view.tasks');
    expect(client.view.place).toMatchObject({ goal: 'g2' });
  });

  it('that nobody has is said', () => {
    const { plan: _none, ...unplanned } = aGoal();
    const client = clientView({ goals: [unplanned] });
    client.does('view.tasks');
    expect([client.view.place.kind, client.view.toast?.text]).toEqual(['agents', 'No goal has a plan yet. A new goal gets one.']);
  });
});

describe('a change', () => {
  it('is the whole plan at its revision, and shown at once', () => {
    const { client, place, edited } = open();
    client.does('selection.next');
    client.presses('r');
    expect(edited()).toEqual({ goal: 'g1', revision: 3, tasks: 't1<:designer t2<t1:designer t3<t1:coder t4<t2,t3:qa' });
    expect(place()).toMatchObject({ chosen: 't2', edited: [{}, { role: 'designer' }, {}, {}] });
  });

  it('waits until the one before it was taken, and is then sent at the new revision', () => {
    const { client, place, edited } = open();
    client.does('selection.next');
    client.presses('r', 'r');
    expect(client.effects).toEqual([]);
    client.act({ type: 'answered', method: 'planEdit', params: {} as never, result: { goal: 'g1', revision: 4 } });
    expect(edited()).toMatchObject({ revision: 4, tasks: expect.stringContaining('t2<t1:qa') });
    client.act({ type: 'answered', method: 'planEdit', params: {} as never, result: { goal: 'g1', revision: 5 } });
    expect([client.effects, place().edited, place().saving]).toEqual([[], null, null]);
  });

  it('that is refused is not shown as if it were so', () => {
    const { client, place } = open();
    client.presses('r');
    const error = { kind: 'conflict', tried: 'change it', said: 'the plan has changed meanwhile', next: 'Look again' } as const;
    client.act({ type: 'refused', method: 'planEdit', error });
    expect([place().edited, client.view.dialog?.kind]).toEqual([null, 'notice']);
  });

  it.each([
    [['D'], 't2<:coder t3<:coder t4<t2,t3:qa', 'D leaves one out'],
    [['x', 'y'], 't2<:coder t3<:coder t4<t2,t3:qa', 'x asks first'],
    [['down', 'J'], 't1<:designer t3<t1:coder t2<t1:coder t4<t2,t3:qa', 'J moves it down'],
    [['down', 'down', 'K'], 't1<:designer t3<t1:coder t2<t1:coder t4<t2,t3:qa', 'K moves it up'],
  ] as const)('%j: %s, %s', (keys, tasks, _) => {
    const { client, edited } = open();
    for (const key of keys)
      if (key === 'down') client.does('selection.next');
      else client.presses(key);
    expect(edited().tasks).toBe(tasks);
  });

  it('that makes no plan is not sent', () => {
    const { client } = open();
    client.presses('J');
    expect([client.effects, client.view.toast?.text]).toEqual([[], expect.stringContaining('It can go no further')]);
    const only = open(aGoal({ tasks: [aTask('t1')] }));
    only.client.presses('D');
    expect([only.client.effects, only.client.view.toast?.text]).toEqual([[], 'A plan has at least one task.']);
  });

  it.each([
    ['has begun', aGoal({ plan: aPlan({ state: 'approved' }), tasks: [aTask('t1', [], { agent: 'a1', state: 'running' })] }), 'has begun'],
    ['is being planned', aGoal({ plan: aPlan({ state: 'asked' }) }), 'The planner is at it'],
    ['is done', aGoal({ finish: { state: 'done', result: null, error: null, notes: [], sinceSeq: 1 } }), 'The goal is done'],
  ])('of what %s is not made', (_, goal, said) => {
    const { client } = open(goal);
    for (const key of ['r', 'D', 'e', 'J']) {
      client.presses(key);
      expect([client.effects, client.view.dialog, client.view.toast?.text]).toEqual([[], null, expect.stringContaining(said)]);
    }
  });

  it('is not made on a read-only screen', () => {
    const { client } = open(aGoal(), { isReadOnly: true });
    for (const key of ['r', 'D', 'e', 'a', 'A', 'P', 'S']) client.presses(key);
    expect([client.effects, client.view.dialog, client.view.toast?.text]).toEqual([[], null, 'This screen is read-only.']);
  });
});

describe('the dialog of a task', () => {
  const type = (client: ReturnType<typeof clientView>, field: 'title' | 'after' | 'artifact' | 'done', value: string) =>
    client.act({ type: 'fieldChanged', field, value });

  it('adds one behind the chosen one, which it waits for', () => {
    const { client, edited, place } = open();
    client.presses('a');
    expect(client.view.dialog).toMatchObject({ kind: 'planTask', task: null, after: '1', role: 'coder', focus: 'title' });
    type(client, 'title', 'Docs');
    client.presses('tab');
    client.pastes('Write them');
    client.presses('enter');
    expect(edited().tasks).toBe('t1<:designer t5<t1:coder t2<t1:coder t3<t1:coder t4<t2,t3:qa');
    expect(place().chosen).toBe('t5');
  });

  it('changes one, with numbers as the list shows them', () => {
    const { client, edited } = open();
    client.does('page.last');
    client.does('selection.previous');
    client.presses('enter');
    expect(client.view.dialog).toMatchObject({ task: 't4', title: 'title of t4', after: '2, 3', edit: { text: 'do t4' } });
    type(client, 'after', '1 3');
    client.presses('enter');
    expect(edited().tasks).toContain('t4<t1,t3:qa');
  });

  it.each([
    ['title', '', 'It needs a title.'],
    ['after', '9', 'There is no task 9.'],
    ['after', '4', 'Then tasks would wait for each other.'],
  ] as const)('says what is wrong with %s %j', (field, value, problem) => {
    const { client } = open();
    client.presses('e');
    type(client, field, value);
    client.presses('enter');
    expect(client.effects).toEqual([]);
    expect(client.view.dialog).toMatchObject({ problem, focus: field });
  });

  it('asks for the file where it ends in one', () => {
    const { client, edited } = open();
    client.presses('e', 'tab', 'tab', 'tab', 'tab', 'tab', 'right', 'enter');
    expect(client.view.dialog).toMatchObject({ ends: 'artifact', problem: 'Which file does it end in?', focus: 'artifact' });
    type(client, 'artifact', 'design.md');
    client.presses('enter');
    expect(edited()).toBeTruthy();
    expect(client.effects).toMatchObject([{ params: { tasks: [{ kind: 'artifact', artifact: 'design.md' }, {}, {}, {}] } }]);
  });
});

describe('agreeing', () => {
  it.each([['A'], ['enter']])('to the plan with %s, at the revision that is seen', (key) => {
    const { client } = open();
    client.does('page.last');
    client.presses(key);
    expect(client.effects).toEqual([{ type: 'request', method: 'planApprove', params: { goal: 'g1', revision: 3 } }]);
  });

  it('to the finish', () => {
    const { client } = open(
      aGoal({ plan: aPlan({ state: 'approved' }), finish: { state: 'asked', result: null, error: null, notes: [], sinceSeq: 1 } }),
    );
    client.presses('A');
    expect(client.effects).toEqual([{ type: 'request', method: 'goalApprove', params: { goal: 'g1' } }]);
  });

  it('is not possible while nothing is asked', () => {
    const { client } = open(aGoal({ plan: aPlan({ state: 'approved' }) }));
    client.presses('A');
    expect([client.effects, client.view.toast?.text]).toEqual([[], 'There is nothing to agree to.']);
  });

  it('or another plan, with a wish', () => {
    const { client } = open();
    client.presses('P');
    client.pastes('fewer tasks');
    client.presses('enter');
    expect(client.effects).toEqual([{ type: 'request', method: 'planAgain', params: { goal: 'g1', wish: 'fewer tasks' } }]);
  });

  it('or an end, after a question', () => {
    const { client } = open();
    client.presses('S', 'enter');
    expect(client.effects).toEqual([]);
    client.presses('S', 'y');
    expect(client.effects).toEqual([{ type: 'request', method: 'goalStop', params: { goal: 'g1' } }]);
  });
});

it.each([
  [aGoal({ pause: 'stopped' }), true],
  [aGoal({ state: 'failed' }), true],
  [aGoal({ plan: aPlan({ state: 'failed' }) }), true],
  [aGoal({ plan: aPlan({ state: 'approved' }), state: 'running' }), false],
])('resumes a goal that was ended or has failed, and no other', (goal, isResumed) => {
  const { client } = open(goal);
  client.presses('R');
  const wanted = [{ type: 'request', method: 'resume', params: { agent: 'g1', fresh: false } }];
  expect(client.effects).toEqual(isResumed ? wanted : []);
});

it('goes from a task that has begun to its agent', () => {
  const goal = aGoal({ plan: aPlan({ state: 'approved' }), tasks: [aTask('t1', [], { agent: 'id-a', state: 'running' })] });
  const { client } = open(goal, { agents: [anAgent({ name: 'b' }), anAgent({ name: 'a', number: 2 })] });
  client.presses('enter');
  expect([client.view.place.kind, client.view.selected]).toEqual(['agents', 'id-a']);
});
