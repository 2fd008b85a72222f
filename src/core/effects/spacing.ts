// Turns that are a while apart: what many would do at once is done one after the other. Knows nothing of what it is.
import type { Clock } from '../ports.js';

export interface Spacing {
  /** Resolves when it is this caller's turn: at once for the first after a pause. */
  turn(): Promise<void>;
}

export function createSpacing(clock: Clock, gapMs: number): Spacing {
  let nextAt = Number.NEGATIVE_INFINITY;
  return {
    turn() {
      const now = clock.now();
      const at = Math.max(now, nextAt);
      nextAt = at + gapMs;
      return at <= now ? Promise.resolve() : new Promise((resolve) => void clock.after(at - now, resolve));
    },
  };
}
