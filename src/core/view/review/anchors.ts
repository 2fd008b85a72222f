// Where comments stand in a diff: told by path and code, so that they move along with their line. Those that lost it stand at the heading of their file.
import type { LineComment } from '../../model/pull-methods.js';
import type { DiffFile, DiffModel, DiffRow } from '../diff-rows.js';
import type { Review } from './review.js';

/** Of a longer line only this much is kept: it only has to be known again. */
const LONGEST_CODE = 400;

export type CodeRow = Extract<DiffRow, { readonly newLine: number }>;

export function isCode(row: DiffRow | undefined): row is CodeRow {
  return row !== undefined && 'newLine' in row;
}

/** The line that a row is, on the side that was asked for where it has both. */
export function lineAt(model: DiffModel, at: number, side: LineComment['side']): Omit<LineComment, 'text' | 'path'> | null {
  const row = model.rows[at];
  if (!isCode(row)) return null;
  const its = row.kind === 'delete' ? 'old' : row.kind === 'add' ? 'new' : side;
  return { line: its === 'old' ? row.oldLine : row.newLine, side: its, code: row.text.slice(0, LONGEST_CODE) };
}

/** Row of the code that a comment is about, nearest to where it was; null where that line is no longer in the diff. */
export function rowOfComment(model: DiffModel, file: DiffFile, comment: Omit<LineComment, 'text'>): number | null {
  let best: number | null = null;
  let bestAway = Number.POSITIVE_INFINITY;
  for (let at = file.start; at < file.end; at += 1) {
    const row = model.rows[at];
    if (!isCode(row) || row.kind === (comment.side === 'old' ? 'add' : 'delete')) continue;
    if (row.text.slice(0, LONGEST_CODE) !== comment.code) continue;
    const away = Math.abs((comment.side === 'old' ? row.oldLine : row.newLine) - comment.line);
    if (away < bestAway) [best, bestAway] = [at, away];
  }
  return best;
}

/** Number that the line has now; null where it is no longer in the diff. */
export function lineNow(model: DiffModel, comment: Omit<LineComment, 'text'>): number | null {
  const file = model.files.find(({ path }) => path === comment.path);
  const at = file === undefined ? null : rowOfComment(model, file, comment);
  return at === null ? null : (lineAt(model, at, comment.side)?.line ?? null);
}

/** Comments with the numbers that their lines have now. */
export function renumbered(review: Review, model: DiffModel): Review {
  if (review.comments.length === 0) return review;
  const comments = review.comments.map((comment) => {
    const line = lineNow(model, comment) ?? comment.line;
    return line === comment.line ? comment : { ...comment, line };
  });
  return comments.every((comment, index) => comment === review.comments[index]) ? review : { ...review, comments };
}

/** Comments of files that are not in the diff at all. */
export function homeless(comments: readonly LineComment[], model: DiffModel): readonly LineComment[] {
  if (comments.length === 0) return comments;
  const paths = new Set(model.files.map(({ path }) => path));
  return comments.filter(({ path }) => !paths.has(path));
}
