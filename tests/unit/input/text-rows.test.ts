// Wrapping a text to a box, moving by rows, and the window around the cursor.
import { describe, expect, it } from 'vitest';
import { type TextEdit, textEditOf } from '../../../src/core/input/text-edit.js';
import { moveRow, viewText, type Wrap, wrapRows } from '../../../src/core/input/text-rows.js';
import { textWidth } from '../../../src/core/screen/width.js';

/** Rows of at most `columns` columns; one more is kept for the cursor. */
function wrapAt(columns: number): Wrap {
  return { widthCols: columns + 1, widthOf: textWidth };
}

function rowsOf(text: string, columns: number): readonly string[] {
  return wrapRows(text, wrapAt(columns)).map(({ start, end }) => text.slice(start, end));
}

function at(marked: string): TextEdit {
  return { text: marked.replace('|', ''), cursor: marked.indexOf('|') };
}

function show({ text, cursor }: TextEdit): string {
  return `${text.slice(0, cursor)}|${text.slice(cursor)}`;
}

describe('wrapping', () => {
  const rows: readonly (readonly [string, string, number, readonly string[]])[] = [
    ['an empty text is one row', '', 5, ['']],
    ['lines are rows', 'a\n\nb\n', 5, ['a', '', 'b', '']],
    ['breaks behind a blank', 'fix the login', 8, ['fix the ', 'login']],
    ['a blank that no longer fits stays on its row', 'hello world', 5, ['hello ', 'world']],
    ['a long word is cut', 'abcdefgh', 3, ['abc', 'def', 'gh']],
    ['a long word after a short one starts on its own row', 'a bcdefgh', 4, ['a ', 'bcde', 'fgh']],
    ['a full row needs no other', 'abc', 3, ['abc']],
    ['wide characters are never halved', '日本語', 5, ['日本', '語']],
    ['emoji count as they are shown', 'a👩‍💻❤️b', 3, ['a👩‍💻', '❤️b']],
    ['a column too narrow for a wide character still ends', '日本', 1, ['日', '本']],
    ['many blanks', 'a     b', 3, ['a   ', '  b']],
  ];
  it.each(rows)('%s', (_sentence, text, columns, expected) => {
    expect(rowsOf(text, columns)).toEqual(expected);
  });

  it('loses nothing, and keeps every row in its box', () => {
    const text = 'The 日本語 text 👩‍💻 with\nlong-words-that-do-not-fit, naïve  blanks   and 🇩🇪🇫🇷 flags\n\nend '.repeat(5);
    for (let columns = 2; columns < 40; columns++) {
      const rows = wrapRows(text, wrapAt(columns));
      expect(rows[0]?.start).toBe(0);
      expect(rows.at(-1)?.end).toBe(text.length);
      for (const [index, row] of rows.entries()) {
        expect(textWidth(text.slice(row.start, row.end).trimEnd())).toBeLessThanOrEqual(columns);
        const gap = (rows[index + 1]?.start ?? row.end) - row.end;
        expect(text.slice(row.end, row.end + gap)).toBe(gap === 0 ? '' : '\n');
      }
    }
  });

  it('is not confused by what was wrapped before', () => {
    expect(rowsOf('abc def', 3)).toEqual(['abc ', 'def']);
    expect(rowsOf('abc def', 7)).toEqual(['abc def']);
    expect(wrapRows('日', { widthCols: 9, widthOf: () => 9 })).toEqual([{ start: 0, end: 1 }]);
    expect(rowsOf('abc def', 3)).toEqual(['abc ', 'def']);
  });
});

describe('up and down', () => {
  const rows: readonly (readonly [string, number, string, -1 | 1, string])[] = [
    ['keep the column', 10, 'abc\nde|f', -1, 'ab|c\ndef'],
    ['stop at the end of a shorter line', 10, 'abcd|\nef', 1, 'abcd\nef|'],
    ['go by rows of a wrapped line', 4, 'abc |defg', -1, '|abc defg'],
    ['count columns, not characters', 10, '日本|語\nabcdef', 1, '日本語\nabcd|ef'],
    ['do not land inside a wide character', 10, 'abc|\n日本', 1, 'abc\n日|本'],
    ['stay on a row that goes on in the next one', 4, 'abcdefgh|', -1, 'abc|defgh'],
  ];
  it.each(rows)('%s', (_sentence, columns, before, by, after) => {
    expect(show(moveRow(at(before), by, wrapAt(columns)))).toBe(after);
  });

  it('remember the column over a short line', () => {
    const wrap = wrapAt(10);
    const down = moveRow(moveRow(at('abcd|e\nx\nabcde'), 1, wrap), 1, wrap);
    expect(show(down)).toBe('abcde\nx\nabcd|e');
  });

  it('give the same edit back at the edges, so that a form can move on', () => {
    const edit = at('a|bc');
    expect(moveRow(edit, -1, wrapAt(10))).toBe(edit);
    expect(moveRow(edit, 1, wrapAt(10))).toBe(edit);
  });
});

describe('the window', () => {
  const ten = Array.from({ length: 10 }, (_, line) => `line ${line}`).join('\n');
  const view = (edit: TextEdit, top: number) => viewText(edit, { ...wrapAt(20), heightRows: 3, top });

  it('shows the rows around the cursor and where it is', () => {
    expect(view({ text: ten, cursor: ten.length }, 0)).toEqual({
      rows: ['line 7', 'line 8', 'line 9'],
      cursor: { x: 6, y: 2 },
      top: 7,
      totalRows: 10,
    });
  });

  it('does not move while the cursor is inside', () => {
    expect(view({ text: ten, cursor: 7 * 5 }, 4)).toMatchObject({ top: 4, cursor: { x: 0, y: 1 } });
  });

  it('follows the cursor upwards', () => {
    expect(view({ text: ten, cursor: 0 }, 4)).toMatchObject({ top: 0, cursor: { x: 0, y: 0 } });
  });

  it('does not stay below the end when text was taken away', () => {
    expect(view({ text: 'a\nb', cursor: 3 }, 8)).toMatchObject({ rows: ['a', 'b'], top: 0, cursor: { x: 1, y: 1 } });
  });

  it('puts the cursor behind a full row, and of a wrapped one on the next', () => {
    const box = { ...wrapAt(3), heightRows: 3, top: 0 };
    expect(viewText({ text: 'abc', cursor: 3 }, box).cursor).toEqual({ x: 3, y: 0 });
    expect(viewText({ text: 'abcd', cursor: 3 }, box).cursor).toEqual({ x: 0, y: 1 });
    expect(viewText({ text: 'abc ', cursor: 4 }, box).cursor).toEqual({ x: 3, y: 0 });
  });

  it('counts wide characters in cells', () => {
    expect(view({ text: 'a日👩‍💻', cursor: 'a日👩‍💻'.length }, 0).cursor).toEqual({ x: 5, y: 0 });
  });

  it('takes 100 KB of any script', () => {
    for (const text of ['word '.repeat(20_000), '日本語'.repeat(11_000), 'ไทย '.repeat(2_500), '👩‍💻\n'.repeat(10_000)]) {
      const edit = textEditOf(text);
      expect(viewText(edit, { ...wrapAt(60), heightRows: 10, top: 0 }).cursor.y).toBe(9);
    }
  });
});
