// One row of a diff, painted: line number, sign, and the code in its colours. The sign tells what changed where there is no colour.
import type { DiffModel, DiffRow } from '../core/view/diff-rows.js';
import { printable, takeColumns, widthOf } from '../core/view/fit-text.js';
import { LONGEST_SHOWN } from '../core/view/reduce-place.js';
import type { Style } from '../core/view/state-mark.js';
import type { GlyphSet } from './glyphs.js';
import type { DiffColours } from './highlight.js';
import { ACCENT, line, type Span, span } from './line.js';

export interface DiffLineOrder {
  readonly width: number;
  /** Columns of code that are out of sight at the left. */
  readonly left: number;
  /** Columns of a line number. */
  readonly digits: number;
  readonly glyphs: GlyphSet;
  /** Null until the languages are loaded. */
  readonly colours: DiffColours | null;
}

export function diffLine(model: DiffModel, at: number, order: DiffLineOrder): string {
  const row = model.rows[at];
  const show = (left: readonly Span[], fill?: Span) =>
    line({ width: order.width, left, ellipsis: order.glyphs.ellipsis, ...(fill === undefined ? {} : { fill }) });
  if (row === undefined) return show([]);
  switch (row.kind) {
    case 'file':
      return show(fileSpans(model, row.file, order.glyphs), span(order.glyphs.horizontal, { dim: true }));
    case 'hunk':
      return show([span(`${' '.repeat(order.digits + 1)}@@ ${row.text.slice(0, LONGEST_SHOWN)}`, { dim: true })]);
    case 'note':
      return show([span(`${' '.repeat(order.digits + 1)}${row.text.slice(0, LONGEST_SHOWN)}`, { dim: true })]);
    case 'add':
    case 'delete':
    case 'context':
      return show(codeSpans(at, row, order));
  }
}

function fileSpans(model: DiffModel, index: number, glyphs: GlyphSet): readonly Span[] {
  const file = model.files[index];
  if (file === undefined) return [];
  const kind = file.kind === 'changed' ? '' : ` (${file.kind}${file.from === null ? '' : ` from ${file.from}`})`;
  return [
    span(`${glyphs.horizontal.repeat(2)} `, { dim: true }),
    span(file.path, { colour: ACCENT, bold: true }),
    span(`${kind}${file.isBinary ? ' binary' : ''} `),
  ];
}

type CodeRow = Extract<DiffRow, { readonly newLine: number }>;

const SIGNS: Readonly<Record<CodeRow['kind'], { readonly sign: string; readonly style: Style }>> = {
  add: { sign: '+', style: { colour: 'green', bold: true } },
  delete: { sign: '-', style: { colour: 'red', bold: true } },
  context: { sign: ' ', style: { dim: true } },
};

function codeSpans(at: number, row: CodeRow, order: DiffLineOrder): readonly Span[] {
  const { sign, style } = SIGNS[row.kind];
  const number = String(row.kind === 'delete' ? row.oldLine : row.newLine).padStart(order.digits);
  const numberStyle: Style = row.kind === 'context' ? { dim: true } : { colour: row.kind === 'add' ? 'green' : 'red' };
  const code = row.text.length > LONGEST_SHOWN ? [span(row.text.slice(0, LONGEST_SHOWN))] : (order.colours?.(at) ?? [span(row.text)]);
  return [
    span(`${number} `, numberStyle),
    span(`${sign} `, style),
    ...fromColumn(row.kind === 'delete' ? code.map(dimmed) : code, order.left),
  ];
}

function fromColumn(spans: readonly Span[], left: number): readonly Span[] {
  let gone = 0;
  return spans.map((each) => {
    if (gone >= left) return each;
    const { head, rest } = takeColumns(printable(each.text), left - gone);
    gone += widthOf(head);
    // A wide character that is cut in half leaves its other half blank.
    if (rest !== '' && gone < left) {
      const half = takeColumns(rest, left - gone + 1);
      gone = left;
      return { ...each, text: ` ${half.rest}` };
    }
    return { ...each, text: rest };
  });
}

// What is gone stays readable but steps back behind what has come.
function dimmed(each: Span): Span {
  return { text: each.text, style: { ...each.style, dim: true } };
}
