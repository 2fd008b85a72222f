// Whether rows of a pane moved up or down as a block, so that the terminal's own scroll saves bytes. Pure: two grids in, one scroll out.
import { CELL_WORDS, type Rect } from './cell.js';
import type { Grid } from './grid.js';

export interface Scroll {
  /** Rows that the terminal is to scroll, in the columns of the pane. */
  readonly rect: Rect;
  /** Upwards; negative is downwards. */
  readonly lines: number;
}

/** About what the command costs: two margins, the scroll itself, and finding the cursor again. */
const COST_BYTES = 28;
const MIN_CHANGED_ROWS = 2;
const MAX_ALIKE = 3;

/** The best scroll of `rect` from `shown` towards `wanted`, or null when changing rows is cheaper. */
export function detectScroll(shown: Grid, wanted: Grid, rect: Rect): Scroll | null {
  const changed: number[] = [];
  const before = new Map<number, number[]>();
  const hashes: number[] = [];
  for (let row = 0; row < rect.height; row += 1) {
    const hash = hashRow(shown, rect, row);
    const rows = before.get(hash);
    if (rows === undefined) before.set(hash, [row]);
    else rows.push(row);
    const now = hashRow(wanted, rect, row);
    hashes.push(now);
    if (now !== hash) changed.push(row);
  }
  if (changed.length < MIN_CHANGED_ROWS) return null;
  const votes = new Map<number, number>();
  for (const row of changed) {
    const rows = before.get(hashes[row]!) ?? [];
    // Rows that occur often, such as empty ones, tell nothing of a move.
    if (rows.length > MAX_ALIKE) continue;
    for (const old of rows) votes.set(old - row, (votes.get(old - row) ?? 0) + 1);
  }
  let lines = 0;
  let most = 0;
  for (const [move, count] of votes) {
    if (count < most || (count === most && Math.abs(move) >= Math.abs(lines))) continue;
    lines = move;
    most = count;
  }
  return lines === 0 ? null : worthwhile({ shown, wanted, rect, lines });
}

interface Candidate {
  readonly shown: Grid;
  readonly wanted: Grid;
  readonly rect: Rect;
  readonly lines: number;
}

// The block of rows between the first and the last one that the move brings right, with the rows it came from.
function worthwhile({ shown, wanted, rect, lines }: Candidate): Scroll | null {
  let first = -1;
  let last = -1;
  let gain = 0;
  for (let row = 0; row < rect.height; row += 1) {
    const from = row + lines;
    if (from < 0 || from >= rect.height) continue;
    const differing = differences({ shown, wanted, rect }, row, row);
    if (differing === 0 || differences({ shown, wanted, rect }, from, row) > 0) continue;
    if (first === -1) first = row;
    last = row;
  }
  if (first === -1) return null;
  const top = lines > 0 ? first : first + lines;
  const bottom = lines > 0 ? last + lines : last;
  for (let row = top; row <= bottom; row += 1) {
    const from = row + lines;
    const isFilled = from >= top && from <= bottom;
    const after = isFilled ? differences({ shown, wanted, rect }, from, row) : visible(wanted, rect, row);
    gain += differences({ shown, wanted, rect }, row, row) - after;
  }
  if (gain <= COST_BYTES) return null;
  return { rect: { x: rect.x, y: rect.y + top, width: rect.width, height: bottom - top + 1 }, lines };
}

// Cells of a shown row that would have to change to become a wanted row.
function differences({ shown, wanted, rect }: Omit<Candidate, 'lines'>, from: number, to: number): number {
  let old = shown.at(rect.x, rect.y + from);
  let now = wanted.at(rect.x, rect.y + to);
  const a = shown.words;
  const b = wanted.words;
  let count = 0;
  for (let x = 0; x < rect.width; x += 1, old += CELL_WORDS, now += CELL_WORDS) {
    if (a[old] !== b[now] || a[old + 1] !== b[now + 1] || a[old + 2] !== b[now + 2] || a[old + 3] !== b[now + 3]) count += 1;
  }
  return count;
}

// Cells that are not blank: what a row costs after the terminal scrolled in an empty one.
function visible(grid: Grid, rect: Rect, row: number): number {
  let count = 0;
  let at = grid.at(rect.x, rect.y + row);
  const blank = grid.words;
  for (let x = 0; x < rect.width; x += 1, at += CELL_WORDS) {
    if ((blank[at]! & 0x1fffff) !== 0x20 || blank[at + 2] !== 0 || blank[at + 1] !== 0) count += 1;
  }
  return count;
}

function hashRow(grid: Grid, rect: Rect, row: number): number {
  const words = grid.words;
  const start = grid.at(rect.x, rect.y + row);
  const end = start + rect.width * CELL_WORDS;
  let hash = 0;
  for (let at = start; at < end; at += 1) hash = (Math.imul(hash, 31) + words[at]!) | 0;
  return hash;
}
