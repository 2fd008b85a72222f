// Merges one or several branches into their base so that nothing is ever half done (decision 20): all of it is made and checked in a scratch
// worktree, and the base moves in one step.
import type { OrchError } from '../../model/error.js';
import { fail, ok, type Result } from '../../model/error.js';
import type { MergeOutcome, SeriesOrder, SeriesOutcome } from '../../model/repository.js';
import type { GitContext } from './git-context.js';
import { expectSuccess } from './git-error.js';
import { type GitPlace, shown } from './hardened-git.js';
import { landCommit } from './land-commit.js';
import { commitOf } from './made-branch.js';
import { inScratchCheckout } from './scratch-checkout.js';
import { mergeAt, rebaseAt } from './scratch-merge.js';

/** How often the base may move between our look at it and our step; each round starts from what it is now. */
const ROUNDS = 5;

export async function mergeSeries(context: GitContext, order: SeriesOrder): Promise<Result<SeriesOutcome>> {
  const names = order.branches.map(({ branch }) => shown(branch)).join(', ');
  const tried = `merge ${names} into ${shown(order.base)}`;
  const watched = await context.guard.check('programs', context.refs, tried);
  if (!watched.ok) return watched;
  for (let round = 1; round <= ROUNDS; round += 1) {
    const from = await commitOf(context, `refs/heads/${order.base}`);
    if (from === null) return fail(noBranch(order.base, tried));
    const scratch = { path: order.scratch, commit: from, tried };
    const done = await inScratchCheckout(context, scratch, (place, path) => once(context, { place, path }, { order, from, tried }));
    if (!done.ok || done.value !== null) return done as Result<SeriesOutcome>;
  }
  const said = `${shown(order.base)} moved ${ROUNDS} times while it was being merged into`;
  return fail({ kind: 'conflict', tried, said, next: 'Try again when nobody else commits to it.' });
}

interface Series {
  readonly order: SeriesOrder;
  /** Commit of the base. */
  readonly from: string;
  readonly tried: string;
}

/** Null when the base moved meanwhile. */
async function once(
  context: GitContext,
  { place, path }: { readonly place: GitPlace; readonly path: string },
  { order, from, tried }: Series,
): Promise<Result<SeriesOutcome | null>> {
  const taken: { readonly branch: string; readonly how: MergeOutcome['how'] }[] = [];
  const left: { readonly branch: string; readonly error: OrchError }[] = [];
  const notes: string[] = [];
  let commit = from;
  for (const each of order.branches) {
    const put = await putOn(context, place, { ...each, base: order.base, onto: commit, how: order.how, again: order.again });
    if (!put.ok) left.push({ branch: each.branch, error: put.error });
    else {
      taken.push({ branch: each.branch, how: put.value.how });
      notes.push(...put.value.notes);
      commit = put.value.commit;
    }
  }
  const outcome: SeriesOutcome = { commit, taken, left, notes: [...new Set(notes)] };
  if (commit === from) return ok(outcome);
  const branches = taken.filter(({ how }) => how !== 'nothing').map(({ branch }) => branch);
  const isAsBranch = branches.length === 1 && (await sameFiles(context, commit, `refs/heads/${branches[0]}`));
  const checked = await order.check({ worktree: path, commit, branches, isAsBranch });
  if (!checked.ok) return checked;
  const landed = await landCommit(context, { base: order.base, from, to: commit, tried, again: order.again ?? 'finish again' });
  if (!landed.ok) return landed;
  return ok(landed.value ? outcome : null);
}

interface Putting extends Pick<SeriesOrder, 'base'> {
  readonly how: SeriesOrder['how'] | undefined;
  readonly again: string | undefined;
  readonly branch: string;
  readonly message: string;
  readonly record?: 'always';
  /** What is checked out. */
  readonly onto: string;
}

/** As the worktree has it checked out afterwards; where it failed, as it was. */
async function putOn(context: GitContext, place: GitPlace, order: Putting): Promise<Result<MergeOutcome>> {
  const { branch, base, onto, message, again } = order;
  const tried = `merge ${shown(branch)} into ${shown(base)}`;
  const tip = await commitOf(context, `refs/heads/${branch}`);
  if (tip === null) return fail(noBranch(branch, tried));
  if (await isAncestor(context, tip, onto)) return ok({ commit: onto, how: 'nothing', notes: [] });
  if (order.record !== 'always' && (await isAncestor(context, onto, tip))) {
    const attempt = { tried, next: 'Try again.' };
    const forward = expectSuccess(await context.git(place, ['checkout', '--quiet', '--detach', tip]), attempt);
    return forward.ok ? ok({ commit: tip, how: 'fast-forward', notes: [] }) : forward;
  }
  const isRebased = order.how === 'rebase' && order.record !== 'always' && (await isLine(context, onto, tip));
  const how = isRebased ? 'rebase' : 'merge';
  const put = how === 'rebase' ? rebaseAt : mergeAt;
  const made = await put(context, place, { branch, base, tip, message, tried, ...(again === undefined ? {} : { again }) });
  return made.ok ? ok({ ...made.value, how }) : made;
}

/** No merge is among its commits: a rebase leaves those out, with all that was mended in them. */
async function isLine(context: GitContext, onto: string, tip: string): Promise<boolean> {
  const answer = await context.git(context.refs, ['rev-list', '--merges', '--max-count=1', '--end-of-options', `${onto}..${tip}`]);
  return answer.kind === 'ended' && answer.exitCode === 0 && answer.stdout.length === 0;
}

async function sameFiles(context: GitContext, one: string, other: string): Promise<boolean> {
  const answer = await context.git(context.refs, ['diff', '--quiet', '--no-ext-diff', '--no-textconv', '--end-of-options', one, other]);
  return answer.kind === 'ended' && answer.exitCode === 0;
}

export function noBranch(name: string, tried: string): OrchError {
  const said = `there is no branch ${shown(name)} here`;
  return { kind: 'not-found', tried, said, next: 'Name a local branch to merge into, or finish as a branch.' };
}

export async function isAncestor(context: GitContext, ancestor: string, descendant: string): Promise<boolean> {
  const answer = await context.git(context.refs, ['merge-base', '--is-ancestor', ancestor, descendant]);
  return answer.kind === 'ended' && answer.exitCode === 0;
}
