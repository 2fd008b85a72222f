// Who of other nodes is shown here, out of what those announce and of our own agents. As long as nothing of one has changed it is the same value.
import type { Agent } from '../../core/model/agent.js';
import { runsElsewhere } from '../../core/model/remote.js';
import type { AgentEntry } from '../../core/ports/broker.js';
import { neighbourAgent, ownerOf, type SeenFrom } from '../../core/state/neighbour-agent.js';

export interface NeighbourRow {
  readonly agent: Agent;
  readonly entry: AgentEntry;
  /** Node whose goal it works for. */
  readonly owner: string;
  /** Nobody else is heard here: it is as it was told last. */
  readonly isAway: boolean;
}

export interface NeighboursTold {
  readonly entries: ReadonlyMap<string, AgentEntry>;
  /** Those of this host. */
  readonly own: Readonly<Record<string, Agent>>;
  /** ISO 8601; null while others are heard. */
  readonly awaySince: string | null;
  readonly hasSecret: boolean;
}

interface Known {
  readonly seen: SeenFrom;
  readonly row: NeighbourRow;
}

export class NeighbourRows {
  readonly #node: string;
  #known = new Map<string, Known>();
  #rows: readonly NeighbourRow[] = [];

  constructor(node: string) {
    this.#node = node;
  }

  /** The same list as before where nobody of it is another. */
  of(told: NeighboursTold): readonly NeighbourRow[] {
    if (told.entries.size === 0 && this.#rows.length === 0) return this.#rows;
    const known = new Map<string, Known>();
    for (const entry of [...told.entries.values()].sort(byPlace)) {
      const seen = this.#seen(entry, told);
      if (seen !== null) known.set(entry.id, this.#rowOf(entry, seen));
    }
    this.#known = known;
    const rows = [...known.values()].map(({ row }) => row);
    const isSame = rows.length === this.#rows.length && rows.every((row, at) => row === this.#rows[at]);
    if (!isSame) this.#rows = rows;
    return this.#rows;
  }

  /** Null: it has a row of its own here, or is below an agent of ours that is not on that node any more. */
  #seen(entry: AgentEntry, { entries, own, awaySince, hasSecret }: NeighboursTold): SeenFrom | null {
    if (Object.hasOwn(own, entry.id)) return null;
    const above = ownerOf(entry) === this.#node ? ownAbove(entry, entries, own) : null;
    if (above !== null && !(runsElsewhere(above) && above.node === entry.node)) return null;
    const parent = entry.row?.parent ?? null;
    const isParentShown = parent !== null && (Object.hasOwn(own, parent) ? above !== null : entries.get(parent)?.node === entry.node);
    return { node: this.#node, goal: above?.goal ?? '', parent: isParentShown ? parent : null, awaySince, hasSecret };
  }

  #rowOf(entry: AgentEntry, seen: SeenFrom): Known {
    const before = this.#known.get(entry.id);
    const isSame =
      before !== undefined &&
      before.row.entry === entry &&
      before.seen.goal === seen.goal &&
      before.seen.parent === seen.parent &&
      before.seen.awaySince === seen.awaySince &&
      before.seen.hasSecret === seen.hasSecret;
    return isSame
      ? before
      : { seen, row: { agent: neighbourAgent(entry, seen), entry, owner: ownerOf(entry), isAway: seen.awaySince !== null } };
  }
}

/** The agent of here that it stands below, however far. What others tell may be a circle. */
function ownAbove(entry: AgentEntry, entries: NeighboursTold['entries'], own: NeighboursTold['own']): Agent | null {
  const visited = new Set([entry.id]);
  for (let at: AgentEntry | undefined = entry; at !== undefined; ) {
    const parent: string | null = at.row?.parent ?? null;
    if (parent === null || visited.has(parent)) return null;
    visited.add(parent);
    const found = Object.hasOwn(own, parent) ? own[parent] : undefined;
    if (found !== undefined) return found;
    const next = entries.get(parent);
    at = next?.node === entry.node ? next : undefined;
  }
  return null;
}

function byPlace(one: AgentEntry, other: AgentEntry): number {
  return compare(one.node, other.node) || compare(one.name, other.name) || compare(one.id, other.id);
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
