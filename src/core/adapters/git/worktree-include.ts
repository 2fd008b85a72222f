// Copies untracked files of the main checkout (`.env` and the like) that `.worktreeinclude` or `worktree.copy` lists into a new worktree.
// Never tracked ones, never over anything, never through a link out of either tree. Where nothing lists any, nothing is copied.
import { constants } from 'node:fs';
import { copyFile, lstat, mkdir, readlink, symlink } from 'node:fs/promises';
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path';
import type { Result } from '../../model/error.js';
import { fail, ok } from '../../model/error.js';
import type { GitContext } from './git-context.js';
import { expectSuccess, fileError } from './git-error.js';
import { fieldsOf, shown } from './hardened-git.js';

/** More is a pattern that catches a whole build folder. */
const MAX_FILES = 20_000;
const FILE = '.worktreeinclude';

/** What a person should know of files that were not copied. */
export async function copyIncluded(
  context: GitContext,
  { worktree, patterns }: { readonly worktree: string; readonly patterns: readonly string[] },
): Promise<Result<readonly string[]>> {
  const tried = `copy the files of ${patterns.length === 0 ? FILE : `${FILE} and worktree.copy`}`;
  const source = context.top.workTree;
  // A link could make git read any file of the machine as patterns: harmless, but not a list of this repository.
  const list = await lstat(join(source, FILE)).catch(() => null);
  if (list === null && patterns.length === 0) return ok([]);
  const attempt = { tried, next: `Look at ${FILE} in ${shown(source)}${patterns.length === 0 ? '' : ', and at worktree.copy'}.` };
  if (list !== null && !list.isFile()) return fail({ kind: 'repository', tried, said: 'it is not a file', next: attempt.next });
  // Git reads the patterns itself: only these, not .gitignore. Its index says what is tracked.
  const lists = [...(list === null ? [] : [`--exclude-from=${join(source, FILE)}`]), ...patterns.map((pattern) => `--exclude=${pattern}`)];
  const args = ['ls-files', '--others', '--ignored', ...lists, '-z'];
  const listed = expectSuccess(await context.git(context.top, args), attempt);
  if (!listed.ok) return listed;
  // Names that are not UTF-8 can not be told to Node; nested repositories end in a slash.
  const paths = fieldsOf(listed.value).filter((path) => !path.endsWith('/') && !path.includes('\ufffd'));
  if (paths.length > MAX_FILES || listed.value.truncated) {
    const said = `its patterns match more than ${MAX_FILES} files`;
    return fail({
      kind: 'repository',
      tried,
      said,
      next: `Narrow the patterns in ${FILE}${patterns.length === 0 ? '' : ' or worktree.copy'}.`,
    });
  }
  const notes: string[] = [];
  for (const path of paths) {
    try {
      const problem = await copyOne(source, worktree, path);
      if (problem !== null) notes.push(`not copied: ${shown(path)} (${problem})`);
    } catch (error) {
      return fail(fileError(error, { tried: `${tried}: ${shown(path)}`, next: attempt.next }));
    }
  }
  return ok(notes.length > 10 ? [...notes.slice(0, 10), `and ${notes.length - 10} more files were not copied`] : notes);
}

/** Null when it was copied, else why not. */
async function copyOne(source: string, worktree: string, path: string): Promise<string | null> {
  const [from, to] = [join(source, path), join(worktree, path)];
  const found = await lstat(from);
  if (!(await isPlainBelow(worktree, dirname(path)))) return 'a link is in the way';
  if ((await lstat(to).catch(() => null)) !== null) return 'the branch has a file of that name';
  if (found.isSymbolicLink()) {
    const target = await readlink(from);
    if (!staysInside(source, from, target)) return 'it is a link out of the checkout';
    await mkdir(dirname(to), { recursive: true });
    await symlink(target, to);
    return null;
  }
  if (!found.isFile()) return 'it is not a file';
  await mkdir(dirname(to), { recursive: true });
  // Also keeps the mode: a private file stays private. Shares its blocks where the file system can.
  await copyFile(from, to, constants.COPYFILE_EXCL | constants.COPYFILE_FICLONE);
  return null;
}

/** No part of `folder` below `root` is anything but a real folder (or not there yet): the branch may hold a link of that name. */
export async function isPlainBelow(root: string, folder: string): Promise<boolean> {
  let path = root;
  for (const part of folder === '.' ? [] : folder.split(sep)) {
    path = join(path, part);
    const found = await lstat(path).catch(() => null);
    if (found !== null && !found.isDirectory()) return false;
  }
  return true;
}

function staysInside(root: string, link: string, target: string): boolean {
  // An absolute link would lead from the worktree back into the main checkout.
  if (isAbsolute(target)) return false;
  const way = relative(root, resolve(dirname(link), target));
  return way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way);
}
