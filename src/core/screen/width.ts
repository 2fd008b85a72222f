// The one width function (decision 13): columns of text and the joining of graphemes, as every emulator here and `string-width` count them.
import { characterClass, isFlag, joinsConjunct, KIND_MASK, Kind, ownWidth, TEXT_STYLE, TONE_BASE } from './character-class.js';

// Properties of a character, in the emulator's own packing: bit 0 joins the cell before it, bits 1-2 width of the cell, then our state:
// bits 0-3 what may join next, bit 4 a text-style emoji, bit 5 takes a skin tone, bits 6-10 first letter of a flag, 11-15 characters joined.
const STATE_SHIFT = 3;
const State = { plain: 0, keycapBase: 1, pictograph: 2, joined: 3, regional: 4, lead: 5, leadVowel: 6, syllable: 7, linked: 8 } as const;
const STATE_MASK = 0b1111;
const TEXT_EMOJI = 1 << 4;
const TONEABLE = 1 << 5;
const LETTER_SHIFT = 6;
const COUNT_SHIFT = 11;
/** Characters joined to one cell: beyond that a hostile agent stacks marks to grow one cell without end. */
const MAX_JOINED = 30;

function properties(state: number, width: number, join: 0 | 1): number {
  return (state << STATE_SHIFT) | (width << 1) | join;
}

const NARROW = properties(State.plain, 1, 0);
const KEYCAP_BASE = properties(State.keycapBase, 1, 0);

function isKeycapBase(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || code === 0x23 || code === 0x2a;
}

/**
 * Width and joining of a code point after `preceding` (what this function said of the one before it; 0 after an escape sequence or at the
 * start, where the cell to the left takes what has no width of its own).
 */
export function charProperties(code: number, preceding: number): number {
  if (code < 0x7f) return isKeycapBase(code) ? KEYCAP_BASE : NARROW;
  const found = characterClass(code);
  const kind = found & KIND_MASK;
  if (kind === Kind.plain && ((preceding >> STATE_SHIFT) & STATE_MASK) !== State.linked) return properties(State.plain, ownWidth(found), 0);
  return joining(code, found, preceding);
}

function joining(code: number, found: number, preceding: number): number {
  const state = preceding >> STATE_SHIFT;
  const before = state & STATE_MASK;
  const width = (preceding >> 1) & 0b11;
  const count = (state >> COUNT_SHIFT) + 1;
  const isFull = count > MAX_JOINED;
  const join = (next: number, columns: number) =>
    isFull ? properties(State.plain, Math.max(1, ownWidth(found)), 0) : properties(next | (count << COUNT_SHIFT), columns, 1);
  const alone = (next: number) => properties(next, ownWidth(found), 0);

  switch (found & KIND_MASK) {
    case Kind.plain:
      return joinsConjunct(code) ? join(State.plain, width) : alone(State.plain);
    case Kind.joiner:
      return join(before === State.pictograph ? State.joined : keepLinked(before), width);
    case Kind.emojiStyle:
      return state & TEXT_EMOJI ? join(State.pictograph, 2) : join(keepAcrossMark(before), width);
    case Kind.keycap:
      return join(State.plain, before === State.keycapBase ? 2 : width);
    case Kind.extend:
      return join(keepAcrossMark(before), width);
    case Kind.linker:
      return join(State.linked, width);
    case Kind.spacing:
      return preceding !== 0 && width === 1 && ownWidth(found) === 1 ? join(State.plain, 2) : alone(State.plain);
    case Kind.trailing:
      return preceding !== 0 ? join(State.plain, width) : alone(State.plain);
    case Kind.skinTone:
      if (preceding === 0) return alone(State.pictograph);
      return join(before === State.pictograph ? State.pictograph : State.plain, state & TONEABLE ? 2 : width);
    case Kind.pictograph: {
      if (before === State.joined) return join(State.pictograph, 2);
      const flags = (found & TEXT_STYLE ? TEXT_EMOJI : 0) | (found & TONE_BASE ? TONEABLE : 0);
      return alone(State.pictograph | flags);
    }
    case Kind.regional: {
      const letter = code - 0x1f1e6;
      if (before !== State.regional) return alone(State.regional | (letter << LETTER_SHIFT));
      return join(State.plain, isFlag((state >> LETTER_SHIFT) & 0b11111, letter) ? 2 : width);
    }
    case Kind.hangulLead:
      return alone(State.lead);
    case Kind.hangulSyllable:
      // Only a syllable without a tail takes another vowel.
      return alone((code - 0xac00) % 28 === 0 ? State.syllable : State.leadVowel);
    case Kind.hangulVowel:
      if (before === State.lead) return join(State.leadVowel, width);
      return before === State.syllable ? join(State.syllable, width) : alone(State.plain);
    case Kind.hangulTail:
      if (before === State.leadVowel) return join(State.plain, width);
      return before === State.syllable ? join(State.syllable, width) : alone(State.plain);
    default:
      return alone(State.plain);
  }
}

function keepLinked(before: number): number {
  return before === State.linked ? State.linked : State.plain;
}

// A mark between an emoji and its joiner, or between a virama and its consonant, does not part them.
function keepAcrossMark(before: number): number {
  return before === State.pictograph || before === State.linked || before === State.keycapBase ? before : State.plain;
}

/** For `terminal.unicode.register`: makes an emulator count as this file does. */
export const unicodeProvider = {
  version: 'orch',
  wcwidth: (code: number): 0 | 1 | 2 => (code < 0x7f ? 1 : (ownWidth(characterClass(code)) as 0 | 1 | 2)),
  charProperties,
};

/** Columns of a line of text without escape sequences; control characters have none. */
export function textWidth(text: string): number {
  let columns = 0;
  let preceding = 0;
  for (const character of text) {
    const code = character.codePointAt(0)!;
    if (code < 0x20 || (code >= 0x7f && code < 0xa0)) {
      preceding = 0;
      continue;
    }
    const next = charProperties(code, preceding);
    columns += (next >> 1) & 0b11;
    if (next & 1) columns -= (preceding >> 1) & 0b11;
    preceding = next;
  }
  return columns;
}
