// Whether everything on a branch is in its base: as commits, as rebased commits, or squashed into one.
import type { Result } from '../../model/error.js';
import { ok } from '../../model/error.js';
import type { GitContext } from './git-context.js';
import { expectSuccess } from './git-error.js';
import { lineOf, shown } from './hardened-git.js';
import { commitOf } from './made-branch.js';

/** A branch or base that is not there counts as not merged: that way work is kept. */
export async function isMerged(context: GitContext, branch: string, base: string): Promise<Result<boolean>> {
  const tip = await commitOf(context, `refs/heads/${branch}`);
  return tip === null ? ok(false) : isCommitMerged(context, tip, base);
}

export async function isCommitMerged(context: GitContext, tip: string, base: string): Promise<Result<boolean>> {
  const tried = `compare ${tip.slice(0, 10)} with ${shown(base)}`;
  const onto = (await commitOf(context, `refs/heads/${base}`)) ?? (await commitOf(context, `refs/remotes/${base}`));
  if (onto === null) return ok(false);
  if (await succeeds(context, ['merge-base', '--is-ancestor', tip, onto])) return ok(true);
  const fork = await context.git(context.refs, ['merge-base', onto, tip]);
  // Unrelated histories share nothing.
  if (fork.kind !== 'ended' || fork.exitCode !== 0) return ok(false);
  const watched = await context.guard.check('programs', context.refs, tried);
  if (!watched.ok) return watched;
  if (await addsNothing(context, tip, onto)) return ok(true);
  if (await isCherryPicked(context, tip, onto)) return ok(true);
  return isSquashed(context, { tip, onto, fork: lineOf(fork).split('\n')[0] ?? '', tried });
}

/** Merging it now would change no file of the base. */
async function addsNothing(context: GitContext, tip: string, onto: string): Promise<boolean> {
  const merged = await context.git(context.refs, ['merge-tree', '--write-tree', '--no-messages', onto, tip]);
  if (merged.kind !== 'ended' || merged.exitCode !== 0) return false;
  const tree = await context.git(context.refs, ['rev-parse', '--verify', `${onto}^{tree}`]);
  return tree.kind === 'ended' && tree.exitCode === 0 && lineOf(tree) === lineOf(merged);
}

/** Each commit has its like in the base. Not asked of a branch with merges: what was resolved in those has no patch to compare. */
async function isCherryPicked(context: GitContext, tip: string, onto: string): Promise<boolean> {
  const merges = await context.git(context.refs, ['rev-list', '--merges', '--max-count=1', tip, `^${onto}`]);
  if (merges.kind !== 'ended' || merges.exitCode !== 0 || merges.stdout.length > 0) return false;
  return hasLikeness(context, tip, onto);
}

/** The whole branch as one patch has its like in the base, even if later commits there changed the same lines again. */
async function isSquashed(
  context: GitContext,
  { tip, onto, fork, tried }: { readonly tip: string; readonly onto: string; readonly fork: string; readonly tried: string },
): Promise<Result<boolean>> {
  // An object nothing points to; git's own collection removes it.
  const env = {
    GIT_AUTHOR_NAME: 'orch-tui',
    GIT_AUTHOR_EMAIL: 'orch-tui@localhost',
    GIT_COMMITTER_NAME: 'orch-tui',
    GIT_COMMITTER_EMAIL: 'orch-tui@localhost',
  };
  const args = ['commit-tree', '--no-gpg-sign', '-p', fork, '-m', 'squash', `${tip}^{tree}`];
  const squash = expectSuccess(await context.git(context.refs, args, { env }), { tried, next: 'Try again.' });
  return squash.ok ? ok(await hasLikeness(context, lineOf(squash.value), onto)) : squash;
}

async function hasLikeness(context: GitContext, tip: string, onto: string): Promise<boolean> {
  const answer = await context.git(context.refs, ['cherry', onto, tip], { timeoutMs: 60_000 });
  if (answer.kind !== 'ended' || answer.exitCode !== 0) return false;
  const lines = lineOf(answer)
    .split('\n')
    .filter((line) => line !== '');
  return lines.length > 0 && lines.every((line) => line.startsWith('- '));
}

async function succeeds(context: GitContext, args: readonly string[]): Promise<boolean> {
  const answer = await context.git(context.refs, args);
  return answer.kind === 'ended' && answer.exitCode === 0;
}
