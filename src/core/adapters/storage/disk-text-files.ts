// The TextFiles port on disk: results, the monitor log, workspaces. Knows nothing of what they say.
import { constants } from 'node:fs';
import { appendFile, lstat, mkdir, open, readdir, rename, stat, symlink, unlink } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fail, ok } from '../../model/error.js';
import type { TextFiles } from '../../ports.js';
import { atomicWrite } from './atomic-write.js';
import { appendToArray } from './json-array-file.js';
import { codeOf, storageError } from './storage-error.js';

export function createDiskTextFiles(): TextFiles {
  return {
    async exists(path) {
      return (await sizeOf(path)) !== null;
    },
    async list(folder) {
      // Not there, or not readable: nothing in it that could be told of.
      return readdir(folder).catch(() => []);
    },
    async write(path, text) {
      try {
        await atomicWrite(path, text);
        return ok(undefined);
      } catch (error) {
        return fail(storageError(`write ${path}`, error));
      }
    },
    async append(path, text, maxBytes) {
      try {
        await mkdir(dirname(path), { recursive: true, mode: 0o700 });
        if (((await sizeOf(path)) ?? 0) + Buffer.byteLength(text) > maxBytes) await setAside(path);
        await appendFile(path, text, { mode: 0o600 });
        return ok(undefined);
      } catch (error) {
        return fail(storageError(`write ${path}`, error));
      }
    },
    async readEnd(path, maxBytes) {
      try {
        return ok(await endOf(path, maxBytes));
      } catch (error) {
        return codeOf(error) === 'ENOENT' ? ok(null) : fail(storageError(`read ${path}`, error));
      }
    },
    async appendEntries(path, entries, maxBytes) {
      try {
        await appendToArray(path, entries, maxBytes);
        return ok(undefined);
      } catch (error) {
        return fail(storageError(`write ${path}`, error));
      }
    },
    async link(path, target) {
      try {
        const there = await lstat(path).catch(() => null);
        if (there !== null && !there.isSymbolicLink()) return ok(undefined);
        if (there !== null) await unlink(path);
        if (target === null) return ok(undefined);
        await mkdir(dirname(path), { recursive: true, mode: 0o700 });
        await symlink(target, path);
        return ok(undefined);
      } catch (error) {
        return fail(storageError(`link ${path}`, error));
      }
    },
  };
}

async function endOf(path: string, maxBytes: number): Promise<string> {
  // A pipe that an agent has put there must not hold the host up: it has no size.
  const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
  try {
    const { size } = await file.stat();
    const bytes = Buffer.alloc(Math.min(size, maxBytes));
    await file.read(bytes, 0, bytes.length, size - bytes.length);
    return bytes.toString('utf8');
  } finally {
    await file.close();
  }
}

async function sizeOf(path: string): Promise<number | null> {
  return stat(path).then(
    ({ size }) => size,
    () => null,
  );
}

async function setAside(path: string): Promise<void> {
  if ((await sizeOf(path)) !== null) await rename(path, `${path}.1`);
}
