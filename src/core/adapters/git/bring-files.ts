// What a checkout of ours gets of the person's: copies of untracked files, and links to folders. A link is made only where git does not see
// it: a pattern such as `cache/` holds for folders alone, and what agents or we add would then have the link in it.
import { lstat, mkdir, realpath, symlink, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Result } from '../../model/error.js';
import { ok } from '../../model/error.js';
import { pathBelow } from '../../model/path-below.js';
import type { Bring } from '../../model/repository.js';
import type { Repository } from '../../ports/repository.js';
import type { GitContext } from './git-context.js';
import { type Attempt, expectSuccess, fileError } from './git-error.js';
import { fieldsOf, type GitPlace, shown } from './hardened-git.js';
import { copyIncluded, isPlainBelow } from './worktree-include.js';
import { findWorktree } from './worktree-place.js';

/** Literal names: a folder called `a*` is that folder. */
const LITERALLY = { env: { GIT_LITERAL_PATHSPECS: '1' } };

/** What a person should know of what was left out. */
export async function bringFiles(
  context: GitContext,
  { worktree, bring }: { readonly worktree: string; readonly bring: Bring },
): Promise<Result<readonly string[]>> {
  const copied = await copyIncluded(context, { worktree, patterns: bring.copy });
  if (!copied.ok || bring.link.length === 0) return copied;
  const tried = `link folders into ${shown(worktree)}`;
  const found = await findWorktree(context, worktree, tried);
  if (!found.ok) return found;
  const notes = [...copied.value];
  for (const folder of bring.link) {
    const problem = await linkOne(context, { place: found.value.place, worktree, folder, tried });
    if (!problem.ok) return problem;
    if (problem.value !== null) notes.push(`not linked: ${shown(folder)} (${problem.value})`);
  }
  return ok(notes);
}

interface Link {
  readonly place: GitPlace;
  readonly worktree: string;
  readonly folder: string;
  readonly tried: string;
}

/** Null when it was linked, else why not. */
async function linkOne(context: GitContext, { place, worktree, folder, tried }: Link): Promise<Result<string | null>> {
  const attempt = { tried: `${tried}: ${shown(folder)}`, next: 'Look at worktree.link of the configuration.' };
  const path = pathBelow(folder);
  if (path === null) return ok('it is no folder inside the checkout');
  const source = context.top.workTree;
  const [from, to] = [join(source, path), join(worktree, path)];
  const isFolder = (await lstat(from).catch(() => null))?.isDirectory() ?? false;
  if (!isFolder || !(await isPlainBelow(source, dirname(path)))) return ok('the checkout has no such folder');
  for (const side of [context.top, place]) {
    const tracked = await lists(context, side, { args: ['--cached'], path, attempt });
    if (!tracked.ok) return tracked;
    if (tracked.value) return ok('git has files of it');
  }
  if (!(await isPlainBelow(worktree, dirname(path)))) return ok('a link is in the way');
  if ((await lstat(to).catch(() => null)) !== null) return ok('something is there already');
  try {
    await mkdir(dirname(to), { recursive: true });
    await symlink(await realpath(from), to);
    const seen = await lists(context, place, { args: UNTRACKED, path, attempt });
    if (seen.ok && !seen.value) return ok(null);
    await unlink(to);
    return seen.ok ? ok(`git would see the link: write it as /${shown(path)}, without a slash at its end, in .gitignore`) : seen;
  } catch (error) {
    return { ok: false, error: fileError(error, attempt) };
  }
}

/** What git has of `folder`, tracked or not; what it ignores is nothing. */
export async function heldIn(
  context: GitContext,
  { worktree, folder }: Parameters<Repository['heldIn']>[0],
): ReturnType<Repository['heldIn']> {
  const attempt = { tried: `look what git has of ${shown(folder)}`, next: 'Look at git status in the worktree.' };
  const found = await findWorktree(context, worktree, attempt.tried);
  if (!found.ok) return found;
  const { place } = found.value;
  const tracked = await lists(context, place, { args: ['--cached'], path: folder, attempt });
  if (!tracked.ok) return tracked;
  if (tracked.value) return ok('tracked');
  const seen = await lists(context, place, { args: UNTRACKED, path: folder, attempt });
  return seen.ok ? ok(seen.value ? 'untracked' : 'nothing') : seen;
}

const UNTRACKED = ['--others', '--exclude-standard', '--directory', '--no-empty-directory'];

interface Listing {
  readonly args: readonly string[];
  readonly path: string;
  readonly attempt: Attempt;
}

async function lists(context: GitContext, place: GitPlace, { args, path, attempt }: Listing): Promise<Result<boolean>> {
  const listed = expectSuccess(await context.git(place, ['ls-files', ...args, '-z', '--', path], LITERALLY), attempt);
  return listed.ok ? ok(fieldsOf(listed.value).length > 0) : listed;
}
