// What an agent CLI is to orch-tui: how to start, resume and interrupt it, and what tells its state. One file per harness implements this.
import type { AgentState, EvidenceSource } from '../model/agent.js';

export interface LaunchOrder {
  readonly prompt: string;
  readonly model: string | null;
  /** Extra arguments of the person and the configuration, already split into words. */
  readonly args: readonly string[];
  /** Id to start the conversation under; only harnesses with `choosesConversation` can honour it. */
  readonly conversation: string | null;
}

export interface Launch {
  readonly argv: readonly [string, ...string[]];
  readonly env: Readonly<Record<string, string>>;
  /** The conversation id this launch will have, where it is known beforehand. */
  readonly conversation: string | null;
  /** Text to be pasted and sent once the CLI is ready, for CLIs that take no prompt as an argument; else null. */
  readonly typed: string | null;
}

/** Something an agent's terminal showed, in the order it came. Texts are plain and bounded. */
export type Signal =
  | { readonly kind: 'osc7501'; readonly payload: string }
  | { readonly kind: 'title'; readonly text: string }
  | { readonly kind: 'notification'; readonly via: 'osc9' | 'osc777' | 'osc99' | 'bell'; readonly text: string }
  | { readonly kind: 'prompt'; readonly mark: 'A' | 'B' | 'C' | 'D'; readonly exitCode: number | null }
  | { readonly kind: 'output' }
  /** No output for this long. */
  | { readonly kind: 'quiet'; readonly quietMs: number };

/** What a signal says of the state; null when it says nothing. */
export interface Reading {
  readonly state: AgentState;
  readonly source: EvidenceSource;
  readonly rule: string;
  readonly evidence: string;
}

export interface Harness {
  readonly name: string;
  /** Executable looked up in the agent's PATH; null for ad-hoc commands. */
  readonly executable: string | null;
  /** Names (or prefixes ending in `*`) of variables that decision 5 withholds and this CLI needs. */
  readonly keeps: readonly string[];
  /** True when a new conversation can be given an id (`--session-id`). */
  readonly choosesConversation: boolean;
  /** A person types to it for as long as they like; false for scripts that end by themselves. */
  readonly isInteractive: boolean;
  start(order: LaunchOrder): Launch;
  /** Continues a conversation by its id, never "the last one"; null when it can not. `prompt` empty: only reopen. */
  resume(order: LaunchOrder & { readonly conversation: string }): Launch | null;
  /** Bytes that interrupt what it does, such as Esc. */
  readonly interrupt: string;
  /** Pure: what this signal says, given nothing but the signal. */
  read(signal: Signal): Reading | null;
}
