// What of a worktree stands in git's index and is not committed, as a patch that reads like the worktree's own diff. Writes nothing.
import { ok } from '../../model/error.js';
import type { Repository } from '../../ports/repository.js';
import { boundedDiff, PATCH_FLAGS } from './diff.js';
import type { GitContext } from './git-context.js';
import { expectSuccess } from './git-error.js';
import { shown } from './hardened-git.js';
import { placeOfWorktree } from './worktree-place.js';

type Staged = Repository['stagedDiff'];

const TIMEOUT_MS = 60_000;

export async function stagedDiff(context: GitContext, { worktree, maxBytes }: Parameters<Staged>[0]): ReturnType<Staged> {
  const tried = `show what is staged in ${shown(worktree)}`;
  const place = await placeOfWorktree(context, worktree, tried);
  if (!place.ok) return place;
  const watched = await context.guard.check('programs', place.value, tried);
  if (!watched.ok) return watched;
  const answer = await context.git(place.value, ['diff', '--cached', ...PATCH_FLAGS, '--'], { maxBytes, timeoutMs: TIMEOUT_MS });
  const made = expectSuccess(answer, { tried, next: 'Look at git status in the worktree.' });
  if (!made.ok) return made;
  const { stdout, truncated } = made.value;
  return ok(boundedDiff({ text: stdout.toString('utf8'), cut: truncated, truncated }, maxBytes));
}
