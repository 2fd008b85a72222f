// (state after, event) -> what is to be done about planned goals: plan, start tasks that are ready, deliver. Pure.
import { isOver } from '../model/agent.js';
import type { Command } from '../model/command.js';
import type { OrchEvent } from '../model/event.js';
import type { Goal } from '../model/goal.js';
import type { AppState } from '../model/state.js';

export function decideGoals(state: AppState, event: OrchEvent): readonly Command[] {
  if (event.type === 'host.stopping') return Object.values(state.goals).flatMap((goal) => (isUnderWay(goal) ? [halt(goal)] : []));
  if (state.host.isStopping) return [];
  return Object.values(state.goals).flatMap((goal) =>
    goal.plan === undefined ? [] : [...stops(state, goal, event), ...steps(goal, event)],
  );
}

function steps(goal: Goal, event: OrchEvent): readonly Command[] {
  const { plan, finish, id } = goal;
  if (plan === undefined || goal.pause !== undefined || event.type === 'host.started') return [];
  if (plan.state === 'asked') return plan.sinceSeq === event.seq ? [{ type: 'plan.make', goal: id }] : [];
  if (plan.state !== 'approved') return [];
  if (finish?.state === 'running') return finish.sinceSeq === event.seq ? [{ type: 'goal.finish', goal: id }] : [];
  const isAnew = plan.sinceSeq === event.seq || (event.type === 'goal.resumeRequested' && event.goal === id);
  const starting = goal.tasks.filter((task) => task.state === 'ready' && task.agent === null && (isAnew || task.sinceSeq === event.seq));
  return starting.map((task) => ({ type: 'task.start', goal: id, task: task.id }));
}

function stops(state: AppState, goal: Goal, event: OrchEvent): readonly Command[] {
  const isEnd = event.type === 'goal.stopRequested' || event.type === 'goal.limitHit';
  if (!isEnd || event.goal !== goal.id) return [];
  const live = Object.values(state.agents).filter((agent) => agent.goal === goal.id && (agent.process !== null || !isOver(agent.state)));
  return [halt(goal), ...live.map(({ id }): Command => ({ type: 'agent.stop', agent: id }))];
}

/** Nobody waits any more for an answer of the planner, or for a check: a call that hangs must not hold the host. */
function isUnderWay({ plan, finish, pause }: Goal): boolean {
  return pause === undefined && (plan?.state === 'asked' || finish?.state === 'running');
}

function halt({ id }: Goal): Command {
  return { type: 'goal.halt', goal: id };
}
