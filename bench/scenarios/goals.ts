// What planned goals cost the state: the slowest event of a plan of 200 tasks, and the size of what is saved after many goals. In this process.
import type { EventBody } from '../../src/core/model/event.js';
import { type AppState, emptyState } from '../../src/core/model/state.js';
import { decide } from '../../src/core/state/decide.js';
import { reduce } from '../../src/core/state/reduce.js';
import { newAgent } from '../../tests/helpers/fold-events.js';
import { carriedOut, plannedGoal, plannedTask } from '../../tests/helpers/plans.js';
import { interleaved, type Scenario } from '../rig/context.js';
import { figure } from '../rig/figure.js';

const TASKS = 200;

export const goals: Scenario = {
  name: 'goals',
  async run(context) {
    const many = context.isQuick ? 2000 : 10_000;
    const plan = `a plan of ${TASKS} tasks`;
    const slowest = await interleaved(context, { title: plan, of: ['orch-tui'], measure: async () => slowestEvent() });
    const ended = `${many} goals that have ended`;
    const growth = await interleaved(context, { title: ended, of: ['orch-tui'], measure: async () => savedBytes(many) / savedBytes(400) });
    return [
      figure(plan, slowest, {
        name: 'CPU time of the slowest event, with all that follows from it',
        unit: 'ms',
        of: (costMs) => costMs,
        level: 'below 16 ms',
        reached: ({ orch }) => orch < 16,
      }),
      figure(ended, growth, {
        name: 'size of what is saved, against 400 goals',
        unit: 'times',
        of: (ratio) => ratio,
        level: 'below 1.1',
        reached: ({ orch }) => orch < 1.1,
      }),
    ];
  },
};

/** Milliseconds: a ladder of tasks, two of which run at a time. */
function slowestEvent(): number {
  const tasks = Array.from({ length: TASKS }, (_, at) => plannedTask(`t${at}`, at < 2 ? [] : [`t${at - 2}`]));
  const bodies = [plannedGoal({ tasks }), ...tasks.flatMap(({ id }) => carriedOut(id))];
  let state = emptyState(TASKS);
  let slowest = 0;
  for (const body of bodies) {
    const before = cpuMs();
    state = taken(state, body);
    slowest = Math.max(slowest, cpuMs() - before);
  }
  return slowest;
}

function savedBytes(count: number): number {
  let state = emptyState(5);
  for (let at = 0; at < count; at++) for (const body of endedGoal(`g${at}`)) state = taken(state, body);
  return JSON.stringify(state).length;
}

function endedGoal(id: string): readonly EventBody[] {
  const agent = `a-${id}`;
  return [
    plannedGoal({ goal: id, tasks: [plannedTask('t')] }),
    { type: 'task.assigned', goal: id, task: 't', order: newAgent(agent, { task: 't', plan: { unattended: true } }) },
    { type: 'worktree.created', agent, branch: 'b', worktree: '/wt', baseCommit: 'c0', notes: [] },
    { type: 'agent.exited', agent, exitCode: 0, signal: null, tail: '', attended: false },
    { type: 'finish.done', agent, result: null, notes: [] },
    { type: 'goal.finished', goal: id, result: null, notes: [] },
    { type: 'worktree.removed', agent, rescueRef: null, trash: null, restore: null },
  ];
}

function taken(state: AppState, body: EventBody): AppState {
  const event = { seq: state.seq + 1, at: '2026-11-26T12:00:00.000Z', ...body };
  const next = reduce(state, event);
  decide(next, event);
  return next;
}

function cpuMs(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
