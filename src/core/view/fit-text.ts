// Text in columns: cut, padded and wrapped by display width, so that wide characters never shift a border. Knows no colours.
import stringWidth from 'string-width';

const PLAIN_ASCII = /^[\u0020-\u007e]*$/u;
const CONTROLS =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: the last fence before the screen, should one get past the model's door
  /[\u0000-\u001f\u007f-\u009f]/gu;
const graphemes = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/** Columns of `text`, counted as Ink and the emulators do (decision 13). */
export function widthOf(text: string): number {
  if (PLAIN_ASCII.test(text)) return text.length;
  if (text.length > KNOWN_LENGTH) return stringWidth(text);
  let width = knownWidths.get(text);
  if (width === undefined) {
    width = stringWidth(text);
    if (knownWidths.size >= KNOWN_COUNT) knownWidths.clear();
    knownWidths.set(text, width);
  }
  return width;
}

// Marks, borders and names come back with every frame, and measuring them was a tenth of its cost.
const knownWidths = new Map<string, number>();
const KNOWN_COUNT = 1000;
const KNOWN_LENGTH = 40;

/** Without anything that could act on a terminal or has no width of its own. */
export function printable(text: string): string {
  return PLAIN_ASCII.test(text) ? text : text.replaceAll('\t', '    ').replace(CONTROLS, '');
}

/** At most `width` columns; what is cut off ends in `ellipsis`. Never splits a grapheme. */
export function truncate(text: string, width: number, ellipsis = '…'): string {
  if (width <= 0) return '';
  // Only as much is measured as could be shown: on Node 20 a segmenter's time grows with the square of its text.
  const most = width * 8 + 64;
  const ahead = text.length > most ? text.slice(0, most) : text;
  if (ahead === text && widthOf(text) <= width) return text;
  if (width <= ellipsis.length) return takeColumns(ahead, width).head;
  return takeColumns(ahead, width - ellipsis.length).head + ellipsis;
}

/** A name in at most `width` columns, cut in its middle: those beside it often begin with the same words. */
export function shortName(name: string, width: number, ellipsis = '…'): string {
  const room = width - ellipsis.length;
  if (widthOf(name) <= width || room < LEAST_NAME || !PLAIN_ASCII.test(name)) return truncate(name, width, ellipsis);
  const end = Math.floor(room / 2);
  return `${name.slice(0, room - end)}${ellipsis}${name.slice(-end)}`;
}

/** Of fewer letters the beginning tells more. */
const LEAST_NAME = 9;

/** The longest head of at most `width` columns, and the rest. */
export function takeColumns(text: string, width: number): { readonly head: string; readonly rest: string } {
  if (PLAIN_ASCII.test(text)) return { head: text.slice(0, width), rest: text.slice(width) };
  let used = 0;
  for (const { segment, index } of graphemes.segment(text)) {
    const next = used + stringWidth(segment);
    if (next > width) return { head: text.slice(0, index), rest: text.slice(index) };
    used = next;
  }
  return { head: text, rest: '' };
}

/** Rows of at most `width` columns, broken at blanks where there are any. Line breaks of the text are kept; there is always one row. */
export function wrapText(text: string, width: number): readonly string[] {
  return text.split('\n').flatMap((line) => wrapLine(line, Math.max(1, width)));
}

function wrapLine(line: string, width: number): readonly string[] {
  const rows: string[] = [];
  // A bounded look ahead, so that a line of 100 KB is not measured again for every row of it.
  const aheadLength = width * 8;
  for (let at = 0; ; ) {
    const ahead = line.slice(at, at + aheadLength);
    const { head, rest } = takeColumns(ahead, width);
    if (rest === '' && at + ahead.length >= line.length) return [...rows, head];
    // A blank right behind the row may stay there unseen; else break after the last blank inside it.
    const isWhole = rest.startsWith(' ');
    const length = (isWhole ? 0 : head.lastIndexOf(' ') + 1) || head.length || firstCharacter(ahead);
    rows.push(line.slice(at, at + length).trimEnd());
    at += length + (isWhole ? 1 : 0);
    if (at >= line.length) return rows;
  }
}

// A column too narrow for a wide character still has to make progress.
function firstCharacter(text: string): number {
  for (const { segment } of graphemes.segment(text)) return segment.length;
  return 1;
}
