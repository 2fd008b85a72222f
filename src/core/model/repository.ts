// Plain data about a git repository and its forge, as the ports give and take it.
import type { OrchError, Result } from './error.js';

export interface RepositoryInfo {
  /** Real path of `git rev-parse --git-common-dir`: the identity of a repository (decision 6). */
  readonly commonDir: string;
  /** Main checkout, or the worktree asked from when the main one can not be told. */
  readonly toplevel: string;
  readonly name: string;
  readonly hash: string;
}

/** The main checkout's place in its history. */
export interface HeadLine {
  /** Null when HEAD is detached. */
  readonly branch: string | null;
  /** Commits that its upstream lacks, and that it lacks of its upstream; 0 without one. */
  readonly ahead: number;
  readonly behind: number;
}

export interface CreatedWorktree {
  readonly branch: string;
  readonly worktree: string;
  readonly baseCommit: string;
  /** What a person should know, such as that `orch-x` was taken because a branch `orch` exists. */
  readonly notes: readonly string[];
}

/** What a checkout of ours gets of the person's: untracked files by patterns of .gitignore, and folders by a link. */
export interface Bring {
  readonly copy: readonly string[];
  readonly link: readonly string[];
}

export interface MergeOutcome {
  readonly commit: string;
  /** `nothing`: the branch had no commit the base lacks. */
  readonly how: 'fast-forward' | 'merge' | 'rebase' | 'nothing';
  readonly notes: readonly string[];
}

/** What several branches came to on their base: those that were taken, and those that were left out with their own errors. */
export interface SeriesOutcome {
  readonly commit: string;
  readonly taken: readonly { readonly branch: string; readonly how: MergeOutcome['how'] }[];
  readonly left: readonly { readonly branch: string; readonly error: OrchError }[];
  readonly notes: readonly string[];
}

/** What is about to become the base, in a worktree that is there only for now. */
export interface MadeMerge {
  readonly worktree: string;
  readonly commit: string;
  /** Branches that are in it. */
  readonly branches: readonly string[];
  /** Its files are those of the only branch in it: what was checked there need not be checked again. */
  readonly isAsBranch: boolean;
}

/** The base moves only where this succeeds; its error is that of the whole. */
export type CheckMerge = (made: MadeMerge) => Promise<Result<void>>;

/** What is left of a removed agent, and the command that brings it back. */
export interface Rescue {
  /** `refs/orch/rescue/<name>-<time>`, or null when nothing was unmerged, uncommitted or untracked. */
  readonly ref: string | null;
  readonly trash: string | null;
  readonly restore: string | null;
}

export interface ForgeRemote {
  readonly remote: string;
  readonly host: string;
  readonly owner: string;
  readonly repo: string;
}

export interface PullRequestOrder {
  readonly owner: string;
  readonly repo: string;
  readonly head: string;
  readonly base: string;
  readonly title: string;
  readonly body: string;
  readonly labels: readonly string[];
  readonly reviewers: readonly string[];
  readonly draft: boolean;
}

/**
 * Names at the top of a worktree, with `*`, of files that an agent CLI leaves there and that are no work of its task (`Harness.litter`).
 * Only untracked ones: a tracked file of such a name is a person's. A rescue keeps them like all else.
 */
export type Litter = readonly string[];

export interface MergeOrder {
  readonly branch: string;
  readonly base: string;
  readonly message: string;
  readonly scratch: string;
  /** How it gets onto a base that has moved; left out: by a merge commit. */
  readonly how?: 'merge' | 'rebase';
  /** Of what is made; not asked where the base just goes forward to the branch. */
  readonly check?: CheckMerge;
  /** `always`: a merge commit with the message also where the base could just go forward. */
  readonly record?: 'always';
  /** How it is tried again once what is in the way is mended; left out: as an agent is finished again. */
  readonly again?: string;
}

export interface SeriesOrder extends Pick<MergeOrder, 'base' | 'scratch' | 'how' | 'again'> {
  /** In this order, each on top of the one before. */
  readonly branches: readonly Pick<MergeOrder, 'branch' | 'message' | 'record'>[];
  readonly check: CheckMerge;
}

export interface RemoveOrder {
  readonly name: string;
  readonly worktree: string;
  readonly branch: string;
  readonly base: string;
  readonly trash: string;
  readonly at: string;
  /** `keep` where the branch itself is the result (finish as branch or pull request). Else one of ours goes once its work is kept elsewhere. */
  readonly branchAfter?: 'keep' | 'drop';
}
