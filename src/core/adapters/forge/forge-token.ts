// Finds the token for a forge: the environment, else what gh(1) keeps. In memory only; never logged, stored or put into argv.
import { isAbsolute } from 'node:path';
import { findExecutable } from '../executable-path.js';

export type ForgeEnvironment = Readonly<Record<string, string | undefined>>;

export const DEFAULT_API_URL = 'https://api.github.com';

/** All that gh needs to find its configuration and the keyring. */
const FOR_GH = [
  'HOME',
  'PATH',
  'USER',
  'XDG_CONFIG_HOME',
  'XDG_STATE_HOME',
  'XDG_RUNTIME_DIR',
  'GH_CONFIG_DIR',
  'DBUS_SESSION_BUS_ADDRESS',
];
const GH_TIMEOUT_MS = 5000;

/** Null when there is none, and when what is there can not be a token (it would break a header, and be shown in the error). */
export async function findForgeToken(env: ForgeEnvironment): Promise<string | null> {
  return tokenIn(env.GITHUB_TOKEN) ?? tokenIn(env.GH_TOKEN) ?? tokenIn(await askGh(env));
}

/** Base URL of the API without a slash at its end; null when GITHUB_API_URL is not a URL of http or https. */
export function apiUrlIn(env: ForgeEnvironment): string | null {
  const text = env.GITHUB_API_URL || DEFAULT_API_URL;
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:') || url.username !== '' || url.password !== '') return null;
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}

function tokenIn(text: string | undefined | null): string | null {
  const token = text?.trim() ?? '';
  return /^[\x21-\x7e]{1,1000}$/.test(token) ? token : null;
}

async function askGh(env: ForgeEnvironment): Promise<string | null> {
  const gh = findExecutable({ name: 'gh', path: env.PATH, cwd: '/', kind: 'forge' });
  const api = apiUrlIn(env);
  if (!gh.ok || api === null) return null;
  const host = api === DEFAULT_API_URL ? 'github.com' : new URL(api).hostname;
  const { execa } = await import('execa');
  const answer = await execa(gh.value, ['auth', 'token', '--hostname', host], {
    env: Object.fromEntries(FOR_GH.flatMap((name) => (env[name] === undefined ? [] : [[name, env[name]]]))),
    extendEnv: false,
    cwd: env.HOME !== undefined && isAbsolute(env.HOME) ? env.HOME : '/',
    stdin: 'ignore',
    stderr: 'ignore',
    timeout: GH_TIMEOUT_MS,
    forceKillAfterDelay: 500,
    maxBuffer: 10_000,
    reject: false,
  });
  return answer.exitCode === 0 && typeof answer.stdout === 'string' ? answer.stdout : null;
}
