// How the body is shared out in the review: columns of the list of files, of a line's number, of each side.
import type { DiffModel } from '../diff-rows.js';
import type { DiffPlace } from '../place.js';
import type { ViewState, ViewWorld } from '../view-state.js';
import { viewLayout } from '../view-state.js';
import { reviewOf } from './review.js';
import { type DiffStyle, type Shown, type ShownOrder, shownRows } from './shown-rows.js';

/** Below this width the files stand only in the hunks' own headings. */
const FILES_FROM_COLS = 90;
/** Two columns of code that are narrower than this can not be read. */
const SPLIT_FROM_COLS = 60;

export function filesCols(model: DiffModel | null, bodyCols: number): number {
  if (model === null || model.files.length === 0 || bodyCols < FILES_FROM_COLS) return 0;
  return Math.min(44, Math.floor(bodyCols * 0.28));
}

/** Columns inside the frame of the hunks. */
export function codeCols(model: DiffModel | null, bodyCols: number): number {
  return bodyCols - filesCols(model, bodyCols) - 2;
}

/** Side by side only where there is room for it. */
export function styleShown(style: DiffStyle, cols: number): DiffStyle {
  return cols < SPLIT_FROM_COLS ? 'unified' : style;
}

const digitsOf = new WeakMap<DiffModel, number>();

/** Columns of the longest line number. */
export function lineDigits(model: DiffModel | null): number {
  if (model === null) return 1;
  const before = digitsOf.get(model);
  if (before !== undefined) return before;
  let most = 1;
  for (const row of model.rows) if ('newLine' in row) most = Math.max(most, row.oldLine, row.newLine);
  const digits = String(most).length;
  digitsOf.set(model, digits);
  return digits;
}

/** The rows of an open diff as this client's screen shows them; null until there is one. */
export function shownOf(view: ViewState, world: ViewWorld, place: DiffPlace): Shown | null {
  return place.model === null ? null : shownRows(place.model, shownOrder(view, world, place));
}

export function shownOrder(view: ViewState, world: ViewWorld, place: DiffPlace): ShownOrder {
  const cols = codeCols(place.model, viewLayout(view, world).body.width);
  return {
    style: styleShown(view.reviewing.style, cols),
    review: reviewOf(world.reviews, place.agent),
    turned: place.turned,
    commentCols: cols - lineDigits(place.model) - 6,
  };
}
