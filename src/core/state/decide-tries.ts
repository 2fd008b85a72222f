// (state after, event) -> what is to be done about several tries of one task: judge them, and let go of those that were not picked. Pure.
import type { Command } from '../model/command.js';
import type { OrchEvent } from '../model/event.js';
import type { AppState } from '../model/state.js';
import { isTried, type TriedGoal } from './tries.js';

export function decideTries(state: AppState, event: OrchEvent): readonly Command[] {
  return Object.values(state.goals).flatMap((goal) => (isTried(goal) ? ofGoal(state, goal, event) : []));
}

function ofGoal(state: AppState, { id, tries }: TriedGoal, event: OrchEvent): readonly Command[] {
  const isEnd =
    (event.type === 'goal.stopRequested' || event.type === 'try.picked' || event.type === 'tries.combined') && event.goal === id;
  if (isEnd || (event.type === 'host.stopping' && tries.state === 'judging')) return [{ type: 'goal.halt', goal: id }];
  if (state.host.isStopping) return [];
  const isAnew = event.type === 'host.started';
  // An answer that was on its way to an earlier host is lost.
  if (tries.state === 'judging') return isAnew || tries.sinceSeq === event.seq ? [{ type: 'tries.judge', goal: id }] : [];
  const isDelivered = event.type === 'finish.done' && event.agent === tries.picked;
  if (tries.state !== 'picked' || !(isAnew || isDelivered)) return [];
  const leaving = Object.values(state.agents).filter(({ goal, pending }) => goal === id && pending?.order === 'remove');
  return leaving.map((agent): Command => ({ type: 'agent.remove', agent: agent.id }));
}
