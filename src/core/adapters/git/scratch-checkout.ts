// A commit in a worktree of its own with no branch checked out, for a merge or a check: removed in every case.
import { lstat, mkdir, readdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Result } from '../../model/error.js';
import { fail, ok } from '../../model/error.js';
import type { GitContext } from './git-context.js';
import { expectSuccess, fileError } from './git-error.js';
import { type GitPlace, shown } from './hardened-git.js';
import { dropAdministration, findWorktree, listCheckouts, realPathOf } from './worktree-place.js';

export interface ScratchCheckout {
  /** A folder of ours for this alone. */
  readonly path: string;
  readonly commit: string;
  readonly tried: string;
}

/** Gives `use` the checkout and its path. */
export async function inScratchCheckout<Value>(
  context: GitContext,
  order: ScratchCheckout,
  use: (place: GitPlace, path: string) => Promise<Result<Value>>,
): Promise<Result<Value>> {
  const next = 'Look at the folder git names, then try again.';
  const ready = await prepare(context, order);
  if (!ready.ok) return ready;
  const path = ready.value;
  try {
    const added = await context.git(context.refs, ['worktree', 'add', '--quiet', '--detach', '--', path, order.commit]);
    const success = expectSuccess(added, { tried: order.tried, next });
    if (!success.ok) return success;
    const found = await findWorktree(context, path, order.tried);
    return found.ok ? await use(found.value.place, path) : found;
  } finally {
    await removeScratch(context, path);
  }
}

/** A free path; what an ended host left of an earlier merge there is taken away first. */
async function prepare(context: GitContext, { path: wanted, tried }: ScratchCheckout): Promise<Result<string>> {
  try {
    await mkdir(dirname(wanted), { recursive: true, mode: 0o700 });
  } catch (error) {
    return fail(fileError(error, { tried, next: 'Check the state folder, then try again.' }));
  }
  const path = await realPathOf(wanted);
  const checkouts = await listCheckouts(context, tried);
  if (!checkouts.ok) return checkouts;
  const left = checkouts.value.find((checkout) => checkout.path === path);
  if (left === undefined) {
    if ((await lstat(path).catch(() => null)) === null) return ok(path);
    const said = `${shown(path)} exists, and is no worktree of an earlier merge`;
    return fail({ kind: 'storage', tried, said, next: 'Move it away, then try again.' });
  }
  if (left.branch !== null) {
    const said = `${shown(path)} is a worktree with ${shown(left.branch)} checked out`;
    return fail({ kind: 'git', tried, said, next: 'Remove it with git worktree remove, then try again.' });
  }
  await removeScratch(context, path);
  return ok(path);
}

/** What a host that was killed left of merges and checks: copies of commits, which nobody works in. */
export async function clearScratch(context: GitContext, folder: string): Promise<void> {
  const left = await readdir(folder).catch(() => []);
  for (const name of left) {
    const path = await realPathOf(join(folder, name));
    const checkouts = await listCheckouts(context, 'remove what a host has left');
    const held = checkouts.ok && checkouts.value.find((checkout) => checkout.path === path);
    // One with a branch is no scratch worktree of ours, whatever it does there.
    if (held !== false && held?.branch == null) await removeScratch(context, path);
  }
}

async function removeScratch(context: GitContext, path: string): Promise<void> {
  // Twice forced: also when it is locked, which nobody but us has a reason to do.
  await context.git(context.refs, ['worktree', 'remove', '--force', '--force', '--', path]);
  // After a failed `add` git knows nothing of the folder any more; it holds nothing but a copy of commits.
  await rm(path, { recursive: true, force: true }).catch(() => {});
  await dropAdministration(context, path);
}
