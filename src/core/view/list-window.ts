// Which rows of the list are in sight: no more scrolled than the chosen row needs.
import type { ListRow } from './list-order.js';

export interface ListWindow {
  /** Index of the first row shown. */
  readonly top: number;
  readonly rows: readonly ListRow[];
}

export function listWindow(rows: readonly ListRow[], selected: string | null, height: number): ListWindow {
  const top = topOf(rows, selected, height);
  return { top, rows: rows.slice(top, top + height) };
}

function topOf(rows: readonly ListRow[], selected: string | null, height: number): number {
  const at = Math.max(
    0,
    rows.findIndex((row) => row.agent.id === selected),
  );
  if (rows.length <= height || at < height - 1) return 0;
  return Math.min(rows.length - height, at - height + 2);
}
