// A Redis address as people write it: checked, and taken apart into what may be shown and what may not. Loads nothing of Redis.
import { fail, type OrchError, ok, type Result } from '../../model/error.js';
import { plainText } from '../../model/plain-text.js';

export interface RedisAddress {
  readonly host: string;
  readonly port: number;
  readonly db: number;
  readonly tls: boolean;
  readonly username: string | null;
  /** Never in a log, a state or a text. */
  readonly password: string | null;
  /** To be shown: without user and password. */
  readonly shown: string;
}

type Variables = Readonly<Record<string, string | undefined>>;

/** `text`: `redis://[user:password@]host[:port][/db]`, or `rediss://` for TLS. A password that it lacks is that of REDIS_PASSWORD. */
export function redisAddress(text: string, env: Variables): Result<RedisAddress> {
  let url: URL;
  try {
    url = new URL(text);
  } catch {
    return fail(wrong('it is no address', 'Write it as redis://HOST:PORT or rediss://HOST:PORT'));
  }
  if (url.protocol !== 'redis:' && url.protocol !== 'rediss:')
    return fail(wrong(`it begins with ${plainText(url.protocol, 20)}`, 'Write it as redis://HOST:PORT or rediss://HOST:PORT'));
  if (url.hostname === '') return fail(wrong('it names no host', 'Write it as redis://HOST:PORT'));
  const path = url.pathname.replace(/^\//, '');
  if (!/^(\d{1,4})?$/.test(path) || url.search !== '' || url.hash !== '')
    return fail(wrong('behind the port stands what is no number of a database', 'Write it as redis://HOST:PORT/0'));
  const tls = url.protocol === 'rediss:';
  const port = url.port === '' ? DEFAULT_PORT : Number(url.port);
  const [username, password] = [decoded(url.username), decoded(url.password)];
  if (username === undefined || password === undefined)
    return fail(wrong('its user or password is not encoded', 'Write % as %25 and @ as %40, or give the password in REDIS_PASSWORD'));
  const address: RedisAddress = {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port,
    db: Number(path || 0),
    tls,
    username: username || env.REDIS_USERNAME || null,
    password: password || env.REDIS_PASSWORD || null,
    shown: plainText(`${url.protocol}//${url.hostname}:${port}${path === '' || path === '0' ? '' : `/${path}`}`, 300),
  };
  return ok(address);
}

/** What keeps a clear address from being used: others could read along, and whoever reaches it could give orders (decision 31). */
export function exposed(address: RedisAddress, secret: string | undefined): OrchError | null {
  if (isLoopback(address.host)) return null;
  const tried = `use ${address.shown}`;
  if (!address.tls)
    return { kind: 'config', tried, said: 'it is on another machine and not encrypted', next: 'Use rediss:// and a Redis with TLS' };
  if (address.password === null)
    return { kind: 'config', tried, said: 'it is on another machine and no password is given', next: 'Set REDIS_PASSWORD' };
  if (!secret)
    return {
      kind: 'config',
      tried,
      said: 'it is on another machine, and there is no shared secret to sign tasks with',
      next: 'Set ORCH_CLUSTER_SECRET to the same long random text on every machine',
    };
  return null;
}

/** The address that is configured: the flag or key, else REDIS_HOST and REDIS_PORT; null where there is none. */
export function configuredAddress(url: string | null, env: Variables): string | null {
  if (url !== null && url.trim() !== '') return url.trim();
  const { REDIS_HOST: host, REDIS_PORT: port } = env;
  if (!host) return null;
  return `redis://${host.includes(':') ? `[${host}]` : host}:${port || DEFAULT_PORT}`;
}

/** The same address, and what is secret in it apart: for a process that is started with it. */
export function withoutSecrets(text: string): { readonly url: string; readonly env: Readonly<Record<string, string>> } {
  const parsed = redisAddress(text, {});
  if (!parsed.ok) return { url: text, env: {} };
  const { shown, username, password } = parsed.value;
  return {
    url: shown,
    env: { ...(username === null ? {} : { REDIS_USERNAME: username }), ...(password === null ? {} : { REDIS_PASSWORD: password }) },
  };
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host);
}

const DEFAULT_PORT = 6379;

function decoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

/** The address itself is not repeated: a password may stand anywhere in what is wrong. */
function wrong(said: string, next: string): OrchError {
  return { kind: 'config', tried: 'read the address of Redis', said, next };
}
