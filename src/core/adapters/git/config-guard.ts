// Watches the repository's own configuration, which any agent can write: what it held when the host started is the person's; a change is a question (decision 22).
// Tells the names of keys only: values may hold credentials.
import type { Result } from '../../model/error.js';
import { fail, ok } from '../../model/error.js';
import { expectSuccess } from './git-error.js';
import type { GitPlace, HardenedGit } from './hardened-git.js';
import { fieldsOf, shown } from './hardened-git.js';

/** Key to its values in order, NUL between them; only keys of the repository's own files that matter here. */
export type ConfigSnapshot = ReadonlyMap<string, string>;

/**
 * `programs`: keys that make git run a program which no flag can switch off (filters, merge drivers, lazy fetches).
 * `hooks`: these, and where hooks are, for commits that run them.
 * A push: these, and all that decides where a push to that remote goes and who is asked for a password.
 */
export type ConfigPurpose = 'programs' | 'hooks' | { readonly pushTo: string };

export interface ConfigGuard {
  /** `needs-person` when a key that matters differs from the snapshot, naming the keys. */
  check(purpose: ConfigPurpose, place: GitPlace, tried: string): Promise<Result<void>>;
  /** The person has looked: what the configuration holds now is theirs. */
  accept(place: GitPlace): Promise<Result<void>>;
}

// fsmonitor, sshCommand, askPass, editor, pager, gpg, external diffs and textconv are missing on purpose: flags make them harmless at every call.
const PROGRAMS =
  /^(?:filter\..*|merge\..+\.driver|remote\..+\.(?:uploadpack|receivepack|vcs|promisor)|extensions\.partialclone|core\.(?:gitproxy|alternaterefscommand|attributesfile)|include(?:if\..+)?\.path)$/u;
const HOOKS = /^core\.hookspath$/u;
const STEERS_PUSH = /^(?:(?:url|credential|http|push|protocol|ssh)\..*|core\.(?:sshcommand|askpass))$/u;
// Others (fetch refspecs, `gh-resolved`) change in everyday work and send nothing elsewhere.
const OF_REMOTE = /^remote\.(.+)\.(?:url|pushurl|proxy|proxyauthmethod|mirror|push)$/u;

export interface ConfigEntry {
  readonly scope: string;
  /** Section and name in lower case; the part between as written. */
  readonly key: string;
  readonly value: string;
}

/** Every setting git sees at the place, lowest precedence first. Reading runs nothing. */
export async function readConfig(git: HardenedGit, place: GitPlace, tried: string): Promise<Result<readonly ConfigEntry[]>> {
  const answer = await git(place, ['config', '--list', '--null', '--show-scope'], { timeoutMs: 20_000 });
  const listed = expectSuccess(answer, { tried, next: 'Mend the configuration git names, then try again.', kind: 'repository' });
  if (!listed.ok) return listed;
  const fields = fieldsOf(listed.value);
  const entries: ConfigEntry[] = [];
  for (let index = 0; index + 1 < fields.length; index += 2) {
    const [scope = '', setting = ''] = [fields[index], fields[index + 1]];
    const end = setting.indexOf('\n');
    // No value at all means true, which an empty one does not.
    entries.push(end < 0 ? { scope, key: setting, value: 'true' } : { scope, key: setting.slice(0, end), value: setting.slice(end + 1) });
  }
  return ok(entries);
}

export function isOfRepository(entry: ConfigEntry): boolean {
  return entry.scope === 'local' || entry.scope === 'worktree';
}

export function snapshotOf(entries: readonly ConfigEntry[]): ConfigSnapshot {
  const snapshot = new Map<string, string>();
  for (const entry of entries) {
    if (!isOfRepository(entry) || !isWatched(entry.key)) continue;
    const earlier = snapshot.get(entry.key);
    snapshot.set(entry.key, earlier === undefined ? entry.value : `${earlier}\0${entry.value}`);
  }
  return snapshot;
}

/** Names of the keys that were added, removed or given another value. */
export function changedKeys(before: ConfigSnapshot, now: ConfigSnapshot, purpose: ConfigPurpose): readonly string[] {
  return [...new Set([...before.keys(), ...now.keys()])].filter((key) => before.get(key) !== now.get(key) && matters(key, purpose)).sort();
}

function isWatched(key: string): boolean {
  return [PROGRAMS, HOOKS, STEERS_PUSH, OF_REMOTE].some((pattern) => pattern.test(key));
}

function matters(key: string, purpose: ConfigPurpose): boolean {
  if (PROGRAMS.test(key)) return true;
  if (purpose === 'programs') return false;
  if (purpose === 'hooks') return HOOKS.test(key);
  return STEERS_PUSH.test(key) || OF_REMOTE.exec(key)?.[1] === purpose.pushTo;
}

export function configGuard(git: HardenedGit, atStart: ConfigSnapshot): ConfigGuard {
  let known = atStart;
  return {
    async check(purpose, place, tried) {
      const entries = await readConfig(git, place, tried);
      if (!entries.ok) return entries;
      const changed = changedKeys(known, snapshotOf(entries.value), purpose);
      if (changed.length === 0) return ok(undefined);
      const names = changed.slice(0, 5).map(withoutUserinfo).map(shown).join(', ');
      return fail({
        kind: 'needs-person',
        tried,
        said: `the repository's git configuration changed since the host started: ${names}${changed.length > 5 ? ` and ${changed.length - 5} more` : ''}`,
        next: 'Look at it with git config --list --show-origin; undo it, or restart the host to accept it.',
      });
    },
    async accept(place) {
      const entries = await readConfig(git, place, 'read the git configuration');
      if (!entries.ok) return entries;
      known = snapshotOf(entries.value);
      return ok(undefined);
    },
  };
}

// `url.https://token@host/.insteadOf` is a key with a credential in its name.
function withoutUserinfo(key: string): string {
  return key.replace(/:\/\/[^/\s]*@/gu, '://');
}
