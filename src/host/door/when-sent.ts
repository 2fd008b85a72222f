// What is told to an agent by an answer counts as taken when that has gone out, and not before: its asker may die meanwhile.
import type { Deliveries } from '../../core/ports/post.js';

/** Calls back once: true when the answer was written to its asker, false when it could not be. */
export type WhenSent = (tell: (isSent: boolean) => void) => void;

/** For messages that were begun: nobody else gets them meanwhile, and they wait again where the answer did not go out. */
export function takenWhenSent(post: Pick<Deliveries, 'delivered' | 'putBack'>, ids: readonly string[], whenSent: WhenSent): void {
  if (ids.length > 0) whenSent((isSent) => (isSent ? post.delivered(ids) : post.putBack(ids)));
}
