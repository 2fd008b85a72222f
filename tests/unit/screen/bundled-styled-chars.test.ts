import * as packaged from '@alcalzone/ansi-tokenize';
import { describe, expect, it } from 'vitest';
import { styledCharsFromTokens, styledCharsToString } from '../../../scripts/bundle/styled-chars.js';
import { CSI } from '../../../src/core/model/sequences.js';

describe('the rows that the bundle gives to Ink', () => {
  it.each([
    ['nothing', ''],
    ['plain text', 'fix the login'],
    ['one style', `${CSI}2mdim${CSI}22m`],
    ['a style that is reset', `${CSI}1;31mbold and red${CSI}0m plain`],
    ['a style to the end', `plain ${CSI}7minverse`],
    ['styles within styles', `${CSI}31mred ${CSI}1mbold ${CSI}4mline${CSI}24m${CSI}22m red${CSI}39m`],
    ['bold and dim, which end alike', `${CSI}1mbold${CSI}2m both${CSI}22m${CSI}2m dim${CSI}0m`],
    ['one colour after the other', `${CSI}31mr${CSI}32mg${CSI}38;5;200mb${CSI}48;2;1;2;3mground${CSI}0m`],
    ['the same style told twice', `${CSI}36ma${CSI}0m${CSI}36mb${CSI}0m`],
    ['a link', '\u001B]8;;https://example.org\u0007here\u001B]8;;\u0007 there'],
    ['wide characters', `${CSI}33m漢字 🤖${CSI}39m ●`],
  ])('are those of the package it stands in for: %s', (_, row) => {
    const tokens = packaged.tokenize(row);
    const chars = packaged.styledCharsFromTokens(tokens);
    expect(styledCharsFromTokens(tokens)).toEqual(chars);
    expect(styledCharsToString(chars)).toBe(packaged.styledCharsToString(chars));
    expect(styledCharsToString(styledCharsFromTokens(tokens))).toBe(packaged.styledCharsToString(chars));
  });

  it('keep one list for all characters of one style', () => {
    const lists = new Set(styledCharsFromTokens(packaged.tokenize(`abc${CSI}1mdef${CSI}22m`)).map(({ styles }) => styles));
    expect(lists.size).toBe(2);
  });

  it('take no list apart where two neighbours look alike', () => {
    const blank = () => ({ type: 'char', value: ' ', fullWidth: false, styles: new Untouched<packaged.AnsiCode>() }) as const;
    expect(styledCharsToString([blank(), blank(), blank()])).toBe('   ');
  });
});

class Untouched<T> extends Array<T> {
  override map(): never {
    throw new Error('taken apart');
  }
}
