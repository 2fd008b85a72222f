// Who gets in whose way: the same lines, only the same file, or nothing at all, also where the work began at different commits.
import { describe, expect, test } from 'vitest';
import type { ChangedFile, Hunk } from '../../../src/core/model/changes.js';
import { overlapsOf, type Work } from '../../../src/core/state/overlaps.js';
import { acrossOf, carriedAcross, sharedLevel } from '../../../src/core/state/shared-lines.js';

const hunk = (start: number, end = start, added = end - start + 1, text = `text of ${start}`): Hunk => ({ start, end, added, text });
const file = (path: string, ...hunks: readonly Hunk[]): ChangedFile => ({ path, isNew: false, hunks });
const newFile = (path: string, text: string): ChangedFile => ({ path, isNew: true, hunks: [hunk(1, 0, 3, text)] });
const unknown = (path: string, isNew = false): ChangedFile => ({ path, isNew, hunks: null });
const across = (...files: readonly ChangedFile[]) => acrossOf({ files, isCut: false });
const work = (agent: string, files: readonly ChangedFile[], changes: Partial<Work> = {}): Work => ({
  agent,
  base: 'main',
  baseCommit: 'c0',
  files,
  since: null,
  across: null,
  ...changes,
});
const together = () => false;

describe('one file, changed by two', () => {
  test.each([
    ['the same line', [hunk(5)], [hunk(5, 5, 1, 'other')], 'lines'],
    ['lines that overlap', [hunk(5, 9)], [hunk(8, 12)], 'lines'],
    ['lines beside each other', [hunk(5)], [hunk(6)], 'lines'],
    ['three lines between them', [hunk(5)], [hunk(9)], 'lines'],
    ['four lines between them', [hunk(5)], [hunk(10)], 'file'],
    ['new lines before a changed one', [hunk(5, 4, 2)], [hunk(5)], 'lines'],
    ['new lines at the same place', [hunk(5, 4, 2, 'one')], [hunk(5, 4, 2, 'other')], 'lines'],
    ['one of many', [hunk(1), hunk(20), hunk(90)], [hunk(40), hunk(50), hunk(91), hunk(200)], 'lines'],
    ['none of many', [hunk(1), hunk(20), hunk(90)], [hunk(40), hunk(50), hunk(200)], 'file'],
    ['the very same change', [hunk(5)], [hunk(5)], null],
    ['one that has taken in the other', [hunk(5), hunk(30)], [hunk(5)], null],
    ['one change in common, and others far from each other', [hunk(5), hunk(30)], [hunk(5), hunk(60)], 'file'],
    ['one change in common, and others at the same place', [hunk(5), hunk(30)], [hunk(5), hunk(31)], 'lines'],
    ['only its mode, beside lines', [], [hunk(5)], 'file'],
  ] as const)('%s', (_, one, other, level) => {
    expect(sharedLevel(file('a', ...one), file('a', ...other))).toBe(level);
    expect(sharedLevel(file('a', ...other), file('a', ...one))).toBe(level);
  });

  test('new files of the same name clash in their lines, unless they are the same', () => {
    expect(sharedLevel(newFile('a', 'one'), newFile('a', 'other'))).toBe('lines');
    expect(sharedLevel(newFile('a', 'one'), newFile('a', 'one'))).toBeNull();
    expect(sharedLevel(unknown('a', true), newFile('a', 'one'))).toBe('lines');
  });

  test('of what is binary only the file is known', () => {
    expect(sharedLevel(unknown('a'), file('a', hunk(1)))).toBe('file');
  });
});

describe('a change told by the lines of a later commit', () => {
  const moved = (one: ChangedFile, ...changed: readonly ChangedFile[]) => carriedAcross(one, across(...changed));
  const lines = (one: ChangedFile | null) => one?.hunks?.map(({ start, end }) => [start, end]);

  test('moves with the lines that came and went before it', () => {
    expect(lines(moved(file('a', hunk(20, 22)), file('a', hunk(3, 2, 5), hunk(10, 12, 1))))).toEqual([[23, 25]]);
    expect(lines(moved(file('a', hunk(20)), file('a', hunk(40, 39, 5))))).toEqual([[20, 20]]);
  });

  test('stands for all that was changed where it is', () => {
    expect(lines(moved(file('a', hunk(10, 11)), file('a', hunk(2, 1, 1), hunk(11, 15, 2))))).toEqual([[11, 13]]);
  });

  test('is nothing where that has it already, and only the rest of it where that has a part', () => {
    expect(moved(file('a', hunk(10)), file('a', hunk(10), hunk(30)))).toBeNull();
    expect(lines(moved(file('a', hunk(10), hunk(50)), file('a', hunk(10))))).toEqual([[50, 50]]);
  });

  test('goes to where the file was moved', () => {
    expect(moved(file('a', hunk(10)), { ...file('a'), movedTo: 'b' })).toEqual({ ...file('a', hunk(10)), path: 'b' });
  });

  test('is the file alone where not all is known', () => {
    expect(moved(file('a', hunk(10)), unknown('a'))?.hunks).toBeNull();
    expect(carriedAcross(file('a', hunk(10)), acrossOf({ files: [], isCut: true }))?.hunks).toBeNull();
  });
});

describe('the radar', () => {
  test('tells each pair, those with the same lines first, and so their files', () => {
    const works = [
      work('a', [file('x', hunk(1)), file('y', hunk(1)), file('b', hunk(9))]),
      work('b', [file('x', hunk(50))]),
      work('c', [file('b', hunk(90)), file('y', hunk(2))]),
    ];
    expect(overlapsOf(works, together)).toEqual([
      {
        agents: ['a', 'c'],
        base: null,
        files: [
          { path: 'y', level: 'lines' },
          { path: 'b', level: 'file' },
        ],
      },
      { agents: ['a', 'b'], base: null, files: [{ path: 'x', level: 'file' }] },
    ]);
  });

  test('tells what the base has changed since', () => {
    const since = across(file('x', hunk(2)), file('z', hunk(1)));
    expect(overlapsOf([work('a', [file('x', hunk(1))], { since })], together)).toEqual([
      { agents: ['a'], base: 'main', files: [{ path: 'x', level: 'lines' }] },
    ]);
  });

  test('compares work from different commits at one commit', () => {
    const late = { baseCommit: 'c1', across: across() };
    const early = { across: across(file('x', hunk(1, 0, 100))) };
    const apart = [work('a', [file('x', hunk(10))], early), work('b', [file('x', hunk(10, 10, 1, 'other'))], late)];
    expect(overlapsOf(apart, together)[0]?.files).toEqual([{ path: 'x', level: 'file' }]);
    const same = [work('a', [file('x', hunk(10))], early), work('b', [file('x', hunk(110))], late)];
    expect(overlapsOf(same, together)[0]?.files).toEqual([{ path: 'x', level: 'lines' }]);
  });

  test('knows only the file where git could not compare the commits', () => {
    const works = [work('a', [file('x', hunk(10))]), work('b', [file('x', hunk(10, 10, 1, 'other'))], { baseCommit: 'c1' })];
    expect(overlapsOf(works, together)[0]?.files).toEqual([{ path: 'x', level: 'file' }]);
  });

  test('says nothing of those whose work never comes together', () => {
    const works = [work('a', [file('x', hunk(1))]), work('b', [file('x', hunk(2))])];
    expect(overlapsOf(works, () => true)).toEqual([]);
  });

  test('is bounded and plain', () => {
    const many = (text: string) => Array.from({ length: 80 }, (_, at) => file(`${at}\u001b[2J`, hunk(1, 1, 1, text)));
    const works = Array.from({ length: 20 }, (_, at) => work(`a${at}`, many(`by ${at}`)));
    const found = overlapsOf(works, together);
    expect([found.length, found[0]?.files.length]).toEqual([100, 50]);
    expect(JSON.stringify(found)).not.toContain('\\u001b');
  });
});
