// What every operation on one repository needs; made once by `openRepository` and passed in.
import type { ConfigGuard } from './config-guard.js';
import type { GitPlace, HardenedGit } from './hardened-git.js';

export interface GitContext {
  readonly git: HardenedGit;
  /** For refs and objects alone: no checkout is touched. */
  readonly refs: GitPlace;
  /** Folder of the main checkout, or null (bare, or not to be told). */
  readonly mainCheckout: string | null;
  /** The main checkout, or the one asked from where the main one can not be told. */
  readonly top: GitPlace & { readonly workTree: string };
  readonly guard: ConfigGuard;
  /** Folder of ours outside every checkout, for temporary indexes and the askpass script. */
  readonly temporary: string;
  readonly commitHooks: 'run' | 'off';
  readonly forgeHosts: 'github.com' | 'any';
  /** One after the other: two merges of git in one checkout at the same moment leave it with staged deletions. */
  readonly landing: <Value>(step: () => Promise<Value>) => Promise<Value>;
}
