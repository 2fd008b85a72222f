// A host of another version holds the repository: an empty one makes way, one with agents is named and left alone until a person stops it.
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { root } from '../helpers/checkout.js';
import { makeSandbox, type Sandbox } from '../helpers/sandbox.js';

let sandbox: Sandbox;
let other: ChildProcess | null = null;
beforeEach(async () => {
  sandbox = await makeSandbox();
});
afterEach(async () => {
  other?.kill('SIGKILL');
  await sandbox.end();
});

it('names a host with agents and leaves it alone, until it is told to stop', async () => {
  const child = await start(3);
  const refused = await sandbox.cli(['run', 'anything', '--command', 'true', '--json']);
  expect(refused.exitCode).toBe(2);
  expect(refused.json<{ error: { said: string; next: string } }>().error).toMatchObject({
    said: 'host 9.9.9 runs 3 agents',
    next: expect.stringContaining('host --stop'),
  });
  expect(child.exitCode).toBeNull();
  const stopped = await sandbox.cli(['host', '--stop']);
  expect(stopped).toMatchObject({ exitCode: 0, stdout: 'the host of version 9.9.9 has ended\n' });
});

it('replaces an empty host silently', async () => {
  const child = await start(0);
  const started = await sandbox.cli(['run', 'anything', '--command', 'true', '--wait']);
  expect(started).toMatchObject({ exitCode: 0 });
  expect(child.signalCode).toBe('SIGTERM');
});

async function start(agents: number): Promise<ChildProcess> {
  const { checks } = (await sandbox.cli(['doctor', '--json'])).json<{ checks: { name: string; said: string }[] }>();
  const socket = checks.find((check) => check.name === 'socket')?.said.split(' (')[0] ?? '';
  await mkdir(dirname(socket), { recursive: true, mode: 0o700 });
  const argv = [join(root, 'tests/fixtures/other-host.mjs'), socket, String(agents)];
  const child = spawn(process.execPath, argv, { stdio: ['ignore', 'pipe', 'inherit'] });
  other = child;
  await new Promise((resolve) => child.stdout.once('data', resolve));
  return child;
}
