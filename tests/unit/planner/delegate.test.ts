// A task that the planner marks as large: its agent may split it, unless a person or the configuration forbids that.
import { describe, expect, it } from 'vitest';
import type { TaskOrder } from '../../../src/core/effects/effect-ports.js';
import { DEFAULT_CONFIG } from '../../../src/core/model/default-config.js';
import { fail, ok } from '../../../src/core/model/error.js';
import type { GoalOrder, Task } from '../../../src/core/model/goal.js';
import { emptyState } from '../../../src/core/model/state.js';
import { checkPlan } from '../../../src/core/planner/check-plan.js';
import { planAnswerSchema, plannedTasks } from '../../../src/core/planner/plan-answer.js';
import { MAY_DELEGATE } from '../../../src/core/roles/delegation-words.js';
import { plannedOf } from '../../../src/core/view/plan-edit.js';
import { taskAgents } from '../../../src/host/answers/order-task.js';
import type { OrderWorld } from '../../../src/host/answers/order-world.js';
import { fold } from '../../helpers/fold-events.js';
import { plannedGoal, plannedTask, proposed } from '../../helpers/plans.js';
import { ROLES } from '../../helpers/roles.js';

const answered = (more: object) => {
  const task = { id: 't1', title: 'Move the code', role: 'coder', text: 'move it', ...more };
  return plannedTasks(planAnswerSchema.parse({ tasks: [task] }), ROLES);
};

describe('the plan', () => {
  it.each<[string, object, boolean | undefined]>([
    ['says that a task is large', { delegate: true }, true],
    ['says that it is not', { delegate: false }, undefined],
    ['says nothing', {}, undefined],
    ['says so of a file, which one agent writes', { delegate: true, kind: 'artifact', artifact: 'x.md' }, undefined],
  ])('%s', (_what, more, delegate) => {
    const checked = checkPlan(answered(more), { roles: ['coder'], maxTasks: 3 });
    expect(checked.ok && checked.value[0]?.delegate).toBe(delegate);
    expect(checked.ok && checked.value[0] && 'delegate' in checked.value[0]).toBe(delegate === true);
  });

  it('keeps it where a person changes something else', () => {
    expect(plannedOf({ ...plannedTask('a'), delegate: true })).toMatchObject({ id: 'a', delegate: true });
  });
});

describe('the agent of such a task', () => {
  const ordered = async (
    task: Partial<Task>,
    { order = {}, delegate = 'auto' }: { order?: Partial<GoalOrder>; delegate?: 'auto' | 'never' } = {},
  ) => {
    const state = fold([plannedGoal(), proposed(plannedTask('a'))], emptyState(5));
    const goal = state.goals.g1!;
    const world = {
      state,
      config: { ...DEFAULT_CONFIG, hierarchy: { ...DEFAULT_CONFIG.hierarchy, delegate } },
      repository: { branches: async () => ok(['main']) },
      takenFolders: async () => [],
      worktrees: '/wt',
      createId: () => 'a1',
      harness: () => ok({ choosesConversation: false }),
      model: { available: () => fail({ kind: 'model', tried: 'ask', said: 'no key', next: '' }) },
    } as unknown as OrderWorld;
    const whole = { ...goal, order: { ...goal.order!, ...order } };
    const made: TaskOrder = { goal: whole, task: { ...goal.tasks[0]!, ...task }, role: null, text: 'move it' };
    const agent = await taskAgents(() => world)(made);
    if (!agent.ok) throw new Error(agent.error.said);
    return agent.value;
  };

  it('may delegate, and is told so', async () => {
    expect(await ordered({ delegate: true })).toMatchObject({ delegates: 'always', text: `move it\n\n${MAY_DELEGATE}` });
    const other = await ordered({});
    expect(other.delegates).toBeUndefined();
    expect(other.text).toBe('move it');
  });

  it('may not where that is configured, or a person has said so; a person may also allow it for all', async () => {
    expect((await ordered({ delegate: true }, { delegate: 'never' })).delegates).toBeUndefined();
    expect(await ordered({ delegate: true }, { order: { delegates: 'never' } })).toMatchObject({ delegates: 'never', text: 'move it' });
    expect(await ordered({}, { order: { delegates: 'always' }, delegate: 'never' })).toMatchObject({ delegates: 'always' });
  });
});
