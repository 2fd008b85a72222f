// The slice of goals: how far a goal is follows from its agents, and a goal leaves with the last of them.
import type { Agent } from '../model/agent.js';
import type { Goal } from '../model/goal.js';
import type { AppState } from '../model/state.js';
import { goalStateOf, rootsOf } from './goal-state.js';
import { isPlanned, settled } from './planned-goal.js';
import { isTried, withTries } from './tries.js';

/** The goals of `after` in line with its agents; `seq` is that of the event. Unchanged goals keep their identity. */
export function withGoalStates(before: AppState, after: AppState, seq = after.seq): AppState {
  if (before.agents === after.agents && before.goals === after.goals) return after;
  const had = byGoal(before.agents);
  const has = byGoal(after.agents);
  const goals = Object.values(after.goals).flatMap((goal) => {
    const agents = has.get(goal.id) ?? [];
    if (agents.length === 0 && had.has(goal.id) && !isOpen(goal)) return [];
    if (agents.length === 0 && isPutAway(goal, before.goals[goal.id])) return [];
    if (isPlanned(goal)) return [settled(goal, after.agents, { own: agents, seq })];
    if (agents.length === 0) return [goal];
    if (isTried(goal)) return [withTries(goal, rootsOf(agents), seq)];
    const state = goalStateOf(agents);
    return [goal.state === state ? goal : { ...goal, state }];
  });
  const isSame = goals.length === Object.keys(after.goals).length && goals.every((goal) => after.goals[goal.id] === goal);
  return isSame ? after : { ...after, goals: Object.fromEntries(goals.map((goal): [string, Goal] => [goal.id, goal])) };
}

/** Of a planned goal something is still to come, whatever became of the agents so far: it can be resumed until a person has stopped it. */
function isOpen(goal: Goal): boolean {
  return isPlanned(goal) && goal.state !== 'done' && goal.pause !== 'stopped';
}

/** It had ended with nothing left of it, and is stopped all the same: a person wants it out of the list. */
function isPutAway({ pause }: Goal, was: Goal | undefined): boolean {
  if (was === undefined || pause !== 'stopped' || was.pause === 'stopped') return false;
  return was.state === 'failed' || was.state === 'stopped';
}

function byGoal(agents: AppState['agents']): ReadonlyMap<string, readonly Agent[]> {
  const goals = new Map<string, Agent[]>();
  for (const agent of Object.values(agents)) {
    const known = goals.get(agent.goal);
    if (known === undefined) goals.set(agent.goal, [agent]);
    else known.push(agent);
  }
  return goals;
}
