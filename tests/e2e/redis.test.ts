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
  expect(JSON.parse(status.stdout).nodes).toMatchObject({ broker: { kind: 'redis', state: 'ready', address: redis.url } });
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
  expect(JSON.parse((await sandbox.cli(['status', '--json'])).stdout).nodes.broker.kind).toBe('embedded');
  expect(await sandbox.cli(['run', 'wait', '--name', 'two', ...wait, '--redis', withPassword()])).toMatchObject({ exitCode: 0 });
  expect((await sandbox.cli(['status'])).stdout).toContain(`Redis ${redis.url} is there`);
});

test('one that is away is one clear line, and the work begins here', async () => {
  await redis.kill();
  const run = await sandbox.cli(['run', 'wait', '--name', 'one', '--command', 'sh -c "read word"', '--redis', redis.url]);
  expect(run.exitCode).toBe(0);
  expect(run.stderr.match(/is away: nothing listens there/g)).toHaveLength(1);
});
