// Short names for what a file or a hunk of a diff says, to tell whether it is still the same. Not for secrets: two 32-bit sums of the text.
import type { DiffFile, DiffModel } from '../diff-rows.js';

const known = new WeakMap<DiffFile, string>();

/** Of all rows of a file, made once. Line numbers do not count: what stands above may grow. */
export function fileDigest(model: DiffModel, file: DiffFile): string {
  const before = known.get(file);
  if (before !== undefined) return before;
  const digest = rowsDigest(model, file.start + 1, file.end);
  known.set(file, `${file.kind} ${file.isBinary ? 'binary ' : ''}${digest}`);
  return known.get(file) ?? digest;
}

export function rowsDigest(model: DiffModel, from: number, to: number): string {
  const sum = { one: 0x811c9dc5, two: 0x9747b28c };
  for (let at = from; at < to; at += 1) {
    const row = model.rows[at];
    if (row === undefined || row.kind === 'file') continue;
    // The words behind `@@` tell where the hunk is, not what it does.
    add(sum, row.kind === 'hunk' ? '@@' : `${row.kind} ${row.text}`);
  }
  return `${(sum.one >>> 0).toString(36)}-${(sum.two >>> 0).toString(36)}-${to - from}`;
}

function add(sum: { one: number; two: number }, text: string): void {
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    sum.one = Math.imul(sum.one ^ code, 0x01000193);
    sum.two = Math.imul(sum.two ^ code, 0x5bd1e995) ^ (sum.two >>> 15);
  }
  sum.one = Math.imul(sum.one ^ 10, 0x01000193);
  sum.two = Math.imul(sum.two ^ 10, 0x5bd1e995);
}
