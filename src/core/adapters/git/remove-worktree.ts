// Removes an agent's worktree without losing work (decision 21), in this order: rescue ref, note, folder to the trash, git's record of it, and last the branch.
// Ended at any point, everything is still somewhere.
import { cp, lstat, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Result } from '../../model/error.js';
import { fail, ok } from '../../model/error.js';
import type { Rescue } from '../../model/repository.js';
import type { Repository } from '../../ports/repository.js';
import type { GitContext } from './git-context.js';
import { type Attempt, fileError } from './git-error.js';
import { shown } from './hardened-git.js';
import { isCommitMerged } from './is-merged.js';
import { commitOf, deleteBranch, isOurs } from './made-branch.js';
import { holdingsOf, rescue, rescueBranch, rescueRef } from './rescue.js';
import { isLabel, labelOf, pathsOf, removeNote, writeNote } from './trash-entry.js';
import { type Checkout, dropAdministration, listCheckouts, realPathOf } from './worktree-place.js';

type Remove = Repository['removeWorktree'];
type Order = Parameters<Remove>[0];

export async function removeWorktree(context: GitContext, order: Order): ReturnType<Remove> {
  const tried = `remove the worktree ${shown(order.worktree)}`;
  const attempt: Attempt = { tried, next: 'Nothing was removed. Look at what is said, then try again.' };
  if (!isLabel(order.name))
    return fail({ kind: 'usage', tried, said: `${shown(order.name)} is no agent name`, next: 'Use the name in the list.' });
  const looked = await look(context, order, tried);
  if (!looked.ok) return looked;
  const { path, checkout, isThere } = looked.value;
  const label = await freeLabel(context, order);
  const saved =
    checkout === null || !isThere
      ? await rescueBranch(context, { ...order, label, tried })
      : await rescue(context, { ...order, place: checkout.place, label, tried });
  if (!saved.ok) return saved;
  if (isThere) {
    await order.beforeMove?.();
    const moved = await moveToTrash({ order, path, checkout, attempt }, { label, ...saved.value });
    if (!moved.ok) return moved;
  }
  await dropAdministration(context, path);
  if (order.branchAfter !== 'keep') await dropBranch(context, { order, rescued: saved.value.ref, attempt });
  return ok(answer({ label, ref: saved.value.ref, isThere, order }));
}

export async function hasUnsavedWork(
  context: GitContext,
  order: Parameters<Repository['hasUnsavedWork']>[0],
): ReturnType<Repository['hasUnsavedWork']> {
  const tried = `look for unsaved work in ${shown(order.worktree)}`;
  const looked = await look(context, order, tried);
  if (!looked.ok) return looked;
  const { checkout, isThere } = looked.value;
  const attempt: Attempt = { tried, next: 'Look at git status in the worktree.' };
  if (checkout !== null && isThere) {
    const holdings = await holdingsOf(context, { ...order, place: checkout.place, tried }, attempt);
    return holdings.ok ? ok(holdings.value.isDirty || !holdings.value.isMerged) : holdings;
  }
  const tip = await commitOf(context, `refs/heads/${order.branch}`);
  // A folder git knows nothing of: nobody can tell, so it counts as work.
  if (isThere) return ok(true);
  if (tip === null) return ok(false);
  const merged = await isCommitMerged(context, tip, order.base);
  return merged.ok ? ok(!merged.value) : merged;
}

interface Look {
  readonly path: string;
  /** Git's record of it, or null when git has none. */
  readonly checkout: Checkout | null;
  readonly isThere: boolean;
}

async function look(context: GitContext, order: { readonly worktree: string }, tried: string): Promise<Result<Look>> {
  const checkouts = await listCheckouts(context, tried);
  if (!checkouts.ok) return checkouts;
  const path = await realPathOf(order.worktree);
  const checkout = checkouts.value.find((one) => one.path === path) ?? null;
  if (path === context.top.workTree || path === context.mainCheckout) {
    return fail({ kind: 'usage', tried, said: 'that is the checkout of a person', next: 'Name the worktree of an agent.' });
  }
  if (checkout !== null && checkout.locked !== null) {
    const said = `it is locked${checkout.locked === '' ? '' : `: ${shown(checkout.locked)}`}`;
    return fail({ kind: 'git', tried, said, next: `Run git worktree unlock ${shown(path)}, then try again.` });
  }
  const found = await lstat(path).catch(() => null);
  if (found !== null && !found.isDirectory()) {
    return fail({ kind: 'git', tried, said: 'it is not a folder', next: 'Move it away, then try again.' });
  }
  return ok({ path, checkout, isThere: found !== null });
}

/** Free as a rescue ref and in the trash: two removals may fall into one second. */
async function freeLabel(context: GitContext, order: Order): Promise<string> {
  for (let number = 1; ; number += 1) {
    const label = `${labelOf(order.name, order.at)}${number === 1 ? '' : `-${number}`}`;
    const isTaken = (await lstat(pathsOf(order.trash, label).folder).catch(() => null)) !== null;
    if (!isTaken && (await commitOf(context, rescueRef(label))) === null) return label;
  }
}

interface Moving {
  readonly order: Order;
  readonly path: string;
  readonly checkout: Checkout | null;
  readonly attempt: Attempt;
}

async function moveToTrash(
  { order, path, checkout, attempt }: Moving,
  saved: { readonly label: string; readonly ref: string | null; readonly head: string | null; readonly index: string | null },
): Promise<Result<void>> {
  const { label, ref, head, index } = saved;
  const { folder, modules } = pathsOf(order.trash, label);
  try {
    await writeNote(order.trash, { version: 1, label, name: order.name, at: order.at, branch: order.branch, head, index, rescueRef: ref });
    if (checkout !== null) await saveModules(checkout, modules);
    await rename(path, folder);
    return ok(undefined);
  } catch (error) {
    // The worktree is where it was; only our own notes go.
    await removeNote(order.trash, label).catch(() => {});
    await rm(modules, { recursive: true, force: true }).catch(() => {});
    return fail(fileError(error, attempt));
  }
}

/** Commits made inside submodules are in git's record of the worktree, which goes. A copy: the move of the folder may still fail. */
async function saveModules({ place }: Checkout, to: string): Promise<void> {
  const from = join(place.gitDir, 'modules');
  if ((await lstat(from).catch(() => null)) === null) return;
  await cp(from, to, { recursive: true, verbatimSymlinks: true, errorOnExist: true, force: false });
}

/** Only a branch of ours, checked out nowhere, whose commits are in the base or the rescue ref. What fails here leaves a branch too many. */
async function dropBranch(
  context: GitContext,
  { order, rescued, attempt }: { readonly order: Order; readonly rescued: string | null; readonly attempt: Attempt },
): Promise<void> {
  const tip = await commitOf(context, `refs/heads/${order.branch}`);
  if (tip === null || !(await isOurs(context, order.branch))) return;
  const checkouts = await listCheckouts(context, attempt.tried);
  if (!checkouts.ok || checkouts.value.some((checkout) => checkout.branch === order.branch)) return;
  const kept = rescued === null ? await isCommitMerged(context, tip, order.base) : ok(await isReachable(context, tip, rescued));
  if (kept.ok && kept.value) await deleteBranch(context, { branch: order.branch, tip, attempt });
}

async function isReachable(context: GitContext, commit: string, from: string): Promise<boolean> {
  const found = await context.git(context.refs, ['merge-base', '--is-ancestor', commit, from]);
  return found.kind === 'ended' && found.exitCode === 0;
}

function answer(end: { readonly label: string; readonly ref: string | null; readonly isThere: boolean; readonly order: Order }): Rescue {
  const { label, ref, isThere, order } = end;
  if (isThere) return { ref, trash: pathsOf(order.trash, label).folder, restore: `orch-tui trash restore ${label}` };
  return { ref, trash: null, restore: ref === null ? null : `git branch ${order.branch} ${ref}` };
}
