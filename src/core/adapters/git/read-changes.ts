// Reads one answer of `git diff` that tells files, size and lines at once. Runs nothing.
import { createHash } from 'node:crypto';
import type { DiffSize } from '../../model/agent.js';
import type { ChangedFile, Changes, Hunk } from '../../model/changes.js';

/** With these, git prints all files, then their size, then (after a NUL) the patch. */
export const CHANGES_FLAGS = [
  '--raw',
  '--abbrev=4',
  '--shortstat',
  '--patch',
  '--unified=0',
  '--inter-hunk-context=0',
  '--src-prefix=a/',
  '--dst-prefix=b/',
  '-z',
] as const;

const MOST_FILES = 2000;
/** Of the patch, in characters: who changes more than that changes whole files. */
const MOST_PATCH = 256 * 1024;

/** Null where the answer was cut before it told the size. */
export function readChanges(text: string): Changes | null {
  if (text === '') return { size: { files: 0, additions: 0, deletions: 0 }, files: [], isCut: false };
  const { records, rest } = readRaw(text);
  const size = /^ \d+ files? changed[^\n]*\n/u.exec(rest)?.[0];
  if (size === undefined) return null;
  const patch = rest.slice(size.length).replace(/^\0/u, '');
  const hunks = readPatch(patch.slice(0, MOST_PATCH), patch.length > MOST_PATCH);
  const files = records.slice(0, MOST_FILES).map((record) => changedFile(record, hunks));
  return { size: sizeOf(size), files, isCut: records.length > MOST_FILES };
}

export function sizeOf(shortstat: string): DiffSize {
  const count = (pattern: RegExp): number => Number(pattern.exec(shortstat)?.[1] ?? 0);
  return { files: count(/(\d+) files? changed/u), additions: count(/(\d+) insertions?/u), deletions: count(/(\d+) deletions?/u) };
}

interface RawRecord {
  readonly status: string;
  readonly path: string;
  readonly to: string;
}

function readRaw(text: string): { readonly records: readonly RawRecord[]; readonly rest: string } {
  const records: RawRecord[] = [];
  let at = 0;
  const field = (): string => {
    const end = text.indexOf('\0', at);
    const value = text.slice(at, end < 0 ? text.length : end);
    at = end < 0 ? text.length : end + 1;
    return value;
  };
  while (text[at] === ':') {
    const status = field().split(' ').at(-1)?.[0] ?? '';
    const path = field();
    records.push({ status, path, to: status === 'R' || status === 'C' ? field() : path });
  }
  return { records, rest: text.slice(at) };
}

function changedFile({ status, path, to }: RawRecord, hunks: ReadonlyMap<string, readonly Hunk[] | null>): ChangedFile {
  // Git quotes names with control characters, quotes and backslashes in a patch: of those only the file is known.
  const known = hunks.get(`a/${path} b/${to}`) ?? null;
  if (status === 'C') return { path: to, isNew: true, hunks: null };
  return { path, ...(to === path ? {} : { movedTo: to }), isNew: status === 'A', hunks: known };
}

/** By what stands behind `diff --git `. Null where not all hunks are there. */
function readPatch(patch: string, isCut: boolean): ReadonlyMap<string, readonly Hunk[] | null> {
  const files = new Map<string, readonly Hunk[] | null>();
  // Lines of content begin with a sign, so that no file can hold such a line.
  const sections = `\n${patch}`.split('\ndiff --git ').slice(1);
  for (const [index, section] of sections.entries()) {
    const name = section.slice(0, section.includes('\n') ? section.indexOf('\n') : undefined);
    const isWhole = !isCut || index < sections.length - 1;
    const before = files.get(name);
    // A file that became a link, or the reverse, has two sections.
    const hunks = isWhole && before !== null && !/^Binary files /mu.test(headOf(section)) ? [...(before ?? []), ...hunksOf(section)] : null;
    files.set(name, hunks);
  }
  return files;
}

function headOf(section: string): string {
  const end = section.indexOf('\n@@ ');
  return end < 0 ? section : section.slice(0, end);
}

function hunksOf(section: string): readonly Hunk[] {
  return section
    .split('\n@@ -')
    .slice(1)
    .map((hunk) => {
      const [, from = '0', count = '1', added = '1'] = /^(\d+)(?:,(\d+))? \+\d+(?:,(\d+))? @@/u.exec(hunk) ?? [];
      const lines = hunk.split('\n').filter((line) => line.startsWith('+'));
      const text = createHash('sha256').update(lines.join('\n')).digest('base64').slice(0, 16);
      // With nothing taken out, git names the line before.
      const start = Number(from) + (count === '0' ? 1 : 0);
      return { start, end: start + Number(count) - 1, added: Number(added), text };
    });
}
