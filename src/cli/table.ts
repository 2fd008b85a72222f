// Columns for a person's terminal, by display width.
import { truncate, widthOf } from '../core/view/fit-text.js';

/** Rows as aligned columns, two blanks apart; the last column is not padded, and cut where a row would be wider than `widthCols`. */
export function table(rows: readonly (readonly string[])[], widthCols = Number.POSITIVE_INFINITY): string {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [i, cell] of row.entries()) widths[i] = Math.max(widths[i] ?? 0, widthOf(cell));
  }
  const line = (row: readonly string[]) =>
    row
      .map((cell, i) => (i === row.length - 1 ? cell : cell + ' '.repeat((widths[i] ?? 0) - widthOf(cell))))
      .join('  ')
      .trimEnd();
  return rows.map((row) => (Number.isFinite(widthCols) ? truncate(line(row), widthCols) : line(row))).join('\n');
}
