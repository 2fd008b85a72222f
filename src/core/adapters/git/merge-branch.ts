// Merges a branch into its base so that nothing is ever half done (decision 20): the merge happens in a scratch worktree, the base moves in one step.
import { fail, ok, type Result } from '../../model/error.js';
import type { MergeOutcome } from '../../model/repository.js';
import type { Repository } from '../../ports/repository.js';
import type { GitContext } from './git-context.js';
import { shown } from './hardened-git.js';
import { landCommit } from './land-commit.js';
import { commitOf } from './made-branch.js';
import { mergeInScratch } from './scratch-merge.js';

type Merge = Repository['merge'];

/** How often the base may move between our look at it and our step; each round starts from what it is now. */
const ROUNDS = 5;

export async function mergeBranch(context: GitContext, order: Parameters<Merge>[0]): ReturnType<Merge> {
  const tried = `merge ${shown(order.branch)} into ${shown(order.base)}`;
  const watched = await context.guard.check('programs', context.refs, tried);
  if (!watched.ok) return watched;
  for (let round = 1; round <= ROUNDS; round += 1) {
    const done = await mergeOnce(context, order, tried);
    if (!done.ok || done.value !== null) return done as Result<MergeOutcome>;
  }
  const said = `${shown(order.base)} moved ${ROUNDS} times while it was being merged into`;
  return fail({ kind: 'conflict', tried, said, next: 'Try again when nobody else commits to it.' });
}

/** Null when the base moved meanwhile. */
async function mergeOnce(context: GitContext, order: Parameters<Merge>[0], tried: string): Promise<Result<MergeOutcome | null>> {
  const { again = 'finish again' } = order;
  const tip = await commitOf(context, `refs/heads/${order.branch}`);
  const base = await commitOf(context, `refs/heads/${order.base}`);
  if (tip === null || base === null) {
    const said = `there is no branch ${shown(tip === null ? order.branch : order.base)} here`;
    return fail({ kind: 'not-found', tried, said, next: 'Name a local branch to merge into, or finish as a branch.' });
  }
  if (await isAncestor(context, tip, base)) return ok({ commit: base, how: 'nothing', notes: [] });
  if (order.record !== 'always' && (await isAncestor(context, base, tip))) {
    const landed = await landCommit(context, { base: order.base, from: base, to: tip, tried, again });
    if (!landed.ok) return landed;
    return ok(landed.value ? { commit: tip, how: 'fast-forward', notes: [] } : null);
  }
  const merged = await mergeInScratch(context, { ...order, tip, onto: base, tried });
  if (!merged.ok) return merged;
  const { commit, notes } = merged.value;
  const landed = await landCommit(context, { base: order.base, from: base, to: commit, tried, again });
  if (!landed.ok) return landed;
  return ok(landed.value ? { commit, how: 'merge', notes } : null);
}

async function isAncestor(context: GitContext, ancestor: string, descendant: string): Promise<boolean> {
  const answer = await context.git(context.refs, ['merge-base', '--is-ancestor', ancestor, descendant]);
  return answer.kind === 'ended' && answer.exitCode === 0;
}
