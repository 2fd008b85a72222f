// Waiting for a state: looked at now and after each event, never by a timer.
import type { Store } from '../core/effects/store.js';

/** Resolves when `holds`. */
export function untilHolds(store: Store, holds: () => boolean): Promise<void> {
  if (holds()) return Promise.resolve();
  return new Promise((resolve) => {
    const forget = store.subscribe(() => {
      if (!holds()) return;
      forget();
      resolve();
    });
  });
}
