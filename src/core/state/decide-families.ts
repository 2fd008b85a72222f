// (state after, event) -> what is to be done about agents and those they have delegated: tell of an end, wake who rests for it. Pure.
import type { Agent } from '../model/agent.js';
import type { Command } from '../model/command.js';
import type { OrchEvent } from '../model/event.js';
import type { AppState } from '../model/state.js';
import { canTakeResults, isToBeWoken, isUntold } from './family.js';

export function decideFamilies(state: AppState, event: OrchEvent): readonly Command[] {
  // A host that ends stops everybody: no child has come to an end by that.
  if (state.host.isStopping) return [];
  const agents = Object.values(state.agents);
  const isNew = (agent: Agent) => agent.sinceSeq === event.seq;
  const untold = agents.filter((agent) => (isNew(agent) || isAsked(agent, state, event)) && isUntold(agent, state.agents));
  const isMeant = (agent: Agent) =>
    event.type === 'agent.removed' || (WAKING.has(event.type) && 'agent' in event && event.agent === agent.id);
  const woken = agents.filter((agent) => isToBeWoken(agent) && (isNew(agent) || isMeant(agent)));
  return [
    ...untold.map(({ id }): Command => ({ type: 'child.report', agent: id })),
    ...woken.map(({ id }): Command => ({ type: 'parent.wake', agent: id })),
  ];
}

const WAKING: ReadonlySet<OrchEvent['type']> = new Set(['child.reported', 'child.resultTaken', 'agent.exited'] as const);

/** What an earlier host could not tell any more is told by the next one, or when the parent goes on: who is over needs no news. */
function isAsked({ parent }: Agent, { agents }: AppState, event: OrchEvent): boolean {
  if (parent === null) return false;
  if (event.type === 'host.started') return canTakeResults(agents[parent]);
  return event.type === 'agent.resumeRequested' && event.agent === parent;
}
