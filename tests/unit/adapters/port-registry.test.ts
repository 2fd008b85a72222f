// Blocks of ten ports that all hosts of a person share: free, one owner each, found again and given back. Real sockets and files.
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { createPortRegistry } from '../../../src/core/adapters/port-registry.js';
import { systemClock } from '../../../src/core/adapters/system-clock.js';
import { temporaryFolder } from '../../helpers/temporary-folder.js';

/** Below what a kernel hands out by itself. */
const FIRST = 23_100;

interface Host {
  readonly name?: string;
  readonly firstPort?: number;
  readonly path?: string;
  readonly held?: readonly { readonly owner: string; readonly port: number }[];
}

function hostIn(root: string, { name = 'one', firstPort = FIRST, path = process.env.PATH ?? '', held = [] }: Host = {}) {
  const stateDir = join(root, name);
  mkdirSync(stateDir, { recursive: true });
  const file = join(root, 'ports.json');
  return createPortRegistry({ file, stateDir, firstPort, clock: systemClock, path: () => path, held: () => held });
}

const portOf = (claimed: Awaited<ReturnType<ReturnType<typeof hostIn>['claim']>>) => {
  if (!claimed.ok) throw new Error(claimed.error.said);
  return claimed.value;
};
const owners = (root: string) =>
  (JSON.parse(readFileSync(join(root, 'ports.json'), 'utf8')) as { blocks: { owner: string }[] }).blocks.map(({ owner }) => owner).sort();

function listenOn(port: number): Promise<void> {
  const server = createServer();
  onTestFinished(() => void server.close());
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen({ port, host: '127.0.0.1' }, resolve);
  });
}

it('each owner has ten of its own, and the same again', async () => {
  const ports = hostIn(temporaryFolder());
  const [a, b] = [portOf(await ports.claim('a')), portOf(await ports.claim('b'))];
  expect((a - FIRST) % 10).toBe(0);
  expect(b).toBeGreaterThanOrEqual(a + 10);
  expect(portOf(await ports.claim('a'))).toBe(a);
});

it.each([
  ['with flock(1)', process.env.PATH ?? ''],
  ['without it', '/nowhere'],
])('hosts that ask at the same moment never get the same, %s', async (_, path) => {
  const root = temporaryFolder();
  const hosts = ['one', 'two', 'three', 'four'].map((name) => hostIn(root, { name, path }));
  const claimed = await Promise.all(hosts.flatMap((host) => ['a', 'b'].map((owner) => host.claim(owner))));
  expect(new Set(claimed.map(portOf)).size).toBe(8);
});

it('blocks do not overlap where another repository counts from elsewhere', async () => {
  const root = temporaryFolder();
  const first = portOf(await hostIn(root).claim('a'));
  const other = portOf(await hostIn(root, { name: 'two', firstPort: first + 5 }).claim('a'));
  expect(other).toBeGreaterThanOrEqual(first + 10);
});

it('a block in which something listens is passed over', async () => {
  const root = temporaryFolder();
  const ports = hostIn(root);
  const free = portOf(await ports.claim('a'));
  await ports.release('a');
  await listenOn(free + 7);
  expect(portOf(await ports.claim('b'))).toBeGreaterThanOrEqual(free + 10);
});

it('a block that was given back is free again', async () => {
  const root = temporaryFolder();
  const ports = hostIn(root);
  const first = portOf(await ports.claim('a'));
  await ports.release('a');
  expect(owners(root)).toEqual([]);
  expect(portOf(await hostIn(root, { name: 'two' }).claim('x'))).toBe(first);
});

it('blocks of a repository whose state is gone are free again', async () => {
  const root = temporaryFolder();
  const first = portOf(await hostIn(root, { name: 'gone' }).claim('a'));
  rmSync(join(root, 'gone'), { recursive: true });
  expect(portOf(await hostIn(root).claim('b'))).toBe(first);
  expect(owners(root)).toEqual(['b']);
});

it('a host that starts again frees those of agents it does not know, and keeps those it does', async () => {
  const root = temporaryFolder();
  const before = hostIn(root);
  const kept = portOf(await before.claim('kept'));
  await before.claim('forgotten');
  const after = hostIn(root, { held: [{ owner: 'kept', port: kept }] });
  await after.claim('new');
  expect(owners(root)).toEqual(['kept', 'new']);
  expect(portOf(await after.claim('kept'))).toBe(kept);
});

it('a lost or damaged file comes back by what the hosts know', async () => {
  const root = temporaryFolder();
  writeFileSync(join(root, 'ports.json'), '{"blocks": [{"port": "x"}, 7');
  const ports = hostIn(root, { held: [{ owner: 'kept', port: FIRST }] });
  expect(portOf(await ports.claim('new'))).toBeGreaterThanOrEqual(FIRST + 10);
  expect(owners(root)).toEqual(['kept', 'new']);
});

it('where none are left that is said', async () => {
  const claimed = await hostIn(temporaryFolder(), { firstPort: 65_530 }).claim('a');
  expect(claimed).toMatchObject({ ok: false, error: { said: 'no ten ports in a row are free from 65530 on' } });
});
