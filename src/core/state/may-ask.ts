// Whether an agent's question by its tool comes before a person. Pure.
import type { Agent } from '../model/agent.js';
import type { AppState } from '../model/state.js';
import { rootOf } from './tree.js';

/**
 * One that was delegated is as attended as the one that a person ordered. Of a task from another machine only the question of the agent that does it
 * comes home: those below it have no row there.
 */
export function mayAskPerson(agent: Agent, agents: AppState['agents']): boolean {
  const root = rootOf(Object.values(agents), agent);
  const isOfElsewhere = root.parent === null && (root.home !== undefined || root.delegation !== undefined);
  return root.finish.whenStuck !== 'fail' && !(isOfElsewhere && root.id !== agent.id);
}
