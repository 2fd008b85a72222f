// Editing by characters, words and lines. The cursor is written as | in the texts.
import { describe, expect, it } from 'vitest';
import { characterEnd, characterStart } from '../../../src/core/input/graphemes.js';
import { erase, insertText, MAX_TEXT_LENGTH, type Motion, move, type TextEdit, textEditOf } from '../../../src/core/input/text-edit.js';
import { typeInText } from '../../../src/core/input/text-keys.js';
import { createTokenizer } from '../../../src/core/input/tokenizer.js';
import { CSI, ESC, sequences } from '../../../src/core/model/sequences.js';

function at(marked: string): TextEdit {
  const cursor = marked.indexOf('|');
  return { text: marked.replace('|', ''), cursor };
}

function show({ text, cursor }: TextEdit): string {
  return `${text.slice(0, cursor)}|${text.slice(cursor)}`;
}

describe('characters', () => {
  const whole = ['a', 'é', 'e\u0301', '日', '🤖', '❤️', '👩‍💻', '👨‍👩‍👧‍👦', '1️⃣', '🇩🇪', '👍🏽', '각', '\u1100\u1161', '\n', 'ไ', 'नि'];
  it.each(whole)('%j is one, from both sides', (character) => {
    for (const [before, after] of [
      ['', ''],
      ['a', 'b'],
      ['日', '日'],
      ['🤖', '🤖'],
      ['é\n', '\né'],
      ['x 🇫🇷', '🇫🇷'],
    ] as const) {
      const text = before + character + after;
      expect(characterEnd(text, before.length)).toBe(before.length + character.length);
      expect(characterStart(text, before.length + character.length)).toBe(before.length);
    }
  });

  it('agree with the segmenter in a text of everything', () => {
    const text = whole.join('') + whole.join(' ') + whole.toReversed().join('x');
    const expected = [...new Intl.Segmenter(undefined, { granularity: 'grapheme' }).segment(text)].map(({ index }) => index);
    const ends: number[] = [];
    for (let offset = 0; offset < text.length; offset = characterEnd(text, offset)) ends.push(offset);
    expect(ends).toEqual(expected);
  });

  it('make progress in a heap of combining marks and in broken text', () => {
    for (const text of ['a'.concat('\u0301'.repeat(500)), '\udc00\udc00\ud800', '🤖'.repeat(100).slice(1)]) {
      let steps = 0;
      for (let offset = 0; offset < text.length; offset = characterEnd(text, offset)) steps += 1;
      for (let offset = text.length; offset > 0; offset = characterStart(text, offset)) steps -= 1;
      expect(Math.abs(steps)).toBeLessThan(text.length);
    }
  });
});

describe('moving', () => {
  const rows: readonly (readonly [string, Motion, string])[] = [
    ['ab|c', 'character-left', 'a|bc'],
    ['a👩‍💻|c', 'character-left', 'a|👩‍💻c'],
    ['a|👩‍💻c', 'character-right', 'a👩‍💻|c'],
    ['a\n|b', 'character-left', 'a|\nb'],
    ['|a', 'character-left', '|a'],
    ['a|', 'character-right', 'a|'],
    ['fix the login|', 'word-left', 'fix the |login'],
    ['fix the |login', 'word-left', 'fix |the login'],
    ['fix|  the', 'word-right', 'fix  the|'],
    ['naïve| été', 'word-right', 'naïve été|'],
    ['a 日本語|', 'word-left', 'a |日本語'],
    ['a\n\n|b', 'word-left', '|a\n\nb'],
    ['a |...', 'word-right', 'a ...|'],
    ['one\ntw|o\nthree', 'line-start', 'one\n|two\nthree'],
    ['one\ntw|o\nthree', 'line-end', 'one\ntwo|\nthree'],
    ['|one', 'line-start', '|one'],
    ['one\n|', 'line-start', 'one\n|'],
    ['one\ntw|o\nthree', 'text-start', '|one\ntwo\nthree'],
    ['one\ntw|o\nthree', 'text-end', 'one\ntwo\nthree|'],
  ];
  it.each(rows)('from %j by %s to %j', (before, motion, after) => {
    expect(show(move(at(before), motion))).toBe(after);
  });

  it('gives the same edit back where there is nowhere to go', () => {
    const edit = at('abc|');
    expect(move(edit, 'character-right')).toBe(edit);
  });
});

describe('erasing', () => {
  const rows: readonly (readonly [string, Motion, string])[] = [
    ['ab|c', 'character-left', 'a|c'],
    ['a👨‍👩‍👧‍👦|c', 'character-left', 'a|c'],
    ['a|🇩🇪c', 'character-right', 'a|c'],
    ['a\n|b', 'character-left', 'a|b'],
    ['fix the login|', 'word-left', 'fix the |'],
    ['fix |the login', 'word-right', 'fix | login'],
    ['one\ntw|o', 'line-start', 'one\n|o'],
    ['one\nt|wo\nx', 'line-end', 'one\nt|\nx'],
    ['one|\ntwo', 'line-end', 'one|two'],
    ['one\n|two', 'line-start', 'one|two'],
    ['one|', 'line-end', 'one|'],
  ];
  it.each(rows)('from %j by %s: %j', (before, motion, after) => {
    expect(show(erase(at(before), motion))).toBe(after);
  });
});

describe('inserting', () => {
  const rows: readonly (readonly [string, string, string, string])[] = [
    ['text goes where the cursor is', 'a|b', 'xy', 'axy|b'],
    ['line ends of every kind become one', '|', 'a\r\nb\rc\nd', 'a\nb\nc\nd|'],
    ['a tab becomes blanks', '|', 'if:\n\tx', 'if:\n    x|'],
    ['controls and escape sequences do not get in', '|', `a\u0000${CSI}31mb\u009bc${ESC}]52;c;x\u0007d`, 'abcd|'],
    ['hidden direction marks do not get in', '|', 'a\u202eb\u2066c', 'abc|'],
    ['emoji stay whole', '|', '👩‍💻❤️', '👩‍💻❤️|'],
  ];
  it.each(rows)('%s', (_sentence, before, text, after) => {
    expect(show(insertText(at(before), text))).toBe(after);
  });

  it('stops at the longest text, never inside a character', () => {
    const almost = textEditOf('x'.repeat(MAX_TEXT_LENGTH - 1));
    expect(insertText(almost, '🤖') === almost).toBe(true);
    const full = insertText(almost, 'yz');
    expect([full.text.length, full.text.at(-1)]).toEqual([MAX_TEXT_LENGTH, 'y']);
    expect(insertText(full, 'z') === full).toBe(true);
    expect(textEditOf('\t'.repeat(MAX_TEXT_LENGTH)).text.length).toBe(MAX_TEXT_LENGTH);
  });
});

describe('the keys of a text', () => {
  const wrap = { widthCols: 40, widthOf: () => 1 };
  const typed = (before: string, bytes: string): string => {
    const edit = createTokenizer()
      .push(bytes)
      .reduce((current: TextEdit | null, token) => {
        if (current === null || (token.type !== 'key' && token.type !== 'paste')) return current;
        return typeInText(current, token, wrap);
      }, at(before));
    return edit === null ? 'not a key of the text' : show(edit);
  };

  const rows: readonly (readonly [string, string, string, string])[] = [
    ['letters and blanks are typed', '|', 'fix  it é🤖', 'fix  it é🤖|'],
    ['ctrl-j is a new line', 'a|b', '\n', 'a\n|b'],
    ['alt-enter is a new line', 'a|b', `${ESC}\r`, 'a\n|b'],
    ['shift-enter is a new line where the terminal tells it', 'a|b', `${CSI}13;2u`, 'a\n|b'],
    ['a paste is inserted whole', '|', `${sequences.pasteBegin}a\r\n\tb${sequences.pasteEnd}`, 'a\n    b|'],
    ['backspace', 'ab|', '\u007f', 'a|'],
    ['ctrl-w', 'fix it|', '\u0017', 'fix |'],
    ['ctrl-u and ctrl-k', 'one\ntw|o', '\u0015\u000b', 'one\n|'],
    ['ctrl-left', 'fix it|', `${CSI}1;5D`, 'fix |it'],
    ['up and down', 'abc\nde|f', `${CSI}A${CSI}B`, 'abc\nde|f'],
    ['enter belongs to the form', 'a|', '\r', 'not a key of the text'],
    ['so does tab', 'a|', '\t', 'not a key of the text'],
    ['and ctrl-e, which opens the editor', 'a|', '\u0005', 'not a key of the text'],
    ['unknown sequences are never typed', 'a|', `${CSI}99~`, 'not a key of the text'],
    ['nor function keys', 'a|', `${CSI}15~`, 'not a key of the text'],
    ['nor alt and a letter', 'a|', `${ESC}x`, 'not a key of the text'],
  ];
  it.each(rows)('%s', (_sentence, before, bytes, after) => {
    expect(typed(before, bytes)).toBe(after);
  });
});
