// Files an agent CLI leaves in the worktree that are no work of its task. Only untracked ones: what is tracked is a person's.
import type { Result } from '../../model/error.js';
import { ok } from '../../model/error.js';
import type { GitContext } from './git-context.js';
import { expectSuccess } from './git-error.js';
import { type GitPlace, rawFieldsOf } from './hardened-git.js';

/** For `ls-files --others`: names at the top of the worktree that are left out. */
export function withoutLitter(patterns: readonly string[]): readonly string[] {
  return patterns.map((pattern) => `--exclude=/${pattern}`);
}

/** Untracked paths at the top that match, one unit per byte; a folder of which nothing is tracked as one path with a slash at its end. */
export async function listLitter(
  context: GitContext,
  place: GitPlace,
  {
    patterns,
    env,
    tried,
  }: { readonly patterns: readonly string[]; readonly env: Readonly<Record<string, string>>; readonly tried: string },
): Promise<Result<readonly string[]>> {
  if (patterns.length === 0) return ok([]);
  const args = ['ls-files', '--others', '--ignored', '--directory', '-z', ...withoutLitter(patterns)];
  const listed = expectSuccess(await context.git(place, args, { env }), { tried, next: 'Look at git status in the worktree.' });
  return listed.ok ? ok(rawFieldsOf(listed.value)) : listed;
}
