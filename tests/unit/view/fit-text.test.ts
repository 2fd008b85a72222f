// Text in columns: what is cut or wrapped never has more than asked for, whatever characters it holds.
import { describe, expect, it } from 'vitest';
import { shortName, takeColumns, truncate, widthOf, wrapText } from '../../../src/core/view/fit-text.js';

const SAMPLES = [
  'fix-login',
  '期限切れのトークン',
  '🤖 ✅ ❤️ 👩‍💻 done',
  'e\u0301clair cafe\u0301',
  'שלום world',
  'a期b限c',
  '한국어 텍스트',
  '',
  '👨‍👩‍👧‍👦👨‍👩‍👧‍👦',
];

describe('cutting', () => {
  it.each(SAMPLES)('never gives more columns than asked for, and loses nothing that fits: %s', (text) => {
    for (let width = 0; width <= 24; width += 1) {
      const cut = truncate(text, width);
      expect(widthOf(cut)).toBeLessThanOrEqual(width);
      if (widthOf(text) <= width) expect(cut).toBe(text);
    }
  });

  it('says by an ellipsis that something is missing', () => {
    expect(truncate('orch/fix-login', 8)).toBe('orch/fi…');
    expect(truncate('orch/fix-login', 8, '..')).toBe('orch/f..');
  });

  it('leaves a text that fits as it is', () => {
    expect(truncate('期限', 4)).toBe('期限');
  });

  it('never splits a character a person sees', () => {
    expect(takeColumns('ab👩‍💻cd', 3).head).toBe('ab');
    expect(takeColumns('e\u0301x', 1)).toEqual({ head: 'e\u0301', rest: 'x' });
  });

  it('cuts a megabyte by looking at its beginning only', () => {
    const cut = truncate('期'.repeat(1_000_000), 10);
    expect(cut).toBe('期期期期…');
  });
});

describe('wrapping', () => {
  it.each([
    ['breaks at blanks', 'one two three', 8, ['one two', 'three']],
    ['breaks a word that is too long', 'abcdefghij', 4, ['abcd', 'efgh', 'ij']],
    ['keeps line breaks and empty lines', 'a\n\nb', 5, ['a', '', 'b']],
    ['keeps indentation', '  $ npm test', 20, ['  $ npm test']],
    ['counts wide characters twice', '期限切れ', 5, ['期限', '切れ']],
    ['makes progress in a column too narrow', '期限', 1, ['期', '限']],
    ['is one row for nothing', '', 10, ['']],
  ] as const)('%s', (_, text, width, rows) => {
    expect(wrapText(text, width)).toEqual(rows);
  });

  it('loses no word and exceeds no width', () => {
    const text = 'Fix the login loop 期限切れ when the 🤖 token is expired, and keep-the-old-endpoint-working-for-now.';
    for (let width = 2; width < 40; width += 1) {
      const rows = wrapText(text, width);
      for (const row of rows) expect(widthOf(row)).toBeLessThanOrEqual(width);
      expect(rows.join('').replaceAll(' ', '')).toBe(text.replaceAll(' ', ''));
    }
  });
});

describe('a name', () => {
  it('is cut in its middle, where two that begin alike differ at their ends', () => {
    expect([shortName('write-the-prices', 12), shortName('write-the-stock', 12)]).toEqual(['write-…rices', 'write-…stock']);
  });

  it('is whole where it fits, and keeps its beginning where there is little room', () => {
    expect([shortName('boss', 4), shortName('write-the-stock', 6)]).toEqual(['boss', 'write…']);
  });

  it.each(SAMPLES)('never has more columns than asked for: %s', (text) => {
    for (let width = 0; width <= 24; width += 1) expect(widthOf(shortName(text, width))).toBeLessThanOrEqual(width);
  });
});
