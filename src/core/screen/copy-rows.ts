// Cells out of an emulator's lines into a grid: cropped, padded, and normalised so that what looks the same compares as the same.
import {
  BG_EXTENDED,
  BG_KEPT,
  BG_OVERLINE,
  BLANK,
  CELL_WORDS,
  COLOR_MASK,
  COLOR_MODE,
  COLOR_RGB,
  FG_SHOWS_ON_BLANK,
  FG_UNDERLINE,
  IS_COMBINED,
  type Rect,
  SPACER,
  TEXT_MASK,
  WIDTH_SHIFT,
} from './cell.js';
import type { CellTable } from './cell-table.js';
import { characterClass, ownWidth } from './character-class.js';
import type { RowSource } from './emulator.js';
import type { RawExtended, RawLine } from './emulator-internals.js';
import type { Grid } from './grid.js';

/** Words of a cell in the emulator's own lines. */
export const RAW_WORDS = 3;
const STRAY_BITS = 0xffff00;
/** What SGR 59 leaves behind in the emulator: no colour of its own. */
const NO_UNDERLINE_COLOR = COLOR_MASK;

export interface CopyOrder {
  readonly source: RowSource;
  /** First cell of the source that is shown. */
  readonly fromX: number;
  readonly fromY: number;
  /** First line of a scrolled view; null for the live screen. */
  readonly top: number | null;
  readonly grid: Grid;
  /** Inside the grid. */
  readonly rect: Rect;
  readonly table: CellTable;
  /** Rows of the source that the grid has already; none if not given. */
  readonly isKnown?: (fromY: number) => boolean;
  /** Told each row of the grid once it was copied. */
  readonly onCopied?: (y: number) => void;
}

export function copyRows(order: CopyOrder): void {
  const { source, grid, rect, fromX, isKnown, onCopied } = order;
  for (let row = 0; row < rect.height; row += 1) {
    const fromY = order.fromY + row;
    if (isKnown?.(fromY) === true) continue;
    const line = fromY < source.rows ? source.row(fromY, order.top) : undefined;
    const start = grid.at(rect.x, rect.y + row);
    // A line may be longer than the screen while the emulator cleans up after a resize.
    const available = line === undefined ? 0 : Math.min(rect.width, Math.min(source.cols, line.length) - fromX);
    const count = Math.max(0, available);
    if (line !== undefined) copyCells({ line, fromX, count, start, words: grid.words, table: order.table, source });
    for (let x = count; x < rect.width; x += 1) grid.setBlank(rect.x + x, rect.y + row, 0);
    onCopied?.(rect.y + row);
  }
}

interface CellsOrder {
  readonly line: RawLine;
  readonly fromX: number;
  readonly count: number;
  readonly start: number;
  readonly words: Uint32Array;
  readonly table: CellTable;
  readonly source: RowSource;
}

function copyCells(order: CellsOrder): void {
  const { line, fromX, count, start, words, table, source } = order;
  const data = line._data;
  let at = start;
  let isAfterLead = false;
  for (let x = fromX; x < fromX + count; x += 1, at += CELL_WORDS) {
    const raw = x * RAW_WORDS;
    let content = data[raw]!;
    let fg = data[raw + 1]!;
    let rawBg = data[raw + 2]!;
    // A palette colour set over an RGB one keeps two bytes of it, which mean nothing.
    if (fg & STRAY_BITS && (fg & COLOR_MODE) !== COLOR_RGB) fg = (fg & ~STRAY_BITS) >>> 0;
    if (rawBg & STRAY_BITS && (rawBg & COLOR_MODE) !== COLOR_RGB) rawBg = (rawBg & ~STRAY_BITS) >>> 0;
    if (isAfterLead) {
      isAfterLead = false;
      if (content >>> WIDTH_SHIFT === 0) {
        words[at] = SPACER;
        words[at + 1] = words[at - 3]!;
        words[at + 2] = words[at - 2]!;
        words[at + 3] = words[at - 1]!;
        continue;
      }
      // A lead whose other half was overwritten.
      setCut(words, at - CELL_WORDS, words[at - 2]!);
    }
    const width = content >>> WIDTH_SHIFT;
    // Halves whose other half lies outside; marks that a line began with, which have no cell to stand in.
    if (width === 0 || (width === 2 && x + 1 === fromX + count)) {
      setCut(words, at, rawBg);
      continue;
    }
    if ((content & (TEXT_MASK | IS_COMBINED)) === 0) content = BLANK;
    else {
      isAfterLead = width === 2;
      const code = content & TEXT_MASK;
      if (content & IS_COMBINED) content = (width << WIDTH_SHIFT) | IS_COMBINED | table.idOfText(line._combined[x] ?? ' ', width);
      // Editing can leave half a flag in a wide cell: printed as it is, it would leave a column unpainted.
      else if (code >= 0x7f && ownWidth(characterClass(code)) !== width) {
        content = (width << WIDTH_SHIFT) | IS_COMBINED | table.idOfText(String.fromCodePoint(code), width);
      }
    }
    const extended = rawBg & BG_EXTENDED ? extendedId(line._extendedAttrs[x], { fg, table, source }) : 0;
    words[at] = content;
    if (content === BLANK && (fg & FG_SHOWS_ON_BLANK) === 0 && (rawBg & BG_OVERLINE) === 0) {
      words[at + 1] = 0;
      words[at + 2] = rawBg & COLOR_MASK;
    } else {
      words[at + 1] = fg;
      words[at + 2] = rawBg & BG_KEPT;
    }
    words[at + 3] = extended;
  }
}

function setCut(words: Uint32Array, at: number, background: number): void {
  words[at] = BLANK;
  words[at + 1] = 0;
  words[at + 2] = background & COLOR_MASK;
  words[at + 3] = 0;
}

function extendedId(
  extended: RawExtended | undefined,
  order: { readonly fg: number; readonly table: CellTable; readonly source: RowSource },
): number {
  if (extended === undefined) return 0;
  const link = extended.urlId === 0 ? null : order.source.linkOf(extended.urlId);
  if ((order.fg & FG_UNDERLINE) === 0) return link === null ? 0 : order.table.idOfStyle({ underline: 0, underlineColor: 0, link });
  const color = extended._ext & COLOR_MASK;
  return order.table.idOfStyle({
    underline: (extended._ext >>> 26) & 0b111,
    underlineColor: color === NO_UNDERLINE_COLOR ? 0 : (color & COLOR_MODE) === COLOR_RGB ? color : color & ~STRAY_BITS,
    link,
  });
}
