// Which branches there are, which one work starts from, and which commit a name means.
import type { Result } from '../../model/error.js';
import { fail, ok } from '../../model/error.js';
import type { GitContext } from './git-context.js';
import { expectSuccess } from './git-error.js';
import { lineOf, shown } from './hardened-git.js';
import { commitOf } from './made-branch.js';

export async function listBranches(context: GitContext): Promise<Result<readonly string[]>> {
  const attempt = { tried: 'list the branches', next: 'Look at git branch.' };
  const answer = await context.git(context.refs, ['for-each-ref', '--format=%(refname)', 'refs/heads/']);
  const listed = expectSuccess(answer, attempt);
  if (!listed.ok) return listed;
  const text = lineOf(listed.value);
  return ok(text === '' ? [] : text.split('\n').map((ref) => ref.replace(/^refs\/heads\//u, '')));
}

/** Branch of the main checkout; when it has none, the remote's default branch, `main` or `master`, whichever exists here first. */
export async function defaultBase(context: GitContext): Promise<Result<string>> {
  const current = await currentBranch(context);
  if (current !== null && (await commitOf(context, `refs/heads/${current}`)) !== null) return ok(current);
  const remote = await context.git(context.refs, ['symbolic-ref', '--quiet', '--short', 'refs/remotes/origin/HEAD']);
  const named = remote.kind === 'ended' && remote.exitCode === 0 ? lineOf(remote).replace(/^origin\//u, '') : null;
  for (const branch of [named, 'main', 'master']) {
    if (branch !== null && (await commitOf(context, `refs/heads/${branch}`)) !== null) return ok(branch);
  }
  return fail({
    kind: 'usage',
    tried: 'choose the branch to start from',
    said: 'the checkout has no branch (detached HEAD), and there is neither main nor master',
    next: 'Name one with --base BRANCH.',
  });
}

/** Branch the main checkout has on, or null when it is detached. */
export async function currentBranch(context: GitContext): Promise<string | null> {
  const answer = await context.git(context.top, ['symbolic-ref', '--quiet', '--short', 'HEAD']);
  return answer.kind === 'ended' && answer.exitCode === 0 ? lineOf(answer) : null;
}

/** The commit of a base: a local branch before anything else of that name (a tag would win otherwise). */
export async function resolveBase(context: GitContext, base: string): Promise<Result<string>> {
  for (const ref of [`refs/heads/${base}`, `refs/remotes/${base}`, base]) {
    const commit = base === '' ? null : await commitOf(context, ref);
    if (commit !== null) return ok(commit);
  }
  const branches = await listBranches(context);
  const names = branches.ok ? branches.value.filter((name) => !name.startsWith('orch/')) : [];
  const some = names.slice(0, 8).map(shown).join(', ');
  return fail({
    kind: 'usage',
    tried: `start from ${shown(base)}`,
    said: 'there is no such branch or commit',
    next: some === '' ? 'Name a branch of this repository.' : `Name a branch of this repository, such as ${some}.`,
  });
}
