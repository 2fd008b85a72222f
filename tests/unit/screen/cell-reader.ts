// Cells of an emulator as text that can be compared: written apart from the code under test, with the same idea of what looks the same.
import { Emulator, type RowSource } from '../../../src/core/screen/emulator.js';
import type { RawLine } from '../../../src/core/screen/emulator-internals.js';

export interface Cell {
  readonly text: string;
  /** 0 is the second half of a wide pair. */
  readonly width: number;
  readonly look: string;
  /** The background alone. */
  readonly ground: string;
  /** Editing left characters in it that a terminal would not draw in that width: whatever is shown, it must keep its columns. */
  readonly isOdd?: boolean;
}

export const BLANK_CELL: Cell = { text: ' ', width: 1, look: '', ground: '' };

const FG_FLAGS: readonly (readonly [number, string])[] = [
  [0x4000000, 'inverse'],
  [0x8000000, 'bold'],
  [0x10000000, 'underline'],
  [0x20000000, 'blink'],
  [0x40000000, 'invisible'],
  [0x80000000, 'strike'],
];
const BG_FLAGS: readonly (readonly [number, string])[] = [
  [0x4000000, 'italic'],
  [0x8000000, 'dim'],
  [0x40000000, 'overline'],
];
const SHOWS_ON_BLANK = new Set(['inverse', 'underline', 'strike', 'overline']);

export function readCell(source: RowSource, line: RawLine | undefined, x: number): Cell {
  if (line === undefined || x >= line.length || x >= source.cols) return BLANK_CELL;
  const [content, fg, bg] = [line._data[x * 3]!, line._data[x * 3 + 1]!, line._data[x * 3 + 2]!];
  const width = content >>> 22;
  const ground = color('bg', bg);
  if (width === 0 && (content & 0x3fffff) === 0) return { text: '', width: 0, look: '', ground };
  if (width === 0) return { text: ' ', width: 1, look: ground, ground };
  const isCombined = (content & 0x200000) !== 0;
  const code = content & 0x1fffff;
  const joined = isCombined ? printed(line._combined[x]!) : code >= 0x7f ? printed(String.fromCodePoint(code)) : null;
  const text = joined !== null ? joined.text : code === 0 ? ' ' : String.fromCodePoint(code);
  const flags = [...FG_FLAGS.filter(([bit]) => (fg & bit) !== 0), ...BG_FLAGS.filter(([bit]) => (bg & bit) !== 0)].map(([, name]) => name);
  const isBlank = text === ' ' && !flags.some((flag) => SHOWS_ON_BLANK.has(flag));
  const parts = isBlank ? [] : [...flags, color('fg', fg)];
  parts.push(ground);
  const extended = (bg & 0x10000000) !== 0 ? line._extendedAttrs[x] : undefined;
  if (extended !== undefined) {
    if (flags.includes('underline')) {
      const style = (extended._ext >>> 26) & 7;
      const underline = extended._ext & 0x3ffffff;
      if (style > 1) parts.push(`style ${style}`);
      if (underline !== 0x3ffffff) parts.push(color('line', underline));
    }
    const link = extended.urlId === 0 ? null : source.linkOf(extended.urlId);
    if (link !== null) parts.push(link);
  }
  return { text, width, ground, isOdd: joined !== null && joined.width !== width, look: parts.filter((part) => part !== '').join(' ') };
}

// What a terminal would show of this text in one cell: editing can leave characters together that do not join, or in too wide a cell.
function printed(text: string): { readonly text: string; readonly width: number } {
  const known = printedTexts.get(text) ?? printOnce(text);
  printedTexts.set(text, known);
  return known;
}

const printedTexts = new Map<string, { readonly text: string; readonly width: number }>();

function printOnce(text: string): { readonly text: string; readonly width: number } {
  const scratch = new Emulator({ cols: 10, rows: 1, scrollback: 0 });
  scratch.parse(text, 0);
  const line = scratch.row(0, null)!;
  const content = line._data[0]!;
  return { text: (content & 0x200000) !== 0 ? line._combined[0]! : String.fromCodePoint(content & 0x1fffff), width: content >>> 22 };
}

function color(ground: string, word: number): string {
  const mode = word & 0x3000000;
  // Beside a palette index the emulator leaves bytes of an earlier RGB colour.
  const value = mode === 0x3000000 ? word & 0x3ffffff : word & 0x30000ff;
  return mode === 0 ? '' : `${ground} ${value.toString(16)}`;
}

/** Cells of a rectangle of an emulator; wide pairs that its edges cut are blank. */
export function readRect(source: RowSource, order: { x: number; y: number; width: number; height: number; top: number | null }): Cell[][] {
  return Array.from({ length: order.height }, (_, row) => {
    const line = order.y + row < source.rows ? source.row(order.y + row, order.top) : undefined;
    const cells = Array.from({ length: order.width }, (_, column) => readCell(source, line, order.x + column));
    return mendRow(cells);
  });
}

/** Halves of wide pairs without their other half become blanks that keep their background. */
export function mendRow(cells: Cell[]): Cell[] {
  return cells.map((cell, x) => {
    const isCut = cell.width === 0 ? cells[x - 1]?.width !== 2 : cell.width === 2 && cells[x + 1]?.width !== 0;
    return isCut
      ? { text: ' ', width: 1, look: cell.ground, ground: cell.ground }
      : cell.width === 0
        ? { ...cell, look: '', isOdd: cells[x - 1]?.isOdd ?? false }
        : cell;
  });
}

export function showCells(rows: readonly (readonly Cell[])[]): string[] {
  return rows.map((row) => row.map((cell) => (cell.look === '' ? cell.text : `${cell.text}{${cell.look}}`)).join('|'));
}
