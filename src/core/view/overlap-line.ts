// Who gets in whose way, for the line above the hints and the rows of the list: only where a merge would conflict.
import { type Overlap, pathsOf, sharesLines } from '../model/overlap.js';
import type { ViewWorld } from './view-state.js';

export interface ShownOverlap {
  /** Both sides: agents by name, or the base. */
  readonly sides: readonly [string, string];
  /** Without their folders, which would not fit. */
  readonly files: string;
}

/** One of the chosen agent before others; null where nobody is in anybody's way. */
export function shownOverlap({ agents, overlaps }: Pick<ViewWorld, 'agents' | 'overlaps'>, chosen: string | null): ShownOverlap | null {
  const clashing = overlaps.filter(sharesLines);
  const overlap = clashing.find((one) => chosen !== null && one.agents.includes(chosen)) ?? clashing[0];
  if (overlap === undefined) return null;
  const names = overlap.agents.map((id) => agents.find((agent) => agent.id === id)?.name ?? id);
  const [one = '', other = overlap.base ?? ''] = names;
  const paths = pathsOf(overlap, 'lines');
  const more = paths.length > 1 ? ` +${paths.length - 1}` : '';
  return { sides: [one, other], files: `${paths[0]?.split('/').at(-1) ?? ''}${more}` };
}

/** Ids of agents whose merge would conflict with what others, or their base, have changed. */
export function clashingAgents(overlaps: readonly Overlap[]): ReadonlySet<string> {
  return new Set(overlaps.filter(sharesLines).flatMap(({ agents }) => agents));
}
