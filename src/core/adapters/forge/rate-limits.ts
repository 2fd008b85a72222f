// What a forge has said of how often it may be asked, by its headers. In memory; one token at a time.

/** Where it does not say for how long. */
const UNTOLD_MS = 60_000;
/** A clock that is wrong, here or there, does not silence it for ever. */
const LONGEST_MS = 2 * 3600_000;

export interface RateLimits {
  hear(token: string, answer: Pick<Response, 'status' | 'headers'>): void;
  /** Until when it would refuse (since the epoch); null while it may be asked. */
  until(token: string): number | null;
}

export function rateLimits(now: () => number): RateLimits {
  let limited: { readonly token: string; readonly untilMs: number } | null = null;
  return {
    hear(token, { status, headers }) {
      const ms = waitOf(status, headers, now());
      if (ms !== null) limited = { token, untilMs: now() + Math.min(LONGEST_MS, Math.max(1000, ms)) };
    },
    until(token) {
      return limited !== null && limited.token === token && limited.untilMs > now() ? limited.untilMs : null;
    },
  };
}

function waitOf(status: number, headers: Headers, nowMs: number): number | null {
  const isRefusal = status === 403 || status === 429;
  const after = headers.get('retry-after');
  if (isRefusal && after !== null) return secondsIn(after) ?? UNTOLD_MS;
  if (headers.get('x-ratelimit-remaining') !== '0') return status === 429 ? UNTOLD_MS : null;
  // Searching and GraphQL have limits of their own.
  if ((headers.get('x-ratelimit-resource') ?? 'core') !== 'core') return null;
  const reset = secondsIn(headers.get('x-ratelimit-reset') ?? '');
  const ms = reset === null ? null : reset - nowMs;
  // Reset already, by our clock: then after a while.
  return ms !== null && ms > 0 ? ms : UNTOLD_MS;
}

/** In milliseconds. */
function secondsIn(text: string): number | null {
  return /^\d{1,12}$/.test(text.trim()) ? Number(text) * 1000 : null;
}
