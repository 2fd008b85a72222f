// From what a person typed to the one agent of another node that is meant: its id, its name, or both of its names, `NAME@NODE`. Pure.
import { fail, type OrchError, ok, type Result } from '../../core/model/error.js';
import { plainText } from '../../core/model/plain-text.js';
import type { NeighbourRow } from './neighbour-rows.js';

const SHOWN = 8;

/** As it is told apart from agents of the same name. */
export function fullName({ agent }: Pick<NeighbourRow, 'agent'>): string {
  return `${agent.name}@${agent.node}`;
}

/** Null: none of them is meant. An error: it could be several. */
export function findNeighbour(rows: readonly NeighbourRow[], typed: string): Result<NeighbourRow> | null {
  const byId = rows.find(({ agent }) => agent.id === typed);
  if (byId !== undefined) return ok(byId);
  const byName = rows.filter((row) => row.agent.name === typed || fullName(row) === typed);
  const [first, ...others] = byName;
  if (first === undefined) return byIdAt(rows, typed);
  return others.length === 0 ? ok(first) : fail(several(byName, typed));
}

function byIdAt(rows: readonly NeighbourRow[], typed: string): Result<NeighbourRow> | null {
  const found = rows.find(({ agent }) => `${agent.id}@${agent.node}` === typed);
  return found === undefined ? null : ok(found);
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
