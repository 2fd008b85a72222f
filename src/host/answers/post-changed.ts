// Waits for the next change of the messages.
import type { Post } from '../../core/ports/post.js';

/** Resolves when something has changed since `seq`. A host that has started anew counts from the beginning: then that is new. */
export async function postChanged(post: Pick<Post, 'seq' | 'listen'>, seq: number): Promise<void> {
  if (post.seq !== seq) return;
  await new Promise<void>((resolve) => {
    const forget = post.listen(() => {
      forget();
      resolve();
    });
  });
}
