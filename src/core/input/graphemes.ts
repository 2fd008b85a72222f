// Where the characters of a text begin and end, as a person sees them. Fast on long text; knows no width and no cursor.

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

// On Node 20 the segmenter takes time with the square of the text's length (24 s for 100 KB), so it only ever sees this much.
const WINDOW = 64;

/** Code units that are a character by themselves whenever the next one is such a unit too: Latin, Greek, Cyrillic, kana, ideographs, Hangul syllables. */
function isSimple(code: number): boolean {
  if (code < 0x0300) return code >= 0x20 || code === 0x0a || code === 0x09;
  if (code < 0x3041) return (code >= 0x0370 && code < 0x0483) || (code >= 0x048a && code < 0x0530);
  if (code < 0x3400) return code < 0x3097 || (code >= 0x30a0 && code < 0x3100);
  return (code >= 0x3400 && code < 0xa000) || (code >= 0xac00 && code < 0xd7a4);
}

/** End of the character that starts at `at`; the text's length at its end. */
export function characterEnd(text: string, at: number): number {
  if (at >= text.length) return text.length;
  const next = at + 1;
  if (isSimple(text.charCodeAt(at)) && (next === text.length || isSimple(text.charCodeAt(next)))) return next;
  return segmentEnd(text, at);
}

// Starting the segmenter costs more than the segments: what it said of the window is kept for the next characters.
let known: { readonly text: string; readonly ends: ReadonlyMap<number, number> } = { text: '', ends: new Map() };

function segmentEnd(text: string, at: number): number {
  const end = known.text === text ? known.ends.get(at) : undefined;
  if (end !== undefined) return end;
  const ends = new Map<number, number>();
  const window = slice(text, at, at + WINDOW);
  for (const { index, segment } of segmenter.segment(window)) {
    // The last one may go on behind the window.
    if (index === 0 || index + segment.length < window.length) ends.set(at + index, at + index + segment.length);
  }
  known = { text, ends };
  return ends.get(at) ?? at + 1;
}

/** Start of the character that ends at `at`; 0 at the beginning. */
export function characterStart(text: string, at: number): number {
  if (at <= 1) return 0;
  const before = at - 1;
  if (isSimple(text.charCodeAt(before)) && isSimple(text.charCodeAt(before - 1))) return before;
  // From a place that is surely between two characters, where there is one near.
  let from = before;
  while (from > 0 && at - from < WINDOW && !(isSimple(text.charCodeAt(from)) && isSimple(text.charCodeAt(from - 1)))) from -= 1;
  let start = isLowSurrogate(text.charCodeAt(from)) ? from - 1 : from;
  for (let end = characterEnd(text, start); end < at; end = characterEnd(text, start)) start = end;
  return start;
}

// Never half a surrogate pair at the end.
function slice(text: string, from: number, to: number): string {
  const last = text.charCodeAt(to - 1);
  return text.slice(from, last >= 0xd800 && last <= 0xdbff ? to - 1 : to);
}

function isLowSurrogate(code: number): boolean {
  return code >= 0xdc00 && code <= 0xdfff;
}
