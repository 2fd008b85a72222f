// Moves a branch forward to a commit that descends from it. Where the branch is checked out, git moves files and branch together or refuses;
// moving the branch alone would leave that checkout with staged deletions of everything new.
import type { Result } from '../../model/error.js';
import { fail, ok } from '../../model/error.js';
import type { GitContext } from './git-context.js';
import { expectAnswer, gitError } from './git-error.js';
import { shown } from './hardened-git.js';
import { commitOf, moveRef } from './made-branch.js';
import { branchInProgress, type Checkout, listCheckouts } from './worktree-place.js';

export interface Landing {
  readonly base: string;
  /** Commit the branch is expected to be at. */
  readonly from: string;
  readonly to: string;
  readonly tried: string;
  /** How it is tried again: `finish again`. */
  readonly again: string;
}

/** False when the branch is not at `from` any more. */
export function landCommit(context: GitContext, landing: Landing): Promise<Result<boolean>> {
  return context.landing(() => land(context, landing));
}

async function land(context: GitContext, landing: Landing): Promise<Result<boolean>> {
  const { base, from, to, tried, again } = landing;
  const checkouts = await listCheckouts(context, tried);
  if (!checkouts.ok) return checkouts;
  for (const checkout of checkouts.value) {
    if (checkout.branch === base || (await branchInProgress(checkout.place)) !== base) continue;
    const said = `${shown(base)} is in the middle of a rebase or bisect in ${shown(checkout.path)}`;
    return fail({ kind: 'conflict', tried, said, next: `End it there, then ${again}.` });
  }
  // A folder deleted by hand has nothing to keep in step; a locked one may be on a disk that is not mounted.
  const holder = checkouts.value.find((checkout) => checkout.branch === base && (checkout.exists || checkout.locked !== null));
  if (holder !== undefined) return landInCheckout(context, { ...landing, holder });
  const attempt = { tried, next: 'Look at git log of the base, then try again.' };
  return moveRef(context, { ref: `refs/heads/${base}`, to, from, reason: `orch-tui: ${tried}`, attempt });
}

async function landInCheckout(context: GitContext, landing: Landing & { readonly holder: Checkout }): Promise<Result<boolean>> {
  const { holder, base, from, to, tried, again } = landing;
  const attempt = { tried, next: `Look at git status in ${shown(holder.path)}, then ${again}.` };
  // Ignored files are someone's too: by default git overwrites them without a word.
  const args = ['merge', '--ff-only', '--no-stat', '--no-autostash', '--no-overwrite-ignore', '--no-verify-signatures', '--quiet', to];
  const answer = expectAnswer(await context.git(holder.place, args), attempt);
  if (!answer.ok) return answer;
  if (answer.value.exitCode === 0) return landed(context, { base, to, holder, tried });
  const now = await commitOf(context, `refs/heads/${base}`);
  if (now !== null && now !== from) return ok(false);
  const files = filesInTheWay(answer.value.stderr);
  if (files.length === 0) return fail(gitError(answer.value, { ...attempt, kind: 'conflict' }));
  const names = files.slice(0, 5).map(shown).join(', ');
  return fail({
    kind: 'conflict',
    tried,
    said: `base has local changes in ${names}${files.length > 5 ? ` and ${files.length - 5} more files` : ''}`,
    next: `Commit, stash or move them in ${shown(holder.path)}, then ${again}.`,
  });
}

/** Between our look and the merge the person may have switched: then another branch went forward by commits of its own future, and that is told. */
async function landed(
  context: GitContext,
  { base, to, holder, tried }: { readonly base: string; readonly to: string; readonly holder: Checkout; readonly tried: string },
): Promise<Result<boolean>> {
  if ((await commitOf(context, `refs/heads/${base}`)) === to) return ok(true);
  const answer = await context.git(context.refs, ['merge-base', '--is-ancestor', to, `refs/heads/${base}`]);
  if (answer.kind === 'ended' && answer.exitCode === 0) return ok(true);
  const said = `${shown(holder.path)} switched to another branch meanwhile, and that one went forward to ${to.slice(0, 10)}`;
  return fail({ kind: 'conflict', tried, said, next: `Look at git reflog in ${shown(holder.path)}; git reset --keep HEAD@{1} undoes it.` });
}

/** Git lists the files one a line, each after a tab, below its reason. */
function filesInTheWay(stderr: string): readonly string[] {
  if (!/would be (?:overwritten|removed|lost)|not uptodate/u.test(stderr)) return [];
  const listed = [...stderr.matchAll(/^\t(.+)$/gmu)].map((match) => match[1] ?? '');
  const single = [...stderr.matchAll(/^error: (?:Entry|Untracked working tree file) '(.+?)' (?:not uptodate|would be)/gmu)];
  return [...new Set([...listed, ...single.map((match) => match[1] ?? '')])];
}
