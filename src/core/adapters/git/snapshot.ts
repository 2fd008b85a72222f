// All that stands in a worktree as one commit on top of what is checked out, while an agent works there: neither its files nor its index are touched.
import { ok, type Result } from '../../model/error.js';
import type { GitContext } from './git-context.js';
import { expectSuccess } from './git-error.js';
import { lineOf, shown } from './hardened-git.js';
import { identityAt } from './identity.js';
import { stageAll } from './stage-all.js';
import { withTemporaryIndex } from './temporary-index.js';
import { findWorktree } from './worktree-place.js';

export async function snapshotOfWorktree(
  context: GitContext,
  { worktree, message }: { readonly worktree: string; readonly message: string },
): Promise<Result<string>> {
  const tried = `save what stands in ${shown(worktree)}`;
  const attempt = { tried, next: 'Look at git status in the worktree.' };
  const found = await findWorktree(context, worktree, tried);
  if (!found.ok) return found;
  const { place } = found.value;
  const watched = await context.guard.check('programs', place, tried);
  if (!watched.ok) return watched;
  const head = expectSuccess(await context.git(place, ['show', '--no-patch', '--format=%H %T %cI', 'HEAD']), attempt);
  if (!head.ok) return head;
  const [commit = '', tree = '', date = ''] = lineOf(head.value).split(' ');
  const written = await withTemporaryIndex(context, place, tried, async (env) => {
    const staged = await stageAll(context, { place, env, tried, nested: 'leave-out', litter: [] });
    if (!staged.ok) return staged;
    const files = expectSuccess(await context.git(place, ['write-tree'], { env }), attempt);
    return files.ok ? ok(lineOf(files.value)) : files;
  });
  if (!written.ok) return written;
  if (written.value === tree) return ok(commit);
  const identity = await identityAt(context.git, place);
  // The same files give the same commit, whenever it is made.
  const env = { ...identity.env, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date };
  const made = expectSuccess(
    await context.git(place, ['commit-tree', '--no-gpg-sign', '-p', commit, '-m', message, written.value], { env }),
    attempt,
  );
  return made.ok ? ok(lineOf(made.value)) : made;
}
