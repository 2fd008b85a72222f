// The cursor of a diff: it moves by rows, pages, files, hunks and matches, and the rows in sight follow it. Clamped here, nowhere else.
import type { DiffModel } from '../diff-rows.js';
import type { Move } from '../next-index.js';
import type { DiffPlace } from '../place.js';
import { matchesOf } from './search.js';
import type { Shown, ShownRow } from './shown-rows.js';

export interface Sight {
  readonly shown: Shown;
  /** Rows on the screen. */
  readonly rows: number;
}

export function moveCursor(place: DiffPlace, { shown, rows }: Sight, move: Move): DiffPlace {
  const page = Math.max(1, rows);
  switch (move) {
    case 'up':
    case 'down':
      return withCursor(place, { shown, rows }, place.cursor + (move === 'up' ? -1 : 1));
    case 'pageup':
    case 'pagedown': {
      const by = move === 'pageup' ? -page : page;
      const last = Math.max(0, shown.length - rows);
      // The cursor keeps its place on the screen; at the ends it goes on alone.
      const top = Math.min(Math.max(last, place.top), Math.max(0, place.top + by));
      return withCursor({ ...place, top }, { shown, rows }, place.cursor + by);
    }
    case 'first':
      return withCursor(place, { shown, rows }, 0);
    case 'last':
      return withCursor({ ...place, top: Math.max(0, shown.length - rows) }, { shown, rows }, shown.length - 1);
  }
}

/** The cursor on a shown row, which is in sight then. */
export function withCursor(place: DiffPlace, { shown, rows }: Sight, wanted: number): DiffPlace {
  const cursor = Math.max(0, Math.min(shown.length - 1, wanted));
  const top = Math.max(0, Math.min(cursor, Math.max(place.top, cursor - rows + 1)));
  return { ...place, cursor, top };
}

/** The row of the model that the cursor is on; of a comment, the row it is about. */
export function rowAt(place: Pick<DiffPlace, 'cursor' | 'side'>, shown: Shown): number | null {
  const row = shown.at(place.cursor);
  return row === undefined ? null : modelRow(row, place.side);
}

export function modelRow(row: ShownRow, side: 'old' | 'new'): number | null {
  if (row.kind !== 'pair') return row.row;
  return side === 'old' ? (row.old ?? row.now) : (row.now ?? row.old);
}

/** To the next or previous file, whose heading stands at the top then; from the middle of a file first back to its own. */
export function toFile(place: DiffPlace, { shown, rows }: Sight, by: 1 | -1): DiffPlace {
  const files = place.model?.files.length ?? 0;
  const at = shown.fileAt(place.cursor);
  const isInside = shown.startOf(at) < place.cursor;
  const wanted = Math.max(0, Math.min(files - 1, by === -1 && isInside ? at : at + by));
  // A diff scrolls on until its last file stands at the top.
  const start = shown.startOf(wanted);
  return withCursor({ ...place, top: start }, { shown, rows }, start);
}

export function toHunk(place: DiffPlace, { shown, rows }: Sight, by: 1 | -1): DiffPlace {
  for (let at = place.cursor + by; at >= 0 && at < shown.length; at += by) {
    const row = shown.at(at);
    if (row?.kind === 'row' && place.model?.rows[row.row]?.kind === 'hunk') return inView(place, { shown, rows }, at);
  }
  return place;
}

/** Where the text was found, seen from the cursor; `wrapped` tells that it began again at the other end. */
export function nextMatch(
  model: DiffModel,
  text: string,
  from: { readonly row: number; readonly by: 1 | -1 | 0 },
): { readonly row: number; readonly wrapped: boolean } | null {
  const rows = matchesOf(model, text);
  if (rows.length === 0) return null;
  const found =
    from.by === -1 ? rows.findLast((row) => row < from.row) : rows.find((row) => (from.by === 0 ? row >= from.row : row > from.row));
  if (found !== undefined) return { row: found, wrapped: false };
  return { row: (from.by === -1 ? rows.at(-1) : rows[0]) ?? 0, wrapped: true };
}

/** On a row that may be out of sight, with some of what stands around it. */
export function inView(place: DiffPlace, { shown, rows }: Sight, at: number): DiffPlace {
  if (at >= place.top && at < place.top + rows) return withCursor(place, { shown, rows }, at);
  return withCursor({ ...place, top: Math.max(0, at - Math.floor(rows / 4)) }, { shown, rows }, at);
}
