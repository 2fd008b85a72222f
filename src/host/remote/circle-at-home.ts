// Whom an agent on another machine is told of: those of its goal here that are not over.
import { MOST_CONTACTS } from '../../core/messaging/letter-wire.js';
import { type Agent, isOver } from '../../core/model/agent.js';
import type { HomeContact } from '../../core/model/home-party.js';
import { plainText } from '../../core/model/plain-text.js';

const TASK = 120;

/** Its parent first, whatever has become of that. */
export function circleAtHome(agents: Readonly<Record<string, Agent>>, self: Agent): readonly HomeContact[] {
  const isMeant = ({ id, goal, state }: Agent) => id !== self.id && goal === self.goal && (id === self.parent || !isOver(state));
  return Object.values(agents)
    .filter(isMeant)
    .map(({ id, name, role, launch, brief, text }) => ({
      name,
      role,
      harness: launch.harness,
      task: plainText(brief?.title ?? text, TASK),
      isParent: id === self.parent,
    }))
    .sort((one, other) => Number(other.isParent) - Number(one.isParent))
    .slice(0, MOST_CONTACTS);
}
