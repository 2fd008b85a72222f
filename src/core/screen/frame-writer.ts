// Bytes of a frame for one client: follows cursor, pen and link of its terminal over all frames, so that each says only what is new.

import { CSI, OSC, ST, sequences } from '../model/sequences.js';
import type { CursorShape } from '../model/terminal-modes.js';
import { BG_OVERLINE, BLANK, COLOR_MASK, FG_SHOWS_ON_BLANK, IS_COMBINED, type Rect, TEXT_MASK, WIDTH_SHIFT } from './cell.js';
import type { CellTable } from './cell-table.js';
import type { ClientCapabilities } from './client-capabilities.js';
import { cursorMove, type Region } from './cursor-move.js';
import { fitPen, type Pen, PLAIN_PEN, sgrBetween } from './sgr.js';
import { hasCertainWidth } from './width-certainty.js';

const ASCII: readonly string[] = Array.from({ length: 128 }, (_, code) => String.fromCharCode(code));

export class FrameWriter {
  readonly #capabilities: ClientCapabilities;
  readonly #table: CellTable;
  readonly #cols: number;
  #out = '';
  #x = 0;
  #y: number | null = null;
  /** False behind a character that the terminal may see wider or narrower than we do. */
  #isColumnSure = false;
  #pen: Pen = PLAIN_PEN;
  // Words the pen was made of, to skip the work for the next cell of the same look.
  #fg = 0;
  #bg = 0;
  #extended = 0;
  #link: string | null = null;
  #region: Region | null = null;
  #isCursorShown: boolean | null = null;
  #shape: CursorShape | null = null;

  constructor(order: { readonly capabilities: ClientCapabilities; readonly table: CellTable; readonly cols: number }) {
    this.#capabilities = order.capabilities;
    this.#table = order.table;
    this.#cols = order.cols;
  }

  /** What was written since the last call. */
  take(): string {
    this.#setLink(null);
    const out = this.#out;
    this.#out = '';
    return out;
  }

  /** The terminal from scratch: nothing of its state is known. Leaves an empty screen in plain colours; nothing wraps from here on. */
  clearScreen(): void {
    const margins = this.#capabilities.margins ? sequences.marginsOn : '';
    this.#out +=
      sequences.sgrReset + sequences.wrapOff + sequences.scrollRegionReset + margins + sequences.cursorHome + sequences.clearScreen;
    this.#pen = PLAIN_PEN;
    this.#fg = 0;
    this.#bg = 0;
    this.#extended = 0;
    this.#link = null;
    this.#region = null;
    this.#stand(0, 0);
    this.#isCursorShown = null;
  }

  moveTo(x: number, y: number): void {
    this.#out += cursorMove({ from: { x: this.#isColumnSure ? this.#x : null, y: this.#y }, to: { x, y }, region: this.#region });
    this.#stand(x, y);
  }

  /** Columns from the cursor to a cell of the same row, when writing what lies between is possible; else null. */
  stepsTo(x: number, y: number): number | null {
    return this.#y === y && this.#isColumnSure && this.#x <= x ? x - this.#x : null;
  }

  /** Whether the cell can be printed at the cursor without any other byte: plain ASCII in the look of the pen. */
  printsBare(words: Uint32Array, at: number): boolean {
    const content = words[at]!;
    if (content >>> WIDTH_SHIFT !== 1) return false;
    if (isPlainBlank(words, at)) return this.#isBlankPen(words[at + 2]!);
    if ((content & IS_COMBINED) !== 0 || (content & TEXT_MASK) >= 0x7f) return false;
    return words[at + 1] === this.#fg && words[at + 2] === this.#bg && words[at + 3] === this.#extended;
  }

  /** Prints a cell in its place. A run of non-ASCII characters is printed through, what follows it is placed anew (decision 13). */
  print(cell: { readonly x: number; readonly y: number; readonly words: Uint32Array; readonly at: number }): void {
    const { x, y, words, at } = cell;
    const content = words[at]!;
    const code = content & TEXT_MASK;
    const isCombined = (content & IS_COMBINED) !== 0;
    const isAscii = !isCombined && code < 0x7f;
    if (isAscii || this.#x !== x || this.#y !== y) this.moveTo(x, y);
    if (isPlainBlank(words, at)) this.setBlankPen(words[at + 2]!);
    else this.#setPen(words[at + 1]!, words[at + 2]!, words[at + 3]!);
    const width = content >>> WIDTH_SHIFT;
    // Should the terminal draw it narrower than we count, nothing old stays in its second column.
    if (isCombined && width === 2) this.eraseCells(2);
    // Line and paragraph separator are no characters of a cell, whatever the width tables say.
    this.#out += isAscii
      ? ASCII[code]
      : isCombined
        ? this.#table.text(code)
        : code === 0x2028 || code === 0x2029
          ? ' '
          : String.fromCodePoint(code);
    this.#x += width;
    if (!isAscii && (isCombined || !this.#capabilities.ambiguousIsNarrow || !hasCertainWidth(code))) this.#isColumnSure = false;
    // In the last column the cursor stays where it is: nothing wraps.
    if (this.#x >= this.#cols) this.#isColumnSure = false;
  }

  /** A pen under which blanks, and erased cells, have this background and nothing else. */
  setBlankPen(background: number): void {
    if (!this.#isBlankPen(background)) this.#setPen(0, background, 0);
  }

  /** ECH: the cursor stays. Only under a blank pen, or right before the cells are printed over. */
  eraseCells(count: number): void {
    this.#out += `${CSI}${count === 1 ? '' : count}X`;
  }

  /** EL: to the end of the client's row. Only under a blank pen. */
  eraseToEnd(): void {
    this.#out += `${CSI}K`;
  }

  /**
   * Rows of `rect` move up by `lines` (down if negative) by the terminal itself; blanks follow. By line feeds and reverse indexes at the
   * edge of the region: every terminal has them (the Linux console has no SU and SD), and after a log line the cursor is there already.
   */
  scroll(rect: Rect, lines: number): void {
    this.setBlankPen(0);
    const isPart = rect.width < this.#cols;
    const right = rect.x + rect.width;
    if (isPart) {
      this.#out += `${CSI}${rect.x === 0 ? '' : rect.x + 1}${right === this.#cols ? '' : `;${right}`}s`;
      this.#y = null;
    }
    const region = { top: rect.y, bottom: rect.y + rect.height - 1 };
    if (this.#region?.top !== region.top || this.#region.bottom !== region.bottom) {
      this.#out += `${CSI}${region.top + 1};${region.bottom + 1}r`;
      this.#region = region;
      // Setting margins sends the cursor home.
      if (!isPart) this.#stand(0, 0);
    }
    const edge = lines > 0 ? region.bottom : region.top;
    if (this.#y !== edge) this.moveTo(rect.x, edge);
    this.#out += lines > 0 ? '\n'.repeat(lines) : sequences.reverseIndex.repeat(-lines);
    // The relay's terminal may add a return to a line feed.
    if (lines > 0 && this.#x !== 0) this.#isColumnSure = false;
    // Side margins bound printing and relative moves too, so they never outlive the scroll.
    if (isPart) {
      this.#out += `${CSI}s`;
      this.#y = null;
    }
  }

  hideCursor(): void {
    if (this.#isCursorShown !== false) this.#out += sequences.cursorHide;
    this.#isCursorShown = false;
  }

  showCursor(shape: CursorShape): void {
    if (shape !== this.#shape) this.#out += `${CSI}${shape} q`;
    this.#shape = shape;
    if (this.#isCursorShown !== true) this.#out += sequences.cursorShow;
    this.#isCursorShown = true;
  }

  #stand(x: number, y: number): void {
    this.#x = x;
    this.#y = y;
    this.#isColumnSure = true;
  }

  #isBlankPen(background: number): boolean {
    return (this.#bg & (COLOR_MASK | BG_OVERLINE)) === background && (this.#fg & FG_SHOWS_ON_BLANK) === 0 && this.#link === null;
  }

  #setPen(fg: number, bg: number, extended: number): void {
    if (fg === this.#fg && bg === this.#bg && extended === this.#extended) return;
    const style = this.#table.style(extended);
    const pen = fitPen(this.#capabilities, { fg, bg, underline: style.underline, underlineColor: style.underlineColor });
    this.#out += sgrBetween(this.#pen, pen);
    this.#pen = pen;
    this.#fg = fg;
    this.#bg = bg;
    this.#extended = extended;
    this.#setLink(this.#capabilities.links ? style.link : null);
  }

  #setLink(link: string | null): void {
    if (link === this.#link) return;
    this.#out += `${OSC}8;;${link ?? ''}${ST}`;
    this.#link = link;
    // Else the next cell of the same words would print without its link.
    if (link === null && this.#table.style(this.#extended).link !== null) this.#extended = -1;
  }
}

/** A background colour and nothing else, so that most of the pen does not matter. */
function isPlainBlank(words: Uint32Array, at: number): boolean {
  return words[at] === BLANK && words[at + 1] === 0 && (words[at + 2]! & ~COLOR_MASK) === 0 && words[at + 3] === 0;
}
