// What the person looks at stays before their eyes while the rows around it become others: another style, a file folded, the diff read again.
import { type DiffModel, fileOfRow } from '../diff-rows.js';
import type { DiffPlace } from '../place.js';
import { isCode } from './anchors.js';
import { rowAt, type Sight, withCursor } from './move-cursor.js';
import type { Shown } from './shown-rows.js';

/** The cursor on the same row of the model, as far down the screen as before. */
export function kept(place: DiffPlace, before: Shown, sight: Sight): DiffPlace {
  const row = rowAt(place, before);
  return row === null ? withCursor(place, sight, 0) : atRow(place, sight, row);
}

/** The cursor on the same code in a diff that was read again; else as near to it as can be told. */
export function keptInNew(place: DiffPlace & { readonly model: DiffModel }, before: Shown, model: DiffModel): number {
  const row = rowAt(place, before);
  return row === null ? 0 : sameRow(place.model, row, model);
}

export function atRow(place: DiffPlace, sight: Sight, row: number): DiffPlace {
  const cursor = sight.shown.indexOf(row);
  return withCursor({ ...place, top: Math.max(0, cursor - (place.cursor - place.top)) }, sight, cursor);
}

function sameRow(before: DiffModel, at: number, now: DiffModel): number {
  const path = before.files[fileOfRow(before, at)]?.path;
  const file = now.files.find((each) => each.path === path);
  const row = before.rows[at];
  if (file === undefined) return Math.max(0, Math.min(at, now.rows.length - 1));
  if (!isCode(row)) return Math.min(file.end - 1, file.start + (at - (before.files[fileOfRow(before, at)]?.start ?? 0)));
  let best = file.start;
  let bestAway = Number.POSITIVE_INFINITY;
  for (let index = file.start; index < file.end; index += 1) {
    const each = now.rows[index];
    if (!isCode(each)) continue;
    // The same text counts more than the same number; what went and what came there have the same number.
    const away = Math.abs(each.newLine - row.newLine) + (each.text === row.text ? 0 : 1_000_000) + (each.kind === row.kind ? 0 : 0.5);
    if (away < bestAway) [best, bestAway] = [index, away];
  }
  return best;
}
