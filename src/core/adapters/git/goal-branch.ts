// The branch of a planned goal: made once, looked at, and checked out for a moment to be verified.
import type { OrchError, Result } from '../../model/error.js';
import { fail, ok } from '../../model/error.js';
import type { Repository } from '../../ports/repository.js';
import { resolveBase } from './base-branch.js';
import type { GitContext } from './git-context.js';
import { expectSuccess } from './git-error.js';
import { fieldsOf, shown } from './hardened-git.js';
import { isCommitMerged } from './is-merged.js';
import { commitOf, deleteBranch, isOurs, makeBranch } from './made-branch.js';
import { inScratchCheckout } from './scratch-checkout.js';
import { listCheckouts } from './worktree-place.js';

/** Made from the base unless it is there: it is ours by its mark, and the goal remembers its name. One that was deleted is made from what it held. */
export async function ensureBranch(
  context: GitContext,
  { branch, base, held }: Parameters<Repository['ensureBranch']>[0],
): ReturnType<Repository['ensureBranch']> {
  const attempt = { tried: `make the branch ${shown(branch)}`, next: 'Look at what git says, then try again.' };
  const there = await commitOf(context, `refs/heads/${branch}`);
  if (there !== null && !(await isOurs(context, branch))) return fail(notOurs(branch, attempt.tried));
  if (there !== null) return ok({ commit: there });
  const commit = held === null ? await resolveBase(context, base) : await heldCommit(context, held, attempt.tried);
  if (!commit.ok) return commit;
  const made = await makeBranch(context, { branch, commit: commit.value, attempt });
  return made.ok ? ok({ commit: commit.value }) : made;
}

function notOurs(branch: string, tried: string): OrchError {
  const said = 'a branch of that name is there that was not made for this goal';
  return { kind: 'conflict', tried, said, next: `Rename it with git branch -m ${shown(branch)} OTHER, then resume the goal.` };
}

/** Of work that was merged into a branch that is gone. */
async function heldCommit(context: GitContext, held: string, tried: string): Promise<Result<string>> {
  const commit = await commitOf(context, held);
  if (commit !== null) return ok(commit);
  const said = `it was deleted, and the work of its tasks can not be found (${shown(held)})`;
  return fail({ kind: 'git', tried, said, next: 'Bring the branch back, then resume the goal.' });
}

/** Names of tracked files, at most `most` of them, in the order of git. */
export async function trackedFiles(
  context: GitContext,
  { base, most }: Parameters<Repository['trackedFiles']>[0],
): ReturnType<Repository['trackedFiles']> {
  const commit = await resolveBase(context, base);
  if (!commit.ok) return commit;
  const attempt = { tried: `list the files of ${shown(base)}`, next: 'Look at git ls-tree.' };
  const listed = expectSuccess(await context.git(context.refs, ['ls-tree', '-r', '--name-only', '-z', commit.value]), attempt);
  if (!listed.ok) return listed;
  const names = fieldsOf(listed.value);
  return ok({ files: names.slice(0, most).map(shown), total: names.length });
}

/** Goes once all of it is in `base`, if it is ours and checked out nowhere. False where it stays. */
export async function dropMerged(
  context: GitContext,
  { branch, base }: Parameters<Repository['dropMerged']>[0],
): ReturnType<Repository['dropMerged']> {
  const attempt = { tried: `remove the branch ${shown(branch)}`, next: 'Remove it with git branch -d.' };
  const tip = await commitOf(context, `refs/heads/${branch}`);
  if (tip === null || !(await isOurs(context, branch))) return ok(false);
  const merged = await isCommitMerged(context, tip, base);
  if (!merged.ok || !merged.value) return merged;
  const checkouts = await listCheckouts(context, attempt.tried);
  if (!checkouts.ok) return checkouts;
  if (checkouts.value.some((checkout) => checkout.branch === branch)) return ok(false);
  const deleted = await deleteBranch(context, { branch, tip, attempt });
  return deleted.ok ? ok(true) : deleted;
}

/** With the tip of `branch` and its fork from `base`. Refused where they share nothing: it would look as if the base had it all. */
export async function withCheckout<Value>(
  context: GitContext,
  order: { readonly branch: string; readonly base: string; readonly path: string },
  use: (checkout: { readonly worktree: string; readonly commit: string; readonly baseCommit: string }) => Promise<Result<Value>>,
): Promise<Result<Value>> {
  const tried = `check out ${shown(order.branch)}`;
  const watched = await context.guard.check('programs', context.refs, tried);
  if (!watched.ok) return watched;
  const commit = await resolveBase(context, order.branch);
  if (!commit.ok) return commit;
  const base = await resolveBase(context, order.base);
  if (!base.ok) return base;
  const fork = await context.git(context.refs, ['merge-base', base.value, commit.value]);
  const baseCommit = fork.kind === 'ended' && fork.exitCode === 0 ? fork.stdout.toString('utf8').split('\n')[0] : undefined;
  if (baseCommit === undefined) {
    const said = `${shown(order.branch)} and ${shown(order.base)} share no commit any more`;
    return fail({ kind: 'conflict', tried, said, next: 'Look at git log of both, and bring them together by hand.' });
  }
  return inScratchCheckout(context, { path: order.path, commit: commit.value, tried }, (_place, worktree) =>
    use({ worktree, commit: commit.value, baseCommit }),
  );
}
