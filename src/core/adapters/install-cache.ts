// Installed dependencies below `<state>/cache/`, one folder per content of a lock file. Made and dropped by a rename, so that half of one is never used.
import { createHash, randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { cp, lstat, mkdir, readdir, readFile, realpath, rename, rm, utimes } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { fail, type OrchError, ok } from '../model/error.js';
import { pathBelow } from '../model/path-below.js';
import { plainText } from '../model/plain-text.js';
import type { InstallCache } from '../ports/worktree.js';
import { boundedProcess } from './bounded-process.js';
import { findExecutable } from './executable-path.js';

/** Each may be hundreds of megabytes, where the file system can not share blocks. */
const MOST_KEPT = 12;
const COPY_TIMEOUT_MS = 1_800_000;
const DAY_MS = 86_400_000;

export interface InstallCacheOrder {
  /** `<state>/cache` */
  readonly folder: string;
  /** On the same disk; emptied when a host starts. */
  readonly temporary: string;
  readonly path: () => string | undefined;
}

export function createInstallCache(order: InstallCacheOrder): InstallCache {
  const entryOf = (key: string) => join(order.folder, key);
  const temporary = async () => {
    await mkdir(order.temporary, { recursive: true, mode: 0o700 });
    return join(order.temporary, `install-${randomBytes(6).toString('hex')}`);
  };
  const drop = async (path: string) => {
    const gone = await temporary();
    await rename(path, gone);
    await rm(gone, { recursive: true, force: true });
  };
  /** The oldest of too many, and what was not used since. What can not go is tried again by the next host. */
  const trim = async (since: number) => {
    const names = await readdir(order.folder).catch(() => []);
    const found = await Promise.all(names.map(async (name) => ({ path: entryOf(name), at: (await lookAt(entryOf(name)))?.mtimeMs ?? 0 })));
    const newest = found.sort((one, other) => other.at - one.at);
    const old = newest.filter(({ at }, index) => index >= MOST_KEPT || at < since);
    for (const { path } of old) await drop(path).catch(() => undefined);
  };
  return {
    async keyOf({ worktree, install }) {
      const [lock, folder] = [pathBelow(install.lock), pathBelow(install.folder)];
      if (lock === null || folder === null) return ok({ skip: 'its lock file or its folder is not inside the worktree' });
      try {
        if (!(await hasPlainWay(worktree, lock)) || !(await hasPlainWay(worktree, folder))) return ok({ skip: 'a link is in the way' });
        const [found, there] = await Promise.all([lookAt(join(worktree, lock)), lookAt(join(worktree, folder))]);
        if (found === null || !found.isFile()) return ok({ skip: `there is no ${plainText(lock, 100)}` });
        // An install would write through it, into the folder of somebody else.
        if (there !== null && !there.isDirectory()) return ok({ skip: `${plainText(folder, 100)} is a link or a file` });
        const content = await readFile(join(worktree, lock));
        const facts = [lock, install.command, folder, process.platform, process.arch, process.version, await nodeIn(order.path())];
        const hash = createHash('sha256').update(JSON.stringify(facts)).update('\0').update(content).digest('hex');
        return ok({ key: hash.slice(0, 32), folder });
      } catch (error) {
        return fail(failure(install.command, error));
      }
    },
    async place({ key, worktree, folder }) {
      const entry = entryOf(key);
      if ((await lookAt(entry)) === null) return ok(false);
      const to = join(worktree, folder);
      const copy = await temporary();
      try {
        // Now: one that is used is not the oldest.
        const now = new Date();
        await utimes(entry, now, now);
        await copyTree(entry, copy, order.path());
        if (!(await hasPlainWay(worktree, folder))) return fail(failure(`copy ${folder}`, 'a link is in the way'));
        await mkdir(dirname(to), { recursive: true });
        if ((await lookAt(to)) !== null) await drop(to);
        await rename(copy, to);
        return ok(true);
      } catch (error) {
        return fail(failure(`copy ${folder}`, error));
      } finally {
        await rm(copy, { recursive: true, force: true }).catch(() => undefined);
      }
    },
    async keep({ key, worktree, folder }) {
      const copy = await temporary();
      try {
        if (!(await hasPlainWay(worktree, folder))) return fail(failure(`keep ${folder}`, 'a link is in the way'));
        await copyTree(join(worktree, folder), copy, order.path());
        await mkdir(order.folder, { recursive: true, mode: 0o700 });
        await rename(copy, entryOf(key));
        const now = new Date();
        await utimes(entryOf(key), now, now);
        await trim(0);
        return ok(undefined);
      } catch (error) {
        return fail(failure(`keep ${folder}`, error));
      } finally {
        await rm(copy, { recursive: true, force: true }).catch(() => undefined);
      }
    },
    trim: ({ olderThanDays, now }) => trim(now - olderThanDays * DAY_MS),
  };
}

/** The person may have another Node than the host runs on, and another one tomorrow: version managers have each in a folder of its own. */
async function nodeIn(path: string | undefined): Promise<string> {
  const found = findExecutable({ name: 'node', path, cwd: '/', kind: 'internal' });
  return found.ok ? realpath(found.value) : '';
}

/** Not followed; null where nothing is. */
function lookAt(path: string) {
  return lstat(path).catch(() => null);
}

/** Keeps links, times and modes; shares blocks where the file system can. Throws what the system says. */
async function copyTree(from: string, to: string, path: string | undefined): Promise<void> {
  if (process.platform === 'linux') {
    // Ten times as fast as Node's for the hundred thousand small files of a node_modules.
    const argv = ['cp', '-a', '--reflink=auto', '--', from, to] as const;
    const copied = await boundedProcess(argv, { cwd: '/', env: { PATH: path ?? '' }, maxBytes: 10_000, timeoutMs: COPY_TIMEOUT_MS });
    if (copied.exitCode === 0) return;
    // A cp that knows no such options, or a disk that is full: the second way says which.
    await rm(to, { recursive: true, force: true });
  }
  await cp(from, to, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true, mode: constants.COPYFILE_FICLONE });
}

/** Nothing on the way to `path` below `root` is a link: the branch may hold one. */
async function hasPlainWay(root: string, path: string): Promise<boolean> {
  const parts = path.split('/').slice(0, -1);
  for (const [at] of parts.entries()) {
    const found = await lstat(join(root, ...parts.slice(0, at + 1))).catch(() => null);
    if (found !== null && !found.isDirectory()) return false;
  }
  return true;
}

function failure(tried: string, said: unknown): OrchError {
  const text = said instanceof Error ? said.message : String(said);
  return { kind: 'storage', tried: plainText(tried, 300), said: plainText(text, 300), next: 'Mend that, then press r' };
}
