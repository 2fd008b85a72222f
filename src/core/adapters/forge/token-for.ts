// The token for an address of a repository, where that is at the forge the token is of: it is told to nobody else.
import { parseRemote } from '../git/forge-remote.js';
import { apiUrlIn, DEFAULT_API_URL, type ForgeEnvironment, findForgeToken } from './forge-token.js';

export async function tokenFor(url: string, env: ForgeEnvironment): Promise<{ readonly token: string; readonly host: string } | null> {
  const api = apiUrlIn(env);
  if (api === null) return null;
  const host = api === DEFAULT_API_URL ? 'github.com' : new URL(api).host;
  const token = parseRemote(url)?.host === host ? await findForgeToken(env) : null;
  return token === null ? null : { token, host };
}
