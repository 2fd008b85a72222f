// A plan changed by a person: what each change makes of the tasks.
import { describe, expect, it } from 'vitest';
import type { PlannedTask } from '../../../src/core/model/goal.js';
import {
  addTask,
  changeTask,
  depths,
  dropTask,
  inOrder,
  moveTask,
  nextRole,
  nextTaskId,
  waitsForItself,
} from '../../../src/core/view/plan-edit.js';
import { plannedTask } from '../../helpers/plans.js';

/** `t2<t1 t3<t1,t2` as tasks. */
function plan(text: string): readonly PlannedTask[] {
  return text.split(' ').map((word) => {
    const [id = '', after = ''] = word.split('<');
    return plannedTask(id, after === '' ? [] : after.split(','));
  });
}

function told(tasks: readonly PlannedTask[]): string {
  return tasks.map(({ id, after }) => (after.length === 0 ? id : `${id}<${after.join(',')}`)).join(' ');
}

it.each([
  ['t1 t2 t3', 't1 t2 t3', 'as they stand where nothing waits'],
  ['t3<t1 t1 t2', 't1 t3<t1 t2', 'behind what it waits for'],
  ['t3<t2 t2<t1 t1', 't1 t2<t1 t3<t2', 'a chain from its beginning'],
  ['t1<t9 t2', 't1<t9 t2', 'whatever waits for something unknown waits for nothing'],
  ['t1<t2 t2<t1 t3', 't3 t1<t2 t2<t1', 'a circle still has all its tasks'],
])('the order of %s is %s: %s', (before, after) => {
  expect(told(inOrder(plan(before)))).toBe(after);
});

it.each([
  ['t1 t2<t1 t3<t1 t4<t2,t3', 't2', 't1 t3<t1 t4<t1,t3', 'its place is taken by what it waited for'],
  ['t1 t2<t1', 't1', 't2', 'nothing is left to wait for'],
  ['t1 t2<t1 t3<t1,t2', 't2', 't1 t3<t1', 'none is waited for twice'],
  ['t1', 't9', 't1', 'one that is not there changes nothing'],
])('without a task, %s - %s is %s: %s', (before, id, after) => {
  expect(told(dropTask(plan(before), id))).toBe(after);
});

it.each([
  ['t1 t2 t3', 't2', 1, 't1 t3 t2'],
  ['t1 t2 t3', 't2', -1, 't2 t1 t3'],
  ['t1 t2<t1 t3', 't3', -1, 't1 t3 t2<t1'],
  ['t1 t2<t1', 't1', 1, 't1 t2<t1'],
  ['t1 t2<t1', 't2', -1, 't1 t2<t1'],
  ['t1 t2', 't2', 1, 't1 t2'],
  ['t2<t1 t1', 't9', 1, 't2<t1 t1'],
] as const)('moving: %s, %s by %i is %s', (before, id, by, after) => {
  expect(told(moveTask(plan(before), id, by))).toBe(after);
});

it.each([
  ['t1 t2', 't1', 't1 new t2'],
  ['t1 t2', null, 't1 t2 new'],
  ['t1 t2', 't9', 't1 t2 new'],
])('a task added to %s behind %s stands in %s', (before, behind, after) => {
  expect(told(addTask(plan(before), plannedTask('new'), behind))).toBe(after);
});

describe('ids, roles, circles', () => {
  it.each([
    ['t1 t2', 't3'],
    ['t1 t3', 't4'],
    ['a b t3', 't4'],
  ])('the next id in %s is %s', (before, id) => expect(nextTaskId(plan(before))).toBe(id));

  it('goes through all roles and none', () => {
    const roles = ['coder', 'qa'];
    expect([null, 'coder', 'qa', 'gone'].map((role) => nextRole(roles, role))).toEqual(['coder', 'qa', null, null]);
  });

  it.each([
    ['t1 t2<t1', null],
    ['t1<t1', 't1'],
    ['t1<t3 t2<t1 t3<t2', 't1'],
  ])('in %s, %s waits for itself', (before, id) => expect(waitsForItself(plan(before))).toBe(id));

  it('tells how deep each stands', () => {
    expect([...depths(plan('t1 t2<t1 t3<t1,t2 t4'))]).toEqual([
      ['t1', 0],
      ['t2', 1],
      ['t3', 2],
      ['t4', 0],
    ]);
  });

  it('changes one task and no other', () => {
    expect(changeTask(plan('t1 t2'), 't2', { role: 'qa' }).map(({ role }) => role)).toEqual(['coder', 'qa']);
  });
});
