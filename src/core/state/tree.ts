// Who is above and below whom: agents as the trees that delegation makes of them. Pure; safe where a damaged document holds a circle of parents.
import { type AgentState, isOver } from '../model/agent.js';

/** All that a place in a tree needs: an agent of the state, or of the status document. */
export interface Related {
  readonly id: string;
  readonly parent: string | null;
}

export interface TreeRow<Item> {
  readonly agent: Item;
  /** 0 for a root. */
  readonly depth: number;
}

/** Those directly below it, in the order of `agents`. */
export function childrenOf<Item extends Related>(agents: readonly Item[], id: string): readonly Item[] {
  return agents.filter((agent) => agent.parent === id && agent.id !== id);
}

/** Those directly below it that are not over. */
export function liveChildrenOf<Item extends Related & { readonly state: AgentState }>(
  agents: readonly Item[],
  id: string,
): readonly Item[] {
  return childrenOf(agents, id).filter(({ state }) => !isOver(state));
}

/** All below it, each parent before its children. */
export function descendantsOf<Item extends Related>(agents: readonly Item[], id: string): readonly Item[] {
  const families = familiesOf(agents);
  const found: Item[] = [];
  const visit = (parent: string): void => {
    for (const child of families.get(parent) ?? []) {
      found.push(child);
      visit(child.id);
    }
  };
  visit(id);
  return found;
}

/** The one at the top of its tree; itself where nobody known is above it. */
export function rootOf<Item extends Related>(agents: readonly Item[], agent: Item): Item {
  return ancestorsOf(agents, agent).at(-1) ?? agent;
}

/** From its parent to the top. */
export function ancestorsOf<Item extends Related>(agents: readonly Item[], agent: Item): readonly Item[] {
  const byId = new Map(agents.map((each) => [each.id, each]));
  const found: Item[] = [];
  const seen = new Set([agent.id]);
  let above = agent.parent === null ? undefined : byId.get(agent.parent);
  while (above !== undefined && !seen.has(above.id)) {
    seen.add(above.id);
    found.push(above);
    above = above.parent === null ? undefined : byId.get(above.parent);
  }
  return found;
}

/** Every agent once, children right behind their parent, siblings in the order of `agents`. */
export function depthFirst<Item extends Related>(agents: readonly Item[]): readonly TreeRow<Item>[] {
  const families = familiesOf(agents);
  const rows: TreeRow<Item>[] = [];
  const visit = (agent: Item, depth: number): void => {
    rows.push({ agent, depth });
    for (const child of families.get(agent.id) ?? []) visit(child, depth + 1);
  };
  for (const root of families.get(null) ?? []) visit(root, 0);
  return rows;
}

/** Children by the id of their parent, roots by null. Agents whose parent is gone, or whose parents form a circle, stand as roots. */
export function familiesOf<Item extends Related>(agents: readonly Item[]): ReadonlyMap<string | null, readonly Item[]> {
  const byId = new Map(agents.map((agent) => [agent.id, agent]));
  const hasRoot = (agent: Item): boolean => {
    let parent = agent.parent;
    for (let step = 0; step <= agents.length; step += 1) {
      if (parent === null || !byId.has(parent)) return true;
      parent = byId.get(parent)?.parent ?? null;
    }
    return false;
  };
  const families = new Map<string | null, Item[]>();
  for (const agent of agents) {
    const parent = agent.parent !== null && byId.has(agent.parent) && hasRoot(agent) ? agent.parent : null;
    const siblings = families.get(parent);
    if (siblings === undefined) families.set(parent, [agent]);
    else siblings.push(agent);
  }
  return families;
}
