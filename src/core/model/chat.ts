// What is said to a model and what it answers, in the shape of Chat Completions (OpenAI API, `POST /chat/completions`). Plain data.
import type { Usage } from './usage.js';

/** What a model is asked for; each has its own list of models. */
export const MODEL_USES = ['planner', 'manager', 'summary', 'agent'] as const;
export type ModelUse = (typeof MODEL_USES)[number];

export interface ToolCall {
  readonly id: string;
  readonly name: string;
  /** JSON as the model wrote it: not yet parsed, not to be trusted. */
  readonly arguments: string;
}

export type ChatMessage =
  | { readonly role: 'system' | 'user'; readonly content: string }
  | { readonly role: 'assistant'; readonly content: string; readonly toolCalls?: readonly ToolCall[] }
  | { readonly role: 'tool'; readonly toolCallId: string; readonly content: string };

export interface ToolSpec {
  readonly name: string;
  readonly description: string;
  /** JSON schema of the arguments: an object. */
  readonly parameters: Readonly<Record<string, unknown>>;
}

export interface ChatOrder {
  readonly use: ModelUse;
  readonly messages: readonly ChatMessage[];
  readonly tools?: readonly ToolSpec[];
  /** Ask for a JSON object (`response_format`), where the endpoint knows that. */
  readonly json?: true;
  /** Bound of the answer, in tokens. */
  readonly maxOutputTokens?: number;
  readonly signal?: AbortSignal;
  /** The answer as it is written; then it is streamed. After a note of `onRetry` it begins anew. */
  readonly onText?: (delta: string) => void;
  /** A try failed and another follows: one plain sentence. */
  readonly onRetry?: (note: string) => void;
}

export interface ChatAnswer {
  readonly text: string;
  readonly toolCalls: readonly ToolCall[];
  /** Why it ended: by itself, because it wants tools, or cut off at its bound. */
  readonly ended: 'stop' | 'tools' | 'length';
  /** The model that answered, which may be a later one of the chain. */
  readonly model: string;
  /** `estimated` where the endpoint told no tokens, or the price of the model is not known. */
  readonly usage: Usage;
}
