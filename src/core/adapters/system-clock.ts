// The time of this machine. Knows nothing of what waits for it.
import type { Clock } from '../ports.js';

/** setTimeout takes 32 signed bits; beyond that it would fire at once. */
const LONGEST_DELAY_MS = 2 ** 31 - 1;

export const systemClock: Clock = {
  now: () => Date.now(),
  after(delayMs, run) {
    const timer = setTimeout(run, Math.min(delayMs, LONGEST_DELAY_MS));
    return { cancel: () => clearTimeout(timer) };
  },
};
