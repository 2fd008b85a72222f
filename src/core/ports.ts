// The outside world as small interfaces, passed in by hand. Real ones live in `adapters/`, fakes in `tests/helpers/`.
import type { Agent, AgentLaunch, AgentProcess, AgentRun } from './model/agent.js';
import type { ChatAnswer, ChatOrder, ModelUse } from './model/chat.js';
import type { Delivered, SendOrder } from './model/delivery.js';
import type { Result } from './model/error.js';
import type { OrchEvent } from './model/event.js';
import type { ProcessUsage } from './model/process-usage.js';
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

/** Runs verify and setup commands: scrubbed environment, own session, time-out, bounded output (decision 22). */
export interface CommandRunner {
  run(order: {
    readonly command: string;
    readonly cwd: string;
    readonly env: Readonly<Record<string, string>>;
    readonly timeoutMs: number;
    readonly signal?: AbortSignal;
    /** Gets all output as it comes, of both streams, raw. */
    readonly onOutput?: (chunk: Uint8Array) => void;
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
   * Null: it waits for another machine, and this host ends before one has begun with it; it is left as it is.
   */
  start(
    agent: Agent,
    mode: AgentRun['mode'],
    text: string | null,
  ): Promise<Result<{ readonly process: AgentProcess; readonly conversation: string | null } | null>>;
  /** Whether the CLI of `launch` is there to be started for it; an error names what is missing. */
  canStart(agent: Agent, launch: AgentLaunch): Result<unknown>;
  /** TERM, then KILL; resolves when nothing of it is left and its exit was dispatched. At once when it does not run. */
  stop(agentId: string): Promise<void>;
  /** Types `text` and sends it; an error says where it stands. By default resolves when its CLI has taken it. */
  send(agentId: string, text: string, order?: SendOrder): Promise<Result<Delivered>>;
  /** What its screen shows, plain, in lines as they were printed; empty where it has none. `drawsScreen`: on the alternate screen, so that what it prints is no text. */
  shown(agentId: string): string;
  drawsScreen(agentId: string): boolean;
  /** Resolves when it has drawn what it had to say, or goes on drawing for some seconds. At once where nothing of it runs here. */
  whenStill(agentId: string): Promise<void>;
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
