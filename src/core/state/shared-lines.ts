// Whether two changes of one file would meet in a merge: lines of the same old side, compared. Pure.
import type { ChangedFile, Changes, Hunk } from '../model/changes.js';
import type { OverlapFile } from '../model/overlap.js';

/** Unchanged lines between two changes that git, or who reads the merge, still takes for one place. */
const BESIDE = 3;

/** Null where they do not meet at all: one of them has nothing of its own in it. */
export function sharedLevel(one: ChangedFile, other: ChangedFile): OverlapFile['level'] | null {
  if (one.hunks === null || other.hunks === null) return one.isNew && other.isNew ? 'lines' : 'file';
  // The same change on both sides is no conflict: one has taken in the other, or both have taken in a third.
  const ofOne = withoutThoseOf(one.hunks, other.hunks);
  const ofOther = withoutThoseOf(other.hunks, one.hunks);
  if (hasNothingLeft(one.hunks, ofOne) || hasNothingLeft(other.hunks, ofOther)) return null;
  return meet(ofOne, ofOther) ? 'lines' : 'file';
}

/** Changes found again by their file. */
export interface Across {
  readonly files: ReadonlyMap<string, ChangedFile>;
  readonly isCut: boolean;
}

export function acrossOf({ files, isCut }: Pick<Changes, 'files' | 'isCut'>): Across {
  return { files: new Map(files.map((file) => [file.path, file])), isCut };
}

/** A change told by the lines of a later old side, to which `across` leads; null where that has it already. */
export function carriedAcross(file: ChangedFile, { files, isCut }: Across): ChangedFile | null {
  const changed = files.get(file.path);
  if (changed === undefined) return isCut ? { ...file, hunks: null } : file;
  const path = changed.movedTo ?? file.path;
  const { hunks } = changed;
  if (file.hunks === null || hunks === null) return { ...file, path, hunks: null };
  const own = withoutThoseOf(file.hunks, hunks);
  if (hasNothingLeft(file.hunks, own)) return null;
  return { ...file, path, hunks: own.map((hunk) => carried(hunk, hunks)) };
}

/** Where it touches what was changed meanwhile, it stands for all of that. */
function carried(hunk: Hunk, changed: readonly Hunk[]): Hunk {
  let shift = 0;
  let { start, end } = hunk;
  let touched: { readonly start: number; readonly end: number } | null = null;
  let before = 0;
  for (const other of changed) {
    const touches = other.start <= hunk.end + 1 && hunk.start <= other.end + 1;
    if (!touches && other.start > hunk.end) break;
    const to = { start: other.start + shift, end: other.start + shift + other.added - 1 };
    if (touches) touched = touched === null ? to : { start: Math.min(touched.start, to.start), end: Math.max(touched.end, to.end) };
    shift += other.added - (other.end - other.start + 1);
    if (!touches) before = shift;
  }
  start += before;
  end += shift;
  return touched === null ? { ...hunk, start, end } : { ...hunk, start: Math.min(start, touched.start), end: Math.max(end, touched.end) };
}

function withoutThoseOf(hunks: readonly Hunk[], others: readonly Hunk[]): readonly Hunk[] {
  if (others.length === 0) return hunks;
  const known = new Set(others.map(keyOf));
  return hunks.filter((hunk) => !known.has(keyOf(hunk)));
}

function keyOf({ start, end, added, text }: Hunk): string {
  return `${start},${end},${added},${text}`;
}

function hasNothingLeft(before: readonly Hunk[], after: readonly Hunk[]): boolean {
  return before.length > 0 && after.length === 0;
}

/** One walk over both: thousands of changes in a generated file are common. */
function meet(some: readonly Hunk[], others: readonly Hunk[]): boolean {
  const [left, right] = [sorted(some), sorted(others)];
  let [at, to] = [0, 0];
  for (;;) {
    const [one, other] = [left[at], right[to]];
    if (one === undefined || other === undefined) return false;
    if (other.start - one.end <= BESIDE + 1 && one.start - other.end <= BESIDE + 1) return true;
    if (one.end < other.end) at += 1;
    else to += 1;
  }
}

function sorted(hunks: readonly Hunk[]): readonly Hunk[] {
  return [...hunks].sort((one, other) => one.start - other.start || one.end - other.end);
}
