// How long until a failed call is tried again: what the endpoint asks for, else twice as long each time. Pure but for the dice it is given.

const FIRST_MS = 1000;
const LONGEST_BACKOFF_MS = 30_000;
/** An endpoint may ask for an hour; whoever waits for the answer should hear of the failure before that. */
export const LONGEST_RETRY_AFTER_MS = 120_000;

/** Milliseconds that a `Retry-After` (seconds or an HTTP date) or `retry-after-ms` asks for; null where it asks for nothing that can be read. */
export function askedDelay(headers: Headers, now: number): number | null {
  const exact = numberOf(headers.get('retry-after-ms'));
  if (exact !== null) return bounded(exact);
  const text = headers.get('retry-after');
  const seconds = numberOf(text);
  if (seconds !== null) return bounded(seconds * 1000);
  const date = text === null ? Number.NaN : Date.parse(text);
  return Number.isNaN(date) ? null : bounded(date - now);
}

export interface Failed {
  /** Tries that have failed, from 1. */
  readonly tries: number;
  readonly askedMs: number | null;
}

/** `random` gives 0 to 1: agents that were refused together do not come back together. Never earlier than asked. */
export function retryDelay({ tries, askedMs }: Failed, random: () => number): number {
  if (askedMs !== null) return Math.round(askedMs + random() * Math.min(1000, askedMs / 4));
  const longest = Math.min(LONGEST_BACKOFF_MS, FIRST_MS * 2 ** (tries - 1));
  return Math.round(longest * (0.5 + random() / 2));
}

function numberOf(text: string | null): number | null {
  return text !== null && /^\s*\d+(?:\.\d+)?\s*$/u.test(text) ? Number(text) : null;
}

function bounded(delayMs: number): number {
  return Math.min(LONGEST_RETRY_AFTER_MS, Math.max(0, delayMs));
}
