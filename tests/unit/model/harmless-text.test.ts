// Words of others at a forge: they are read, and nothing of them acts.
import { describe, expect, it } from 'vitest';
import { harmlessMarkdown, inertText, withoutClosing } from '../../../src/core/model/harmless-text.js';

describe('a plain text', () => {
  it.each([
    ['Fix #12', 'Fix (#12)'],
    ['fixes: ada/shop#3 and more', 'fixes: (ada/shop#3) and more'],
    ['Closes GH-7', 'Closes (GH-7)'],
    ['resolved\nhttps://github.com/o/r/issues/9', 'resolved\n(https://github.com/o/r/issues/9)'],
    ['Prefix #12, suffixes #3, see #4', 'Prefix #12, suffixes #3, see #4'],
  ])('that names an issue to be closed does not close it: %j', (text, told) => {
    expect(withoutClosing(text)).toBe(told);
  });
});

it('a text that is shown as it was said skips no checks, orders no bot and closes nothing', () => {
  expect(inertText('Fix it [skip ci], fixes #1\n/approve\n/usr/bin stays, a /path too\nSkip-Checks: true')).toBe(
    'Fix it (skip ci), fixes (#1)\n /approve\n /usr/bin stays, a /path too\nSkip-Checks true',
  );
});

describe('Markdown of a model', () => {
  it.each([
    ['a mention', 'ask @ada', 'ask @&#8203;ada'],
    ['a mention behind an open piece of code', 'a ` @ada', "a ' @&#8203;ada"],
    ['a mention in code of a table', '| `a | @ada` |', "\\| 'a \\| @&#8203;ada' \\|"],
    ['a mention by an entity', '&#64;ada', '&amp;#&#8203;64;ada'],
    ['a mention behind a backslash', '\\@ada', '\\\\@&#8203;ada'],
    ['an issue', 'fixes #12, o/r#3, GH-4', 'fixes #&#8203;12, o/r#&#8203;3, GH-&#8203;4'],
    ['an address', 'closes https://github.com/o/r/issues/1', 'closes https:&#8203;//github.com/o/r/issues/1'],
    ['a link', '[x](../issues/1)', '\\[x\\](../issues/1)'],
    ['a picture', '![x](//a.b/c.png)', '!\\[x\\](//a.b/c.png)'],
    ['HTML', '<!-- <img src=x>', '&lt;!-- &lt;img src=x>'],
    ['an order to a bot', '/approve', '&#8203;/approve'],
    ['words that skip checks', '[skip ci]', '\\[skip ci\\]'],
    ['a fence', '```\nx\n~~~~', "'''\nx\n~~"],
    ['a sequence', 'a\u001b[31mb\u202ec', 'abc'],
  ])('can not act by %s', (_sentence, text, told) => {
    expect(harmlessMarkdown(text, 1000)).toBe(told);
  });

  it('keeps what only shapes it', () => {
    const text = '## Why\n\n- [x] run `npm test`, *then*\n- [ ] look\n\n1. **one**';
    expect(harmlessMarkdown(text, 1000)).toBe(text);
  });

  it('is cut at a line', () => {
    expect(harmlessMarkdown('one long paragraph', 8)).toBe('one long');
    expect(harmlessMarkdown('one\ntwo\nthree', 9)).toBe('one\ntwo');
  });
});
