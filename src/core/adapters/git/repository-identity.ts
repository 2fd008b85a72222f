// What a repository is called among machines: the same in every clone, whatever its folder or its address. A shallow clone does not know its beginning.
import { createHash } from 'node:crypto';
import { fail, ok, type Result } from '../../model/error.js';
import type { Carrier } from '../../ports/carrier.js';

/** Of the first commit in the history of what is checked out; of one without commits its remote's address. */
export async function repositoryIdentity(carrier: Pick<Carrier, 'rootOf' | 'remote'>): Promise<Result<string>> {
  const root = await carrier.rootOf('HEAD');
  if (root.ok && root.value !== '') return ok(hashOf(`root ${root.value}`));
  const remote = await carrier.remote();
  if (remote.ok && remote.value !== null) return ok(hashOf(`remote ${normalized(remote.value.url)}`));
  return fail({
    kind: 'repository',
    tried: 'share this repository with other machines',
    said: 'it has neither a commit nor a remote to know it by',
    next: 'Make a first commit',
  });
}

/** `git@host:a/b.git`, `ssh://git@host/a/b` and `https://host/a/b.git` are the same repository. */
function normalized(url: string): string {
  return url
    .trim()
    .replace(/^[a-z+]+:\/\//i, '')
    .replace(/^[^@/]*@/, '')
    .replace(/:(?!\d+\/)/, '/')
    .replace(/\/+$/, '')
    .replace(/\.git$/, '')
    .toLowerCase();
}

function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 16);
}
