// Dependencies kept by the content of a lock file: whole or not at all, copied and never shared. Real folders.
import { lstatSync, mkdirSync, readdirSync, readFileSync, readlinkSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createInstallCache } from '../../../src/core/adapters/install-cache.js';
import { temporaryFolder } from '../../helpers/temporary-folder.js';

const NPM = { lock: 'package-lock.json', command: 'npm ci', folder: 'node_modules' };

function world(root = temporaryFolder(), path = process.env.PATH) {
  const folder = join(root, 'cache');
  const cache = createInstallCache({ folder, temporary: join(root, 'tmp'), path: () => path });
  const worktree = (name: string, lock: string | null = 'v1') => {
    const path = join(root, name);
    mkdirSync(path);
    if (lock !== null) writeFileSync(join(path, 'package-lock.json'), lock);
    return path;
  };
  const keyOf = async (path: string, install = NPM) => {
    const found = await cache.keyOf({ worktree: path, install });
    return found.ok ? found.value : found;
  };
  /** A worktree with an install that is kept. */
  const kept = async () => {
    const path = worktree('first');
    mkdirSync(join(path, 'node_modules/.bin'), { recursive: true });
    writeFileSync(join(path, 'node_modules/x.js'), 'x\n', { mode: 0o755 });
    symlinkSync('../x.js', join(path, 'node_modules/.bin/x'));
    expect(await cache.keep({ key: 'k', worktree: path, folder: 'node_modules' })).toMatchObject({ ok: true });
    return path;
  };
  return { root, folder, cache, worktree, keyOf, kept };
}

describe('the name of an install', () => {
  it('follows from the lock file and the command', async () => {
    const { worktree, keyOf } = world();
    const first = await keyOf(worktree('a'));
    expect(first).toMatchObject({ key: expect.stringMatching(/^[0-9a-f]{32}$/), folder: 'node_modules' });
    expect(await keyOf(worktree('b'))).toEqual(first);
    expect(await keyOf(worktree('c', 'v2'))).not.toEqual(first);
    expect(await keyOf(worktree('d'), { ...NPM, command: 'npm ci --omit=dev' })).not.toEqual(first);
  });

  it('follows from the Node in the person’s PATH: what was compiled for one does not run on another', async () => {
    const { root, worktree, keyOf } = world();
    const bin = join(root, 'bin');
    mkdirSync(bin);
    writeFileSync(join(bin, 'node'), '#!/bin/sh\n', { mode: 0o755 });
    const path = worktree('a');
    expect(await world(root, bin).keyOf(path)).not.toEqual(await keyOf(path));
  });

  it.each([
    ['without its lock file', NPM, { skip: 'there is no package-lock.json' }],
    ['with one outside', { ...NPM, lock: '../other' }, { skip: 'its lock file or its folder is not inside the worktree' }],
    ['that would write outside', { ...NPM, folder: '/tmp' }, { skip: 'its lock file or its folder is not inside the worktree' }],
  ])('is not given to a worktree %s', async (_, install, skip) => {
    const { worktree, keyOf } = world();
    expect(await keyOf(worktree('a', null), install)).toEqual(skip);
  });

  it('is not given where the folder is a link: an install would write into what it leads to', async () => {
    const { root, worktree, keyOf } = world();
    const path = worktree('a');
    symlinkSync(root, join(path, 'node_modules'));
    expect(await keyOf(path)).toEqual({ skip: 'node_modules is a link or a file' });
  });
});

describe('an install that is kept', () => {
  it('is copied whole, with modes and links', async () => {
    const { cache, worktree, kept } = world();
    await kept();
    const path = worktree('second');
    expect(await cache.place({ key: 'k', worktree: path, folder: 'node_modules' })).toEqual({ ok: true, value: true });
    expect(readlinkSync(join(path, 'node_modules/.bin/x'))).toBe('../x.js');
    expect(lstatSync(join(path, 'node_modules/x.js')).mode & 0o111).not.toBe(0);
  });

  it('is not changed by what agents write into theirs', async () => {
    const { cache, worktree, kept } = world();
    const first = await kept();
    writeFileSync(join(first, 'node_modules/x.js'), 'changed\n');
    const second = worktree('second');
    await cache.place({ key: 'k', worktree: second, folder: 'node_modules' });
    writeFileSync(join(second, 'node_modules/x.js'), 'changed, too\n');
    const third = worktree('third');
    await cache.place({ key: 'k', worktree: third, folder: 'node_modules' });
    expect(readFileSync(join(third, 'node_modules/x.js'), 'utf8')).toBe('x\n');
  });

  it('takes the place of what a failed install left', async () => {
    const { cache, worktree, kept } = world();
    await kept();
    const path = worktree('second');
    mkdirSync(join(path, 'node_modules'));
    writeFileSync(join(path, 'node_modules/half'), '');
    await cache.place({ key: 'k', worktree: path, folder: 'node_modules' });
    expect(readdirSync(join(path, 'node_modules')).sort()).toEqual(['.bin', 'x.js']);
  });

  it('is not there under another name, and what was half copied never is', async () => {
    const { root, cache, worktree, kept, folder } = world();
    await kept();
    expect(await cache.place({ key: 'other', worktree: worktree('second'), folder: 'node_modules' })).toEqual({ ok: true, value: false });
    expect(await cache.keep({ key: 'broken', worktree: join(root, 'second'), folder: 'node_modules' })).toMatchObject({ ok: false });
    expect(readdirSync(folder)).toEqual(['k']);
    expect(readdirSync(join(root, 'tmp'))).toEqual([]);
  });

  it('takes the place of the oldest of too many', async () => {
    const { cache, folder, kept } = world();
    for (let number = 0; number < 12; number += 1) {
      mkdirSync(join(folder, `old${number}`), { recursive: true });
      utimesSync(join(folder, `old${number}`), number, number);
    }
    await kept();
    expect(readdirSync(folder)).toHaveLength(12);
    expect(readdirSync(folder)).toEqual(expect.arrayContaining(['k', 'old1']));
    await cache.trim({ olderThanDays: 1, now: Date.now() });
    expect(readdirSync(folder)).toEqual(['k']);
  });

  it('goes when it was not used for long, and when there are too many newer ones', async () => {
    const { cache, folder } = world();
    const now = Date.parse('2026-11-21T12:00:00Z');
    for (let number = 0; number < 15; number += 1) {
      mkdirSync(join(folder, `k${number}`), { recursive: true });
      const used = new Date(now - number * 86_400_000);
      utimesSync(join(folder, `k${number}`), used, used);
    }
    await cache.trim({ olderThanDays: 30, now });
    expect(readdirSync(folder)).toHaveLength(12);
    await cache.trim({ olderThanDays: 5, now });
    expect(readdirSync(folder).sort()).toEqual(['k0', 'k1', 'k2', 'k3', 'k4', 'k5']);
  });
});
