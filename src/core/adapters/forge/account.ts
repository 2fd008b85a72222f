// Whose token it is. Asked once.
import { loginIn } from './answer-parts.js';
import type { Asking } from './ask-forge.js';
import { answerOf, isRateLimit } from './forge-error.js';

/** Null where the token has no account of its own, as those of apps. */
export type AccountOf = (asking: Asking) => Promise<string | null>;

export function accountOfToken(): AccountOf {
  let known: { readonly token: string; readonly login: string | null } | null = null;
  return async ({ octokit, about: { token } }) => {
    if (known?.token === token) return known.login;
    let login: string | null = null;
    try {
      login = loginIn((await octokit.request('GET /user')).data);
    } catch (error) {
      const { status } = answerOf(error);
      if (isRateLimit(error) || (status !== 403 && status !== 404)) throw error;
    }
    known = { token, login };
    return login;
  };
}
