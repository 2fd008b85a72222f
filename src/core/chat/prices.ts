// What calls of a model cost, by a table with a date. Prices change: a figure of the endpoint itself goes before this one.
import type { Usage } from '../model/usage.js';
import prices from './prices.json' with { type: 'json' };

export interface Price {
  /** US dollars for a million tokens. */
  readonly input: number;
  readonly output: number;
  /** Of input that the provider has read from its cache, and of input that it has put there; left out: as all input. */
  readonly cached?: number;
  readonly written?: number;
}

/**
 * For a model that is not in the table. Rather too much than too little: a budget that counts nothing would never end,
 * and the figure is marked as estimated. Models of one's own machine cost nothing: see `usageOf`.
 */
const UNKNOWN: Price = { input: 3, output: 15 };
const FREE: Price = { input: 0, output: 0 };

const TABLE: ReadonlyMap<string, Price> = new Map(Object.entries(prices.usdPerMillionTokens));

/** Null where the table has none. Takes `gpt-4o`, `openai/gpt-4o` (OpenRouter) and `gpt-4o-2024-08-06`; `:free` of OpenRouter costs nothing. */
export function priceOf(model: string): Price | null {
  if (model.endsWith(':free')) return FREE;
  const bare = model.slice(model.lastIndexOf('/') + 1).replace(/:[a-z]+$/u, '');
  const undated = bare.replace(/-(?:\d{4}-\d{2}-\d{2}|\d{8})$/u, '');
  return TABLE.get(bare) ?? TABLE.get(undated) ?? TABLE.get(undated.replace(/-(\d+)-(\d+)$/u, '-$1.$2')) ?? null;
}

export interface CountedTokens {
  readonly model: string;
  /** All of them, with those of the cache. */
  readonly inputTokens: number;
  readonly cachedTokens?: number;
  readonly writtenTokens?: number;
  readonly outputTokens: number;
  /** The tokens are a guess. */
  readonly guessed: boolean;
  /** What the endpoint itself says it cost; null where it says nothing. */
  readonly toldUsd: number | null;
  /** The endpoint is this machine: nobody sends a bill. */
  readonly local: boolean;
}

export function usageOf({
  model,
  inputTokens,
  outputTokens,
  guessed,
  toldUsd,
  local,
  cachedTokens = 0,
  writtenTokens = 0,
}: CountedTokens): Usage {
  if (toldUsd !== null) return { inputTokens, outputTokens, costUsd: toldUsd, estimated: guessed };
  const known = priceOf(model) ?? (local ? FREE : null);
  const { input, output, cached = input, written = input } = known ?? UNKNOWN;
  const fresh = Math.max(0, inputTokens - cachedTokens - writtenTokens);
  return {
    inputTokens,
    outputTokens,
    costUsd: (fresh * input + cachedTokens * cached + writtenTokens * written + outputTokens * output) / 1_000_000,
    estimated: guessed || known === null,
  };
}
