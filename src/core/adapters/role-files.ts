// The roles there are: ours, the person's over them, the repository's over both where the person trusts those files (decision 29).
import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { open, readdir, realpath } from 'node:fs/promises';
import { basename, join, resolve, sep } from 'node:path';
import { errorLine, fail, type OrchError, ok, type Result } from '../model/error.js';
import { plainText } from '../model/plain-text.js';
import { MAX_ROLE_BYTES, parseRole, ROLE_NAME, roleError } from '../roles/parse-role.js';
import type { Role } from '../roles/role.js';
import { isTrusted, readTrust, type TrustedHash } from './config-trust.js';
import { promptFolder } from './prompt-files.js';
import { configDir, type RuntimePlace } from './runtime-paths.js';

/** More files than this are no roles. */
const MAX_ROLES = 64;

export interface RoleFolders {
  readonly bundled: string;
  readonly person: string;
  /** `.orch/roles` of the repository's checkout; null where there is none. */
  readonly repository: string | null;
}

/** For a start that may not ask: an error (exit 4) when the repository has roles that only count once a person trusts them. */
export function rolesNeedTrust(untrusted: LoadedRoles['untrusted']): OrchError | null {
  if (untrusted.length === 0) return null;
  return {
    kind: 'needs-person',
    tried: 'use the roles of the repository',
    said: `${untrusted.join(', ')} in .orch/roles ${untrusted.length === 1 ? 'is' : 'are'} not trusted`,
    next: 'Read them, then trust them with `orch-tui config trust`.',
  };
}

export interface LoadedRoles {
  /** By name; later ones lie over earlier ones. */
  readonly roles: readonly Role[];
  /** Names of roles of the repository that do not count. */
  readonly untrusted: readonly string[];
  /** What a person should be told, one sentence each. */
  readonly notices: readonly string[];
}

export interface RoleFile extends TrustedHash {
  readonly text: string;
}

export function roleFolders(place: RuntimePlace, repoDir: string | null): RoleFolders {
  return {
    bundled: join(promptFolder(), 'roles'),
    person: join(configDir(place), 'roles'),
    repository: repoDir === null ? null : join(repoDir, '.orch', 'roles'),
  };
}

/** Never rejects. A role of the person's that is wrong is an error; one of the repository's is left out and told. */
export async function loadRoles(folders: RoleFolders, isTrustedFile: (file: TrustedHash) => boolean): Promise<Result<LoadedRoles>> {
  const roles = new Map<string, Role>();
  for (const folder of [folders.bundled, folders.person]) {
    const files = await roleFiles(folder);
    if (!files.ok) return files;
    for (const file of files.value) {
      const role = file.ok ? parseNamed(file.value) : file;
      if (!role.ok) return role;
      roles.set(role.value.name, role.value);
    }
  }
  const nothing = { notices: [], untrusted: [] };
  const told = folders.repository === null ? nothing : await addRepositoryRoles(folders.repository, roles, isTrustedFile);
  return ok({ roles: [...roles.values()], ...told });
}

/** The roles of this place and repository, by what its person trusts now. */
export async function loadTrustedRoles(place: RuntimePlace, repoDir: string | null): Promise<Result<LoadedRoles>> {
  const trust = await readTrust(place);
  // A damaged list of what is trusted trusts nothing; the configuration tells of it.
  const trusted = trust.ok ? trust.value : {};
  return loadRoles(roleFolders(place, repoDir), (file) => isTrusted(trusted, file));
}

/** Files of the repository's roles, for `config trust`. One that is wrong is not trusted: it is an error. */
export async function repositoryRoleFiles(repoDir: string): Promise<Result<readonly (RoleFile & { readonly role: string })[]>> {
  const files = await roleFiles(join(repoDir, '.orch', 'roles'), repoDir);
  if (!files.ok) return files;
  const found: (RoleFile & { readonly role: string })[] = [];
  for (const file of files.value) {
    if (!file.ok) return file;
    const role = parseNamed(file.value);
    if (!role.ok) return role;
    found.push({ ...file.value, role: role.value.name });
  }
  return ok(found);
}

async function addRepositoryRoles(
  folder: string,
  roles: Map<string, Role>,
  isTrustedFile: (file: TrustedHash) => boolean,
): Promise<Omit<LoadedRoles, 'roles'>> {
  // `.orch/roles` of the checkout.
  const files = await roleFiles(folder, resolve(folder, '..', '..'));
  if (!files.ok) return { notices: [`Left out: ${errorLine(files.error)}`], untrusted: [] };
  const notices: string[] = [];
  const untrusted: string[] = [];
  for (const file of files.value) {
    if (!file.ok) notices.push(`Left out: ${errorLine(file.error)}`);
    else if (!isTrustedFile(file.value)) untrusted.push(plainText(basename(file.value.path, '.md'), 40));
    else {
      const role = parseNamed(file.value);
      if (role.ok) roles.set(role.value.name, role.value);
      else notices.push(`Left out: ${errorLine(role.error)}`);
    }
  }
  const next = 'Read them, then trust them with `orch-tui config trust`.';
  const left = `The roles ${untrusted.join(', ')} of ${plainText(folder, 300)} are not trusted, so they do not count. ${next}`;
  return { notices: untrusted.length === 0 ? notices : [...notices, left], untrusted };
}

/** A role has the name of its file: which one lies over which is seen in the folder. */
function parseNamed({ path, text }: RoleFile): Result<Role> {
  const role = parseRole(path, text);
  if (!role.ok) return role;
  const expected = basename(path, '.md');
  return role.value.name === expected
    ? role
    : fail(roleError(path, `name is "${role.value.name}"; allowed: ${plainText(expected, 40)}, as the file is called`));
}

/** In order of their names; empty where there is no folder. With `within`, links may not lead out of that folder. */
async function roleFiles(folder: string, within: string | null = null): Promise<Result<readonly Result<RoleFile>[]>> {
  const found = await entriesOf(folder);
  if (!found.ok) return found;
  const names = found.value.filter((name) => name.endsWith('.md')).sort();
  if (names.length > MAX_ROLES) return fail(roleError(folder, `it has ${names.length} files; at most ${MAX_ROLES} roles are allowed`));
  return ok(await Promise.all(names.map((name) => readRole(join(folder, name), within))));
}

async function entriesOf(folder: string): Promise<Result<readonly string[]>> {
  try {
    return ok(await readdir(folder));
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException;
    return code === 'ENOENT' || code === 'ENOTDIR' ? ok([]) : fail(roleError(folder, plainText(message)));
  }
}

async function readRole(path: string, within: string | null): Promise<Result<RoleFile>> {
  if (!ROLE_NAME.test(basename(path, '.md'))) return fail(roleError(path, 'the name of a role has lower-case letters, digits and hyphens'));
  try {
    if (within !== null && !(await realpath(path)).startsWith((await realpath(within)) + sep))
      return fail(roleError(path, 'it is a link that leads out of the repository'));
    // Not blocking: a repository may hold a pipe of this name.
    const handle = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      const { size, isFile } = await handle.stat().then((stat) => ({ size: stat.size, isFile: stat.isFile() }));
      if (!isFile) return fail(roleError(path, 'it is not a file'));
      if (size > MAX_ROLE_BYTES) return fail(roleError(path, `it has ${size} bytes; a role has at most ${MAX_ROLE_BYTES}`));
      const bytes = await handle.readFile();
      return ok({ path, text: bytes.toString('utf8'), sha256: createHash('sha256').update(bytes).digest('hex') });
    } finally {
      await handle.close();
    }
  } catch (error) {
    return fail(roleError(path, plainText((error as Error).message)));
  }
}
