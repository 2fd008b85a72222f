// Where an executable lies: the search a shell does, without ever looking into the current folder for a bare name.
// Knows the file system only; what is started and why is the caller's.
import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join, resolve } from 'node:path';
import { type OrchErrorKind, ok, type Result } from '../model/error.js';
import { plainText } from '../model/plain-text.js';

/** PATH of a shell that was given none (POSIX `getconf PATH`). */
const DEFAULT_PATH = '/usr/local/bin:/usr/bin:/bin';

export interface ExecutableSearch {
  /** A bare name, an absolute path, or a path with a slash, relative to `cwd`. */
  readonly name: string;
  readonly path: string | undefined;
  readonly cwd: string;
  /** Kind of the error when it is not there. */
  readonly kind: OrchErrorKind;
}

/** Absolute path of an executable file, or an error naming every folder that was looked into. */
export function findExecutable(search: ExecutableSearch): Result<string> {
  const { name, cwd, kind } = search;
  const fail = (said: string, next: string): Result<string> => ({
    ok: false,
    error: { kind, tried: `start ${plainText(name) || 'a command without a name'}`, said: plainText(said, 400), next },
  });
  if (name === '' || name.includes('\0')) return fail('that is not the name of a program', 'Name an executable, such as claude');
  if (name.includes('/')) {
    const path = resolve(cwd, name);
    const problem = problemWith(path);
    return problem === null ? ok(path) : fail(`${path} ${problem}`, 'Name an executable file that is there');
  }
  const folders = (search.path ?? DEFAULT_PATH).split(delimiter).filter((folder) => isAbsolute(folder));
  let nearMiss: string | null = null;
  for (const folder of folders) {
    const path = join(folder, name);
    const problem = problemWith(path);
    if (problem === null) return ok(path);
    if (problem !== MISSING) nearMiss ??= `${path} ${problem}`;
  }
  const looked = folders.length === 0 ? 'PATH names no folder' : `not found in PATH (${folders.join(', ')})`;
  return fail(nearMiss === null ? looked : `${nearMiss}; otherwise ${looked}`, `Install ${plainText(name)}, or give its absolute path`);
}

const MISSING = 'is not there';

function problemWith(path: string): string | null {
  try {
    const found = statSync(path, { throwIfNoEntry: false });
    if (found === undefined) return MISSING;
    if (found.isDirectory()) return 'is a folder';
    if (!found.isFile()) return 'is not a file';
    accessSync(path, constants.X_OK);
    return null;
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    // ENOTDIR, ELOOP and a folder that may not be searched are what a shell skips, too.
    return code === 'EACCES' ? 'may not be executed' : MISSING;
  }
}
