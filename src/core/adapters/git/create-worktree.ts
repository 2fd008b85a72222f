// Makes an agent's worktree on a new branch, whole or not at all: on failure neither branch, nor folder, nor a trace in git is left.
import { lstat, mkdir, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Result } from '../../model/error.js';
import { fail, ok } from '../../model/error.js';
import type { Bring } from '../../model/repository.js';
import type { Repository } from '../../ports/repository.js';
import { listBranches, resolveBase } from './base-branch.js';
import { bringFiles } from './bring-files.js';
import type { GitContext } from './git-context.js';
import { type Attempt, expectSuccess, fileError } from './git-error.js';
import { shown } from './hardened-git.js';
import { deleteBranch, makeBranch } from './made-branch.js';
import { dropAdministration, realPathOf } from './worktree-place.js';

type Create = Repository['createWorktree'];

const NOTHING: Bring = { copy: [], link: [] };

export async function createWorktree(context: GitContext, order: Parameters<Create>[0]): ReturnType<Create> {
  const tried = `make the worktree ${shown(order.path)} from ${shown(order.base)}`;
  const attempt: Attempt = { tried, next: 'Look at what git says, then try again.' };
  const watched = await context.guard.check('programs', context.refs, tried);
  if (!watched.ok) return watched;
  const base = await resolveBase(context, order.base);
  if (!base.ok) return base;
  const chosen = await chooseBranch(context, order, attempt);
  if (!chosen.ok) return chosen;
  const path = await prepareFolder(order.path, attempt);
  if (!path.ok) return path;
  const branch = chosen.value.name;
  const made = await makeBranch(context, { branch, commit: base.value, attempt });
  if (!made.ok) return made;
  const filled = await fill(context, { path: path.value, branch, bring: order.bring ?? NOTHING, attempt });
  if (!filled.ok) {
    await undo(context, { path: path.value, branch, commit: base.value, attempt });
    return filled;
  }
  return ok({ branch, worktree: path.value, baseCommit: base.value, notes: [...chosen.value.notes, ...filled.value] });
}

async function fill(
  context: GitContext,
  { path, branch, bring, attempt }: { readonly path: string; readonly branch: string; readonly bring: Bring; readonly attempt: Attempt },
): Promise<Result<readonly string[]>> {
  const added = expectSuccess(await context.git(context.refs, ['worktree', 'add', '--quiet', '--', path, branch]), attempt);
  return added.ok ? bringFiles(context, { worktree: path, bring }) : added;
}

/** `orch/x` can not exist beside a branch called `orch`: git keeps branches like files in folders. */
async function chooseBranch(
  context: GitContext,
  order: Parameters<Create>[0],
  { tried }: Attempt,
): Promise<Result<{ readonly name: string; readonly notes: readonly string[] }>> {
  const listed = await listBranches(context);
  if (!listed.ok) return listed;
  const names = new Set(listed.value);
  const parts = order.branch.split('/');
  const above = parts.slice(1).map((_part, index) => parts.slice(0, index + 1).join('/'));
  const blocking = above.find((name) => names.has(name));
  const name = blocking === undefined ? order.branch : order.fallbackBranch;
  if (names.has(name)) {
    const said = `the branch ${shown(name)} exists already`;
    return fail({ kind: 'usage', tried, said, next: 'Choose another name.' });
  }
  if (blocking === undefined) return ok({ name, notes: [] });
  return ok({ name, notes: [`the branch is ${name}: your branch ${shown(blocking)} leaves no room for ${order.branch}`] });
}

/** The folder above exists, the path itself does not; answers the path as git will write it down. */
async function prepareFolder(path: string, attempt: Attempt): Promise<Result<string>> {
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  } catch (error) {
    return fail(fileError(error, attempt));
  }
  if ((await lstat(path).catch(() => null)) === null) return ok(await realPathOf(path));
  return fail({
    kind: 'repository',
    tried: attempt.tried,
    said: 'something is there already',
    next: 'Choose another name, or move it away.',
  });
}

async function undo(
  context: GitContext,
  order: { readonly path: string; readonly branch: string; readonly commit: string; readonly attempt: Attempt },
): Promise<void> {
  // The path was free a moment ago, and nobody works in it yet. What can not be removed is named by the error that led here.
  await rm(order.path, { recursive: true, force: true }).catch(() => {});
  await dropAdministration(context, order.path);
  await deleteBranch(context, { branch: order.branch, tip: order.commit, attempt: order.attempt });
}
