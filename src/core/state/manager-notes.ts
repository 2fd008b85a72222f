// What an agent has told the manager, until that has decided with it before its eyes. Pure.
import type { Agent } from '../model/agent.js';
import { KEPT_NOTES } from '../model/agent-manager.js';
import type { EventOf } from '../model/event.js';

export function withNote(agent: Agent, { seq, at, text }: EventOf<'manager.told'>): Agent {
  return { ...agent, managerNotes: [...(agent.managerNotes ?? []), { seq, at, text }].slice(-KEPT_NOTES) };
}

/** `asked`: when it was asked what it decided; what came after that it may not have seen. */
export function withoutNotes(agent: Agent, asked: number): Agent {
  const { managerNotes = [], ...rest } = agent;
  const later = managerNotes.filter(({ seq }) => seq > asked);
  return later.length === 0 ? rest : { ...rest, managerNotes: later };
}
