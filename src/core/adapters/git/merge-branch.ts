// Merges one branch into its base: the base goes forward without any checkout where it can, else by way of a scratch worktree.
import { fail, ok } from '../../model/error.js';
import type { Repository } from '../../ports/repository.js';
import type { GitContext } from './git-context.js';
import { shown } from './hardened-git.js';
import { landCommit } from './land-commit.js';
import { commitOf } from './made-branch.js';
import { isAncestor, mergeSeries, noBranch } from './merge-series.js';

type Merge = Repository['merge'];

export async function mergeBranch(context: GitContext, order: Parameters<Merge>[0]): ReturnType<Merge> {
  const { base, branch, again = 'finish again' } = order;
  const tried = `merge ${shown(branch)} into ${shown(base)}`;
  const watched = await context.guard.check('programs', context.refs, tried);
  if (!watched.ok) return watched;
  const tip = await commitOf(context, `refs/heads/${branch}`);
  const from = await commitOf(context, `refs/heads/${base}`);
  if (tip === null || from === null) return fail(noBranch(tip === null ? branch : base, tried));
  if (await isAncestor(context, tip, from)) return ok({ commit: from, how: 'nothing', notes: [] });
  if (order.record !== 'always' && (await isAncestor(context, from, tip))) {
    const landed = await landCommit(context, { base, from, to: tip, tried, again });
    if (!landed.ok) return landed;
    if (landed.value) return ok({ commit: tip, how: 'fast-forward', notes: [] });
  }
  const done = await mergeSeries(context, { ...order, branches: [order], check: order.check ?? (async () => ok(undefined)) });
  if (!done.ok) return done;
  const [left] = done.value.left;
  if (left !== undefined) return fail(left.error);
  return ok({ commit: done.value.commit, how: done.value.taken[0]?.how ?? 'nothing', notes: done.value.notes });
}
