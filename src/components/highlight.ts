// Syntax colours of a diff. Lazy twice: the languages are loaded with the first diff, and code is coloured piece by piece as it is looked at.
import type { DiffModel } from '../core/view/diff-rows.js';
import { fileOfRow } from '../core/view/diff-rows.js';
import type { Span } from './line.js';

/** Coloured code of the row at an index; null where there is nothing to colour. */
export type DiffColours = (row: number) => readonly Span[] | null;

/** Rows coloured at once: enough context for comments over several lines, little enough (some ms) for a frame. */
const PIECE_ROWS = 100;
/** More than this in one piece is not code that anybody reads. */
const PIECE_CHARS = 40_000;

/** Rejects when the languages can not be loaded, such as when the package was removed under a running host. */
export async function loadDiffColours(): Promise<(model: DiffModel) => DiffColours> {
  const { highlightLines } = await import('./highlight-languages.js');
  return (model) => diffColours(model, highlightLines);
}

/** Colours each piece when the first of its rows is asked for, and never again. */
export function diffColours(model: DiffModel, highlight: HighlightLines): DiffColours {
  const pieces = new Map<string, ReadonlyMap<number, readonly Span[]>>();
  return (row) => {
    const index = fileOfRow(model, row);
    const file = model.files[index];
    if (file === undefined) return null;
    const piece = Math.floor((row - file.start) / PIECE_ROWS);
    const key = `${index}:${piece}`;
    let colours = pieces.get(key);
    if (colours === undefined) {
      const from = file.start + piece * PIECE_ROWS;
      colours = colourPiece(model, { path: file.path, from, to: Math.min(file.end, from + PIECE_ROWS) }, highlight);
      pieces.set(key, colours);
    }
    return colours.get(row) ?? null;
  };
}

export type HighlightLines = (path: string, lines: readonly string[]) => readonly (readonly Span[])[] | null;

interface Piece {
  readonly path: string;
  readonly from: number;
  readonly to: number;
}

// Each side on its own, as each is code by itself: what was deleted, and what stands there now.
function colourPiece(model: DiffModel, piece: Piece, highlight: HighlightLines): ReadonlyMap<number, readonly Span[]> {
  const colours = new Map<number, readonly Span[]>();
  for (const side of ['delete', 'add'] as const) {
    const rows: number[] = [];
    const lines: string[] = [];
    for (let at = piece.from; at < piece.to; at += 1) {
      const row = model.rows[at];
      if (row === undefined || (row.kind !== side && row.kind !== 'context')) continue;
      rows.push(at);
      lines.push(row.text);
    }
    if (lines.reduce((sum, text) => sum + text.length, 0) > PIECE_CHARS) continue;
    highlight(piece.path, lines)?.forEach((spans, at) => {
      const row = rows[at];
      if (row !== undefined) colours.set(row, spans);
    });
  }
  return colours;
}
