// Which remote is a forge (decision 26), and what its address says: host, owner, repository. Never lets a credential of an address out.
import type { Result } from '../../model/error.js';
import { ok } from '../../model/error.js';
import type { ForgeRemote } from '../../model/repository.js';
import { readConfig } from './config-guard.js';
import type { GitContext } from './git-context.js';

export interface RemoteAddress {
  readonly protocol: 'https' | 'http' | 'ssh' | 'git';
  /** As in the address, with its port for http(s): what git asks a password for. */
  readonly host: string;
  readonly owner: string;
  readonly repo: string;
  /** User named in the address, without a password. */
  readonly login: string | null;
}

/** `origin` before `upstream` before the others in order of the configuration. */
export async function forgeRemote(context: GitContext): Promise<Result<ForgeRemote | null>> {
  const remotes = await remoteUrls(context, 'look for the forge among the remotes');
  if (!remotes.ok) return remotes;
  const rank = (name: string): number => ['origin', 'upstream'].indexOf(name) + 1 || 3;
  for (const [remote, url] of [...remotes.value].sort(([one], [other]) => rank(one) - rank(other))) {
    const address = parseRemote(url);
    if (address === null || (context.forgeHosts === 'github.com' && address.host !== 'github.com')) continue;
    return ok({ remote, host: address.host, owner: address.owner, repo: address.repo });
  }
  return ok(null);
}

/** As written in the configuration: `git remote get-url` would apply `insteadOf`. */
export async function remoteUrls(context: GitContext, tried: string): Promise<Result<ReadonlyMap<string, string>>> {
  const entries = await readConfig(context.git, context.refs, tried);
  if (!entries.ok) return entries;
  const urls = new Map<string, string>();
  for (const { key, value } of entries.value) {
    const name = /^remote\.(.+)\.url$/u.exec(key)?.[1];
    // The first address is the one git fetches from.
    if (name !== undefined && !urls.has(name)) urls.set(name, value);
  }
  return ok(urls);
}

const NAME = '[A-Za-z0-9][A-Za-z0-9._-]*|[._-][A-Za-z0-9._-]+';
const PATH = new RegExp(`^(${NAME})/(${NAME})$`, 'u');
const HOST = /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?(?::\d{1,5})?$/u;

/** Null for local paths, and for anything that is not plainly `host/owner/repository`. */
export function parseRemote(url: string): RemoteAddress | null {
  const full = /^(https?|ssh|git):\/\/(?:([^/@]*)@)?([^/@]+)\/+(.+)$/u.exec(url);
  // `git@host:owner/repo`; a slash before the colon makes it a path.
  const short = full === null ? /^(?:([^/@:]+)@)?([^/@:]+):(?!\/\/)\/?(.+)$/u.exec(url) : null;
  const protocol = (full?.[1] ?? 'ssh') as RemoteAddress['protocol'];
  const login = (full?.[2] ?? short?.[1])?.split(':', 1)[0] || null;
  const host = hostOf(full?.[3] ?? short?.[2] ?? '', protocol);
  const path = PATH.exec((full?.[4] ?? short?.[3] ?? '').replace(/\/+$/u, '').replace(/\.git$/u, ''));
  if (host === null || path === null) return null;
  const [, owner = '', repo = ''] = path;
  if (/^\.+$/u.test(owner) || /^\.+$/u.test(repo)) return null;
  return { protocol, host, owner, repo, login };
}

function hostOf(text: string, protocol: RemoteAddress['protocol']): string | null {
  const host = text.toLowerCase();
  if (!HOST.test(host)) return null;
  const isWeb = protocol === 'https' || protocol === 'http';
  const name = isWeb ? host : host.replace(/:\d+$/u, '');
  // GitHub's SSH over the port of HTTPS, and its old address.
  return name === 'ssh.github.com' || name === 'www.github.com' ? 'github.com' : name;
}
