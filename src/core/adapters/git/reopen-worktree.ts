// A worktree of a branch that outlived its first one: made again from what the branch holds, whole or not at all.
import { lstat, mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fail, ok } from '../../model/error.js';
import type { Repository } from '../../ports/repository.js';
import { bringFiles } from './bring-files.js';
import type { GitContext } from './git-context.js';
import { type Attempt, expectSuccess, fileError } from './git-error.js';
import { shown } from './hardened-git.js';
import { commitOf } from './made-branch.js';
import { realPathOf } from './worktree-place.js';

type Reopen = Repository['reopenWorktree'];

export async function reopenWorktree(context: GitContext, { branch, path, bring }: Parameters<Reopen>[0]): ReturnType<Reopen> {
  const tried = `make a worktree of ${shown(branch)} again`;
  const attempt: Attempt = { tried, next: 'Look at git worktree list, then try again.' };
  const watched = await context.guard.check('programs', context.refs, tried);
  if (!watched.ok) return watched;
  if ((await commitOf(context, `refs/heads/${branch}`)) === null) {
    return fail({ kind: 'not-found', tried, said: 'its branch is gone', next: 'Bring the branch back with git branch, then try again.' });
  }
  try {
    await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  } catch (error) {
    return fail(fileError(error, attempt));
  }
  if ((await lstat(path).catch(() => null)) !== null) {
    return fail({ kind: 'repository', tried, said: 'something is at its place', next: `Move ${shown(path)} away, then try again.` });
  }
  const real = await realPathOf(path);
  // Git refuses a branch that is checked out elsewhere.
  const added = expectSuccess(await context.git(context.refs, ['worktree', 'add', '--quiet', '--', real, branch]), attempt);
  if (!added.ok) return added;
  const brought = await bringFiles(context, { worktree: real, bring: bring ?? { copy: [], link: [] } });
  // Without a person's untracked files it is the same work.
  return ok({ worktree: real, notes: brought.ok ? brought.value : [brought.error.said] });
}
