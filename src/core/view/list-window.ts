// Which rows of the list are in sight: no more scrolled than the chosen row needs.
import type { ListRow } from './list-rows.js';

export interface ListWindow {
  /** Index of the first row shown. */
  readonly top: number;
  readonly rows: readonly ListRow[];
}

export function listWindow(rows: readonly ListRow[], selected: string | null, height: number): ListWindow {
  const top = topOf(rows, selected, height);
  return { top, rows: rows.slice(top, top + height) };
}

/** `3-9 of 20`; null when all rows are in sight. */
export function listRange({ top, rows }: ListWindow, all: number): string | null {
  return rows.length === 0 || rows.length === all ? null : `${top + 1}-${top + rows.length} of ${all}`;
}

function topOf(rows: readonly ListRow[], selected: string | null, height: number): number {
  const at = Math.max(
    0,
    rows.findIndex((row) => row.agent.id === selected),
  );
  if (rows.length <= height || at < height - 1) return 0;
  return Math.min(rows.length - height, at - height + 2);
}
