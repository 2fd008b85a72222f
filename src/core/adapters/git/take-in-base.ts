// Merges a base into an agent's branch in its own worktree, so that the agent resolves what conflicts there. Its files keep git's marks until it has.
import { ok } from '../../model/error.js';
import type { Repository } from '../../ports/repository.js';
import { resolveBase } from './base-branch.js';
import { unmergedFiles } from './commit-all.js';
import type { GitContext } from './git-context.js';
import { expectAnswer, gitError } from './git-error.js';
import { shown } from './hardened-git.js';
import { identityAt } from './identity.js';
import { findWorktree } from './worktree-place.js';

/** The worktree has nothing uncommitted. Names of files with conflicts; none where the merge is done. */
export async function takeInBase(
  context: GitContext,
  { worktree, base }: Parameters<Repository['takeInBase']>[0],
): ReturnType<Repository['takeInBase']> {
  const tried = `merge ${shown(base)} into the worktree ${shown(worktree)}`;
  const found = await findWorktree(context, worktree, tried);
  if (!found.ok) return found;
  const { place } = found.value;
  const watched = await context.guard.check('programs', place, tried);
  if (!watched.ok) return watched;
  const commit = await resolveBase(context, base);
  if (!commit.ok) return commit;
  const identity = await identityAt(context.git, place);
  const args = ['merge', '--no-edit', '--no-gpg-sign', '--no-stat', '--no-verify-signatures', '--no-autostash', '--quiet'];
  const message = `Merge ${base} into the work of an agent`;
  const answer = expectAnswer(await context.git(place, [...args, '-m', message, commit.value], { env: identity.env }), {
    tried,
    next: 'Try again.',
  });
  if (!answer.ok) return answer;
  if (answer.value.exitCode === 0) return ok({ conflicts: [] });
  const files = await unmergedFiles(context, place, tried);
  if (!files.ok) return files;
  if (files.value.length > 0) return ok({ conflicts: files.value.map(shown) });
  return { ok: false, error: gitError(answer.value, { tried, next: 'Look at git status in the worktree.' }) };
}
