// What makes a worktree run, as the rest of the program sees it: ports for its servers, dependencies that are kept, the log of its setup.
import type { Config } from '../model/config.js';
import type { Result } from '../model/error.js';

export const PORTS_PER_WORKTREE = 10;

/** Blocks of ten ports of this machine, shared by all hosts of a person. Never rejects. */
export interface PortBlocks {
  /** The first of ten for `owner` (the id of an agent or of a goal), the same again while it has them; an error says why there are none. */
  claim(owner: string): Promise<Result<number>>;
  /** What can not be given back now is found later: its owner is gone. */
  release(owner: string): Promise<void>;
}

export type Install = Config['worktree']['installs'][number];

/** Installed dependencies, kept whole once per content of a lock file. Agents write into theirs, so all get copies. Never rejects. */
export interface InstallCache {
  /** A name for all that an install follows from, and its folder; `skip` says why nothing is installed for this worktree. */
  keyOf(order: {
    readonly worktree: string;
    readonly install: Install;
  }): Promise<Result<{ readonly key: string; readonly folder: string } | { readonly skip: string }>>;
  /** Puts a copy into the worktree, in place of what an install that failed left there; false where none is kept. */
  place(order: { readonly key: string; readonly worktree: string; readonly folder: string }): Promise<Result<boolean>>;
  /** Keeps a copy of what was installed. */
  keep(order: { readonly key: string; readonly worktree: string; readonly folder: string }): Promise<Result<void>>;
  /** Drops what was not used for so long, and the oldest of too many. */
  trim(order: { readonly olderThanDays: number; readonly now: number }): Promise<void>;
}

/** What is printed while a worktree is made ready. */
export interface SetupLog {
  write(output: Uint8Array | string): void;
  /** Resolves when all of it is written. */
  close(): Promise<void>;
}
