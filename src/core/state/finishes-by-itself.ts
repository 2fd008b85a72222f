// Whether the end of an agent's work is followed by its finish, with nobody asked again.
import type { Agent, EvidenceSource } from '../model/agent.js';

/** Signs that may end the work without a person: what a screen or silence says is too weak for that, but for a plain "done". */
export const TRUSTED_SOURCES: readonly EvidenceSource[] = ['structured', 'title'];

/** Its work is to be finished without asking again. */
export function finishesByItself(agent: Agent): boolean {
  // One of several tries is only verified and committed: it waits to be picked.
  return agent.finish.unattended || agent.finish.competes === true || agent.pending?.order === 'finish';
}
