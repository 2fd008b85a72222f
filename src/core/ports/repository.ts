// Git of one repository as the rest of the program sees it.
import type { DiffSize } from '../model/agent.js';
import type { Changes } from '../model/changes.js';
import type { Result } from '../model/error.js';
import type { HunkName, WayBack } from '../model/pull-methods.js';
import type {
  Bring,
  CreatedWorktree,
  ForgeRemote,
  HeadLine,
  Litter,
  MergeOrder,
  MergeOutcome,
  RemoveOrder,
  RepositoryInfo,
  Rescue,
  SeriesOrder,
  SeriesOutcome,
} from '../model/repository.js';
import type { TrashEntry } from '../model/requests.js';

/** Git of one repository, hardened as decision 22 says. Every method returns its failures as values and leaves nothing half made. */
export interface Repository {
  readonly info: RepositoryInfo;
  headLine(): Promise<HeadLine>;
  /** Calls back when the head line may be another, until the returned function is called. Nothing is polled. */
  watchHead(onMoved: () => void): () => void;
  /** All local branch names, without refs/heads/. */
  branches(): Promise<Result<readonly string[]>>;
  /** The branch a new task starts from when the person names none. */
  defaultBase(): Promise<Result<string>>;
  resolveBase(base: string): Promise<Result<string>>;
  /** What a forge calls the branch that `base` means: of `origin/main` it is `main`. A name that is no branch stays as it is. */
  branchOnForge(base: string): Promise<Result<string>>;
  /** Worktree on a new branch from `base`, with what `.worktreeinclude` and `bring` name. `path` must not exist. */
  createWorktree(order: {
    readonly branch: string;
    readonly fallbackBranch: string;
    readonly path: string;
    readonly base: string;
    readonly bring?: Bring;
  }): Promise<Result<CreatedWorktree>>;
  /** The same for a checkout that is there: never over anything. Gives what a person should know of what was left out. */
  bringFiles(order: { readonly worktree: string; readonly bring: Bring }): Promise<Result<readonly string[]>>;
  /** What git has of `folder` of a worktree: `untracked` is what it does not ignore, and what would be committed with the work. */
  heldIn(order: { readonly worktree: string; readonly folder: string }): Promise<Result<'nothing' | 'untracked' | 'tracked'>>;
  /** A branch of ours from `base`, or from `held` where it was deleted with that in it, unless it is there already; its tip. */
  ensureBranch(order: {
    readonly branch: string;
    readonly base: string;
    readonly held: string | null;
  }): Promise<Result<{ readonly commit: string }>>;
  /** Removes a branch of ours of which all is in `base`, also squashed or rebased; false where it stays. */
  dropMerged(order: { readonly branch: string; readonly base: string }): Promise<Result<boolean>>;
  /** Names of tracked files, plain; `total` also counts those left out. */
  trackedFiles(order: {
    readonly base: string;
    readonly most: number;
  }): Promise<Result<{ readonly files: readonly string[]; readonly total: number }>>;
  /** What lies in `folder` of a commit, as text: names of files, and of folders with `/` behind. Empty is its top, and what is not there has nothing in it. */
  namesAt(order: { readonly commit: string; readonly folder: string }): Promise<Result<readonly string[]>>;
  /** A file of a commit, at most its first `maxBytes`; null where there is no such file, or it is no text. As it was written. */
  fileAt(order: { readonly commit: string; readonly path: string; readonly maxBytes: number }): Promise<Result<string | null>>;
  /** The tip of `branch` in a worktree without a branch, only while `use` runs. `baseCommit`: where it left `base`. */
  withCheckout<Value>(
    order: { readonly branch: string; readonly base: string; readonly path: string },
    use: (checkout: { readonly worktree: string; readonly commit: string; readonly baseCommit: string }) => Promise<Result<Value>>,
  ): Promise<Result<Value>>;
  measureDiff(order: { readonly worktree: string; readonly baseCommit: string; readonly litter?: Litter }): Promise<Result<DiffSize>>;
  /** The same with the files and their lines. */
  measureChanges(order: { readonly worktree: string; readonly baseCommit: string; readonly litter?: Litter }): Promise<Result<Changes>>;
  /** What `to` has that `from` has not, and the reverse: names of commits or branches. */
  changesBetween(order: { readonly from: string; readonly to: string }): Promise<Result<Changes>>;
  /** Commits of bases by their names; those that are not there are left out. */
  tips(bases: readonly string[]): Promise<Result<ReadonlyMap<string, string>>>;
  /** Unified diff of worktree (committed, uncommitted, untracked) against `baseCommit`, cut at `maxBytes`. */
  diff(order: {
    readonly worktree: string;
    readonly baseCommit: string;
    readonly maxBytes: number;
    readonly litter?: Litter;
  }): Promise<Result<{ readonly diff: string; readonly truncated: boolean }>>;
  /** What stands in git's index of the worktree and is not committed. */
  stagedDiff(order: { readonly worktree: string; readonly maxBytes: number }): ReturnType<Repository['diff']>;
  /** The diff of work whose worktree is gone: up to `delivered` (what was merged or pushed), else to the tip of `branch`. */
  deliveredDiff(order: {
    readonly branch: string | null;
    readonly baseCommit: string;
    readonly delivered: string | null;
    readonly maxBytes: number;
  }): ReturnType<Repository['diff']>;
  /** Subjects of the commits on the worktree's branch since `baseCommit`, newest first, plain text, at most 100. */
  commitSubjects(order: { readonly worktree: string; readonly baseCommit: string }): Promise<Result<readonly string[]>>;
  /** A look that changes nothing, as plain text. `files` and `map`: of `under`, a folder of the worktree; `map` with sizes and first symbols. */
  look(order: {
    readonly worktree: string;
    readonly baseCommit: string;
    readonly what: 'status' | 'diff' | 'log' | 'files' | 'map';
    readonly under?: string;
  }): Promise<Result<string>>;
  /**
   * One hunk of that diff, found by its own text (`conflict` where it is not there any more): into git's index, out of it again, or out of the
   * files; then everything is kept as a rescue ref first, of `name` and `at`.
   */
  applyHunk(order: {
    readonly worktree: string;
    readonly baseCommit: string;
    readonly branch: string;
    readonly base: string;
    readonly name: string;
    readonly at: string;
    readonly what: 'stage' | 'unstage' | 'revert';
    readonly hunk: HunkName;
    readonly litter?: Litter;
  }): Promise<Result<{ readonly rescueRef: string | null; readonly back: WayBack }>>;
  /** Commits everything uncommitted but untracked litter; `commit` is the branch tip afterwards, `made` whether a commit was needed. */
  commitAll(order: {
    readonly worktree: string;
    readonly branch: string;
    readonly message: string;
    readonly litter?: Litter;
    /** `by-content`: a file without conflict marks counts as resolved, as agents that only edit files resolve them. */
    readonly conflicts?: 'by-content';
  }): Promise<Result<{ readonly commit: string; readonly made: boolean; readonly notes: readonly string[] }>>;
  /** Merges `base` into the branch of a clean worktree, there: files with conflicts keep their marks and are named. */
  takeInBase(order: { readonly worktree: string; readonly base: string }): Promise<Result<{ readonly conflicts: readonly string[] }>>;
  merge(order: MergeOrder): Promise<Result<MergeOutcome>>;
  /** Several branches at once: checked together, and the base moves once. A branch that conflicts is left out. */
  mergeSeries(order: SeriesOrder): Promise<Result<SeriesOutcome>>;
  /** Scratch worktrees in `folder` that a killed host has left; to be asked for while nothing is merged or checked. */
  clearScratch(folder: string): Promise<void>;
  /** Pushes `branch` to the forge's remote; the token is answered by GIT_ASKPASS to the forge's host alone. */
  push(order: {
    readonly branch: string;
    readonly remote: string;
    readonly token: string | null;
    readonly host: string;
  }): Promise<Result<{ readonly commit: string }>>;
  /** What a remote has of a branch, into the remote-tracking ref that is called `name` (`origin/main`); nothing else moves. The token as for a push. */
  fetch(order: {
    readonly branch: string;
    readonly remote: string;
    readonly token: string | null;
    readonly host: string;
  }): Promise<Result<{ readonly commit: string; readonly name: string }>>;
  /** A worktree of a branch of ours whose first one was removed. `not-found`: the branch is gone. `path` must not exist. */
  reopenWorktree(order: {
    readonly branch: string;
    readonly path: string;
    readonly bring?: Bring;
  }): Promise<Result<{ readonly worktree: string; readonly notes: readonly string[] }>>;
  /** The remote that is a forge (decision 26), or null. Never contains credentials. */
  forgeRemote(): Promise<Result<ForgeRemote | null>>;
  /** True when everything on `branch` is in `base`, also after a squash merge. */
  isMerged(branch: string, base: string): Promise<Result<boolean>>;
  /** Whether removing would need a rescue: uncommitted, untracked or unmerged work. */
  hasUnsavedWork(order: { readonly worktree: string; readonly branch: string; readonly base: string }): Promise<Result<boolean>>;
  /** Rescue ref first, then `beforeMove`, then the folder to the trash, then the branch if we made it and its work is kept elsewhere (decision 21). */
  removeWorktree(order: RemoveOrder & { readonly beforeMove?: () => Promise<void> }): Promise<Result<Rescue>>;
  listTrash(trash: string): Promise<Result<readonly TrashEntry[]>>;
  restoreTrash(order: {
    readonly trash: string;
    readonly name: string;
    readonly worktrees: string;
  }): Promise<Result<{ readonly path: string; readonly branch: string }>>;
  emptyTrash(order: { readonly trash: string; readonly olderThanDays: number; readonly now: number }): Promise<Result<readonly string[]>>;
}
