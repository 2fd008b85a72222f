// Waits until an agent has drawn what it has to say: CLIs tell the end of a turn before its last words stand on the screen (Claude Code 2.1.197 still
// draws "running stop hook" when its hook is heard).
import type { Clock } from '../core/ports.js';

/** Longer than the step of a CLI's spinner. */
const STILL_MS = 400;
/** One that never stands still is looked at all the same. */
const LATEST_MS = 3000;

/** `lastOutputAt`: milliseconds since the epoch; null where nothing was printed. */
export async function untilStill(clock: Clock, lastOutputAt: () => number | null): Promise<void> {
  const begun = clock.now();
  for (;;) {
    const dueAt = Math.min(Math.max(begun, lastOutputAt() ?? 0) + STILL_MS, begun + LATEST_MS);
    const now = clock.now();
    if (dueAt <= now) return;
    await new Promise<void>((resolve) => clock.after(dueAt - now, resolve));
  }
}
