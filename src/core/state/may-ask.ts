// Whether an agent's question by its tool comes before a person. Pure.
import type { Agent } from '../model/agent.js';
import type { AppState } from '../model/state.js';
import { rootOf } from './tree.js';

/**
 * One that was delegated is as attended as the one that a person ordered. About a task of another machine its owner has said so, for the agent that does
 * it and for all below that one; of an owner of an older version only the agent itself is heard.
 */
export function mayAskPerson(agent: Agent, agents: AppState['agents']): boolean {
  const root = rootOf(Object.values(agents), agent);
  if (root.home?.asksPerson !== undefined) return root.home.asksPerson;
  const isOfElsewhere = root.parent === null && (root.home !== undefined || root.delegation !== undefined);
  return root.finish.whenStuck !== 'fail' && !(isOfElsewhere && root.id !== agent.id);
}
