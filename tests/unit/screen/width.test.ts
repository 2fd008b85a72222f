// The one width function agrees with string-width, which Ink uses: else borders shift.
import stringWidth from 'string-width';
import { describe, expect, it } from 'vitest';
import { charProperties, textWidth } from '../../../src/core/screen/width.js';

const CASES: readonly (readonly [string, string, number])[] = [
  ['plain letters', 'hello', 5],
  ['a robot', '🤖', 2],
  ['a check mark drawn as emoji', '✅', 2],
  ['a heart made emoji by a selector', '❤️', 2],
  ['a heart as text', '❤', 1],
  ['a selector after a letter changes nothing', 'A\ufe0f', 1],
  ['a text selector does not narrow', '⌚\ufe0e', 2],
  ['a woman at a computer, joined', '👩‍💻', 2],
  ['a family of four, joined', '👨‍👩‍👧‍👦', 2],
  ['a thumb with a skin tone', '👍🏽', 2],
  ['a text-style hand with a skin tone', '☝🏽', 2],
  ['a skin tone alone', '🏽', 2],
  ['a skin tone after a letter', 'A🏽', 1],
  ['a flag', '🇩🇪', 2],
  ['two flags', '🇩🇪🇫🇷', 4],
  ['a pair of letters that is no flag', '🇦🇦', 1],
  ['half a flag', '🇩', 1],
  ['the flag of England, made of tags', '🏴󠁧󠁢󠁥󠁮󠁧󠁿', 2],
  ['a keycap', '1️⃣', 2],
  ['a keycap without selector', '#⃣', 2],
  ['a heart on fire without selector', '❤‍🔥', 2],
  ['a joiner after text', 'a‍b', 2],
  ['an accent as a mark', 'é', 1],
  ['many marks on one letter', 'z̸̧̢̛', 1],
  ['Chinese', '漢字', 4],
  ['Japanese halfwidth with a voicing mark', 'ｶﾞ', 2],
  ['Japanese fullwidth', 'カタカナ', 8],
  ['a Korean syllable', '한', 2],
  ['a Korean syllable of jamo', '한', 2],
  ['unmatched jamo add up', 'ᄒᄒ', 4],
  ['Arabic', 'مرحبا', 5],
  ['Arabic with vowels', 'مَرْحَبًا', 5],
  ['Hebrew', 'שלום', 4],
  ['Devanagari with a spacing mark', 'नि', 2],
  ['a Devanagari conjunct', 'क्ष', stringWidth('क्ष')],
  ['Hindi words', 'नमस्ते दुनिया', stringWidth('नमस्ते दुनिया')],
  ['Tamil', 'தமிழ்', stringWidth('தமிழ்')],
  ['Thai', 'น้ำ', 1],
  ['zero-width space', 'a\u200bb', 2],
  ['a soft hyphen', 'a\u00adb', 2],
  ['box drawing', '│─┼', 3],
  ['marks of ambiguous width', '●○◔▸', 4],
  ['braille', '⠋⠙', 2],
  ['a plane 2 ideograph', '𠀋', 2],
  ['an ideograph for private use stays narrow', '\ue000', 1],
];

const UNIFORM = [
  [0x3400, 0x4dbf],
  [0x4e00, 0x9fff],
  [0xac00, 0xd7a3],
  [0xe000, 0xf8ff],
  [0x17000, 0x187f7],
] as const;

describe('the width of text', () => {
  it.each(CASES)('%s', (_, text, columns) => {
    expect(textWidth(text)).toBe(columns);
    expect(stringWidth(text)).toBe(columns);
  });

  it('agrees with string-width on every assigned character of the planes 0 and 1', () => {
    const differing: string[] = [];
    for (let code = 0x20; code < 0x20000; code += 1) {
      if ((code >= 0x7f && code < 0xa0) || (code >= 0xd800 && code <= 0xdfff)) continue;
      // The large uniform blocks: ideographs, syllables, private use, Tangut.
      if (UNIFORM.some(([first, last]) => code > first && code < last)) continue;
      const text = String.fromCodePoint(code);
      if (/\p{Cn}/u.test(text)) continue;
      if (textWidth(text) !== stringWidth(text)) differing.push(`${code.toString(16)}: ${textWidth(text)} not ${stringWidth(text)}`);
    }
    expect(differing).toEqual([]);
  });

  it('agrees with string-width on pairs with every kind of joining character', () => {
    const bases = ['a', '1', ' ', '漢', '한', 'ᄒ', 'ㅏ', 'ᅡ', 'ᆫ', '❤', '👩', '☝', '🇩', 'ｶ', 'न', 'க', 'ก', 'م', 'ש', '─', '🏽'];
    const joins = ['\u0301', '\u200d', '\ufe0f', '\u20e3', '🏽', '🇪', 'ि', '्', 'ก', 'ำ', 'ᅡ', 'ᆫ', '💻', 'ﾞ', '\u200b', 'ा', '\u093f'];
    const texts = bases
      .flatMap((base) => joins.map((join) => base + join))
      // string-width adds these up after single jamo; no language writes them.
      .filter((text) => !/^[\u1100-\u11ff](?:🏽|\u0e33)$/u.test(text));
    const differing = texts.filter((text) => textWidth(text) !== stringWidth(text));
    expect(
      differing.map(
        (text) => `${text} ${[...text].map((c) => c.codePointAt(0)?.toString(16))} ${textWidth(text)} not ${stringWidth(text)}`,
      ),
    ).toEqual([]);
  });

  it('ends a pile of marks, so that one cell can not grow without end', () => {
    let preceding = charProperties(0x61, 0);
    let joined = 0;
    for (; joined < 1000; joined += 1) {
      preceding = charProperties(0x301, preceding);
      if ((preceding & 1) === 0) break;
    }
    expect(joined).toBe(30);
  });
});
