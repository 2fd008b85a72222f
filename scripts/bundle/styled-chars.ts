// In the bundle, Ink's rows become text by this. Its package compares the styles of every two neighbours by three sets and five lists: three
// quarters of what a frame leaves to the collection of garbage, which wakes a sleeping host's threads. A unit test holds the two together.

import type { StyledChar, Token } from '@alcalzone/ansi-tokenize';
import { type AnsiCode, ansiCodesToString, diffAnsiCodes, reduceAnsiCodesIncremental } from '@alcalzone/ansi-tokenize';

const PLAIN: AnsiCode[] = [];

/** Characters with the styles that are on where they stand; neighbours of one style share one list, which nobody may write to. */
export function styledCharsFromTokens(tokens: readonly Token[]): StyledChar[] {
  let styles = PLAIN;
  const chars: StyledChar[] = [];
  for (const token of tokens) {
    if (token.type === 'ansi') styles = reduceAnsiCodesIncremental(styles, [token]);
    else chars.push({ ...token, styles });
  }
  return chars;
}

/** Text with the codes that lead from each style to the next, and out of the last. */
export function styledCharsToString(chars: readonly StyledChar[]): string {
  let text = '';
  let before = PLAIN;
  for (const { styles, value } of chars) {
    if (!areAlike(before, styles)) text += between(before, styles);
    text += value;
    before = styles;
  }
  return before.length === 0 ? text : text + between(before, PLAIN);
}

function areAlike(one: readonly AnsiCode[], other: readonly AnsiCode[]): boolean {
  if (one === other) return true;
  return one.length === other.length && one.every(({ code, endCode }, at) => code === other[at]?.code && endCode === other[at]?.endCode);
}

function between(from: AnsiCode[], to: AnsiCode[]): string {
  return ansiCodesToString(diffAnsiCodes(from, to));
}
