// Which part of an emulator that is larger than its pane is shown (decision 3). One direction at a time; knows no cells.

/** First cell shown of `all`, of which `size` fit: the last one, moved no further than the cursor asks for. */
export function paneOrigin(order: {
  readonly before: number;
  readonly cursor: number;
  readonly size: number;
  readonly all: number;
}): number {
  const { before, cursor, size, all } = order;
  const most = Math.max(0, all - size);
  const least = Math.max(0, cursor - size + 1);
  return Math.max(Math.min(before, most, cursor), Math.min(least, most));
}
