// What one worktree, or one commit, changed against another: sizes, files, and the lines of the old side. Kept in memory only.
import type { DiffSize } from './agent.js';

/** Lines of the old side that were replaced. Nothing of it was taken out where `end` is one below `start`: the new lines stand before `start`. */
export interface Hunk {
  readonly start: number;
  readonly end: number;
  /** Lines that stand there now. */
  readonly added: number;
  /** The same for the same new lines. */
  readonly text: string;
}

export interface ChangedFile {
  /** As the old side has it, or of a new file its own. As git names it: not plain. */
  readonly path: string;
  /** Where it was moved to; left out where it was not. */
  readonly movedTo?: string;
  readonly isNew: boolean;
  /** In order; null where nothing is known of its lines (binary, or too much). */
  readonly hunks: readonly Hunk[] | null;
}

export interface Changes {
  readonly size: DiffSize;
  readonly files: readonly ChangedFile[];
  /** There are more files. */
  readonly isCut: boolean;
}
