// From what a person typed to the one agent of another node that is meant: its id, its name, or that with its node or with
// whoever it works for, `NAME@NODE`. Pure.
import type { Agent } from '../../core/model/agent.js';
import { fail, type OrchError, ok, type Result } from '../../core/model/error.js';
import { plainText } from '../../core/model/plain-text.js';
import type { AppState } from '../../core/model/state.js';
import { findAgent } from '../../core/state/find.js';
import type { NeighbourRow } from './neighbour-rows.js';

const SHOWN = 8;

/** As it is told apart from agents of the same name. */
export function fullName({ agent }: Pick<NeighbourRow, 'agent'>): string {
  return `${agent.name}@${agent.node}`;
}

/** An agent of a task has delegated to it, on a worker. */
export function isBelow({ entry: { row } }: Pick<NeighbourRow, 'entry'>): boolean {
  return row?.isOpen === true && row.parent !== null;
}

/** Null: none of them is meant. An error: it could be several. */
export function findNeighbour(rows: readonly NeighbourRow[], typed: string): Result<NeighbourRow> | null {
  const byId = rows.find(({ agent }) => agent.id === typed);
  if (byId !== undefined) return ok(byId);
  const byName = rows.filter((row) => row.agent.name === typed || fullName(row) === typed);
  const found =
    byName.length > 0 ? byName : rows.filter((row) => `${row.agent.id}@${row.agent.node}` === typed || isGivenOutAs(row, typed));
  const [first, ...others] = found;
  if (first === undefined) return null;
  return others.length === 0 ? ok(first) : fail(several(found, typed));
}

/** The agent of a task is known by its name to whoever gave that out, wherever it runs just now. */
function isGivenOutAs({ agent, entry, owner }: NeighbourRow, typed: string): boolean {
  return entry.row?.parent === null && `${agent.name}@${owner}` === typed;
}

interface Everybody {
  readonly store: { readonly state: AppState };
  readonly neighbours: { readonly find: (typed: string) => Result<NeighbourRow> | null };
}

/** One of this host, else one of another node. */
export function anyAgent({ store, neighbours }: Everybody, typed: string): Result<Pick<Agent, 'id'>> {
  const own = findAgent(store.state, typed);
  if (own.ok || own.error.kind !== 'not-found') return own;
  const there = neighbours.find(typed);
  if (there !== null) return there.ok ? ok(there.value.agent) : there;
  const elsewhere = ownThere(store.state.agents, typed);
  return elsewhere === undefined ? own : ok(elsewhere);
}

/** One of this host that runs on another node, named with that. */
export function ownThere(own: Readonly<Record<string, Agent>>, typed: string): Agent | undefined {
  return Object.values(own).find(({ name, node }) => typeof node === 'string' && `${name}@${node}` === typed);
}

function several(rows: readonly NeighbourRow[], typed: string): OrchError {
  const names = new Set(rows.map(fullName));
  // Two of one name on one node have nothing else that tells them apart.
  const isByName = names.size === rows.length;
  const shown = rows.slice(0, SHOWN).map((row) => (isByName ? fullName(row) : `${row.agent.id} (${fullName(row)})`));
  const more = rows.length > SHOWN ? ` and ${rows.length - SHOWN} more` : '';
  return {
    kind: 'usage',
    tried: `find the agent \`${plainText(typed, 80)}\``,
    said: `it could be ${shown.join(', ')}${more}`,
    next: isByName ? 'Give its name with its node' : 'Give its id',
  };
}
