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

/** The commits of several bases as `resolveBase` finds them, by one process; what is not there is left out. */
export async function tipsOf(context: GitContext, bases: readonly string[]): Promise<Result<ReadonlyMap<string, string>>> {
  // A line end in a name would be read as two.
  const names = bases.filter((base) => base !== '' && !/[\r\n\0]/u.test(base));
  const asked = names.flatMap((base) => NAMED_AS.map((named) => `${named(base)}^{commit}`));
  const input = asked.map((name) => `${name}\n`).join('');
  const answer = await context.git(context.refs, ['cat-file', '--batch-check=%(objectname)'], { input });
  const told = expectSuccess(answer, { tried: 'look where the bases are', next: 'Look at git branch.' });
  if (!told.ok) return told;
  const lines = lineOf(told.value).split('\n');
  const tips = new Map<string, string>();
  for (const [index, name] of names.entries()) {
    const found = lines.slice(index * NAMED_AS.length, (index + 1) * NAMED_AS.length).find((line) => /^[0-9a-f]{40,64}$/u.test(line));
    if (found !== undefined) tips.set(name, found);
  }
  return ok(tips);
}

/** A local branch before anything else of that name (a tag would win otherwise). */
const NAMED_AS = [(base: string) => `refs/heads/${base}`, (base: string) => `refs/remotes/${base}`, (base: string) => base] as const;

/** The commit of a base. */
export async function resolveBase(context: GitContext, base: string): Promise<Result<string>> {
  for (const named of NAMED_AS) {
    const commit = base === '' ? null : await commitOf(context, named(base));
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
