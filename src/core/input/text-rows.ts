// A text as rows of a box: wrapping, moving between rows, the window around the cursor. Widths are told by the caller.
import { characterEnd, characterStart } from './graphemes.js';
import type { TextEdit } from './text-edit.js';

/** Offsets into the text (UTF-16 units). A row that goes on in the next one ends where that starts; else a line break lies between. */
export interface TextRow {
  readonly start: number;
  readonly end: number;
}

export interface Wrap {
  /** Columns of the box. One is kept free for the cursor behind a full row. */
  readonly widthCols: number;
  /** Columns of one character. Must always give the same for the same character. */
  readonly widthOf: (character: string) => number;
}

export interface TextView {
  readonly rows: readonly string[];
  /** Cell of the cursor in the window, 0-based. */
  readonly cursor: { readonly x: number; readonly y: number };
  /** First row shown; to be given back with the next call, so that the window only moves when the cursor leaves it. */
  readonly top: number;
  readonly totalRows: number;
}

/** All rows of the text; at least one. */
export function wrapRows(text: string, wrap: Wrap): readonly TextRow[] {
  const before = last?.wrap.widthCols === wrap.widthCols && last.wrap.widthOf === wrap.widthOf ? last : null;
  if (before?.text === text) return before.rows;
  const cutsOfLines = new Map<string, readonly number[]>();
  const rows: TextRow[] = [];
  let start = 0;
  for (const line of text.split('\n')) {
    const cuts = before?.cutsOfLines.get(line) ?? cutsOf(line, wrap);
    cutsOfLines.set(line, cuts);
    let from = 0;
    for (const cut of cuts) {
      rows.push({ start: start + from, end: start + cut });
      from = cut;
    }
    rows.push({ start: start + from, end: start + line.length });
    start += line.length + 1;
  }
  last = { text, wrap, rows, cutsOfLines };
  return rows;
}

// Drawing and moving ask for the same rows one after the other, and a keystroke changes one line: with 100 KB in a box that is what keeps it fast.
let last: {
  readonly text: string;
  readonly wrap: Wrap;
  readonly rows: readonly TextRow[];
  readonly cutsOfLines: ReadonlyMap<string, readonly number[]>;
} | null = null;

/** Up (-1) or down (1) by rows as they are shown. The same edit at the first and the last row. */
export function moveRow(edit: TextEdit, by: -1 | 1, wrap: Wrap): TextEdit {
  const rows = wrapRows(edit.text, wrap);
  const at = rowAt(rows, edit.cursor);
  const row = rows[at];
  const target = rows[at + by];
  if (row === undefined || target === undefined) return edit;
  const column = edit.column ?? widthBetween({ text: edit.text, from: row.start, to: edit.cursor }, wrap);
  return { text: edit.text, cursor: offsetAt(edit.text, { row: target, next: rows[at + by + 1], column }, wrap), column };
}

/** The rows to show in a box of `heightRows`, given the window of the last time. */
export function viewText(edit: TextEdit, box: Wrap & { readonly heightRows: number; readonly top: number }): TextView {
  const rows = wrapRows(edit.text, box);
  const height = Math.max(1, box.heightRows);
  const at = rowAt(rows, edit.cursor);
  const lowest = Math.max(0, Math.min(box.top, rows.length - height));
  const top = Math.min(at, Math.max(lowest, at - height + 1));
  const x = widthBetween({ text: edit.text, from: rows[at]?.start ?? 0, to: edit.cursor }, box);
  return {
    rows: rows.slice(top, top + height).map(({ start, end }) => edit.text.slice(start, end)),
    cursor: { x: Math.max(0, Math.min(box.widthCols - 1, x)), y: at - top },
    top,
    totalRows: rows.length,
  };
}

/** The row of an offset: where two rows meet, the later one. */
function rowAt(rows: readonly TextRow[], offset: number): number {
  let low = 0;
  let high = rows.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((rows[middle]?.start ?? 0) <= offset) low = middle;
    else high = middle - 1;
  }
  return low;
}

function offsetAt(
  text: string,
  place: { readonly row: TextRow; readonly next: TextRow | undefined; readonly column: number },
  { widthOf }: Wrap,
): number {
  const { row, next, column } = place;
  let at = row.start;
  for (let used = 0; at < row.end; ) {
    const end = characterEnd(text, at);
    used += widthOf(text.slice(at, end));
    if (used > column) break;
    at = end;
  }
  // The end of a row that goes on belongs to the next one.
  return at === row.end && next?.start === row.end && at > row.start ? characterStart(text, at) : at;
}

function widthBetween(
  { text, from, to }: { readonly text: string; readonly from: number; readonly to: number },
  { widthOf }: Wrap,
): number {
  let width = 0;
  for (let at = from; at < to; ) {
    const end = characterEnd(text, at);
    width += widthOf(text.slice(at, end));
    at = end;
  }
  return width;
}

/** Where the rows of one line end, but the last: behind a blank where there is one. A blank that no longer fits stays, unseen, at the end of its row. */
function cutsOf(line: string, { widthCols, widthOf }: Wrap): number[] {
  const columns = Math.max(1, widthCols - 1);
  const cuts: number[] = [];
  if (line.length * 2 <= columns) return cuts;
  let start = 0;
  let used = 0;
  let blank = { end: 0, used: 0 };
  for (let at = 0; at < line.length; ) {
    const end = characterEnd(line, at);
    const isBlank = end === at + 1 && line.charCodeAt(at) === 0x20;
    const width = end === at + 1 && isPrintableAscii(line.charCodeAt(at)) ? 1 : widthOf(line.slice(at, end));
    while (at > start && used + width > columns + (isBlank ? 1 : 0)) {
      const cut = blank.end > start ? blank : { end: at, used };
      cuts.push(cut.end);
      start = cut.end;
      used -= cut.used;
      blank = { end: 0, used: 0 };
    }
    used += width;
    if (isBlank) blank = { end, used };
    at = end;
  }
  return cuts;
}

// Most texts are: asking for the width of each of 100,000 letters is what a keystroke would wait for.
function isPrintableAscii(code: number): boolean {
  return code >= 0x20 && code < 0x7f;
}
