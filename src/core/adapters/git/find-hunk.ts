// Looks one hunk up in a diff of git and cuts a patch of it alone. Works on bytes, one unit each: what is no UTF-8 survives.

import { pathOfHeader } from '../../model/diff-path.js';
import type { HunkName } from '../../model/pull-methods.js';

interface Section {
  /** Lines from `diff --git` to the first hunk. */
  readonly header: readonly string[];
  readonly hunks: readonly (readonly string[])[];
}

/** A patch with this hunk and no other; null when it is not there, `several` when more than one could be meant. */
export function findHunk(diff: string, { path, patch }: HunkName, plain: (raw: string) => string): string | 'several' | null {
  const [heading = '', ...wanted] = patch.split('\n');
  const text = wanted.join('\n');
  // A file that became a link has two parts of the same name.
  const alike = sectionsOf(diff)
    .filter(({ header }) => pathOf(header) === path)
    .flatMap(({ header, hunks }) => hunks.map((lines) => ({ header, lines })))
    .filter(({ lines }) => bodyOf(lines, plain) === text);
  const exact = alike.filter(({ lines: [own = ''] }) => rangesOf(own) === rangesOf(heading));
  const hunk = exact[0] ?? alike[0];
  if (hunk === undefined) return null;
  if (exact.length === 0 && alike.length > 1) return 'several';
  return `${[...headerFor(hunk.header), ...hunk.lines].join('\n')}\n`;
}

/** Of a patch that was cut here: whether it deletes its file. */
export function isOfDeleted(patch: string): boolean {
  return sectionsOf(patch).some(({ header }) => header.some((line) => line.startsWith('deleted file mode')));
}

function sectionsOf(diff: string): readonly Section[] {
  const sections: { header: string[]; hunks: string[][] }[] = [];
  // Lines that the hunk still owes: inside it a deleted line may look like a header.
  let owed = { old: 0, now: 0 };
  const lines = diff.split('\n');
  if (lines.at(-1) === '') lines.pop();
  for (const line of lines) {
    const section = sections.at(-1);
    const hunk = section?.hunks.at(-1);
    const isOwed = owed.old > 0 || owed.now > 0;
    if (hunk !== undefined && (isOwed || line.startsWith('\\'))) {
      hunk.push(line);
      if (line.startsWith('\\')) continue;
      if (!line.startsWith('+')) owed = { ...owed, old: owed.old - 1 };
      if (!line.startsWith('-')) owed = { ...owed, now: owed.now - 1 };
      continue;
    }
    const heading = /^@@ -\d+(?:,(\d+))? \+\d+(?:,(\d+))? @@/u.exec(line);
    if (line.startsWith('diff --git ')) sections.push({ header: [line], hunks: [] });
    else if (section !== undefined && heading !== null) {
      section.hunks.push([line]);
      owed = { old: Number(heading[1] ?? 1), now: Number(heading[2] ?? 1) };
    } else section?.header.push(line);
  }
  return sections;
}

function textOf(raw: string): string {
  return Buffer.from(raw, 'latin1').toString('utf8');
}

function pathOf(header: readonly string[]): string {
  const named = header.find((line) => /^\+\+\+ (?!\/dev\/null)/u.test(line)) ?? header.find((line) => /^--- (?!\/dev\/null)/u.test(line));
  return named === undefined ? '' : pathOfHeader(textOf(named.slice(4)));
}

/** A file that was renamed or made executable keeps that: only its own lines are told. */
function headerFor(header: readonly string[]): readonly string[] {
  const isWhole = header.some((line) => line.startsWith('new file mode') || line.startsWith('deleted file mode'));
  if (isWhole) return header;
  const name = header.find((line) => line.startsWith('+++ '))?.slice(4) ?? '';
  const before = name.replace(/^("?)b\//u, '$1a/');
  // With git's own first line: without it, a file that is only emptied would be taken for deleted.
  return [`diff --git ${before} ${name}`.replaceAll('\t', ''), `--- ${before}`, `+++ ${name}`];
}

/** As it was shown: signs in place of what acts on terminals, and a blank before lines that git leaves wholly empty. */
function bodyOf(hunk: readonly string[], plain: (raw: string) => string): string {
  return plain(hunk.slice(1).join('\n'))
    .split('\n')
    .map((line) => (line === '' ? ' ' : line))
    .join('\n');
}

function rangesOf(heading: string): string {
  const [, oldStart = '', oldLines = '1', newStart = '', newLines = '1'] =
    /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/u.exec(heading) ?? [];
  return `${oldStart} ${oldLines} ${newStart} ${newLines}`;
}
