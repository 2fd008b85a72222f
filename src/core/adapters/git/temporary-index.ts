// A copy of a checkout's index for looking and saving without touching the real one. Removed in every case.
import { constants } from 'node:fs';
import { copyFile, mkdir, mkdtemp, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import type { Result } from '../../model/error.js';
import { fail } from '../../model/error.js';
import type { GitContext } from './git-context.js';
import { fileError } from './git-error.js';
import type { GitPlace } from './hardened-git.js';

/** Calls `use` with the variables that make git work on the copy. */
export async function withTemporaryIndex<Value>(
  context: GitContext,
  place: GitPlace,
  tried: string,
  use: (env: Readonly<Record<string, string>>) => Promise<Result<Value>>,
): Promise<Result<Value>> {
  return withTemporaryFolder(context, tried, async (folder) => {
    const index = join(folder, 'index');
    try {
      const original = join(place.gitDir, 'index');
      const { atime, mtime } = await stat(original);
      // The file times in it spare git from reading every file again.
      await copyFile(original, index, constants.COPYFILE_FICLONE);
      // Git reads again what changed in the second in which the index was written: a younger copy would hide such a change.
      await utimes(index, atime, mtime);
    } catch (error) {
      const isMissing = error instanceof Error && 'code' in error && error.code === 'ENOENT';
      // A checkout without an index is one whose files are all untracked; git makes the copy.
      if (!isMissing) return fail(fileError(error, { tried, next: 'Check the disk, then try again.' }));
    }
    return use({ GIT_INDEX_FILE: index });
  });
}

/** A folder only we can read, removed afterwards. */
export async function withTemporaryFolder<Value>(
  context: GitContext,
  tried: string,
  use: (folder: string) => Promise<Result<Value>>,
): Promise<Result<Value>> {
  let folder: string;
  try {
    await mkdir(context.temporary, { recursive: true, mode: 0o700 });
    folder = await mkdtemp(join(context.temporary, 'git-'));
  } catch (error) {
    return fail(fileError(error, { tried, next: 'Check the state folder, then try again.' }));
  }
  try {
    return await use(folder);
  } finally {
    // What is left is swept with the state folder's temporary files; the result stands either way.
    await rm(folder, { recursive: true, force: true }).catch(() => {});
  }
}
