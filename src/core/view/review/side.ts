// To the side of lines that are longer than the screen is wide; as far as the longest of them has something to show.
import type { DiffModel } from '../diff-rows.js';
import type { DiffPlace } from '../place.js';

/** Of a longer line of a diff only this much can be looked at: minified files have lines of megabytes. */
export const LONGEST_SHOWN = 2000;

/** Columns of one step to the side. */
const SIDE_STEP = 8;

const longestOf = new WeakMap<DiffModel, number>();

export function toSide(place: DiffPlace, by: 1 | -1): DiffPlace {
  const end = Math.min(LONGEST_SHOWN, Math.floor(Math.max(0, longestLine(place.model) - 1) / SIDE_STEP) * SIDE_STEP);
  return { ...place, left: Math.min(end, Math.max(0, place.left + by * SIDE_STEP)) };
}

function longestLine(model: DiffModel | null): number {
  if (model === null) return 0;
  const before = longestOf.get(model);
  if (before !== undefined) return before;
  const longest = model.rows.reduce((most, row) => ('newLine' in row ? Math.max(most, row.text.length) : most), 0);
  longestOf.set(model, longest);
  return longest;
}
