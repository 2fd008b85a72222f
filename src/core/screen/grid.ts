// A rectangle of cells in one typed array. Knows neither emulators nor bytes for a terminal.
import { BLANK, CELL_WORDS, COLOR_MASK, type Rect, SPACER, UNKNOWN, WIDTH_SHIFT } from './cell.js';

export class Grid {
  readonly cols: number;
  readonly rows: number;
  readonly words: Uint32Array;
  // Made once: comparing whole rows as bytes is a memcmp.
  readonly #rowBytes: readonly Buffer[];

  constructor(cols: number, rows: number) {
    this.cols = cols;
    this.rows = rows;
    this.words = new Uint32Array(cols * rows * CELL_WORDS);
    const bytes = Buffer.from(this.words.buffer);
    const stride = cols * CELL_WORDS * 4;
    this.#rowBytes = Array.from({ length: rows }, (_, y) => bytes.subarray(y * stride, (y + 1) * stride));
    this.fillBlank();
  }

  /** Index of a cell's first word. */
  at(x: number, y: number): number {
    return (y * this.cols + x) * CELL_WORDS;
  }

  fillBlank(): void {
    this.words.fill(0);
    for (let at = 0; at < this.words.length; at += CELL_WORDS) this.words[at] = BLANK;
  }

  fillUnknown(rect: Rect): void {
    for (let y = rect.y; y < rect.y + rect.height; y += 1) {
      this.words.fill(UNKNOWN, this.at(rect.x, y), this.at(rect.x + rect.width, y));
    }
  }

  /** A blank with this background colour. */
  setBlank(x: number, y: number, background: number): void {
    const at = this.at(x, y);
    this.words[at] = BLANK;
    this.words[at + 1] = 0;
    this.words[at + 2] = background;
    this.words[at + 3] = 0;
  }

  sameRow(other: Grid, y: number): boolean {
    return this.#rowBytes[y]!.equals(other.#rowBytes[y]!);
  }

  copyRow(from: Grid, y: number): void {
    this.words.set(from.words.subarray(from.at(0, y), from.at(0, y + 1)), this.at(0, y));
  }

  copyRect(from: Grid, rect: Rect): void {
    for (let y = rect.y; y < rect.y + rect.height; y += 1) {
      this.words.set(from.words.subarray(from.at(rect.x, y), from.at(rect.x + rect.width, y)), this.at(rect.x, y));
    }
  }

  /** What a terminal's scroll does to its cells: rows of `rect` move up by `lines` (down if negative), blanks follow. */
  scroll(rect: Rect, lines: number): void {
    const { x, y, width, height } = rect;
    const row = (offset: number) => this.at(x, y + offset);
    const length = width * CELL_WORDS;
    for (let step = 0; step < height; step += 1) {
      const to = lines > 0 ? step : height - 1 - step;
      const from = to + lines;
      if (from >= 0 && from < height) this.words.copyWithin(row(to), row(from), row(from) + length);
      else for (let column = 0; column < width; column += 1) this.setBlank(x + column, y + to, 0);
    }
  }

  /** After cells of another source were put into `rect`: halves of wide pairs that its edges cut off become blanks. */
  mendEdges(rect: Rect): void {
    for (let y = rect.y; y < rect.y + rect.height; y += 1) {
      const before = rect.x - 1;
      if (before >= 0 && this.words[this.at(before, y)]! >>> WIDTH_SHIFT === 2)
        this.setBlank(before, y, this.words[this.at(before, y) + 2]! & COLOR_MASK);
      const after = rect.x + rect.width;
      if (after < this.cols && this.words[this.at(after, y)] === SPACER)
        this.setBlank(after, y, this.words[this.at(after, y) + 2]! & COLOR_MASK);
    }
  }

  /** Whether a side of `rect` runs through a wide pair. */
  cutsPair(rect: Rect): boolean {
    for (let y = rect.y; y < rect.y + rect.height; y += 1) {
      if (this.words[this.at(rect.x, y)] === SPACER) return true;
      if (rect.x + rect.width < this.cols && this.words[this.at(rect.x + rect.width, y)] === SPACER) return true;
    }
    return false;
  }
}
