// One order to the forge, from its token to its result: what the API throws becomes an error value, without the token.
import type { Octokit } from '@octokit/rest';
import { fail, type OrchError, type Result } from '../../model/error.js';
import { answerOf, type ForgeFailure, forgeError } from './forge-error.js';
import { boundedFetch } from './forge-fetch.js';
import { apiUrlIn, type ForgeEnvironment, findForgeToken } from './forge-token.js';
import { type RateLimits, rateLimits } from './rate-limits.js';

const REQUEST_TIMEOUT_MS = 30_000;

export interface OctokitForgeOrder {
  /** Asked for each request: the environment of the client that came last (decision 5). */
  readonly env: () => ForgeEnvironment;
  /** Milliseconds for one request; 30 s where left out. */
  readonly timeoutMs?: number;
  readonly now?: () => number;
}

export type About = Omit<ForgeFailure, 'token' | 'timeoutMs'>;

export interface Asking {
  readonly octokit: Octokit;
  readonly about: ForgeFailure;
  readonly limits: RateLimits;
}

/** What `use` comes to, its throws as errors; an order without a token or an address is one before anything is asked. */
export type AskForge = <Value>(about: About, use: (asking: Asking) => Promise<Result<Value>>) => Promise<Result<Value>>;

export function askForge({ env, timeoutMs = REQUEST_TIMEOUT_MS, now = Date.now }: OctokitForgeOrder): AskForge {
  const limits = rateLimits(now);
  return async (of, use) => {
    const variables = env();
    const baseUrl = apiUrlIn(variables);
    // Asked again they would be the same.
    const refused = (said: string, next: string) => fail({ kind: 'needs-person', tried: of.tried, said, next });
    if (baseUrl === null) return refused('GITHUB_API_URL is not a URL of an API', 'Set it to one like https://ghe.example.com/api/v3');
    const token = await findForgeToken(variables);
    if (token === null) return refused('there is no token', 'Set GITHUB_TOKEN, or run gh auth login');
    const about: ForgeFailure = { ...of, token, timeoutMs };
    try {
      const { Octokit } = await import('@octokit/rest');
      const silent = () => {};
      const log = { debug: silent, info: silent, warn: silent, error: silent };
      const fetch = boundedFetch({ timeoutMs, limits, token });
      return await use({
        octokit: new Octokit({ auth: token, baseUrl, userAgent: 'orch-tui', log, request: { log, fetch } }),
        about,
        limits,
      });
    } catch (error) {
      const made = forgeError(error, about);
      return fail(isRefusal(error, made) ? { ...made, kind: 'needs-person' } : made);
    }
  };
}

/** No token of this kind will do: not a rate limit, which has an end. */
function isRefusal(error: unknown, { said }: OrchError): boolean {
  const { status } = answerOf(error);
  return (status === 401 || status === 403 || status === 404) && !said.startsWith('the rate limit is reached');
}
