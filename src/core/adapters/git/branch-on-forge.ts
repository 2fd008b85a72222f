// What a forge calls the branch that work starts from: `origin/main` here is `main` there.
import type { Result } from '../../model/error.js';
import { ok } from '../../model/error.js';
import { remoteUrls } from './forge-remote.js';
import type { GitContext } from './git-context.js';
import { lineOf } from './hardened-git.js';
import { commitOf } from './made-branch.js';

/** Asks in the order in which `resolveBase` finds a commit, so that both mean the same branch. */
export async function branchOnForge(context: GitContext, base: string): Promise<Result<string>> {
  if ((await commitOf(context, `refs/heads/${base}`)) !== null) return ok(base);
  const isRemote = (await commitOf(context, `refs/remotes/${base}`)) !== null;
  const full = await fullName(context, isRemote ? `refs/remotes/${base}` : base);
  if (full.startsWith('refs/heads/')) return ok(full.slice('refs/heads/'.length));
  if (!full.startsWith('refs/remotes/')) return ok(base);
  const remotes = await remoteUrls(context, 'look for the remote of the base');
  if (!remotes.ok) return remotes;
  const name = full.slice('refs/remotes/'.length);
  // A remote's name may hold slashes, and begin with that of another.
  const remote = [...remotes.value.keys()].filter((each) => name.startsWith(`${each}/`)).sort((one, other) => other.length - one.length)[0];
  return ok(remote === undefined ? base : name.slice(remote.length + 1));
}

/** `refs/...`, links such as `origin/HEAD` followed; empty for what is no ref. */
async function fullName(context: GitContext, name: string): Promise<string> {
  const answer = await context.git(context.refs, ['rev-parse', '--verify', '--quiet', '--symbolic-full-name', '--end-of-options', name]);
  return answer.kind === 'ended' && answer.exitCode === 0 ? lineOf(answer) : '';
}
