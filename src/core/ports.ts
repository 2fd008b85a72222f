// The outside world as small interfaces, passed in by hand. Real ones live in `adapters/`, fakes in `tests/helpers/`.
import type { Agent, AgentLaunch, AgentProcess, AgentRun, DiffSize, ProcessUsage } from './model/agent.js';
import type { ChatAnswer, ChatOrder, ModelUse } from './model/chat.js';
import type { Delivered, SendOrder } from './model/delivery.js';
import type { Result } from './model/error.js';
import type { OrchEvent } from './model/event.js';
import type { IssueList, IssuesOrder } from './model/issue.js';
import type {
  CreatedWorktree,
  ForgeRemote,
  HeadLine,
  Litter,
  MergeOrder,
  MergeOutcome,
  PullRequestOrder,
  RemoveOrder,
  RepositoryInfo,
  Rescue,
} from './model/repository.js';
import type { TrashEntry } from './model/requests.js';
import type { AppState } from './model/state.js';

export interface Timer {
  cancel(): void;
}

/** Time, so that tests can own it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Calls `run` once after `delayMs`; the timer does not keep the process alive when `background`. */
  after(delayMs: number, run: () => void): Timer;
}

export interface PtySpawn {
  readonly argv: readonly [string, ...string[]];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly cols: number;
  readonly rows: number;
}

/** One pseudo-terminal and the process group in it. */
export interface Pty {
  readonly pid: number;
  /** Bytes as they come, never decoded. At most one listener; called from the event loop only. */
  onData(listen: (chunk: Uint8Array) => void): void;
  /** Called once, after the last byte was given out. */
  onExit(listen: (exit: { readonly exitCode: number | null; readonly signal: string | null }) => void): void;
  write(data: Uint8Array | string): void;
  resize(cols: number, rows: number): void;
  pause(): void;
  resume(): void;
  /** Closes the descriptors; idempotent. Does not wait for the process, and no listener is called after it. */
  dispose(): void;
}

export interface PtySpawner {
  /** An executable that is not there is an error value with where it was looked for, never a throw. */
  spawn(options: PtySpawn): Result<Pty>;
}

/** Processes of this machine, by /proc only: no subprocess is started to look. */
export interface Processes {
  bootId(): string | null;
  startTicks(pid: number): number | null;
  isAlive(process: AgentProcess): boolean;
  /** Processes whose environment has `ORCH_AGENT=<id>` and `ORCH_STATE=<state folder>`. */
  survivors(agentIds: readonly string[]): readonly { readonly agent: string; readonly process: AgentProcess }[];
  /** TERM to the process group and to what carries its ORCH_AGENT, KILL after `graceMs`; resolves when nothing of it is left. */
  end(target: { readonly agent: string; readonly process: AgentProcess }, graceMs: number): Promise<void>;
  /** How many processes a shell has started that still run; null where the process is no shell, or it can not be told. */
  shellChildren(pid: number): number | null;
  /** CPU and memory of the process and its descendants; null where it can not be told. */
  usage(pid: number): ProcessUsage | null;
}

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
  /** Worktree on a new branch from `base`, `.worktreeinclude` files copied. `path` must not exist. */
  createWorktree(order: {
    readonly branch: string;
    readonly fallbackBranch: string;
    readonly path: string;
    readonly base: string;
  }): Promise<Result<CreatedWorktree>>;
  /** A branch of ours from `base`, or from `held` where it was deleted with that in it, unless it is there already; its tip. */
  ensureBranch(order: {
    readonly branch: string;
    readonly base: string;
    readonly held: string | null;
  }): Promise<Result<{ readonly commit: string }>>;
  /** Removes a branch of ours whose commits are all in `base`; false where it stays. */
  dropMerged(order: { readonly branch: string; readonly base: string }): Promise<Result<boolean>>;
  /** Names of tracked files, plain; `total` also counts those left out. */
  trackedFiles(order: {
    readonly base: string;
    readonly most: number;
  }): Promise<Result<{ readonly files: readonly string[]; readonly total: number }>>;
  /** The tip of `branch` in a worktree without a branch, only while `use` runs. `baseCommit`: where it left `base`. */
  withCheckout<Value>(
    order: { readonly branch: string; readonly base: string; readonly path: string },
    use: (checkout: { readonly worktree: string; readonly commit: string; readonly baseCommit: string }) => Promise<Result<Value>>,
  ): Promise<Result<Value>>;
  measureDiff(order: { readonly worktree: string; readonly baseCommit: string; readonly litter?: Litter }): Promise<Result<DiffSize>>;
  /** Unified diff of worktree (committed, uncommitted, untracked) against `baseCommit`, cut at `maxBytes`. */
  diff(order: {
    readonly worktree: string;
    readonly baseCommit: string;
    readonly maxBytes: number;
    readonly litter?: Litter;
  }): Promise<Result<{ readonly diff: string; readonly truncated: boolean }>>;
  /** The same of work whose worktree is gone: up to `delivered` (what was merged or pushed), else to the tip of `branch`. */
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
  /** Pushes `branch` to the forge's remote; the token is answered by GIT_ASKPASS to the forge's host alone. */
  push(order: {
    readonly branch: string;
    readonly remote: string;
    readonly token: string | null;
    readonly host: string;
  }): Promise<Result<{ readonly commit: string }>>;
  /** The remote that is a forge (decision 26), or null. Never contains credentials. */
  forgeRemote(): Promise<Result<ForgeRemote | null>>;
  /** True when everything on `branch` is in `base`, also after a squash merge. */
  isMerged(branch: string, base: string): Promise<Result<boolean>>;
  /** Whether removing would need a rescue: uncommitted, untracked or unmerged work. */
  hasUnsavedWork(order: { readonly worktree: string; readonly branch: string; readonly base: string }): Promise<Result<boolean>>;
  /** Rescue ref first, then the folder to the trash, then the branch if we made it and its work is kept elsewhere (decision 21). */
  removeWorktree(order: RemoveOrder): Promise<Result<Rescue>>;
  listTrash(trash: string): Promise<Result<readonly TrashEntry[]>>;
  restoreTrash(order: {
    readonly trash: string;
    readonly name: string;
    readonly worktrees: string;
  }): Promise<Result<{ readonly path: string; readonly branch: string }>>;
  emptyTrash(order: { readonly trash: string; readonly olderThanDays: number; readonly now: number }): Promise<Result<readonly string[]>>;
}

/** A code forge by its REST API. Tokens stay inside. */
export interface Forge {
  /** From the environment or `gh auth token`; null when there is none. Held in memory only. */
  token(): Promise<string | null>;
  /** Opens the pull request, or returns the open one for the same head. `notes`: what a person should know, such as a label refused. */
  openPullRequest(
    order: PullRequestOrder,
  ): Promise<Result<{ readonly url: string; readonly number: number; readonly notes: readonly string[] }>>;
  /** Error `needs-person`: asked again it would refuse again (no token, no access). */
  listIssues(order: IssuesOrder): Promise<Result<IssueList>>;
}

/** Runs verify and setup commands: scrubbed environment, own session, time-out, bounded output (decision 22). */
export interface CommandRunner {
  run(order: {
    readonly command: string;
    readonly cwd: string;
    readonly env: Readonly<Record<string, string>>;
    readonly timeoutMs: number;
    readonly signal?: AbortSignal;
  }): Promise<{
    readonly exitCode: number | null;
    readonly timedOut: boolean /** Last 20 KB of both streams, plain. */;
    readonly tail: string;
  }>;
}

/** State on disk: a snapshot and the events since (decision 23). Never rejects; a failure is a value. */
export interface Storage {
  /** Snapshot plus later events, with what had to be set aside. */
  load(): Promise<{ readonly snapshot: AppState | null; readonly events: readonly OrchEvent[]; readonly notices: readonly string[] }>;
  /** Appends before the commands of the event run; `durable` waits for the disk (fdatasync). */
  append(event: OrchEvent, durable: boolean): Result<void>;
  /** Writes the snapshot atomically and keeps the previous good copy. */
  save(state: AppState): Promise<Result<void>>;
  close(): Promise<void>;
}

/** The processes of agents, their terminals and what tells their state. Implemented by the host; it alone dispatches exits and readings. */
export interface AgentRuntime {
  /** For an agent whose conversation has no known id: looks for it where its CLI keeps it; null when there is none. Never rejects. */
  findConversation(agent: Agent): Promise<string | null>;
  /** Whether `resume` would continue its conversation: it has an id, and its harness can. */
  canResume(agent: Agent): boolean;
  /**
   * Starts its CLI in its worktree. `text` null: the task text (`start`, `fresh`), or nothing (`resume`).
   * Resolves in the same turn of the event loop in which the process was spawned, so that its exit can not be reported before its start.
   */
  start(
    agent: Agent,
    mode: AgentRun['mode'],
    text: string | null,
  ): Promise<Result<{ readonly process: AgentProcess; readonly conversation: string | null }>>;
  /** Whether the CLI of `launch` is there to be started for it; an error names what is missing. */
  canStart(agent: Agent, launch: AgentLaunch): Result<unknown>;
  /** TERM, then KILL; resolves when nothing of it is left and its exit was dispatched. At once when it does not run. */
  stop(agentId: string): Promise<void>;
  /** Types `text` and sends it; an error says where it stands. By default resolves when its CLI has taken it. */
  send(agentId: string, text: string, order?: SendOrder): Promise<Result<Delivered>>;
  /** What its screen shows, plain; empty where it has none. `drawsScreen`: on the alternate screen, so that what it prints is no text. */
  shown(agentId: string): string;
  drawsScreen(agentId: string): boolean;
  /** Answers the question with this digest while it stands on the screen; gives the words of the answer when its dialog has gone. */
  answer(agentId: string, digest: string, choice: string): Promise<Result<string>>;
  /** Whether a person is attached to it at the moment. */
  isAttended(agentId: string): boolean;
}

/** Where in an agent's output somebody has read up to. */
export interface OutputMark {
  readonly inode: number;
  readonly offset: number;
}

/** What agents print, as it is kept. Never rejects. */
export interface AgentOutput {
  /** What came since `mark` (null: from the beginning), of too much only the end; raw, as a terminal would get it. */
  since(agent: Agent, mark: OutputMark | null): Promise<{ readonly text: string; readonly mark: OutputMark | null }>;
}

/** Small text files beside the state: results, monitor log, workspaces. Never rejects. */
export interface TextFiles {
  exists(path: string): Promise<boolean>;
  /** Names in `folder`; empty when it is not there. */
  list(folder: string): Promise<readonly string[]>;
  /** Replaces the file atomically; folders are made. */
  write(path: string, text: string): Promise<Result<void>>;
  /** Adds to the end; above `maxBytes` the file is first set aside as `<path>.1`. */
  append(path: string, text: string, maxBytes: number): Promise<Result<void>>;
  /** The end of a file; null when there is none. */
  readEnd(path: string, maxBytes: number): Promise<Result<string | null>>;
  /** Adds documents, each one line of JSON, to a JSON array in a file: one write, and what a crash tore off is dropped by the next one. */
  appendEntries(path: string, entries: readonly string[], maxBytes: number): Promise<Result<void>>;
  /** A symbolic link, in place of another one; null removes it. What is no link stays. */
  link(path: string, target: string | null): Promise<Result<void>>;
}

/** Models behind an OpenAI-compatible endpoint. Keys stay inside; never rejects. */
export interface ChatModel {
  /** The first model of a use; an error says what is missing (a key) and how to give it. */
  available(use: ModelUse): Result<{ readonly model: string; readonly endpoint: string }>;
  /** One answer, tried again and along the chain of models as configured. An aborted one is the error `interrupted`. */
  chat(order: ChatOrder): Promise<Result<ChatAnswer>>;
}

/** Files in which tasks end. What an agent left is not trusted: links are not followed, sizes are bounded. Never rejects. */
export interface Artifacts {
  /** Makes the artifact folder of a worktree, where that can be done; an agent whose sandbox lets it write but one file could not. */
  prepare(worktree: string): Promise<void>;
  /** Copies `name` from the artifact folder of a worktree into `folder`. `not-found` where it is missing or empty; `text` is its beginning. */
  take(order: {
    readonly worktree: string;
    readonly name: string;
    readonly folder: string;
  }): Promise<Result<{ readonly path: string; readonly text: string }>>;
  /** The beginning of one that was taken. */
  read(path: string): Promise<Result<string>>;
}
