// Where a path that an agent asks for really lies: links followed, so that none leads out of the worktree unseen.
import { lstat, realpath } from 'node:fs/promises';
import { basename, dirname, join, relative, resolve, sep } from 'node:path';

/** `outside` also for the worktree's own git folder, and where it can not be told. `name`: from the top of the worktree, or absolute. */
export async function placeOfPath(
  worktree: string,
  path: string,
): Promise<{ readonly place: 'inside' | 'outside'; readonly name: string }> {
  const absolute = resolve(worktree, path);
  const [top, real] = await Promise.all([realpath(worktree).catch(() => null), realOf(absolute)]);
  if (top === null || real === null) return { place: 'outside', name: absolute };
  const name = relative(top, real);
  const isInside = name !== '' && name !== '..' && !name.startsWith(`..${sep}`) && name.split(sep)[0] !== '.git';
  return isInside ? { place: 'inside', name } : { place: 'outside', name: real };
}

/** With the part that is not there yet as it is written: a file that is about to be made. */
async function realOf(path: string): Promise<string | null> {
  try {
    return await realpath(path);
  } catch (error) {
    const parent = dirname(path);
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || parent === path) return null;
    // It is there and leads to what is not: a write through it would make that, wherever it is.
    if (await isLink(path)) return null;
    const real = await realOf(parent);
    return real === null ? null : join(real, basename(path));
  }
}

async function isLink(path: string): Promise<boolean> {
  return (await lstat(path).catch(() => null))?.isSymbolicLink() === true;
}
