// What a forge's failure means to a person: a status, a lost connection or garbage becomes one error value without the token.
import type { OrchError } from '../../model/error.js';
import { plainText } from '../../model/plain-text.js';

export interface ForgeFailure {
  readonly tried: string;
  /** `owner/repo`, to be named in advice. */
  readonly repository: string;
  /** Never shown; cut out of whatever the forge or the network says. */
  readonly token: string;
  readonly timeoutMs: number;
  /** How it is tried again, as an order: `finish again` where left out. */
  readonly again?: string;
  /** What the token has to be allowed for it; left out: contents and pull requests. */
  readonly needs?: string;
}

/** What Octokit's RequestError has. Told by shape, for the class is not loaded here. */
interface Answer {
  readonly status: number | null;
  /** Null when no answer came at all. */
  readonly data: unknown;
  readonly headers: Readonly<Record<string, unknown>>;
  readonly message: string;
}

export function answerOf(error: unknown): Answer {
  const { status, response, message } = error as {
    status?: unknown;
    response?: { data?: unknown; headers?: Record<string, unknown> };
    message?: unknown;
  };
  return {
    // Octokit says 500 where no answer came.
    status: response !== undefined && typeof status === 'number' ? status : null,
    data: response?.data ?? null,
    headers: response?.headers ?? {},
    message: typeof message === 'string' ? message : String(error),
  };
}

/** Reason of a failure in the forge's own words where it has some, bounded, plain, without the token. */
export function saidBy(error: unknown, token: string): string {
  const { data, message, status } = answerOf(error);
  if (typeof data === 'string' && /^\s*</.test(data)) return `status ${status} with a web page, not an answer of the API`;
  // Before it is cut: a token cut in half would no longer be found.
  return plainText(message.replaceAll(token, '***'), 300) || `status ${status}`;
}

export function forgeError(error: unknown, failure: ForgeFailure): OrchError {
  const { status, headers, message } = answerOf(error);
  const { tried, repository, token, timeoutMs, again = 'finish again', needs = 'the contents and pull requests' } = failure;
  const said = saidBy(error, token);
  const make = (what: string, next: string): OrchError => ({ kind: 'forge', tried, said: what, next });
  if (status === null) {
    const isTimeout = /abort|timeout/i.test(message);
    const what = isTimeout ? `no answer within ${Math.ceil(timeoutMs / 1000)} s` : said;
    return make(what, `Check the network and GITHUB_API_URL, then ${again}`);
  }
  const resets = rateLimitReset(status, headers, message);
  if (resets !== null) return make(`the rate limit is reached${resets}`, `${asOrder(again)} after that`);
  switch (status) {
    case 401:
      return make(`the token is not accepted (${said})`, 'Set GITHUB_TOKEN to a valid token, or run gh auth login');
    case 403:
    case 404: {
      const isScope = status === 403 && /not accessible|scope|permission/i.test(message);
      const what = isScope
        ? `the token may not do that (${said})`
        : `${repository} is not there for this token (status ${status}: ${said})`;
      return make(what, `Give the token access to ${needs} of ${repository}`);
    }
    case 422:
      return make(
        said,
        failure.again === undefined ? 'Look whether base and branch exist there and differ, then finish again' : 'Look at it on the forge',
      );
    default:
      return make(
        `status ${status}: ${said}`,
        failure.again === undefined ? 'Finish again later; the branch is pushed already' : `${asOrder(again)} later`,
      );
  }
}

function asOrder(text: string): string {
  return `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
}

/** It was asked too often. */
export function isRateLimit(error: unknown): boolean {
  const { status, headers, message } = answerOf(error);
  return status !== null && rateLimitReset(status, headers, message) !== null;
}

/** Text of when the limit is lifted, or null when this is not about a rate limit. */
function rateLimitReset(status: number, headers: Answer['headers'], message: string): string | null {
  if (status !== 403 && status !== 429) return null;
  const isLimit = status === 429 || headers['x-ratelimit-remaining'] === '0' || 'retry-after' in headers || /rate limit/i.test(message);
  if (!isLimit) return null;
  const afterSeconds = Number(headers['retry-after']);
  if (Number.isFinite(afterSeconds)) return `, for ${Math.ceil(afterSeconds)} s`;
  const resetSeconds = Number(headers['x-ratelimit-reset']);
  return Number.isFinite(resetSeconds) && resetSeconds < 1e11 ? `, until ${new Date(resetSeconds * 1000).toISOString()}` : '';
}
