// Which hunks of a diff stand in git's index: those that read the same there, wherever in their file.
import { type DiffModel, parseDiff } from '../diff-rows.js';
import { hunkDigest } from './hunks.js';

/** Digests of the hunks of a staged diff. One that was changed after it was staged is another hunk. */
export function stagedDigests(diff: string): readonly string[] {
  return diff === '' ? [] : digests(parseDiff(diff));
}

function digests(model: DiffModel): readonly string[] {
  const all: string[] = [];
  for (const file of model.files) {
    let start: number | null = null;
    for (let at = file.start; at <= file.end; at += 1) {
      if (at < file.end && model.rows[at]?.kind !== 'hunk') continue;
      if (start !== null) all.push(hunkDigest(model, { start, end: at }));
      start = at;
    }
  }
  return all;
}
