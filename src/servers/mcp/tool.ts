// A tool as the client of an MCP server sees it, and what one call of it comes to. Knows neither the SDK nor who answers.
import type { Result } from '../../core/model/error.js';
import { plainText } from '../../core/model/plain-text.js';
import type { Field, Given } from './given.js';

/** What a call came to, in words for a model. */
export interface Said {
  readonly text: string;
  /** Nobody could read it a second time: where the client waits no more, it is kept for the next call. */
  readonly isNews?: true;
}

/** With what else there is to know of it, a line each. */
export function noted(text: string, notes: readonly string[]): string {
  return [text, ...notes.map((note) => plainText(note, 500))].join('\n');
}

export interface McpTool {
  readonly name: string;
  /** When to use it and what comes back: all that a model knows of it. */
  readonly description: string;
  readonly input: Readonly<Record<string, Field>>;
  /** It changes nothing. */
  readonly isReading?: true;
  /** `signal` aborts when the client waits no more. */
  call(given: Given, signal: AbortSignal): Promise<Result<Said>>;
}

export interface McpPrompt {
  readonly name: string;
  readonly description: string;
  /** Its one argument, which may be left out. */
  readonly argument: { readonly name: string; readonly description: string };
  text(argument: string): string;
}

/** What one server has: tools, prompts, and words of its own for the model. */
export interface ToolSet {
  readonly tools: readonly McpTool[];
  readonly prompts: readonly McpPrompt[];
  readonly instructions: string;
  /** After each answer: what else there is to know. Null: nothing. */
  afterword(): Promise<string | null>;
}
