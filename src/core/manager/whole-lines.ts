// Lines that a program has drawn in pieces, whole again: what it skipped because it stood there already is told by the screen as it stands now. Pure.
// Claude Code 2.1.197 draws its answer over its spinner, and leaves out each letter that is the same in both.

/** Looked at from the end: what is further up has left the screen. */
const MOST_LINES = 400;
/** Of a line so much was drawn, in letters and in part: less may be another one. */
const FEWEST = 6;
const PART = 0.6;

/** `patched`: indices of lines that were not printed from end to end. */
export function wholeLines(lines: readonly string[], patched: ReadonlySet<number>, screen: string): readonly string[] {
  if (patched.size === 0 || screen === '') return lines;
  const rows = screen.split('\n').map((row) => ({ row, letters: lettersOf(row) }));
  const first = lines.length - MOST_LINES;
  return lines.map((line, at) => (at >= first && patched.has(at) ? wholeLine(line, rows) : line));
}

interface Row {
  readonly row: string;
  readonly letters: string;
}

function wholeLine(line: string, rows: readonly Row[]): string {
  const letters = lettersOf(line);
  if (letters.length < FEWEST) return line;
  const isOf = (row: Row) => letters.length >= row.letters.length * PART && isWithin(letters, row.letters);
  return rows.findLast(isOf)?.row ?? line;
}

/** A move to the right is one blank, however far it goes. */
function lettersOf(text: string): string {
  return text.replace(/\s+/gu, '');
}

/** Whether all of it stands in the other in this order. */
function isWithin(some: string, all: string): boolean {
  let from = 0;
  for (const letter of some) {
    const at = all.indexOf(letter, from);
    if (at < 0) return false;
    from = at + letter.length;
  }
  return true;
}
