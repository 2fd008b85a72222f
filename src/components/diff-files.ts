// The files of a diff beside it: what became of each, seen or not, how much changed, how many comments wait.
import type { DiffFile, DiffModel } from '../core/view/diff-rows.js';
import { widthOf } from '../core/view/fit-text.js';
import type { Review } from '../core/view/review/review.js';
import { isSeen } from '../core/view/review/shown-rows.js';
import type { GlyphSet } from './glyphs.js';
import { ACCENT, line, span } from './line.js';

export interface FileRowsOrder {
  readonly current: number;
  readonly review: Review;
  readonly width: number;
  readonly height: number;
  readonly glyphs: GlyphSet;
}

export function fileRows(model: DiffModel, { current, review, width, height, glyphs }: FileRowsOrder): readonly string[] {
  const top = Math.max(0, Math.min(current - Math.floor(height / 2), model.files.length - height));
  return model.files.slice(top, top + height).map((file, at) => {
    const isCurrent = top + at === current;
    const comments = review.comments.filter(({ path }) => path === file.path).length;
    const said = span(comments === 0 ? '' : ` ${comments}c`, { colour: 'yellow' });
    const right = file.isBinary
      ? [said, span(' binary ', { dim: true })]
      : [said, span(` +${file.additions}`, { colour: 'green' }), span(` ${glyphs.minus}${file.deletions} `, { colour: 'red' })];
    const isDone = isSeen(model, file, review);
    const left = [
      span(isCurrent ? glyphs.cursor : ' ', { colour: ACCENT, bold: true }),
      isDone ? span(`${glyphs.seen} `, { colour: 'green' }) : span(`${KIND_MARKS[file.kind]} `, { dim: true }),
      span(pathTail(file.path, width - 12, glyphs), isCurrent ? { colour: ACCENT, bold: true } : isDone ? { dim: true } : {}),
    ];
    return line({ width, left, right, ellipsis: glyphs.ellipsis });
  });
}

const KIND_MARKS: Readonly<Record<DiffFile['kind'], string>> = { changed: 'M', added: 'A', deleted: 'D', renamed: 'R' };

// The end of a path tells files apart; its beginning may go.
function pathTail(path: string, width: number, glyphs: GlyphSet): string {
  if (widthOf(path) <= width) return path;
  const parts = path.split('/');
  while (parts.length > 1 && widthOf(`${glyphs.ellipsis}/${parts.join('/')}`) > width) parts.shift();
  return `${glyphs.ellipsis}/${parts.join('/')}`;
}
