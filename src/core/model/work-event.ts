// Past facts about the folders that agents work in: what is made ready there, and where they get in each other's way.
import type { OrchError } from './error.js';
import type { Overlap } from './overlap.js';

export type WorkEvent =
  /** The whole radar, as it is from here on. */
  | { readonly type: 'overlaps.changed'; readonly overlaps: readonly Overlap[] }
  /** Its worktree is made ready: `what` is the command, or what is linked or copied. */
  | { readonly type: 'setup.started'; readonly agent: string; readonly what: string }
  | { readonly type: 'setup.passed'; readonly agent: string; readonly notes: readonly string[] }
  | { readonly type: 'setup.failed'; readonly agent: string; readonly error: OrchError };
