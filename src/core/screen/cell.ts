// The words of a cell: the emulator's own encoding of content, foreground and background, and one word of ours for what it keeps beside them.

/** Words per cell: content, foreground, background, extended (an id of `CellTable`, 0 for none). */
export const CELL_WORDS = 4;

// Content: bits 0-20 code point or id of a text, bit 21 it is an id, bits 22-23 columns. 0 is the second half of a wide pair.
export const TEXT_MASK = 0x1fffff;
export const IS_COMBINED = 0x200000;
export const WIDTH_SHIFT = 22;
export const BLANK = 0x20 | (1 << WIDTH_SHIFT);
export const SPACER = 0;
/** In every word of a cell of which nobody knows what the client shows; equal to no cell. */
export const UNKNOWN = 0xffffffff;

// Colours, in both words: bits 0-23 value, 24-25 mode.
export const COLOR_MASK = 0x3ffffff;
export const COLOR_MODE = 0x3000000;
export const COLOR_BASIC = 0x1000000;
export const COLOR_PALETTE = 0x2000000;
export const COLOR_RGB = 0x3000000;

export const FG_INVERSE = 0x4000000;
export const FG_BOLD = 0x8000000;
export const FG_UNDERLINE = 0x10000000;
export const FG_BLINK = 0x20000000;
export const FG_INVISIBLE = 0x40000000;
export const FG_STRIKE = 0x80000000;

export const BG_ITALIC = 0x4000000;
export const BG_DIM = 0x8000000;
export const BG_EXTENDED = 0x10000000;
export const BG_OVERLINE = 0x40000000;
/** What of the emulator's background word is kept: not "has extended" and "protected". */
export const BG_KEPT = COLOR_MASK | BG_ITALIC | BG_DIM | BG_OVERLINE;

/** Attributes that show on a blank. */
export const FG_SHOWS_ON_BLANK = FG_INVERSE | FG_UNDERLINE | FG_STRIKE;

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export function sameRect(one: Rect, other: Rect): boolean {
  return one.x === other.x && one.y === other.y && one.width === other.width && one.height === other.height;
}

/** The part of `rect` inside a screen. */
export function clipRect(rect: Rect, cols: number, rows: number): Rect {
  const x = Math.min(Math.max(0, rect.x), cols);
  const y = Math.min(Math.max(0, rect.y), rows);
  const width = Math.max(0, Math.min(cols, rect.x + rect.width) - x);
  const height = Math.max(0, Math.min(rows, rect.y + rect.height) - y);
  return { x, y, width, height };
}
