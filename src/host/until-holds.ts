// Waiting for a state: looked at now and after each event or change, never by a timer.
import type { Store } from '../core/effects/store.js';

/** Resolves when `holds`. `others`: what else tells of changes. */
export function untilHolds(
  holds: () => boolean,
  store: Pick<Store, 'subscribe'>,
  others?: { listen(tell: () => void): () => void },
): Promise<void> {
  if (holds()) return Promise.resolve();
  return new Promise((resolve) => {
    const look = () => {
      if (!holds()) return;
      for (const forget of forgets) forget();
      resolve();
    };
    const forgets = [store.subscribe(look), others?.listen(look) ?? (() => undefined)];
  });
}
