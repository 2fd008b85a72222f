// Files in which tasks end, taken out of worktrees. What an agent left there is not trusted: no link is followed, no size believed.
import { constants } from 'node:fs';
import { lstat, mkdir, open, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ARTIFACT_FOLDER } from '../model/agent.js';
import { fail, type OrchError, ok, type Result } from '../model/error.js';
import type { Artifacts } from '../ports.js';
import { storageError } from './storage/storage-error.js';

/** Larger than any text a person reads, and than any model takes. */
const MAX_BYTES = 8 * 1024 * 1024;
/** Of its beginning, as text: enough for a verdict and for those who are told of it. */
const HEAD_BYTES = 64 * 1024;

export function createArtifactFiles(): Artifacts {
  return {
    async prepare(worktree) {
      // Whatever is in the way there is told when the file is taken.
      await mkdir(join(worktree, ARTIFACT_FOLDER)).catch(() => undefined);
    },
    async take({ worktree, name, folder }) {
      const tried = `take the file ${name}`;
      const holder = join(worktree, ARTIFACT_FOLDER);
      // The folder itself may be a link of the agent's.
      const isFolder = await lstat(holder).then(
        (found) => found.isDirectory(),
        () => false,
      );
      if (!isFolder) return fail(missing(tried));
      const bytes = await contentOf(join(holder, name), MAX_BYTES, tried);
      if (!bytes.ok) return bytes;
      if (bytes.value.subarray(0, HEAD_BYTES).toString('utf8').trim() === '') return fail(missing(tried));
      const path = join(folder, name);
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 });
        // Bytes as they are: it may be a picture.
        await writeFile(`${path}.tmp`, bytes.value, { mode: 0o600 });
        await setAside(path);
        await rename(`${path}.tmp`, path);
      } catch (error) {
        return fail(storageError(`write ${path}`, error));
      }
      return ok({ path, text: bytes.value.subarray(0, HEAD_BYTES).toString('utf8') });
    },
    async read(path) {
      const bytes = await contentOf(path, MAX_BYTES, `read ${path}`);
      return bytes.ok ? ok(bytes.value.subarray(0, HEAD_BYTES).toString('utf8')) : bytes;
    },
  };
}

/** An earlier one of that name was somebody's work, or the evidence of an earlier look: it is kept as `NAME.1`, `NAME.2`, ... */
async function setAside(path: string): Promise<void> {
  if ((await lstat(path).catch(() => null)) === null) return;
  for (let number = 1; ; number += 1) {
    if ((await lstat(`${path}.${number}`).catch(() => null)) !== null) continue;
    return rename(path, `${path}.${number}`);
  }
}

async function contentOf(path: string, maxBytes: number, tried: string): Promise<Result<Buffer>> {
  let file: Awaited<ReturnType<typeof open>>;
  try {
    // A pipe must not hold the host up.
    file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return fail(missing(tried));
    return fail(code === 'ELOOP' ? refused(tried, 'it is a link') : storageError(tried, error));
  }
  try {
    const found = await file.stat();
    if (!found.isFile()) return fail(refused(tried, 'it is no file'));
    if (found.size > maxBytes) return fail(refused(tried, `it has ${found.size} bytes, and at most ${maxBytes} are taken`));
    return ok(await file.readFile());
  } catch (error) {
    return fail(storageError(tried, error));
  } finally {
    await file.close();
  }
}

function missing(tried: string): OrchError {
  return { kind: 'not-found', tried, said: 'it is missing or empty', next: 'Let the agent go on' };
}

function refused(tried: string, said: string): OrchError {
  return { kind: 'storage', tried, said, next: 'Look at it in the worktree, and let the agent write it anew' };
}
