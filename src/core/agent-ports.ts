// The outside world of the built-in agent as interfaces, beside what it shares with the host (`ports.ts`).
import type { AgentMethod, AgentMethods } from './model/agent-methods.js';
import type { Result } from './model/error.js';

/** The files of the built-in agent's worktree. Never rejects; every path is absolute and real but that of `place`. */
export interface WorkFiles {
  /** Where a path that a model named really lies, links followed; `name` from the top of the worktree where it is inside. */
  place(path: string): Promise<{ readonly place: 'inside' | 'outside'; readonly name: string; readonly path: string }>;
  /** A text file up to `maxBytes`; anything else is an error. */
  read(path: string, maxBytes: number): Promise<Result<string>>;
  /** Replaces the file in one step, never through a link; folders are made. */
  write(path: string, content: string | Uint8Array): Promise<Result<void>>;
  /** Names of files below `folder` ('' is the top) from the top of the worktree, without what git ignores. */
  list(folder: string, limit: number): Promise<Result<{ readonly files: readonly string[]; readonly hasMore: boolean }>>;
  /** Lines that match; ends by itself also for a pattern that would take for ever. */
  search(order: {
    readonly pattern: string;
    readonly kind: 'text' | 'regex';
    readonly folder: string;
    readonly limit: number;
    readonly signal: AbortSignal;
  }): Promise<
    Result<{ readonly hits: readonly { readonly file: string; readonly line: number; readonly text: string }[]; readonly hasMore: boolean }>
  >;
}

/** Pages of the web for the built-in agent: http and https to public addresses only. Never rejects. */
export interface PageReader {
  read(order: {
    readonly url: string;
    readonly maxBytes: number;
    readonly signal: AbortSignal;
  }): Promise<Result<{ readonly url: string; readonly type: string; readonly text: string; readonly isCut: boolean }>>;
}

/** A tool of an MCP server. */
export interface ServedTool {
  readonly server: string;
  readonly name: string;
  readonly description: string;
  /** JSON schema of its arguments. */
  readonly parameters: Readonly<Record<string, unknown>>;
  call(given: Readonly<Record<string, unknown>>, signal: AbortSignal): Promise<Result<string>>;
}

/** The host that runs this agent, and by it the others. Never rejects. */
export interface Team {
  ask<M extends AgentMethod>(method: M, params: AgentMethods[M]['params'], signal: AbortSignal): Promise<Result<AgentMethods[M]['result']>>;
}
