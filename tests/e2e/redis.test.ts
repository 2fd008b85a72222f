// A host that shares a Redis, with the built program: joined by --redis, told by status, refused in words, and nothing left there at the end.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type RedisServer, startRedis } from '../helpers/redis-server.js';
import { makeSandbox, type Sandbox } from '../helpers/sandbox.js';

let redis: RedisServer;
let sandbox: Sandbox;
beforeEach(async () => {
  redis = await startRedis(['--requirepass', 'quite-secret']);
  sandbox = await makeSandbox();
});
afterEach(async () => {
  await sandbox.end();
  await redis.end();
});

const withPassword = () => redis.url.replace('redis://', 'redis://:quite-secret@');

test('a host is started with a Redis, and leaves no key there', async () => {
  const run = ['run', 'wait', '--name', 'waits', '--command', 'sh -c "read word"', '--redis', withPassword()];
  expect(await sandbox.cli(run)).toMatchObject({ exitCode: 0 });
  const status = await sandbox.cli(['status', '--json']);
  const { nodes, broker } = JSON.parse(status.stdout);
  expect(broker).toMatchObject({ kind: 'redis', state: 'ready', address: redis.url, waiting: 0, error: null });
  expect(nodes.broker).toEqual(broker);
  expect(status.stdout).not.toContain('quite-secret');
  // Asked again with the same address it stays as it is.
  expect(await sandbox.cli(['resume', 'waits', '--redis', withPassword()])).not.toMatchObject({ stderr: expect.stringContaining('Redis') });
  expect(await sandbox.cli(['host', '--stop'])).toMatchObject({ exitCode: 0 });
  expect(await redis.command('-a', 'quite-secret', 'KEYS', '*')).toBe('');
});

test('a running host joins one when it is asked to; one that refuses is told of, and the host goes on alone', async () => {
  const wait = ['--command', 'sh -c "read word"'];
  expect(await sandbox.cli(['run', 'wait', '--name', 'one', ...wait])).toMatchObject({ exitCode: 0 });
  const refused = await sandbox.cli(['run', 'wait', '--name', 'two', ...wait, '--redis', redis.url]);
  expect(refused.exitCode).toBe(1);
  expect(refused.stderr).toContain('it needs a password. Set REDIS_PASSWORD');
  expect(JSON.parse((await sandbox.cli(['status', '--json'])).stdout).broker.kind).toBe('embedded');
  expect(await sandbox.cli(['run', 'wait', '--name', 'two', ...wait, '--redis', withPassword()])).toMatchObject({ exitCode: 0 });
  expect((await sandbox.cli(['status'])).stdout).toContain(`Redis ${redis.url} is there`);
});

test('one that is away is one clear line, and the work begins here', async () => {
  await redis.kill();
  const run = await sandbox.cli(['run', 'wait', '--name', 'one', '--command', 'sh -c "read word"', '--redis', redis.url]);
  expect(run.exitCode).toBe(0);
  expect(run.stderr.match(/is away: nothing listens there/g)).toHaveLength(1);
});

test('a host that was started by itself with a Redis stays when it has nothing to do; one that a command started ends', async () => {
  const other = await makeSandbox();
  try {
    expect(await sandbox.cli(['host', '--start', '--redis', withPassword()])).toMatchObject({ exitCode: 0 });
    const run = ['run', 'nothing', '--command', 'true', '--finish', 'keep', '--wait', '--redis', withPassword()];
    expect(await other.cli(run)).toMatchObject({ exitCode: 0 });
    // Started later, it has ended by itself.
    expect(await other.leftAfter(40_000)).toEqual([]);
    expect((await sandbox.cli(['host', '--json'])).json<{ host: unknown }>().host).not.toBeNull();
    expect(await sandbox.cli(['host', '--stop'])).toMatchObject({ exitCode: 0 });
    expect(await sandbox.leftAfter()).toEqual([]);
    expect(await redis.command('-a', 'quite-secret', 'KEYS', '*')).toBe('');
  } finally {
    await other.end();
  }
});

test('a host that is there already stays as well once it is told to', async () => {
  const other = await makeSandbox();
  try {
    const run = ['run', 'nothing', '--command', 'true', '--finish', 'keep', '--wait', '--redis', withPassword()];
    expect(await sandbox.cli(run)).toMatchObject({ exitCode: 0 });
    const { host } = (await sandbox.cli(['host', '--start', '--json'])).json<{ host: { pid: number } }>();
    // Plain: there is nobody for it to be there for.
    expect(await other.cli(['host', '--start'])).toMatchObject({ exitCode: 0 });
    expect(await other.leftAfter(40_000)).toEqual([]);
    expect((await sandbox.cli(['host', '--json'])).json<{ host: { pid: number } }>().host.pid).toBe(host.pid);
  } finally {
    await other.end();
  }
});
