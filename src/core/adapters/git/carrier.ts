// Carries commits between repositories (`Carrier`): refs below `refs/orch/` of a remote, bundles, and the one step that moves an agent's branch on.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fail, ok, type Result } from '../../model/error.js';
import type { Carrier } from '../../ports/carrier.js';
import { namesOf, refsBelow, refsIn } from './carried-refs.js';
import { remoteUrls } from './forge-remote.js';
import type { GitContext } from './git-context.js';
import { expectSuccess, fileError, withoutCredentials } from './git-error.js';
import { lineOf, shown } from './hardened-git.js';
import { commitOf } from './made-branch.js';
import { askRemote, type RemoteOrder } from './remote-access.js';
import { snapshotOfWorktree } from './snapshot.js';
import { withTemporaryFolder } from './temporary-index.js';
import { findWorktree } from './worktree-place.js';

/** The token of a forge, asked for where the remote is there; null where there is none for it. */
export type TokenFor = (url: string) => Promise<{ readonly token: string; readonly host: string } | null>;

const QUIET_FETCH = ['fetch', '--quiet', '--no-tags', '--no-recurse-submodules', '--no-write-fetch-head', '--no-auto-maintenance'];
const QUIET_PUSH = ['push', '--no-verify', '--quiet', '--no-recurse-submodules', '--no-follow-tags'];

export function gitCarrier(context: GitContext, tokenFor: TokenFor, signal?: AbortSignal): Carrier {
  const succeeded = async (args: readonly string[]): Promise<boolean> => {
    const answer = await context.git(context.refs, args);
    return answer.kind === 'ended' && answer.exitCode === 0;
  };
  const remote = (way: 'push' | 'fetch', name: string, args: readonly string[]) =>
    throughRemote(context, tokenFor, { way, name, args, ...(signal === undefined ? {} : { signal }) });
  return {
    async rootOf(commit) {
      const attempt = { tried: 'look where the history begins', next: 'Look at git log.' };
      const answer = expectSuccess(await context.git(context.refs, ['rev-list', '--max-parents=0', commit, '--']), attempt);
      return answer.ok ? ok(lineOf(answer.value).split('\n').at(-1) ?? '') : answer;
    },
    has: (commit) => succeeded(['rev-list', '--quiet', '--objects', '--max-count=1', commit, '--']),
    isWithin: ({ older, newer }) => succeeded(['merge-base', '--is-ancestor', older, newer]),
    remote: () => remoteOf(context),
    until: (end) => gitCarrier(context, tokenFor, end),
    fetchAll: async (name) => voided(await remote('fetch', name, [...QUIET_FETCH, '--', name, `+refs/heads/*:refs/remotes/${name}/*`])),
    push: async ({ remote: name, commit, ref }) => voided(await remote('push', name, [...QUIET_PUSH, '--', name, `+${commit}:${ref}`])),
    fetch: async ({ remote: name, ref }) => voided(await remote('fetch', name, [...QUIET_FETCH, '--', name, `+${ref}:${ref}`])),
    drop: async ({ remote: name, ref, commit }) =>
      voided(await remote('push', name, [...QUIET_PUSH, `--force-with-lease=${ref}:${commit}`, '--', name, `:${ref}`])),
    async list({ prefix, remote: name }) {
      if (name === undefined) return refsBelow(context, prefix);
      const listed = await remote('fetch', name, ['ls-remote', '--quiet', '--', name, `${prefix}*`]);
      return listed.ok ? ok(refsIn(listed.value, prefix)) : listed;
    },
    namesOf: (commit) => namesOf(context, commit),
    async bundle({ commit, ref, without, beyond, maxBytes }) {
      const attempt = { tried: 'bundle the work', next: 'Give the repository a remote that both machines reach.' };
      const kept = await keep(context, { ref, commit });
      if (!kept.ok) return kept;
      const left = [...without.map((one) => `^${one}`), ...(beyond === 'and-remote' ? await knownToRemote(context) : [])];
      const made = await context.git(context.refs, ['bundle', 'create', '--quiet', '-', ref, ...left], { maxBytes });
      // A bundle needs a name for what is in it, and nobody else does.
      await keep(context, { ref, commit: null });
      const answer = expectSuccess(made, attempt);
      if (!answer.ok) return /empty bundle/u.test(answer.error.said) ? fail({ ...answer.error, kind: 'not-found' }) : answer;
      if (!answer.value.truncated) return ok(answer.value.stdout);
      const said = `it is larger than ${Math.round(maxBytes / 1024 / 1024)} MB`;
      return fail({ kind: 'git', tried: attempt.tried, said, next: attempt.next });
    },
    unbundle: ({ data, ref }) => unbundle(context, { data, ref }),
    keep: (order) => keep(context, order),
    snapshot: (order) => snapshotOfWorktree(context, order),
    advance: (order) => advance(context, order),
  };
}

async function throughRemote(
  context: GitContext,
  tokenFor: TokenFor,
  { name, ...order }: Pick<RemoteOrder, 'way' | 'args' | 'signal'> & { readonly name: string },
): Promise<Result<Uint8Array>> {
  const tried = `${order.way} the work of another machine`;
  const watched = await context.guard.check({ pushTo: name }, context.refs, tried);
  if (!watched.ok) return watched;
  const urls = await remoteUrls(context, tried);
  const known = urls.ok ? await tokenFor(urls.value.get(name) ?? '') : null;
  const access = { token: known?.token ?? null, host: known?.host ?? '' };
  const asked = await askRemote(context, { ...order, remote: name, ...access, tried });
  if (!asked.ok) return asked;
  const done = expectSuccess(asked.value.answer, { tried, next: 'Check the network and the access to the remote, then try again.' });
  return done.ok ? ok(done.value.stdout) : done;
}

async function remoteOf(context: GitContext): ReturnType<Carrier['remote']> {
  const urls = await remoteUrls(context, 'look for a remote');
  if (!urls.ok) return urls;
  const name = urls.value.has('origin') ? 'origin' : [...urls.value.keys()][0];
  return ok(name === undefined ? null : { name, url: withoutLogin(urls.value.get(name) ?? '') });
}

/** Other remotes may be a person's own, which no other machine has. */
async function knownToRemote(context: GitContext): Promise<readonly string[]> {
  const remote = await remoteOf(context);
  return remote.ok && remote.value !== null ? ['--not', `--remotes=${remote.value.name}/*`] : [];
}

function voided(done: Result<unknown>): Result<void> {
  return done.ok ? ok(undefined) : done;
}

/** For others to read and to use: a password is nobody's business, and a name only belongs to the address where it is no token. */
function withoutLogin(url: string): string {
  const [, scheme = '', name = ''] = /^(ssh:\/\/)([^/:@]*)(?::[^/]*)?@/iu.exec(url) ?? [];
  const bare = withoutCredentials(url);
  return name === '' ? bare : `${scheme}${name}@${bare.slice(scheme.length)}`;
}

async function keep(context: GitContext, { ref, commit }: { readonly ref: string; readonly commit: string | null }): Promise<Result<void>> {
  const args = commit === null ? ['update-ref', '-d', ref] : ['update-ref', ref, commit];
  const done = expectSuccess(await context.git(context.refs, args), { tried: `keep ${shown(ref)}`, next: 'Look at git for-each-ref.' });
  return done.ok ? ok(undefined) : done;
}

async function unbundle(context: GitContext, { data, ref }: { readonly data: Uint8Array; readonly ref: string }): Promise<Result<void>> {
  const attempt = { tried: 'take in a bundle of another machine', next: 'Let it be sent again.' };
  return withTemporaryFolder(context, attempt.tried, async (folder) => {
    const file = join(folder, 'work.bundle');
    try {
      await writeFile(file, data, { mode: 0o600 });
    } catch (error) {
      return fail(fileError(error, attempt));
    }
    const done = expectSuccess(await context.git(context.refs, [...QUIET_FETCH, '--', file, `+${ref}:${ref}`]), attempt);
    return done.ok ? ok(undefined) : done;
  });
}

async function advance(context: GitContext, order: Parameters<Carrier['advance']>[0]): Promise<Result<void>> {
  const tried = `bring the work into ${shown(order.worktree)}`;
  const found = await findWorktree(context, order.worktree, tried);
  if (!found.ok) return found;
  const { place, branch } = found.value;
  const watched = await context.guard.check('programs', place, tried);
  if (!watched.ok) return watched;
  const tip = await commitOf(context, `refs/heads/${order.branch}`);
  if (branch !== order.branch || tip === null) {
    const said = `its worktree has another branch checked out than ${shown(order.branch)}`;
    return fail({ kind: 'conflict', tried, said, next: `Run git switch ${shown(order.branch)} there, then try again.` });
  }
  const args = ['merge', '--ff-only', '--quiet', '--no-stat', '--no-verify-signatures', '--no-autostash', order.commit];
  const moved = expectSuccess(await context.git(place, args), { tried, next: 'Look at git status in the worktree.' });
  return moved.ok ? ok(undefined) : fail({ ...moved.error, kind: 'conflict' });
}
