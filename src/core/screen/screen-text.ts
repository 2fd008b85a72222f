// The screen of an agent as text, plain or with its colours: for `orch-tui screen` and for reading what an agent shows.
import { ESC, sequences } from '../model/sequences.js';
import { BG_DIM, BLANK, CELL_WORDS, FG_INVERSE, IS_COMBINED, SPACER, TEXT_MASK, WIDTH_SHIFT } from './cell.js';
import { CellTable } from './cell-table.js';
import { copyRows, RAW_WORDS } from './copy-rows.js';
import type { RowSource } from './emulator.js';
import { Grid } from './grid.js';
import { fitPen, type Pen, PLAIN_PEN, type SgrOptions, sgrBetween } from './sgr.js';

/** Rows of the screen without their trailing blanks, joined by line feeds; free of control characters. `top` as in `RowSource.row`. */
export function screenText(source: RowSource, top: number | null = null): string {
  const screen = copyScreen(source, top);
  return rowsOf(screen, (at) => cellText(screen, at))
    .map((row) => row.trimEnd())
    .join('\n');
}

/** Lines as they were printed, without their trailing blanks: what the terminal only wrapped, within a word too, is one again. */
export function screenLines(source: RowSource): string {
  const screen = copyScreen(source, null);
  const rows = rowsOf(screen, (at) => cellText(screen, at));
  const lines: string[] = [];
  for (const [y, row] of rows.entries()) {
    const line = source.row(y, null);
    if (y === 0 || line?.isWrapped !== true) lines.push(row);
    else lines.push(`${withoutGap(lines.pop() ?? '', source, y)}${row}`);
  }
  return lines.map((line) => line.trimEnd()).join('\n');
}

/** A wide character that did not fit has left a cell behind that nobody has written. */
function withoutGap(line: string, source: RowSource, y: number): string {
  const last = source.row(y - 1, null)?._data[(source.cols - 1) * RAW_WORDS] ?? BLANK;
  const first = source.row(y, null)?._data[0] ?? BLANK;
  const isGap = (last & (TEXT_MASK | IS_COMBINED)) === 0 && last >>> WIDTH_SHIFT === 1 && first >>> WIDTH_SHIFT === 2;
  return isGap ? line.slice(0, -1) : line;
}

/** The same with blanks for what is drawn dim: hints, proposals and the like, which nobody has written. A drawn cursor on their first letter too. */
export function brightText(source: RowSource): string {
  const screen = copyScreen(source, null);
  const { words } = screen.grid;
  const isDim = (at: number) => ((words[at + 2] ?? 0) & BG_DIM) !== 0;
  const isHint = (at: number) => isDim(at) || ((words[at + 1]! & FG_INVERSE) !== 0 && isDim(at + CELL_WORDS));
  return rowsOf(screen, (at) => (isHint(at) ? ' ' : cellText(screen, at)))
    .map((row) => row.trimEnd())
    .join('\n');
}

/** With SGR sequences and nothing else that acts on a terminal; each row starts and ends in plain colours. */
export function screenAnsi(source: RowSource, options: SgrOptions, top: number | null = null): string {
  const screen = copyScreen(source, top);
  const { words } = screen.grid;
  let pen: Pen = PLAIN_PEN;
  const rows = rowsOf(screen, (at, isFirst) => {
    if (isFirst) pen = PLAIN_PEN;
    const { underline, underlineColor } = screen.table.style(words[at + 3]!);
    const next = fitPen(options, { fg: words[at + 1]!, bg: words[at + 2]!, underline, underlineColor });
    const sgr = sgrBetween(pen, next);
    pen = next;
    return sgr + cellText(screen, at);
  });
  return rows.map((row) => (row.includes(ESC) ? row + sequences.sgrReset : row.trimEnd())).join('\n');
}

interface Screen {
  readonly grid: Grid;
  readonly table: CellTable;
}

function copyScreen(source: RowSource, top: number | null): Screen {
  const grid = new Grid(source.cols, source.rows);
  const table = new CellTable();
  copyRows({ source, fromX: 0, fromY: 0, top, grid, rect: { x: 0, y: 0, width: source.cols, height: source.rows }, table });
  return { grid, table };
}

function rowsOf({ grid }: Screen, show: (at: number, isFirst: boolean) => string): string[] {
  return Array.from({ length: grid.rows }, (_, y) => {
    let row = '';
    const first = grid.at(0, y);
    for (let at = first; at < grid.at(0, y + 1); at += CELL_WORDS) if (grid.words[at] !== SPACER) row += show(at, at === first);
    return row;
  });
}

function cellText({ grid, table }: Screen, at: number): string {
  const content = grid.words[at]!;
  const code = content & TEXT_MASK;
  if (content & IS_COMBINED) return table.text(code);
  return code === 0x2028 || code === 0x2029 ? ' ' : String.fromCodePoint(code);
}
