// What one client remembers of reviewing while its screen lives, whichever diff is open.
import type { CommentDialog } from '../dialog.js';
import type { DiffStyle } from './shown-rows.js';

/** What was done with a diff belongs to all clients and is in the world. */
export interface Reviewing {
  readonly style: DiffStyle;
  /** Its comments are on their way to this agent. */
  readonly sendingTo: string | null;
  /** Comments that were left by Esc half written: `c` on their line brings them back. */
  readonly drafts: readonly CommentDialog[];
}
