// Where the checkouts of the repository are and what they have on: git's own list, tied to their folders under the common directory.
import { readdir, readFile, realpath, rm, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import type { OrchError, Result } from '../../model/error.js';
import { fail, ok } from '../../model/error.js';
import type { GitContext } from './git-context.js';
import { expectSuccess } from './git-error.js';
import type { GitPlace } from './hardened-git.js';
import { shown } from './hardened-git.js';

export interface Checkout {
  readonly path: string;
  readonly place: GitPlace;
  /** Without refs/heads/; null when detached. */
  readonly branch: string | null;
  /** Reason of `git worktree lock`, possibly empty; null when it is not locked. */
  readonly locked: string | null;
  /** Its folder is there. */
  readonly exists: boolean;
}

/** All checkouts, the main one first where there is one. */
export async function listCheckouts(context: GitContext, tried: string): Promise<Result<readonly Checkout[]>> {
  const next = 'Look at git worktree list.';
  const listed = expectSuccess(await context.git(context.refs, ['worktree', 'list', '--porcelain', '-z']), { tried, next });
  if (!listed.ok) return listed;
  const administration = await administrationFolders(context.refs.commonDir);
  const checkouts: Checkout[] = [];
  // A record is a list of fields; an empty field ends it.
  for (const record of listed.value.stdout.toString('utf8').split('\0\0')) {
    const fields = new Map(record.split('\0').map((line) => [line.split(' ', 1)[0] ?? '', line.slice(line.indexOf(' ') + 1)]));
    const path = fields.get('worktree');
    if (path === undefined || fields.has('bare')) continue;
    const gitDir = administration.get(path);
    const isMain = checkouts.length === 0 && gitDir === undefined;
    // With a separate git directory git does not know the main checkout's folder, but the person who asked from there did.
    const workTree = isMain ? (context.mainCheckout ?? path) : path;
    const branch = fields.get('branch');
    checkouts.push({
      path: workTree,
      place: { gitDir: gitDir ?? context.refs.commonDir, commonDir: context.refs.commonDir, workTree },
      branch: branch === undefined ? null : branch.replace(/^refs\/heads\//u, ''),
      locked: fields.has('locked') ? (fields.get('locked') === 'locked' ? '' : (fields.get('locked') ?? '')) : null,
      exists: await isFolder(workTree),
    });
  }
  return ok(checkouts);
}

/** The linked worktree at `path`; also one whose folder was deleted by hand. */
export async function findWorktree(context: GitContext, path: string, tried: string): Promise<Result<Checkout>> {
  const checkouts = await listCheckouts(context, tried);
  if (!checkouts.ok) return checkouts;
  const real = await realPathOf(path);
  const found = checkouts.value.find((checkout) => checkout.path === real && checkout.place.gitDir !== context.refs.commonDir);
  return found === undefined ? fail(notAWorktree(path, tried)) : ok(found);
}

/** Where the linked worktree at `path` is administered, as its files tell it: no process, and no turn to wait for. */
export async function placeOfWorktree(
  context: GitContext,
  path: string,
  tried: string,
): Promise<Result<GitPlace & { readonly workTree: string }>> {
  const workTree = await realPathOf(path);
  const gitDir = (await administrationFolders(context.refs.commonDir)).get(workTree);
  return gitDir === undefined ? fail(notAWorktree(path, tried)) : ok({ gitDir, commonDir: context.refs.commonDir, workTree });
}

function notAWorktree(path: string, tried: string): OrchError {
  return {
    kind: 'not-found',
    tried,
    said: `${shown(path)} is not a worktree of this repository`,
    next: 'Look at git worktree list; if it was moved, run git worktree repair in it.',
  };
}

/** As git writes paths down: links resolved, the last part maybe not there any more. */
export async function realPathOf(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch {
    try {
      return join(await realpath(dirname(path)), basename(path));
    } catch {
      // Not even the folder above: nothing can match it, which is the answer.
      return path;
    }
  }
}

/** Branch that an unfinished rebase or bisect of this checkout will write to when it ends, or null. */
export async function branchInProgress(place: GitPlace): Promise<string | null> {
  for (const name of ['rebase-merge/head-name', 'rebase-apply/head-name', 'BISECT_START']) {
    try {
      return (await readFile(join(place.gitDir, name), 'utf8')).trim().replace(/^refs\/heads\//u, '');
    } catch {
      // The file is there only while such an operation runs.
    }
  }
  return null;
}

/** Checkout folder to its folder under `worktrees/`, as git itself has written it down. */
export async function administrationFolders(commonDir: string): Promise<ReadonlyMap<string, string>> {
  const folders = new Map<string, string>();
  const root = join(commonDir, 'worktrees');
  const names = await readdir(root).catch(() => []);
  for (const name of names) {
    const file = await readFile(join(root, name, 'gitdir'), 'utf8').catch(() => null);
    if (file !== null) folders.set(file.replace(/\n$/u, '').replace(/\/\.git$/u, ''), join(root, name));
  }
  return folders;
}

async function isFolder(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null))?.isDirectory() ?? false;
}

/**
 * Forgets a worktree whose folder is gone. Not `git worktree prune`, which would also forget a person's worktree on a disk that is not mounted,
 * and not `git worktree remove`, which would delete a folder that came back at that path.
 */
export async function dropAdministration(context: GitContext, path: string): Promise<void> {
  const folder = (await administrationFolders(context.refs.commonDir)).get(path);
  if (folder !== undefined && !(await isFolder(path))) await rm(folder, { recursive: true, force: true }).catch(() => {});
}
