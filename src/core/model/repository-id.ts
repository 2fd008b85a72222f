// The identity of a repository (decision 6): every linked worktree, also ours, meets the same host.
import { createHash } from 'node:crypto';
import { basename, dirname } from 'node:path';

/** `commonDir`: real path of `git rev-parse --git-common-dir`. Name for people, hash for paths. */
export function repositoryId(commonDir: string): { readonly name: string; readonly hash: string } {
  const folder = basename(commonDir) === '.git' ? basename(dirname(commonDir)) : basename(commonDir).replace(/\.git$/, '');
  return { name: folder || 'repository', hash: createHash('sha256').update(commonDir).digest('hex').slice(0, 16) };
}
