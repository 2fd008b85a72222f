// The TextFiles port on disk: results and the monitor log. Knows nothing of what they say.
import { appendFile, mkdir, readdir, rename, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fail, ok } from '../../model/error.js';
import type { TextFiles } from '../../ports.js';
import { atomicWrite } from './atomic-write.js';
import { storageError } from './storage-error.js';

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
  };
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
