// Orders of a person about an agent that has delegated: what becomes of those below it, and what is refused while they are at work.
import { type Agent, isOver } from '../../core/model/agent.js';
import type { OrchError } from '../../core/model/error.js';
import type { AppState } from '../../core/model/state.js';
import { mayResume, mayStop } from '../../core/state/agent-orders.js';
import { ancestorsOf, descendantsOf, liveChildrenOf } from '../../core/state/tree.js';

/** `named`, and where that was ordered all below them; parents first, so that no result is sent to one that ends as well. */
export function stoppedWith(state: AppState, named: readonly Agent[], children: 'too' | 'leave'): readonly Agent[] {
  const all = Object.values(state.agents);
  const family = children === 'leave' ? named : named.flatMap((agent) => [agent, ...descendantsOf(all, agent.id)]);
  return [...new Map(family.map((agent) => [agent.id, agent])).values()].filter(mayStop);
}

/** An agent that is resumed waits for those below it again: what of them was broken off with it goes on, too. */
export function resumedWithFamily(state: AppState, named: readonly Agent[]): readonly Agent[] {
  const all = Object.values(state.agents);
  const family = named.flatMap((agent) => [agent, ...descendantsOf(all, agent.id).filter((below) => isBrokenOff(below, all))]);
  const depthOf = (agent: Agent) => ancestorsOf(all, agent).length;
  // The deepest first: whoever goes on is not told any more that it had ended.
  return [...new Map(family.map((agent) => [agent.id, agent])).values()].sort((a, b) => depthOf(b) - depthOf(a));
}

/** Nobody ended it for itself: its host was lost, or the budget of the whole is reached. */
function isBrokenOff(agent: Agent, all: readonly Agent[]): boolean {
  const parent = all.find(({ id }) => id === agent.parent);
  if (parent?.awaits?.includes(agent.id) !== true || !mayResume(agent)) return false;
  return (
    agent.state === 'interrupted' ||
    agent.why.rule === 'budget.hit' ||
    (agent.state === 'stopped' && parent.toldChildren?.includes(agent.id) !== true)
  );
}

/** Null where none of its children is at work. */
export function atWorkBelow(state: AppState, { id, name }: Agent): string | null {
  const live = liveChildrenOf(Object.values(state.agents), id);
  if (live.length === 0) return null;
  const names = live.slice(0, 5).map((child) => child.name);
  return `${name} has ${live.length} ${live.length === 1 ? 'child' : 'children'} at work (${names.join(', ')}${live.length > 5 ? ', ...' : ''})`;
}

/** What a person's `finish` of a parent meets: the work of its children would be missing. */
export function refusedFinishOfParent(state: AppState, agent: Agent): OrchError | null {
  const said = atWorkBelow(state, agent);
  if (said === null) return null;
  const next = `Wait for them, or stop them first: \`orch-tui stop ${agent.name} --children\` ends it with them`;
  return { kind: 'usage', tried: `finish ${agent.name}`, said, next };
}

/** All below it that are not over. */
export function liveBelow(state: AppState, agent: Agent): readonly Agent[] {
  return descendantsOf(Object.values(state.agents), agent.id).filter(({ state: now }) => !isOver(now));
}
