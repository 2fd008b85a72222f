// Moving in what scrolls or is chosen from: the moves there are, and where a cursor goes by one.

export type Move = 'up' | 'down' | 'pageup' | 'pagedown' | 'first' | 'last';

/** Where a cursor goes in a list of `count` rows. */
export function nextIndex(
  at: number,
  { move, page, count }: { readonly move: Move; readonly page: number; readonly count: number },
): number {
  const by: Readonly<Record<Move, number>> = { up: -1, down: 1, pageup: -page, pagedown: page, first: -count, last: count };
  return Math.min(count - 1, Math.max(0, at + by[move]));
}
