// The rows of the agent list: what the filter lets through with those above it, what is folded away, and the lines that show who is below whom.
import type { Agent } from '../model/agent.js';
import { descendantsOf, familiesOf } from '../state/tree.js';
import { type Listed, needOf } from './list-order.js';
import { byPlace, kinOf, othersAmong, ownAmong } from './neighbour.js';

export interface ListRow {
  readonly agent: Agent;
  /** 0 for a root; deeper for children. */
  readonly depth: number;
  readonly isLastChild: boolean;
  /** One for each level between the root and its own: whether more of that level comes below. */
  readonly rails: readonly boolean[];
  /** It is here only because one below it matches the filter. */
  readonly isAround: boolean;
  /** What is folded away below it; null where nothing is. */
  readonly folded: Folded | null;
}

export interface Folded {
  readonly count: number;
  /** Who of them needs a person most. */
  readonly neediest: Agent;
}

export interface RowsOrder extends Listed {
  readonly order: readonly string[];
  /** Each of its words must stand in name, harness, state or task. */
  readonly filter: string;
  /** Ids of agents whose children are folded away. */
  readonly folded: readonly string[];
}

type Parents = ReadonlyMap<string, string>;

/** What is searched for is found also where it is folded away. */
export function listRows({ order, agents, pulls, filter, folded }: RowsOrder): readonly ListRow[] {
  const byId = new Map(agents.map((agent) => [agent.id, agent]));
  const parents = parentsOf(agents);
  const words = filter.toLowerCase().split(/\s+/u).filter(Boolean);
  const matches = agents.filter((agent) => words.every((word) => haystack(agent).includes(word)));
  const found = new Set(matches.map(({ id }) => id));
  const around = new Set(words.length === 0 ? [] : matches.flatMap(({ id }) => above(id, parents)));
  const closed = new Set(words.length === 0 ? folded : []);
  const shown = order.flatMap((id) => {
    const agent = byId.get(id);
    const isHidden = above(id, parents).some((parent) => closed.has(parent));
    return agent !== undefined && !isHidden && (found.has(id) || around.has(id)) ? [agent] : [];
  });
  const last = lastChildren(shown, parents);
  return shown.map((agent) => {
    const line = above(agent.id, parents);
    return {
      agent,
      depth: line.length,
      isLastChild: last.has(agent.id),
      rails: line
        .slice(0, -1)
        .reverse()
        .map((id) => !last.has(id)),
      isAround: !found.has(agent.id),
      folded: closed.has(agent.id) ? foldedBelow(agent, { agents, pulls }) : null,
    };
  });
}

/** How many rows folding takes away. */
export function foldedRows(folded: readonly string[], agents: readonly Agent[]): number {
  if (folded.length === 0) return 0;
  const parents = parentsOf(agents);
  const closed = new Set(folded);
  return agents.filter(({ id }) => above(id, parents).some((parent) => closed.has(parent))).length;
}

function foldedBelow(agent: Agent, { agents, pulls }: Listed): Folded | null {
  const below = descendantsOf(kinOf(agents, agent), agent.id);
  const [neediest] = [...below].sort((a, b) => needOf(a, pulls) - needOf(b, pulls) || byPlace(a, b));
  return neediest === undefined ? null : { count: below.length, neediest };
}

/** As the list has them: nobody is above those whose parent is gone, or whose parents form a circle. */
function parentsOf(agents: readonly Agent[]): Parents {
  const parents = new Map<string, string>();
  for (const kin of [ownAmong(agents), othersAmong(agents)])
    for (const [parent, children] of familiesOf(kin)) if (parent !== null) for (const { id } of children) parents.set(id, parent);
  return parents;
}

/** Ids from its parent to the top. */
function above(id: string, parents: Parents): readonly string[] {
  const found: string[] = [];
  for (let parent = parents.get(id); parent !== undefined; parent = parents.get(parent)) found.push(parent);
  return found;
}

function lastChildren(shown: readonly Agent[], parents: Parents): ReadonlySet<string> {
  const last = new Map<string, string>();
  for (const { id } of shown) {
    const parent = parents.get(id);
    if (parent !== undefined) last.set(parent, id);
  }
  return new Set(last.values());
}

function haystack(agent: Agent): string {
  const { number, name, launch, state, role, node, neighbour } = agent;
  return `${neighbour === undefined ? number : ''} ${name} ${launch.harness} ${state} ${role ?? ''} ${node ?? ''} ${agent.text.slice(0, 500)}`.toLowerCase();
}
