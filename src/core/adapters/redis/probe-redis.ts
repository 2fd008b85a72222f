// A look at a Redis before it is used: does it let us in, is it one that keeps what it is given, are our keys ours? Ends with its connection closed.
import { readFile } from 'node:fs/promises';
import { isIP } from 'node:net';
import { Redis, type RedisOptions } from 'ioredis';
import { fail, ok, type Result } from '../../model/error.js';
import { plainText } from '../../model/plain-text.js';
import type { RedisAddress } from './redis-address.js';
import { type RedisFailure, redisFailure } from './redis-errors.js';
import type { RedisKeys } from './redis-keys.js';

export type ClientOptions = Omit<RedisOptions, 'replyMapping'>;

export interface RedisFacts {
  /** Of the server's process: another one after a restart. */
  readonly runId: string;
  /** What is good to know, and keeps nothing from working. */
  readonly warnings: readonly string[];
}

/** Oldest version with all commands that are used. */
const OLDEST = [6, 2] as const;
const CONNECT_MS = 5000;

export interface Probe {
  readonly address: RedisAddress;
  readonly ca: string | null;
  readonly keys: RedisKeys;
  readonly node: string;
}

export interface Opened {
  readonly facts: RedisFacts;
  /** How to connect from here on: without a password where none is wanted. */
  readonly options: ClientOptions;
}

export async function probeRedis({ address, ca, keys, node }: Probe): Promise<Result<Opened>> {
  const base = await connectionOptions(address, ca);
  if (!base.ok) return base;
  const once: ClientOptions = {
    lazyConnect: true,
    maxRetriesPerRequest: 0,
    commandTimeout: CONNECT_MS,
    retryStrategy: () => null,
  };
  const client = new Redis({ ...base.value, ...once });
  let last: unknown = null;
  client.on('error', (error) => {
    last ??= error;
  });
  try {
    await client.connect();
    const auth = await letIn(client, address);
    const facts = await lookAt(client, keys, node);
    if (!facts.ok) return fail({ ...facts.error, tried: `use Redis at ${address.shown}` });
    return ok({ facts: facts.value, options: { ...base.value, ...auth } });
  } catch (error) {
    return fail(redisFailure(address.shown, last ?? error));
  } finally {
    client.disconnect();
  }
}

/** What a Redis may have become while it was away: the same questions over a connection that is there. */
export async function lookAt(client: Redis, keys: RedisKeys, node: string): Promise<Result<RedisFacts>> {
  const info = infoFields(await client.info());
  const version = info.get('redis_version') ?? '';
  const [major = 0, minor = 0] = version.split('.').map(Number);
  if (version === '') return fail(problem('this is no Redis', 'Look at the address and the port'));
  if (major < OLDEST[0] || (major === OLDEST[0] && minor < OLDEST[1])) {
    const said = `its version ${plainText(version, 20)} is too old`;
    return fail(problem(said, `Use Redis ${OLDEST.join('.')} or newer, or Valkey`));
  }
  if (info.get('loading') === '1') throw new Error('LOADING');
  await client.set(keys.probe(node), '1', 'PX', 10_000);
  await client.del(keys.probe(node));
  for (const [key, type] of [[keys.nodes, 'set'] as const, [keys.taskSets, 'set'] as const]) {
    const found = await client.type(key);
    if (found !== 'none' && found !== type) throw new Error('WRONGTYPE');
  }
  return ok({ runId: info.get('run_id') ?? '', warnings: warningsOf(info) });
}

function warningsOf(info: ReadonlyMap<string, string>): readonly string[] {
  const policy = info.get('maxmemory_policy') ?? 'noeviction';
  const warnings: string[] = [];
  if (info.get('aof_enabled') === '0')
    warnings.push(
      'Redis keeps no log of what it is given (appendonly no): what it holds at a crash is lost, and is sent again where we have it',
    );
  if (policy !== 'noeviction')
    warnings.push(`Redis may throw keys away when it is full (maxmemory-policy ${plainText(policy, 40)}): use noeviction`);
  return warnings;
}

/** Asked without the password first: one that is given and not wanted would be told of on standard error by the library. */
async function letIn(client: Redis, { username, password }: RedisAddress): Promise<ClientOptions> {
  if (password === null) {
    await client.ping();
    return {};
  }
  const isOpen = await client.ping().then(
    () => username === null,
    (error: Error) => {
      if (!/NOAUTH/.test(error.message)) throw error;
      return false;
    },
  );
  if (isOpen) return {};
  await client.call('AUTH', ...(username === null ? [password] : [username, password]));
  return { password, ...(username === null ? {} : { username }) };
}

async function connectionOptions({ host, port, db, tls }: RedisAddress, ca: string | null): Promise<Result<ClientOptions>> {
  let authority: Buffer | null = null;
  if (tls && ca !== null) {
    try {
      authority = await readFile(ca);
    } catch (error) {
      const tried = `read redis.ca ${plainText(ca, 300)}`;
      return fail({ kind: 'config', tried, said: plainText((error as Error).message), next: 'Name the file of a certificate in PEM form' });
    }
  }
  return ok({
    host,
    port,
    db,
    protocol: 2,
    connectTimeout: CONNECT_MS,
    keepAlive: 10_000,
    enableReadyCheck: false,
    disableClientInfo: true,
    ...(tls ? { tls: { ...(isIP(host) === 0 ? { servername: host } : {}), ...(authority === null ? {} : { ca: authority }) } } : {}),
  });
}

function infoFields(text: string): ReadonlyMap<string, string> {
  return new Map(
    text.split(/\r?\n/).flatMap((line) => {
      const at = line.indexOf(':');
      return at < 1 ? [] : [[line.slice(0, at), line.slice(at + 1)] as const];
    }),
  );
}

function problem(said: string, next: string): RedisFailure {
  return { kind: 'broker', tried: 'use Redis', said, next };
}
