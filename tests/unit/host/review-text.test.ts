// Comments as an agent reads them: where, the line, what is said; nothing in them acts on its terminal.
import { expect, it } from 'vitest';
import { plainLines } from '../../../src/core/model/plain-text.js';
import type { LineComment } from '../../../src/core/model/pull-methods.js';
import { reviewText } from '../../../src/host/answers/review-text.js';

const comment = (over: Partial<LineComment> = {}): LineComment => ({
  path: 'src/a.ts',
  line: 7,
  side: 'new',
  code: '    return 1;',
  text: 'Why one?',
  ...over,
});

it('names file and line, quotes the line and says what is said', () => {
  expect(reviewText([comment()])).toMatch(/\n\nsrc\/a\.ts:7\n> return 1;\nWhy one\?$/u);
});

it('numbers several, and tells lines of the side before', () => {
  const text = reviewText([comment(), comment({ line: 9, side: 'old', text: 'Keep it.\n\nIt is used.' })]);
  expect(text).toContain('2 comments');
  expect(text).toContain('\n\n1. src/a.ts:7\n');
  expect(text).toContain('\n\n2. src/a.ts:9 (the line as it was before your change)\n> return 1;\nKeep it.\n\nIt is used.');
});

it('holds nothing that acts on a terminal, and no path or line of another length than can be read', () => {
  const text = reviewText([
    comment({ path: `a\u001b[2J\n${'p'.repeat(9000)}`, code: `\u001b]0;t\u0007${'c'.repeat(9000)}`, text: `x\u0003\u001b[31m` }),
  ]);
  expect(plainLines(text, text.length)).toBe(text);
  expect(text.length).toBeLessThan(1200);
});
