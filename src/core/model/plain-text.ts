// The door for text from outside (titles, names, questions, errors of tools): nothing of it may act on a terminal.

// C0 and C1 controls, soft hyphen, bidi controls, zero-width characters (but ZWJ, which joins emoji), line separators, BOM, tags.
const ACTING =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: removing them is the purpose
  /[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b\u200c\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\u{e0000}-\u{e007f}]/gu;
const SEQUENCE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: whole escape sequences go, not only their first byte
  /\u001b(?:[\]P_^X][^\u0007\u001b]*(?:\u0007|\u001b\\)?|\[[0-?]*[ -/]*[@-~]?|[ -/]*[0-~]?)/gu;

// Moves of the cursor, as full-screen programs have them where others have line breaks and blanks.
const MOVE =
  // biome-ignore lint/suspicious/noControlCharactersInRegex: it is what moves
  /\n|\u001b\[(\d*)[0-9;]*([A-CE-Hdf])/gu;
/** Stands for a move to another row until the line breaks are known; any vertical tab of the text is gone by then. */
const MOVED = '\v';
/** An agent may ask for a gap of any size. */
const WIDEST_GAP = 80;

/**
 * One line of harmless text, at most `maxLength` UTF-16 units (cut with `…`, never inside a surrogate pair).
 * White space of any kind becomes one blank.
 */
export function plainText(text: string, maxLength = 200): string {
  // Bounded before the expensive part: an agent may print a megabyte as its title.
  const line = text
    .slice(0, maxLength * 8 + 4096)
    .replace(SEQUENCE, '')
    .replace(/[\t\r\n\v\f\u0085\u2028\u2029]+/gu, ' ')
    .replace(ACTING, '')
    .replace(/ {2,}/gu, ' ')
    .trim();
  return cut(line, maxLength);
}

/** Like `plainText`, but keeps line breaks and indentation: for tails of output and diffs. `maxLength` counts from the end. */
export function plainLines(text: string, maxLength = 20_000): string {
  const end = text.slice(-maxLength * 2);
  const lines = withMoves(end.replaceAll(MOVED, ''))
    .replace(SEQUENCE, '')
    .replace(/^(?: *\v)+/u, '')
    .replace(/(?:\r?\n? *\v)+/gu, '\n')
    .split(/\r?\n/u)
    .map((line) =>
      line
        .replaceAll('\t', '    ')
        .replace(/^.*\r(?=.)/u, '')
        .replace(ACTING, ''),
    );
  return lines.join('\n').slice(-maxLength);
}

function withMoves(text: string): string {
  let at: string | null = null;
  return text.replace(MOVE, (move: string, row: string | undefined, kind: string | undefined) => {
    if (kind === 'C') return ' '.repeat(Math.min(Number(row || '1'), WIDEST_GAP));
    if (kind === 'G') return Number(row) > 1 ? ' ' : '';
    const isAbsolute = kind === 'H' || kind === 'f' || kind === 'd';
    const before = at;
    at = isAbsolute ? row || '1' : null;
    if (kind === undefined) return move;
    return at !== null && at === before ? ' ' : MOVED;
  });
}

/**
 * A diff that says all that is in it: what would act on a terminal is shown by a sign of its own instead of being left out, for hidden
 * text is what a reader must see. Tabs stay: they are part of the patch. A carriage return at the end of a line goes.
 */
export function plainDiff(text: string): string {
  return text
    .split('\n')
    .map((line) => line.replace(/\r$/u, '').replace(ACTING, (character) => (character === '\t' ? character : signOf(character))))
    .join('\n');
}

/** Unicode has pictures of the C0 controls and of DEL: ␛, ␇, ␡. */
function signOf(character: string): string {
  const code = character.codePointAt(0) ?? 0;
  if (code === 0x7f) return '\u2421';
  return code < 0x20 ? String.fromCodePoint(0x2400 + code) : '\ufffd';
}

function cut(text: string, maxLength: number): string {
  if (text.length <= maxLength) return text;
  const end = maxLength - 1;
  const last = text.charCodeAt(end - 1);
  const inPair = last >= 0xd800 && last <= 0xdbff;
  return `${text.slice(0, inPair ? end - 1 : end)}…`;
}
