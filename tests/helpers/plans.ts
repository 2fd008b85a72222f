// Plans for tests: planned tasks, a goal that is planned, and the events that bring its tasks along.
import type { AgentState } from '../../src/core/model/agent.js';
import type { EventBody, NewAgent } from '../../src/core/model/event.js';
import type { GoalOrder, PlannedTask } from '../../src/core/model/goal.js';
import { DEFAULT_LIMITS } from '../../src/core/model/limit.js';
import { newAgent } from './fold-events.js';

export const GOAL_ORDER: GoalOrder = {
  launch: { harness: 'builtin', command: null, args: [], model: null },
  base: 'main',
  branch: 'orch/goal',
  finish: {
    kind: 'merge',
    unattended: true,
    whenStuck: 'fail',
    verify: 'npm test',
    attempts: 3,
    labels: [],
    reviewers: [],
    draft: false,
  },
  limits: DEFAULT_LIMITS,
  planned: 'always',
};

export function plannedTask(id: string, after: readonly string[] = [], changes: Partial<PlannedTask> = {}): PlannedTask {
  return {
    id,
    title: `title of ${id}`,
    role: 'coder',
    after,
    text: `do ${id}`,
    done: null,
    kind: 'code',
    artifact: null,
    verify: null,
    estimateMinutes: null,
    ...changes,
  };
}

type Submitted = Extract<EventBody, { type: 'goal.submitted' }>;

export function plannedGoal(changes: Partial<Submitted> = {}): EventBody {
  return { type: 'goal.submitted', goal: 'g1', text: 'a goal', agents: [], workspace: '/ws/goal', order: GOAL_ORDER, ...changes };
}

export function proposed(...tasks: readonly PlannedTask[]): EventBody {
  return { type: 'plan.proposed', goal: 'g1', tasks };
}

/** Task and agent have the same id. */
export function assigned(task: string, changes: Partial<NewAgent> = {}): EventBody {
  return {
    type: 'task.assigned',
    goal: 'g1',
    task,
    order: newAgent(task, { task, plan: { unattended: true, whenStuck: 'fail' }, ...changes }),
  };
}

/** From the queue to the end of its finish. */
export function carriedOut(task: string): readonly EventBody[] {
  return [
    assigned(task),
    { type: 'worktree.created', agent: task, branch: `orch/${task}`, worktree: `/wt/${task}`, baseCommit: 'c0', notes: [] },
    { type: 'agent.started', agent: task, process: { pid: 100, startTicks: 7 }, conversation: null },
    says(task, 'working'),
    { type: 'agent.exited', agent: task, exitCode: 0, signal: null, tail: '', attended: false },
    { type: 'finish.done', agent: task, result: { kind: 'merge', url: null, commit: 'c1', path: null }, notes: [] },
  ];
}

export function says(agent: string, state: AgentState): EventBody {
  return { type: 'agent.stateChanged', agent, state, why: { source: 'structured', rule: 'r', evidence: 'e', at: '' }, question: null };
}
