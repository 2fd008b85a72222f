// One row of what the client shows against what it should show, as few bytes as that takes. Knows cells, not where they come from.
import { BLANK, CELL_WORDS, SPACER, WIDTH_SHIFT } from './cell.js';
import type { FrameWriter } from './frame-writer.js';
import type { Grid } from './grid.js';

/** Printing this many unchanged characters costs no more than moving over them. */
const MAX_BRIDGE = 4;
/** Blanks at the end of the client's row: erasing them takes three bytes. */
const MIN_TAIL = 4;
/** Blanks in the middle: erasing them takes about five bytes and a move of about five behind them. */
const MIN_HOLE = 11;

export interface RowDiff {
  readonly writer: FrameWriter;
  readonly wanted: Grid;
  readonly shown: Grid;
}

/** Writes what differs in row `y`. Does not change `shown`. */
export function writeRow({ writer, wanted, shown }: RowDiff, y: number): void {
  const row = new Row(wanted, shown, y);
  const last = row.lastDifference();
  if (last === -1) return;
  // From here on the whole row is blank in the terminal's own colours.
  const tail = row.blankTail();
  let x = row.nextDifference(0, last);
  while (x <= last) {
    if (x >= tail && last - x + 1 >= MIN_TAIL) {
      writer.moveTo(x, row.y);
      writer.setBlankPen(0);
      writer.eraseToEnd();
      return;
    }
    x = row.nextDifference(writeRun({ writer, row, x, last, tail }), last);
  }
}

// Writes from a differing cell up to the next one that does not differ; the column behind what was written.
function writeRun(order: {
  readonly writer: FrameWriter;
  readonly row: Row;
  readonly x: number;
  readonly last: number;
  readonly tail: number;
}): number {
  const { writer, row, last, tail } = order;
  let { x } = order;
  approach(writer, row, x);
  while (x <= last && row.differs(x)) {
    if (x >= tail && last - x + 1 >= MIN_TAIL) return x;
    const hole = row.blankRun(x, last);
    const isAtEnd = x + hole > last;
    if (hole >= (isAtEnd ? MIN_HOLE / 2 : MIN_HOLE)) {
      writer.moveTo(x, row.y);
      writer.setBlankPen(0);
      writer.eraseCells(hole);
      return x + hole;
    }
    writer.print(row.cell(x));
    x += row.width(x);
  }
  return x;
}

// Towards the cell, over unchanged ones by printing them where that is shorter than moving.
function approach(writer: FrameWriter, row: Row, x: number): void {
  const steps = writer.stepsTo(x, row.y);
  if (steps !== null && steps > 0 && steps <= MAX_BRIDGE && row.bridge(writer, x - steps, x)) {
    for (let column = x - steps; column < x; column += 1) writer.print(row.cell(column));
  }
}

/** A row in both grids. */
class Row {
  readonly y: number;
  readonly words: Uint32Array;
  readonly #shown: Uint32Array;
  readonly #cols: number;
  readonly #start: number;

  constructor(wanted: Grid, shown: Grid, y: number) {
    this.y = y;
    this.words = wanted.words;
    this.#shown = shown.words;
    this.#cols = wanted.cols;
    this.#start = wanted.at(0, y);
  }

  at(x: number): number {
    return this.#start + x * CELL_WORDS;
  }

  width(x: number): number {
    return Math.max(1, this.words[this.at(x)]! >>> WIDTH_SHIFT);
  }

  /** For `FrameWriter.print`. */
  cell(x: number): { readonly x: number; readonly y: number; readonly words: Uint32Array; readonly at: number } {
    return { x, y: this.y, words: this.words, at: this.at(x) };
  }

  /** A wide pair differs as a whole: asked of its first half. */
  differs(x: number): boolean {
    return this.#cellDiffers(x) || (this.width(x) === 2 && x + 1 < this.#cols && this.#cellDiffers(x + 1));
  }

  /** First half of the next cell or pair that differs; beyond `last` when there is none. */
  nextDifference(from: number, last: number): number {
    let x = from;
    while (x <= last && !this.#cellDiffers(x)) x += 1;
    return x <= last && x > 0 && this.words[this.at(x)] === SPACER ? x - 1 : x;
  }

  lastDifference(): number {
    let x = this.#cols - 1;
    while (x >= 0 && !this.#cellDiffers(x)) x -= 1;
    return x;
  }

  blankTail(): number {
    let x = this.#cols;
    while (x > 0 && this.#isPlainBlank(x - 1)) x -= 1;
    return x;
  }

  /** Blanks from `x` on in the terminal's own colours, up to the last one that differs. */
  blankRun(x: number, last: number): number {
    let end = x;
    let count = 0;
    for (; end <= last && this.#isPlainBlank(end); end += 1) if (this.#cellDiffers(end)) count = end - x + 1;
    return count;
  }

  bridge(writer: FrameWriter, from: number, to: number): boolean {
    for (let x = from; x < to; x += 1) if (!writer.printsBare(this.words, this.at(x))) return false;
    return true;
  }

  #isPlainBlank(x: number): boolean {
    const at = this.at(x);
    return this.words[at] === BLANK && this.words[at + 1] === 0 && this.words[at + 2] === 0 && this.words[at + 3] === 0;
  }

  #cellDiffers(x: number): boolean {
    const at = this.at(x);
    return (
      this.words[at] !== this.#shown[at] ||
      this.words[at + 1] !== this.#shown[at + 1] ||
      this.words[at + 2] !== this.#shown[at + 2] ||
      this.words[at + 3] !== this.#shown[at + 3]
    );
  }
}
