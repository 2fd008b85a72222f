// A unified diff as rows to show: files, hunks and lines with their numbers. Pure; a diff of 20,000 lines is parsed once, then only indexed.
import { pathOfHeader, unquoted } from '../model/diff-path.js';

export interface DiffFile {
  readonly path: string;
  /** Name before a rename; else null. */
  readonly from: string | null;
  readonly kind: 'changed' | 'added' | 'deleted' | 'renamed';
  readonly isBinary: boolean;
  readonly additions: number;
  readonly deletions: number;
  /** Index of its first row, and of the row after its last. */
  readonly start: number;
  readonly end: number;
}

export type DiffRow =
  | { readonly kind: 'file'; readonly file: number }
  | { readonly kind: 'hunk'; readonly text: string }
  | { readonly kind: 'note'; readonly text: string }
  | { readonly kind: 'add' | 'delete' | 'context'; readonly text: string; readonly oldLine: number; readonly newLine: number };

export interface DiffModel {
  readonly files: readonly DiffFile[];
  readonly rows: readonly DiffRow[];
  readonly additions: number;
  readonly deletions: number;
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

/** Reads the output of `git diff`. What it does not know it keeps as a note, so that nothing is hidden. */
export function parseDiff(text: string): DiffModel {
  const files: Writable<DiffFile>[] = [];
  const rows: DiffRow[] = [];
  let file: Writable<DiffFile> | null = null;
  // Lines still owed by the current hunk: inside it a line that begins with `--- ` is a deleted line, not a header.
  let left = { old: 0, new: 0 };
  let line = { old: 0, new: 0 };
  for (const raw of splitLines(text)) {
    if (file !== null && (left.old > 0 || left.new > 0) && /^[ +\-\\]|^$/u.test(raw)) {
      const kind = raw[0] === '+' ? 'add' : raw[0] === '-' ? 'delete' : raw[0] === '\\' ? 'note' : 'context';
      if (kind === 'note') {
        rows.push({ kind, text: raw.slice(2) });
        continue;
      }
      rows.push({ kind, text: raw.slice(1), oldLine: line.old, newLine: line.new });
      if (kind !== 'add') [left.old, line.old] = [left.old - 1, line.old + 1];
      if (kind !== 'delete') [left.new, line.new] = [left.new - 1, line.new + 1];
      if (kind === 'add') file.additions += 1;
      if (kind === 'delete') file.deletions += 1;
      continue;
    }
    const hunk = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@ ?(.*)$/u.exec(raw);
    if (raw.startsWith('diff --git ') || (file === null && raw !== '')) {
      if (file !== null) file.end = rows.length;
      file = newFile(raw, rows.length);
      files.push(file);
      rows.push({ kind: 'file', file: files.length - 1 });
      if (!raw.startsWith('diff --git ')) rows.push({ kind: 'note', text: raw });
      left = { old: 0, new: 0 };
    } else if (file !== null && hunk !== null) {
      line = { old: Number(hunk[1]), new: Number(hunk[3]) };
      left = { old: Number(hunk[2] ?? 1), new: Number(hunk[4] ?? 1) };
      rows.push({ kind: 'hunk', text: hunk[5] ?? '' });
    } else if (file !== null && !readHeader(file, raw) && raw !== '') {
      rows.push({ kind: 'note', text: raw.replace(/^\\ /u, '') });
    }
  }
  if (file !== null) file.end = rows.length;
  const sum = (key: 'additions' | 'deletions') => files.reduce((total, each) => total + each[key], 0);
  return { files, rows, additions: sum('additions'), deletions: sum('deletions') };
}

/** Index of the file that holds row `at`. */
export function fileOfRow(model: DiffModel, at: number): number {
  let low = 0;
  let high = model.files.length - 1;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((model.files[middle]?.start ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  return Math.max(0, low);
}

function splitLines(text: string): readonly string[] {
  const lines = text.split('\n');
  if (lines.at(-1) === '') lines.pop();
  return lines;
}

function newFile(header: string, start: number): Writable<DiffFile> {
  const pair = /^diff --git (?:"?a\/.*?"? )"?b\/(.*?)"?$/u.exec(header);
  const path = pair?.[1] ?? header.replace(/^diff --git /u, '');
  return { path: unquoted(path), from: null, kind: 'changed', isBinary: false, additions: 0, deletions: 0, start, end: start };
}

// Header lines between `diff --git` and the first hunk; true when the line is understood.
function readHeader(file: Writable<DiffFile>, raw: string): boolean {
  const [, word, rest] = /^(rename from|rename to|copy from|copy to|\+\+\+|---|Binary files) (.*)$/u.exec(raw) ?? [];
  if (word === undefined || rest === undefined) {
    if (raw.startsWith('new file mode')) file.kind = 'added';
    else if (raw.startsWith('deleted file mode')) file.kind = 'deleted';
    else if (raw === 'GIT binary patch') file.isBinary = true;
    else return /^(?:index|similarity index|dissimilarity index|old mode|new mode) /u.test(raw);
    return true;
  }
  if (word === 'rename from' || word === 'copy from') [file.from, file.kind] = [unquoted(rest), 'renamed'];
  else if (word === 'rename to' || word === 'copy to') file.path = unquoted(rest);
  else if (word === 'Binary files') file.isBinary = true;
  else if (word === '+++' && rest !== '/dev/null') file.path = pathOfHeader(rest);
  return true;
}
