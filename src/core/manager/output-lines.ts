// Raw output of a terminal as lines of text: escape sequences go, moves to another row are line breaks, what a carriage return overwrites is left out.
// One pass by character codes: a manager that looks must not hold up the agents (1 MB in some milliseconds).

const ESC = 0x1b;
const BEL = 0x07;
const BACKSLASH = 0x5c;
const LINE_FEED = 0x0a;
const RETURN = 0x0d;
const TAB = 0x09;

export interface OutputLines {
  /** Not yet harmless for a terminal: whoever shows them takes them through `plainLines`. */
  readonly lines: readonly string[];
  /** Which of them were not printed from end to end: a program that draws over what stands there already skips what is the same. */
  readonly patched: ReadonlySet<number>;
  /** Characters that were printed, also those that were drawn over. */
  readonly printed: number;
}

export function outputLines(text: string): OutputLines {
  const lines: string[] = [];
  const patched = new Set<number>();
  let printed = 0;
  let line = '';
  let isPatched = false;
  let from = 0;
  let row = '';
  /** At its first column again: what comes next is drawn over it, and where nothing comes it stands (`\r\r\n`, or a row down from there). */
  let isReturned = false;
  const erase = (): void => {
    line = '';
    isPatched = false;
    isReturned = false;
  };
  const take = (to: number): void => {
    if (to <= from) return;
    if (isReturned) {
      const wasPatched = isPatched;
      erase();
      isPatched = wasPatched;
    }
    line += text.slice(from, to);
    printed += to - from;
  };
  const end = (): void => {
    if (isPatched) patched.add(lines.length);
    lines.push(line);
    erase();
  };
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at);
    if (code >= 0x20 && code < 0x7f) continue;
    if (code > 0x9f) continue;
    take(at);
    from = at + 1;
    if (code === LINE_FEED) {
      row = '';
      end();
    } else if (code === RETURN) isReturned = true;
    else if (code === TAB) line += ' ';
    else if (code === ESC) {
      const last = endOfSequence(text, at);
      if (text[at + 1] === '[') {
        const move = moveOf(text, { at, last, row });
        row = move.row;
        if (move.is === 'row') {
          end();
          // Wherever in that row it begins.
          isPatched = true;
        } else if (move.is === 'column') {
          if (!isReturned) line += ' ';
          isPatched = true;
        } else if (text[last] === 'K' && isReturned) erase();
      }
      at = last;
      from = last + 1;
    }
  }
  take(text.length);
  if (line !== '') end();
  return { lines, patched, printed };
}

/** Index of the last character of the sequence that begins at `at`. */
function endOfSequence(text: string, at: number): number {
  const kind = text.charCodeAt(at + 1);
  // CSI: parameters, then one final byte.
  if (kind === 0x5b) {
    let to = at + 2;
    while (to < text.length) {
      const code = text.charCodeAt(to);
      if (code >= 0x40 && code <= 0x7e) return to;
      if (code < 0x20) return to - 1;
      to += 1;
    }
    return text.length - 1;
  }
  // Strings (titles, links, images): to BEL or ST.
  if (kind === 0x5d || kind === 0x50 || kind === 0x58 || kind === 0x5e || kind === 0x5f) {
    for (let to = at + 2; to < text.length; to += 1) {
      const code = text.charCodeAt(to);
      if (code === BEL) return to;
      if (code === ESC) return text.charCodeAt(to + 1) === BACKSLASH ? to + 1 : to - 1;
    }
    return text.length - 1;
  }
  let to = at + 1;
  while (to < text.length && text.charCodeAt(to) >= 0x20 && text.charCodeAt(to) <= 0x2f) to += 1;
  return to;
}

interface Move {
  readonly is: 'row' | 'column' | 'none';
  /** The row that was moved to by its number; '' where nobody knows. */
  readonly row: string;
}

function moveOf(text: string, { at, last, row }: { readonly at: number; readonly last: number; readonly row: string }): Move {
  switch (text[last]) {
    case 'H':
    case 'f':
    case 'd': {
      const to = /^\d*/u.exec(text.slice(at + 2, Math.min(last, at + 8)))?.[0] || '1';
      return { is: to === row ? 'column' : 'row', row: to };
    }
    case 'A':
    case 'B':
    case 'E':
    case 'F':
      return { is: 'row', row: '' };
    case 'C':
    case 'G':
      return { is: 'column', row };
    default:
      return { is: 'none', row };
  }
}
