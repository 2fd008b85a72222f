// One row of a diff, painted: cursor, line number, sign, and the code in its colours. The sign tells what changed where there is no colour.
import type { DiffModel } from '../core/view/diff-rows.js';
import type { CodeRow } from '../core/view/review/anchors.js';
import { isCode } from '../core/view/review/anchors.js';
import { hunkAround, hunkDigest } from '../core/view/review/hunks.js';
import type { Review } from '../core/view/review/review.js';
import { isSeen, type Shown, type ShownRow } from '../core/view/review/shown-rows.js';
import { LONGEST_SHOWN } from '../core/view/review/side.js';
import type { Style } from '../core/view/state-mark.js';
import { dimmed, fromColumn, withMatches } from './code-spans.js';
import type { GlyphSet } from './glyphs.js';
import type { DiffColours } from './highlight.js';
import { ACCENT, line, type Span, span } from './line.js';

export interface DiffLineOrder {
  readonly model: DiffModel;
  readonly shown: Shown;
  readonly review: Review;
  /** Digests of hunks that stand in git's index. */
  readonly staged: readonly string[];
  readonly width: number;
  /** Columns of code that are out of sight at the left. */
  readonly left: number;
  /** Columns of a line number. */
  readonly digits: number;
  readonly glyphs: GlyphSet;
  /** Null until the languages are loaded. */
  readonly colours: DiffColours | null;
  readonly search: string;
  readonly cursor: number;
  readonly side: 'old' | 'new';
}

/** The row at `index` among those that are shown. */
export function diffLine(index: number, order: DiffLineOrder): string {
  const shown = order.shown.at(index);
  const isHere = index === order.cursor;
  const show = (left: readonly Span[], fill?: Span) =>
    line({
      width: order.width,
      left: [gutter(isHere, order.glyphs), ...left],
      ellipsis: order.glyphs.ellipsis,
      ...(fill === undefined ? {} : { fill }),
    });
  if (shown === undefined) return show([]);
  if (shown.kind === 'comment') return show(commentSpans(shown, order));
  if (shown.kind === 'pair') return pairLine(shown, isHere, order);
  const row = order.model.rows[shown.row];
  if (row === undefined) return show([]);
  switch (row.kind) {
    case 'file':
      return show(fileSpans(row.file, order), span(order.glyphs.horizontal, { dim: true }));
    case 'hunk':
      return show([...besides(`@@ ${row.text.slice(0, LONGEST_SHOWN)}`, order), ...stagedSpans(shown.row, order)]);
    case 'note':
      return show(besides(row.text.slice(0, LONGEST_SHOWN), order));
    case 'add':
    case 'delete':
    case 'context':
      return show(codeSpans({ at: shown.row, row, side: row.kind === 'delete' ? 'old' : 'new' }, order));
  }
}

function gutter(isHere: boolean, glyphs: GlyphSet): Span {
  return isHere ? span(glyphs.cursor, { colour: ACCENT, bold: true }) : span(' ');
}

/** What git says beside the code. */
function besides(text: string, { digits, search }: DiffLineOrder): readonly Span[] {
  return [span(' '.repeat(digits + 1)), ...withMatches([span(text, { dim: true })], search)];
}

function stagedSpans(row: number, { model, staged }: DiffLineOrder): readonly Span[] {
  const hunk = staged.length === 0 ? null : hunkAround(model, row);
  return hunk !== null && staged.includes(hunkDigest(model, hunk)) ? [span('  staged', { colour: 'green' })] : [];
}

function fileSpans(index: number, { model, glyphs, review, shown, search }: DiffLineOrder): readonly Span[] {
  const file = model.files[index];
  if (file === undefined) return [];
  const kind = file.kind === 'changed' ? '' : ` (${file.kind}${file.from === null ? '' : ` from ${file.from}`})`;
  return [
    span(`${glyphs.horizontal} `, { dim: true }),
    ...withMatches([span(file.path, { colour: ACCENT, bold: true })], search),
    span(`${kind}${file.isBinary ? ' binary' : ''} `),
    span(isSeen(model, file, review) ? `${glyphs.seen} seen ` : '', { colour: 'green' }),
    span(shown.isFolded(index) ? '(folded, Enter opens it) ' : '', { dim: true }),
  ];
}

function commentSpans(
  { text, place }: Extract<ShownRow, { readonly kind: 'comment' }>,
  { digits, glyphs }: DiffLineOrder,
): readonly Span[] {
  const mark = place === 'more' ? '  ' : '> ';
  return [
    span(' '.repeat(digits + 1)),
    span(`${glyphs.vertical} ${mark}`, { colour: 'yellow' }),
    span(text, place === 'outdated' || place === 'lost' ? { colour: 'yellow', dim: true } : { colour: 'yellow' }),
  ];
}

const SIGNS: Readonly<Record<CodeRow['kind'], { readonly sign: string; readonly style: Style }>> = {
  add: { sign: '+', style: { colour: 'green', bold: true } },
  delete: { sign: '-', style: { colour: 'red', bold: true } },
  context: { sign: ' ', style: { dim: true } },
};

interface Code {
  readonly at: number;
  readonly row: CodeRow;
  /** Whose number it has. */
  readonly side: 'old' | 'new';
}

function codeSpans({ at, row, side }: Code, order: DiffLineOrder): readonly Span[] {
  const { sign, style } = SIGNS[row.kind];
  const number = String(side === 'old' ? row.oldLine : row.newLine).padStart(order.digits);
  const numberStyle: Style = row.kind === 'context' ? { dim: true } : { colour: row.kind === 'add' ? 'green' : 'red' };
  const code = row.text.length > LONGEST_SHOWN ? [span(row.text.slice(0, LONGEST_SHOWN))] : (order.colours?.(at) ?? [span(row.text)]);
  const coloured = row.kind === 'delete' ? code.map(dimmed) : code;
  return [span(`${number} `, numberStyle), span(`${sign} `, style), ...fromColumn(withMatches(coloured, order.search), order.left)];
}

/** Both sides, each cut to its half. */
function pairLine({ old, now }: Extract<ShownRow, { readonly kind: 'pair' }>, isHere: boolean, order: DiffLineOrder): string {
  const { model, glyphs, width } = order;
  const oldWidth = Math.floor((width - 1) / 2);
  // One side may be empty: then the cursor is on the other.
  const its = order.side === 'old' ? (old === null ? 'new' : 'old') : now === null ? 'old' : 'new';
  const half = (at: number | null, side: 'old' | 'new', cols: number) => {
    const row = at === null ? undefined : model.rows[at];
    const code = at !== null && isCode(row) ? codeSpans({ at, row, side }, order) : [];
    return line({ width: cols, left: [gutter(isHere && its === side, glyphs), ...code], ellipsis: glyphs.ellipsis });
  };
  return `${half(old, 'old', oldWidth)}${line({ width: 1, left: [span(glyphs.vertical, { dim: true })] })}${half(now, 'new', width - 1 - oldWidth)}`;
}
