// The hunk around a row of a diff, as git writes it: to be named to the host, which looks for exactly its text.
import type { HunkName } from '../../model/pull-methods.js';
import { type DiffModel, fileOfRow } from '../diff-rows.js';
import { isCode } from './anchors.js';
import { rowsDigest } from './digest.js';

export interface Hunk {
  /** Row of its heading, and the row after its last. */
  readonly start: number;
  readonly end: number;
}

export function hunkAround(model: DiffModel, at: number): Hunk | null {
  const file = model.files[fileOfRow(model, at)];
  if (file === undefined) return null;
  let start = at;
  while (start > file.start && model.rows[start]?.kind !== 'hunk') start -= 1;
  if (model.rows[start]?.kind !== 'hunk') return null;
  let end = start + 1;
  while (end < file.end && model.rows[end]?.kind !== 'hunk') end += 1;
  return { start, end };
}

export function hunkName(model: DiffModel, { start, end }: Hunk): HunkName {
  const lines: string[] = [];
  let [oldLines, newLines] = [0, 0];
  for (let at = start + 1; at < end; at += 1) {
    const row = model.rows[at];
    if (row === undefined || row.kind === 'file' || row.kind === 'hunk') continue;
    if (isCode(row)) {
      if (row.kind !== 'add') oldLines += 1;
      if (row.kind !== 'delete') newLines += 1;
    }
    lines.push(`${row.kind === 'add' ? '+' : row.kind === 'delete' ? '-' : row.kind === 'context' ? ' ' : '\\ '}${row.text}`);
  }
  const first = model.rows[start + 1];
  const [oldStart, newStart] = isCode(first) ? [first.oldLine, first.newLine] : [0, 0];
  const path = model.files[fileOfRow(model, start)]?.path ?? '';
  return { path, patch: [`@@ -${oldStart},${oldLines} +${newStart},${newLines} @@`, ...lines].join('\n') };
}

/** Of a hunk in its file: the same text in another file is another hunk. */
export function hunkDigest(model: DiffModel, { start, end }: Hunk): string {
  return `${model.files[fileOfRow(model, start)]?.path ?? ''}\n${rowsDigest(model, start, end)}`;
}
