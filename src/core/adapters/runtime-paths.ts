// Where things lie on this machine: state folder of a repository, its socket, the person's configuration (architecture.md, decision 7).
// Computing is pure; the prepare functions make folders and check owners. Must not know what is stored there.
import { accessSync, chmodSync, constants, lstatSync, mkdirSync, statSync } from 'node:fs';
import { dirname, isAbsolute, join } from 'node:path';
import { fail, type OrchError, ok, type Result } from '../model/error.js';
import { plainText } from '../model/plain-text.js';

/** sun_path of Linux is 108 bytes with its zero (macOS 104): Node 20 cuts a longer path and listens elsewhere. */
export const MAX_SOCKET_PATH_BYTES = process.platform === 'darwin' ? 103 : 107;
/** Tools put sockets and deep trees into worktrees below it; a longer state folder would break them one by one. */
const MAX_STATE_DIR_BYTES = 1024;

export interface RuntimePlace {
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly home: string;
  readonly uid: number;
}

export interface RepositoryPaths {
  readonly stateDir: string;
  /** Socket paths in order of preference; `prepareSocket` takes the first that can be used. */
  readonly sockets: readonly [string, ...string[]];
}

/** The place of this process. */
export function thisPlace(env: RuntimePlace['env'] = process.env): RuntimePlace {
  const uid = process.getuid?.() ?? 0;
  return { env, home: env.HOME || '/', uid };
}

/** `$XDG_CONFIG_HOME/orch-tui`, where the person's `config.json` lies. */
export function configDir({ env, home }: RuntimePlace): string {
  return join(absolute(env.XDG_CONFIG_HOME) ?? join(home, '.config'), 'orch-tui');
}

/** All places of one repository; `name` and `hash` are those of `RepositoryInfo`. */
export function repositoryPaths(place: RuntimePlace, repository: { readonly name: string; readonly hash: string }): RepositoryPaths {
  const { env, home, uid } = place;
  const state = absolute(env.XDG_STATE_HOME) ?? join(home, '.local', 'state');
  const runtime = absolute(env.XDG_RUNTIME_DIR);
  const file = `${repository.hash}.sock`;
  const fallback = join('/tmp', `orch-tui-${uid}`, file);
  return {
    stateDir: join(state, 'orch-tui', `${slug(repository.name)}-${repository.hash}`),
    sockets: runtime === null ? [fallback] : [join(runtime, 'orch-tui', file), fallback],
  };
}

/** Makes the state folder (0700). The error says which folder can not be written to and which variable names another. */
export function prepareStateDir(stateDir: string): Result<string> {
  const tried = `use the state folder ${plainText(stateDir, 300)}`;
  const next = 'Set XDG_STATE_HOME to a folder that you can write to';
  if (Buffer.byteLength(stateDir) > MAX_STATE_DIR_BYTES) {
    return fail(failure(tried, `its path has more than ${MAX_STATE_DIR_BYTES} bytes`, 'Set XDG_STATE_HOME to a shorter path'));
  }
  try {
    makeFolder(stateDir);
    accessSync(stateDir, constants.R_OK | constants.W_OK | constants.X_OK);
    return ok(stateDir);
  } catch (error) {
    return fail(failure(tried, reasonOf(error), next));
  }
}

/**
 * The socket path to listen on: its folder made (0700) and owned by us, its length within what the kernel takes.
 * Nothing is listened on here, and an old socket file is left alone: whoever holds the host lock removes it.
 */
export function prepareSocket(sockets: RepositoryPaths['sockets'], uid: number): Result<string> {
  const reasons: string[] = [];
  for (const path of sockets) {
    const problem = socketProblem(path, uid);
    if (problem === null) return ok(path);
    reasons.push(`${path}: ${problem}`);
  }
  return fail(
    failure('prepare the socket', reasons.join('; '), `Set XDG_RUNTIME_DIR to a short path of your own, such as /run/user/${uid}`),
  );
}

/** Beside each of them, the socket that agents get (decision 7). */
export function agentSockets(sockets: RepositoryPaths['sockets']): RepositoryPaths['sockets'] {
  const [first, ...others] = sockets.map((path) => path.replace(/(?:\.sock)?$/u, '.agents.sock'));
  return [first as string, ...others];
}

/** Paths where a running host may be found, too long ones left out: connecting to those would reach another socket. */
export function socketsToTry(sockets: RepositoryPaths['sockets']): readonly string[] {
  return sockets.filter((path) => Buffer.byteLength(path) <= MAX_SOCKET_PATH_BYTES);
}

function socketProblem(path: string, uid: number): string | null {
  const bytes = Buffer.byteLength(path);
  if (bytes > MAX_SOCKET_PATH_BYTES) return `the path has ${bytes} bytes, a socket takes ${MAX_SOCKET_PATH_BYTES}`;
  const folder = dirname(path);
  try {
    makeFolder(folder);
    // Not followed: in /tmp somebody else may have put a link or a folder of this name first.
    const found = lstatSync(folder);
    if (!found.isDirectory()) return 'its folder is not a folder';
    if (found.uid !== uid) return `its folder belongs to user ${found.uid}`;
    if ((found.mode & 0o077) !== 0) chmodSync(folder, 0o700);
    accessSync(folder, constants.W_OK | constants.X_OK);
    return null;
  } catch (error) {
    return reasonOf(error);
  }
}

/** By hand: `mkdirSync` with `recursive` never returns where a file system answers ENOENT for an existing parent, as /proc does. */
function makeFolder(path: string): void {
  const first = problemMaking(path);
  if (first === null) return;
  if (first.code !== 'ENOENT') throw first;
  if (statSync(dirname(path), { throwIfNoEntry: false }) === undefined) makeFolder(dirname(path));
  const second = problemMaking(path);
  if (second !== null) throw second;
}

/** Null when it is there: two screens opened at the same moment make the same folders. */
function problemMaking(path: string): NodeJS.ErrnoException | null {
  try {
    mkdirSync(path, { mode: 0o700 });
    return null;
  } catch (error) {
    const problem = error as NodeJS.ErrnoException;
    const isThere = problem.code === 'EEXIST' && statSync(path, { throwIfNoEntry: false })?.isDirectory() === true;
    return isThere ? null : problem;
  }
}

/** The XDG specification: a relative path is to be ignored. */
function absolute(path: string | undefined): string | null {
  return path !== undefined && isAbsolute(path) ? path : null;
}

/** Short and plain: it is part of the path of every worktree. */
function slug(name: string): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '')
    .slice(0, 32)
    .replace(/-+$/, '');
  return plain || 'repository';
}

function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return 'permission denied';
    case 'ENOENT':
      return 'no folder can be made there';
    case 'EROFS':
      return 'the file system is read-only';
    case 'ENOSPC':
      return 'no space left on the device';
    case 'ENAMETOOLONG':
      return 'the path is too long';
    case 'ENOTDIR':
    case 'EEXIST':
      return 'a file is in the way';
    default:
      return message;
  }
}

function failure(tried: string, said: string, next: string): OrchError {
  return { kind: 'storage', tried, said: plainText(said, 600), next };
}
