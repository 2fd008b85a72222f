// Planned goals as a view gets them: plain values, each test names only what it is about.
import type { Goal, GoalPlan, Task } from '../../src/core/model/goal.js';
import { GOAL_ORDER, plannedTask } from './plans.js';
import { ago } from './view-fixtures.js';

export function aTask(id: string, after: readonly string[] = [], over: Partial<Task> = {}): Task {
  return { ...plannedTask(id, after), state: 'blocked', agent: null, sinceSeq: 1, result: null, error: null, ...over };
}

export function aPlan(over: Partial<GoalPlan> = {}): GoalPlan {
  return { state: 'proposed', revision: 3, by: 'planner', wish: null, error: null, sinceSeq: 1, ...over };
}

export function aGoal(over: Partial<Goal> = {}): Goal {
  return {
    id: 'g1',
    text: 'Login with tokens\nand refresh',
    state: 'waiting',
    workspace: null,
    createdAt: ago(600),
    order: GOAL_ORDER,
    plan: aPlan(),
    tasks: [aTask('t1', [], { role: 'designer' }), aTask('t2', ['t1']), aTask('t3', ['t1']), aTask('t4', ['t2', 't3'], { role: 'qa' })],
    ...over,
  };
}
