// The rows of a diff as they are shown: unified or side by side, seen files folded, comments under their lines. An index over the model, file by
// file: a key that moves makes nothing anew, and folding a file counts files, not lines.
import type { LineComment } from '../../model/pull-methods.js';
import { type DiffFile, type DiffModel, fileOfRow } from '../diff-rows.js';
import { homeless, rowOfComment } from './anchors.js';
import { type CommentRow, commentRows } from './comment-rows.js';
import { fileDigest } from './digest.js';
import type { Review } from './review.js';

export type DiffStyle = 'unified' | 'split';

export type ShownRow =
  | { readonly kind: 'row'; readonly row: number }
  /** Side by side: what was, and what is now. */
  | { readonly kind: 'pair'; readonly old: number | null; readonly now: number | null }
  | CommentRow;

export interface ShownOrder {
  readonly style: DiffStyle;
  readonly review: Review;
  /** Paths that are folded though unseen, or open though seen. */
  readonly turned: readonly string[];
  /** Columns that a comment has. */
  readonly commentCols: number;
}

export interface Shown {
  readonly length: number;
  at(index: number): ShownRow | undefined;
  /** Index in the model of the file that holds a shown row. */
  fileAt(index: number): number;
  startOf(file: number): number;
  isFolded(file: number): boolean;
  /** Where a row of the model stands; that of its file's heading where it is folded away. */
  indexOf(row: number): number;
}

const lastShown = new WeakMap<DiffModel, { readonly order: ShownOrder; readonly shown: Shown }>();

export function shownRows(model: DiffModel, order: ShownOrder): Shown {
  const last = lastShown.get(model);
  if (last !== undefined && isSameOrder(last.order, order)) return last.shown;
  const shown = makeShown(model, order);
  lastShown.set(model, { order, shown });
  return shown;
}

export function isSeen(model: DiffModel, file: DiffFile, { seen }: Review): boolean {
  return Object.hasOwn(seen, file.path) && seen[file.path] === fileDigest(model, file);
}

function isSameOrder(a: ShownOrder, b: ShownOrder): boolean {
  return a.style === b.style && a.review === b.review && a.turned === b.turned && a.commentCols === b.commentCols;
}

function makeShown(model: DiffModel, order: ShownOrder): Shown {
  const blocks = [...model.files.map((file) => blockOf(model, file, order)), ...lostBlock(model, order)];
  const starts: number[] = [];
  let length = 0;
  for (const block of blocks) {
    starts.push(length);
    length += block.length;
  }
  const fileAt = (index: number): number => {
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= index) low = middle;
      else high = middle - 1;
    }
    return Math.max(0, low);
  };
  return {
    length,
    fileAt,
    startOf: (file) => starts[file] ?? 0,
    isFolded: (file) => blocks[file]?.isFolded === true,
    at: (index) => {
      const file = fileAt(index);
      return index < 0 || index >= length ? undefined : blocks[file]?.at(index - (starts[file] ?? 0));
    },
    indexOf: (row) => {
      const file = fileOfRow(model, row);
      return (starts[file] ?? 0) + (blocks[file]?.indexOf(row) ?? 0);
    },
  };
}

interface Block {
  readonly length: number;
  readonly isFolded: boolean;
  at(offset: number): ShownRow | undefined;
  indexOf(row: number): number;
}

function blockOf(model: DiffModel, file: DiffFile, order: ShownOrder): Block {
  const isFolded = isSeen(model, file, order.review) !== order.turned.includes(file.path);
  if (isFolded) return { length: 1, isFolded, at: () => ({ kind: 'row', row: file.start }), indexOf: () => 0 };
  const comments = order.review.comments.filter(({ path }) => path === file.path);
  if (order.style === 'unified' && comments.length === 0) {
    return {
      length: file.end - file.start,
      isFolded,
      at: (offset) => ({ kind: 'row', row: file.start + offset }),
      indexOf: (row) => row - file.start,
    };
  }
  const rows = listed(model, file, { style: order.style, comments, commentCols: order.commentCols });
  return { length: rows.length, isFolded, at: (offset) => rows[offset], indexOf: (row) => Math.max(0, rows.findIndex(isOf(row))) };
}

// Below all files, and about the first row of the diff, which is no hunk.
function lostBlock(model: DiffModel, { review, commentCols }: ShownOrder): readonly Block[] {
  const rows = homeless(review.comments, model).flatMap((comment) => commentRows(comment, { row: 0, place: 'lost', cols: commentCols }));
  return rows.length === 0 ? [] : [{ length: rows.length, isFolded: false, at: (offset) => rows[offset], indexOf: () => 0 }];
}

function isOf(row: number): (shown: ShownRow) => boolean {
  return (shown) => (shown.kind === 'pair' ? shown.old === row || shown.now === row : shown.kind === 'row' && shown.row === row);
}

function rowsOf(shown: ShownRow): readonly number[] {
  if (shown.kind === 'row') return [shown.row];
  if (shown.kind === 'comment') return [];
  return [...new Set([shown.old, shown.now])].filter((row) => row !== null);
}

interface Listing {
  readonly style: DiffStyle;
  readonly comments: readonly LineComment[];
  readonly commentCols: number;
}

const lists = new WeakMap<DiffFile, Listing & { readonly rows: readonly ShownRow[] }>();

// Kept until something of this very file changes: a comment on one file makes no other anew.
function listed(model: DiffModel, file: DiffFile, listing: Listing): readonly ShownRow[] {
  const last = lists.get(file);
  const isSame =
    last !== undefined &&
    last.style === listing.style &&
    last.comments.length === listing.comments.length &&
    last.comments.every((comment, at) => comment === listing.comments[at]) &&
    (listing.comments.length === 0 || last.commentCols === listing.commentCols);
  if (isSame) return last.rows;
  const code = listing.style === 'split' ? pairs(model, file) : single(file);
  const rows = listing.comments.length === 0 ? code : withComments(model, file, { ...listing, code });
  lists.set(file, { ...listing, rows });
  return rows;
}

function single(file: DiffFile): readonly ShownRow[] {
  return Array.from({ length: file.end - file.start }, (_, at) => ({ kind: 'row', row: file.start + at }));
}

/** What was deleted stands beside what was added for it, one by one. */
function pairs(model: DiffModel, file: DiffFile): readonly ShownRow[] {
  const rows: ShownRow[] = [];
  let gone: number[] = [];
  let come: number[] = [];
  let notes: number[] = [];
  const flush = () => {
    for (let at = 0; at < Math.max(gone.length, come.length); at += 1) {
      rows.push({ kind: 'pair', old: gone[at] ?? null, now: come[at] ?? null });
    }
    rows.push(...notes.map((row): ShownRow => ({ kind: 'row', row })));
    [gone, come, notes] = [[], [], []];
  };
  for (let at = file.start; at < file.end; at += 1) {
    const kind = model.rows[at]?.kind;
    if (kind === 'delete') {
      if (come.length > 0) flush();
      gone.push(at);
    } else if (kind === 'add') come.push(at);
    else if (kind === 'note' && gone.length + come.length > 0) notes.push(at);
    else {
      flush();
      rows.push(kind === 'context' ? { kind: 'pair', old: at, now: at } : { kind: 'row', row: at });
    }
  }
  flush();
  return rows;
}

function withComments(
  model: DiffModel,
  file: DiffFile,
  { code, comments, commentCols }: Listing & { readonly code: readonly ShownRow[] },
): readonly ShownRow[] {
  const under = new Map<number, LineComment[]>();
  const outdated: LineComment[] = [];
  for (const comment of comments) {
    const row = rowOfComment(model, file, comment);
    if (row === null) outdated.push(comment);
    else under.set(row, [...(under.get(row) ?? []), comment]);
  }
  const rows: ShownRow[] = [];
  const lines = (comment: LineComment, place: 'first' | 'outdated', row: number) =>
    rows.push(...commentRows(comment, { row, place, cols: commentCols }));
  for (const each of code) {
    rows.push(each);
    for (const row of rowsOf(each)) for (const comment of under.get(row) ?? []) lines(comment, 'first', row);
    if (each.kind === 'row' && each.row === file.start) for (const comment of outdated) lines(comment, 'outdated', file.start);
  }
  return rows;
}
