// Which branches are ours: each has a mark `refs/orch/made/<branch>` at the commit it was made from. A branch without its mark is never deleted.
// Kept as refs because they live and move with the repository itself: a lost state folder must not turn a person's branch into ours, nor ours into theirs.
import type { Result } from '../../model/error.js';
import { ok } from '../../model/error.js';
import type { GitContext } from './git-context.js';
import { type Attempt, expectSuccess } from './git-error.js';
import { lineOf } from './hardened-git.js';

const NOT_THERE = '0'.repeat(40);

function mark(branch: string): string {
  return `refs/orch/made/${branch}`;
}

/** Branch and mark in one transaction; fails when the branch exists. A stale mark of a branch deleted by hand is replaced. */
export async function makeBranch(
  context: GitContext,
  order: { readonly branch: string; readonly commit: string; readonly attempt: Attempt },
): Promise<Result<void>> {
  const { branch, commit, attempt } = order;
  const input = `create refs/heads/${branch}\0${commit}\0update ${mark(branch)}\0${commit}\0\0`;
  const made = expectSuccess(await context.git(context.refs, ['update-ref', '--stdin', '-z'], { input }), attempt);
  return made.ok ? ok(undefined) : made;
}

/** True when we made it and it still descends from where we made it. */
export async function isOurs(context: GitContext, branch: string): Promise<boolean> {
  const answer = await context.git(context.refs, ['merge-base', '--is-ancestor', mark(branch), `refs/heads/${branch}`]);
  return answer.kind === 'ended' && answer.exitCode === 0;
}

/** Deletes branch and mark if the branch is still at `tip`. The caller has made sure that it is ours and kept elsewhere. */
export async function deleteBranch(
  context: GitContext,
  order: { readonly branch: string; readonly tip: string; readonly attempt: Attempt },
): Promise<Result<void>> {
  const { branch, tip, attempt } = order;
  const input = `delete refs/heads/${branch}\0${tip}\0delete ${mark(branch)}\0\0`;
  const deleted = expectSuccess(await context.git(context.refs, ['update-ref', '--stdin', '-z'], { input }), attempt);
  return deleted.ok ? ok(undefined) : deleted;
}

/** Commit of a ref, or null when there is none. */
export async function commitOf(context: GitContext, ref: string): Promise<string | null> {
  const answer = await context.git(context.refs, ['rev-parse', '--verify', '--quiet', '--end-of-options', `${ref}^{commit}`]);
  return answer.kind === 'ended' && answer.exitCode === 0 ? lineOf(answer) : null;
}

/** Moves a ref from what it is expected to be; `null` means it must not exist. False when it was something else. */
export async function moveRef(
  context: GitContext,
  order: { readonly ref: string; readonly to: string; readonly from: string | null; readonly reason: string; readonly attempt: Attempt },
): Promise<Result<boolean>> {
  const { ref, to, from, reason, attempt } = order;
  const answer = await context.git(context.refs, ['update-ref', '--create-reflog', '-m', reason, ref, to, from ?? NOT_THERE]);
  if (answer.kind === 'ended' && /but expected|reference already exists|unable to resolve reference/u.test(answer.stderr)) return ok(false);
  const moved = expectSuccess(answer, attempt);
  return moved.ok ? ok(true) : moved;
}
