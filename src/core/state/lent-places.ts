// Who lends its place to those it waits for: else a few places would be full of parents whose children stand in the queue. Pure.
import { type Agent, isOver } from '../model/agent.js';
import type { AppState } from '../model/state.js';
import { restsForChildren } from './family.js';

/** One that rests for its children, and one that can do nothing, or asks in vain for a result, while something below it is to come. */
export function placeLenders(agents: AppState['agents']): (agent: Agent) => boolean {
  const parents = withUnfinishedBelow(agents);
  return (agent) => restsForChildren(agent) || (parents.has(agent.id) && isHeldUp(agent));
}

/** Of `unknown` nobody can say that it works: a command that waits looks like one that does not. */
function isHeldUp({ state, lacksResult, inquiry }: Agent): boolean {
  return state === 'unknown' || state === 'waiting' || state === 'limited' || lacksResult === true || inquiry !== undefined;
}

function withUnfinishedBelow(agents: AppState['agents']): ReadonlySet<string> {
  const found = new Set<string>();
  for (const agent of Object.values(agents)) {
    if (isOver(agent.state)) continue;
    // Whoever was found has all above it among them already; so a circle of parents ends, too.
    let above = agent.parent;
    while (above !== null && !found.has(above)) {
      found.add(above);
      above = agents[above]?.parent ?? null;
    }
  }
  return found;
}
