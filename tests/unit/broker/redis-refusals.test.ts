// What is said where a Redis can not be used, each with a real one; and what is no Redis at all.
import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { redisBroker, sampleLetter } from '../../helpers/brokers.js';
import { type RedisServer, startRedis } from '../../helpers/redis-server.js';

const cleanUp: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const end of cleanUp.splice(0)) await end();
});

async function server(...extra: string[]): Promise<RedisServer> {
  const started = await startRedis(extra);
  cleanUp.push(() => started.end());
  return started;
}

/** What the first look says, and what a person is told beside it. */
async function opened(url: string, env: Readonly<Record<string, string>> = {}) {
  const notices: string[] = [];
  const broker = redisBroker({ url, env, onNotice: (text) => notices.push(text) });
  const answer = await broker.open();
  await broker.close();
  return { said: answer.ok ? null : answer.error.said, next: answer.ok ? null : answer.error.next, notices };
}

describe('a Redis', () => {
  it('that needs a password asks for it, and takes the right one alone', async () => {
    const { url } = await server('--requirepass', 'safe');
    expect(await opened(url)).toMatchObject({ said: 'it needs a password', next: 'Set REDIS_PASSWORD' });
    expect(await opened(url, { REDIS_PASSWORD: 'wrong' })).toMatchObject({ said: 'it does not take this password' });
    expect(await opened(url, { REDIS_PASSWORD: 'safe' })).toMatchObject({ said: null });
  });

  it('that needs none is used with one, too', async () => {
    const { url } = await server();
    expect(await opened(url, { REDIS_PASSWORD: 'more than needed' })).toMatchObject({ said: null });
  });

  it('that is a read-only replica is refused', async () => {
    const primary = await server();
    const replica = await server('--replicaof', '127.0.0.1', String(primary.port), '--replica-serve-stale-data', 'yes');
    expect(await opened(replica.url)).toMatchObject({ said: 'it is a read-only replica', next: 'Give the address of the primary' });
  });

  it('that is full is told of', async () => {
    const { url } = await server('--maxmemory', '1');
    expect(await opened(url)).toMatchObject({ said: 'it is full' });
  });

  it("with another program's keys under our names is refused, and those stay", async () => {
    const redis = await server();
    await redis.command('SET', 'orch-tui:sample:nodes', 'mine');
    expect((await opened(redis.url)).said).toBe("another program's keys lie where ours would");
    expect(await redis.command('GET', 'orch-tui:sample:nodes')).toBe('mine');
  });

  it('that forgets, or throws keys away, is used with a warning', async () => {
    const { url } = await server('--appendonly', 'no', '--maxmemory-policy', 'allkeys-lru');
    const { said, notices } = await opened(url);
    expect(said).toBeNull();
    expect(notices.map((text) => text.replace(/ \(.*/s, ''))).toEqual([
      'Redis keeps no log of what it is given',
      'Redis may throw keys away when it is full',
    ]);
  });

  it('without TLS is told of where TLS is asked for', async () => {
    const { port } = await server();
    expect((await opened(`rediss://127.0.0.1:${port}`)).said).toBe('it does not answer over TLS');
  });

  it('that fills up later makes a send fail, with words, and loses nothing', async () => {
    const redis = await server();
    const broker = redisBroker({ url: redis.url });
    cleanUp.push(() => broker.close());
    await broker.open();
    await redis.command('CONFIG', 'SET', 'maxmemory', '1');
    expect(await broker.send(sampleLetter('m-1', 'other'))).toMatchObject({ ok: false, error: { said: 'it is full' } });
    await redis.command('CONFIG', 'SET', 'maxmemory', '0');
    expect(await broker.send(sampleLetter('m-1', 'other'))).toMatchObject({ ok: true });
  });
});

describe('what is no Redis', () => {
  async function answering(text: string): Promise<string> {
    const other: Server = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.on('data', () => socket.end(text));
    });
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    cleanUp.push(() => new Promise((resolve) => other.close(resolve)));
    const address = other.address();
    return `redis://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}`;
  }

  it('is told apart, such as a web server', async () => {
    expect((await opened(await answering('HTTP/1.1 400 Bad Request\r\n\r\n'))).said).toBe('this is no Redis');
  });

  it('or one that is too old', async () => {
    const other = createServer((socket) => {
      socket.on('error', () => undefined);
      socket.on('data', (data) => {
        for (const word of String(data).match(/ping|info/gi) ?? []) {
          const info = 'redis_version:5.0.3\r\nrun_id:x\r\n';
          socket.write(word.toLowerCase() === 'ping' ? '+PONG\r\n' : `$${info.length}\r\n${info}\r\n`);
        }
      });
    });
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    cleanUp.push(() => new Promise((resolve) => other.close(resolve)));
    const { port } = other.address() as { port: number };
    const { said, next } = await opened(`redis://127.0.0.1:${port}`);
    expect([said, next]).toEqual(['its version 5.0.3 is too old', 'Use Redis 6.2 or newer, or Valkey']);
  });
});
