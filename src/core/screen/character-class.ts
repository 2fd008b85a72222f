// What a code point is to the width function: its own width and how it joins to the character before it. Knows nothing of text or terminals.
import { eastAsianWidth } from 'get-east-asian-width';

/** How a code point joins. The numbers are packed into one byte with width and two flags. */
export const Kind = {
  plain: 0,
  /** No width of its own: combining marks, format characters, variation selectors. */
  extend: 1,
  /** Widens what it joins by one column: spacing marks, halfwidth voicing marks. */
  spacing: 2,
  /** Joins without widening although it stands alone as one column: Thai and Lao AM. */
  trailing: 3,
  joiner: 4,
  emojiStyle: 5,
  keycap: 6,
  regional: 7,
  skinTone: 8,
  pictograph: 9,
  hangulLead: 10,
  hangulVowel: 11,
  hangulTail: 12,
  hangulSyllable: 13,
  /** Virama that ties two consonants to one cluster. */
  linker: 14,
} as const;

export const KIND_MASK = 0b1111;
const WIDTH_SHIFT = 4;
/** An emoji that is drawn as text unless U+FE0F follows. */
export const TEXT_STYLE = 1 << 6;
/** Takes a skin tone. */
export const TONE_BASE = 1 << 7;

// Built from strings: the flag v is newer than the language level of the compiler.
const INVISIBLE = /[\p{Default_Ignorable_Code_Point}\p{Control}\p{Format}\p{Nonspacing_Mark}\p{Enclosing_Mark}]/u;
const SPACING_MARK = /\p{Spacing_Mark}/u;
const PICTOGRAPH = /\p{Extended_Pictographic}/u;
const EMOJI = /\p{Emoji}/u;
const EMOJI_DRAWN = /\p{Emoji_Presentation}/u;
const EMOJI_TONE_BASE = /\p{Emoji_Modifier_Base}/u;

/** Indic_Conjunct_Break=Linker of Unicode 16 without the two that are spacing marks; regular expressions do not know this property. */
const LINKERS = new Set([
  0x94d, 0x9cd, 0xacd, 0xb4d, 0xc4d, 0xd4d, 0x1039, 0x17d2, 0x1a60, 0x1bab, 0xaaf6, 0x10a3f, 0x11133, 0x113d0, 0x1193e, 0x11a47, 0x11a99,
  0x11f42,
]);

// Planes 0 and 1 hold everything irregular; asked for once each, since agents print the same few characters again and again.
const REMEMBERED = 0x20000;
const KNOWN = 1 << 8;
const memory = new Uint16Array(REMEMBERED);

/** Kind, width and flags of a code point. */
export function characterClass(code: number): number {
  if (code >= REMEMBERED) return classify(code);
  const known = memory[code]!;
  if (known !== 0) return known & 0xff;
  const found = classify(code);
  memory[code] = found | KNOWN;
  return found;
}

/** Columns of the code point when nothing precedes it; 0 to 2. */
export function ownWidth(characterClass: number): number {
  return (characterClass >> WIDTH_SHIFT) & 0b11;
}

function pack(kind: number, width: number): number {
  return kind | (width << WIDTH_SHIFT);
}

function classify(code: number): number {
  if (code < 0x20 || (code >= 0x7f && code < 0xa0)) return pack(Kind.extend, 0);
  if (code >= 0xd800 && code <= 0xdfff) return pack(Kind.extend, 0);
  if (code === 0x200d) return pack(Kind.joiner, 0);
  if (code === 0xfe0f) return pack(Kind.emojiStyle, 0);
  if (code === 0x20e3) return pack(Kind.keycap, 0);
  if (code === 0xe33 || code === 0xeb3) return pack(Kind.trailing, 1);
  if (code === 0xff9e || code === 0xff9f) return pack(Kind.spacing, 1);
  if (LINKERS.has(code)) return pack(Kind.linker, 0);
  const hangul = hangulKind(code);
  const text = String.fromCodePoint(code);
  // Hangul fillers are default ignorable, so this comes before their jamo blocks.
  if (INVISIBLE.test(text)) return pack(Kind.extend, 0);
  const width = eastAsianWidth(code);
  if (hangul !== null) return pack(hangul, width);
  if (SPACING_MARK.test(text)) return pack(Kind.spacing, width);
  if (code >= 0x1f1e6 && code <= 0x1f1ff) return pack(Kind.regional, 1);
  if (code >= 0x1f3fb && code <= 0x1f3ff) return pack(Kind.skinTone, 2);
  if (!PICTOGRAPH.test(text)) return pack(Kind.plain, width);
  const style = EMOJI.test(text) && !EMOJI_DRAWN.test(text) ? TEXT_STYLE : 0;
  return pack(Kind.pictograph, width) | style | (EMOJI_TONE_BASE.test(text) ? TONE_BASE : 0);
}

function hangulKind(code: number): number | null {
  if (code >= 0xac00 && code <= 0xd7a3) return Kind.hangulSyllable;
  if ((code >= 0x1100 && code <= 0x115f) || (code >= 0xa960 && code <= 0xa97c)) return Kind.hangulLead;
  if ((code >= 0x1160 && code <= 0x11a7) || (code >= 0xd7b0 && code <= 0xd7c6)) return Kind.hangulVowel;
  if ((code >= 0x11a8 && code <= 0x11ff) || (code >= 0xd7cb && code <= 0xd7fb)) return Kind.hangulTail;
  return null;
}

let conjuncts: Map<number, boolean> | null = null;
let segmenter: Intl.Segmenter | null = null;

/**
 * Whether a letter after a virama belongs to the cluster before it. Asked of the runtime's own segmentation, which Ink uses too: it
 * changed with Unicode 15.1, so that the oldest and the newest Node differ.
 */
export function joinsConjunct(code: number): boolean {
  // Blocks of the scripts that have such clusters.
  if (code < 0x900 || (code > 0x1cff && code < 0xa800) || (code > 0xabff && code < 0x10a00) || code > 0x11fff) return false;
  conjuncts ??= new Map();
  const known = conjuncts.get(code);
  if (known !== undefined) return known;
  segmenter ??= new Intl.Segmenter();
  const letter = String.fromCodePoint(code);
  const linked = [...LINKERS].some((linker) => clusters(`${letter}${String.fromCodePoint(linker)}${letter}`) === 1);
  conjuncts.set(code, linked);
  return linked;
}

function clusters(text: string): number {
  return [...(segmenter ?? new Intl.Segmenter()).segment(text)].length;
}

// As variables: the compiler refuses the flag v for the language level of this project, Node 20 knows it.
const FLAG_PATTERN = '^\\p{RGI_Emoji_Flag_Sequence}$';
const SETS: string = 'v';
let flag: RegExp | null = null;
const flags = new Map<number, boolean>();

/** Whether two regional indicators (0 is A) are a flag: other pairs are drawn as two letters. */
export function isFlag(first: number, second: number): boolean {
  const key = first * 26 + second;
  const known = flags.get(key);
  if (known !== undefined) return known;
  flag ??= new RegExp(FLAG_PATTERN, SETS);
  const found = flag.test(String.fromCodePoint(0x1f1e6 + first, 0x1f1e6 + second));
  flags.set(key, found);
  return found;
}
