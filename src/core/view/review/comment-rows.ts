// A comment as rows of a diff: its first lines, and where it stood before its line or its file went away.
import type { LineComment } from '../../model/pull-methods.js';
import { wrapText } from '../fit-text.js';

/** One line of a comment. `row`: what it is about, or a heading where that is gone. */
export interface CommentRow {
  readonly kind: 'comment';
  readonly comment: LineComment;
  readonly text: string;
  readonly row: number;
  readonly place: CommentPlace;
}

/** `more`: a further line of it. `outdated`: its line, `lost`: its file is no longer in the diff. */
type CommentPlace = 'first' | 'more' | 'outdated' | 'lost';

/** Lines of a comment that are shown; the rest is in its dialog. */
const COMMENT_LINES = 8;

export interface CommentOrder {
  readonly row: number;
  readonly place: Exclude<CommentPlace, 'more'>;
  readonly cols: number;
}

export function commentRows(comment: LineComment, { row, place, cols }: CommentOrder): readonly CommentRow[] {
  const all = wrapText(`${before(comment, place)}${comment.text}`, Math.max(10, cols));
  const shown =
    all.length <= COMMENT_LINES ? all : [...all.slice(0, COMMENT_LINES - 1), `... ${all.length - COMMENT_LINES + 1} more lines`];
  return shown.map((text, at): CommentRow => ({ kind: 'comment', comment, text, row, place: at === 0 ? place : 'more' }));
}

function before({ path, line }: LineComment, place: CommentOrder['place']): string {
  if (place === 'first') return '';
  return place === 'outdated' ? `outdated, was line ${line}: ` : `outdated, was ${path}:${line}: `;
}
