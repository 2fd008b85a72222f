// What stands beside the conversation on a wide terminal: opencode's column of facts, claude's pane of changes. No part of what it says or asks. Pure; knows no words.

/** A bar has its title, its headings and its facts, all beginning in one column. */
const LEAST_ROWS = 4;
const GAP = 2;
/** Behind a gap. */
const BEGINS = /(?<=\s{2})\S/gu;

export interface Shortened {
  readonly rows: readonly string[];
  /** What is left of rows that had something cut off: it may have been theirs, where somebody has drawn what looks like a bar. */
  readonly beside: readonly string[];
}

/** The rows without the bar to the right of them; as they are where there is none. */
export function withoutSideBar(rows: readonly string[]): Shortened {
  const at = sideBarAt(rows);
  if (at === null) return { rows, beside: [] };
  const short = rows.map((row) => row.slice(0, at).trimEnd());
  return { rows: short, beside: short.filter((row, index) => row.trim() !== '' && row !== rows[index]) };
}

/** Less would be a frame around a few words. */
const LEAST_HEIGHT = 10;
/** Further left it is the border of a box. */
const LEAST_WIDTH = 40;

/** The rows without a pane that a line parts from them in every row, from the first to the last: nothing that an agent prints reaches that far. */
export function withoutPane(rows: readonly string[]): readonly string[] {
  const height = rows.findLastIndex((row) => row.trim() !== '') + 1;
  if (height < LEAST_HEIGHT) return rows;
  const all = rows.slice(0, height);
  const [first = ''] = all;
  for (const { index } of first.matchAll(/│/gu)) {
    if (index > LEAST_WIDTH && all.every((row) => row[index] === '│')) return rows.map((row) => row.slice(0, index).trimEnd());
  }
  return rows;
}

/** Where the bar begins: a column in the right half that enough rows begin in, and that nothing crosses. */
function sideBarAt(rows: readonly string[]): number | null {
  const width = Math.max(0, ...rows.map((row) => row.length));
  const begins = new Map<number, number>();
  for (const row of rows) {
    BEGINS.lastIndex = Math.floor(width / 2) + 1;
    for (let found = BEGINS.exec(row); found !== null; found = BEGINS.exec(row))
      begins.set(found.index, (begins.get(found.index) ?? 0) + 1);
  }
  const found = [...begins].filter(([at, count]) => count >= LEAST_ROWS && rows.every((row) => row.slice(at - GAP, at).trim() === ''));
  return found.length === 0 ? null : Math.min(...found.map(([at]) => at));
}
