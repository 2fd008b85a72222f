// The shortest way of the cursor to a cell. Knows margins, no cells.
import { CSI, sequences } from '../model/sequences.js';

/** Where the cursor is; `x` null where the terminal may see another column than we do. */
export interface CursorAt {
  readonly x: number | null;
  readonly y: number | null;
}

/** Rows that scroll; vertical moves by steps stop at its edges, and a line feed on its last row scrolls. */
export interface Region {
  readonly top: number;
  readonly bottom: number;
}

export interface Move {
  readonly from: CursorAt;
  readonly to: { readonly x: number; readonly y: number };
  readonly region: Region | null;
}

/** `move` from a known row stays possible when the column is unknown: absolute columns cost less than absolute positions. */
export function cursorMove({ from, to, region }: Move): string {
  if (from.x === to.x && from.y === to.y) return '';
  let best = absolute(to.x, to.y);
  const consider = (candidate: string) => {
    if (candidate.length < best.length) best = candidate;
  };
  if (from.y === null) return best;
  if (from.y === to.y) {
    consider(sideways(from.x, to.x));
    return best;
  }
  const isFree = region === null || (inside(region, from.y) && inside(region, to.y));
  if (!isFree) return best;
  const down = to.y - from.y;
  if (from.x !== null) consider(`${step(down > 0 ? 'B' : 'A', Math.abs(down))}${sideways(from.x, to.x)}`);
  // With the return first: the relay's terminal may or may not add one to a line feed.
  if (down > 0 && down <= 3) consider(`\r${'\n'.repeat(down)}${sideways(0, to.x)}`);
  return best;
}

function inside(region: Region, y: number): boolean {
  return y >= region.top && y <= region.bottom;
}

function absolute(x: number, y: number): string {
  if (x === 0) return y === 0 ? sequences.cursorHome : `${CSI}${y + 1}H`;
  return `${CSI}${y + 1};${x + 1}H`;
}

function sideways(from: number | null, to: number): string {
  if (from === to) return '';
  if (to === 0) return '\r';
  const column = `${CSI}${to + 1}G`;
  if (from === null) return column;
  const steps = Math.abs(to - from);
  const relative = to < from && steps <= 3 ? '\b'.repeat(steps) : step(to > from ? 'C' : 'D', steps);
  return relative.length < column.length ? relative : column;
}

function step(final: 'A' | 'B' | 'C' | 'D', count: number): string {
  return count === 0 ? '' : `${CSI}${count === 1 ? '' : count}${final}`;
}
