// Whether the end of an agent's work is followed by its finish, with nobody asked again.
import type { Agent } from '../model/agent.js';

/** Its work is to be finished without asking again. */
export function finishesByItself(agent: Agent): boolean {
  return agent.finish.unattended || agent.pending?.order === 'finish';
}
