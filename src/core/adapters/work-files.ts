// The files of one worktree, for the built-in agent: real paths only, text only, every write in one step. What may be touched is judged elsewhere.
import { constants } from 'node:fs';
import { chmod, mkdir, open, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { WorkFiles } from '../agent-ports.js';
import { fail, ok, type Result } from '../model/error.js';
import { plainText } from '../model/plain-text.js';
import { placeOfPath } from './asked-path.js';
import { listWork, searchWork } from './work-search.js';

/** Left behind only where the program is killed while it writes. */
export const WRITE_MARK = '.orch-write-';

let written = 0;

/** `env`: for git, without keys. */
export function createWorkFiles({
  worktree,
  env,
}: {
  readonly worktree: string;
  readonly env: Readonly<Record<string, string>>;
}): WorkFiles {
  return {
    async place(path) {
      const found = await placeOfPath(worktree, path);
      if (found.place === 'outside') return { ...found, path: found.name };
      return { ...found, path: join(await realpath(worktree), found.name) };
    },
    read,
    write,
    list: (folder, limit) => listWork({ worktree, env, folder, limit }),
    search: (order) => searchWork({ worktree, env, ...order }),
  };
}

async function read(path: string, maxBytes: number): Promise<Result<string>> {
  let file: Awaited<ReturnType<typeof open>> | null = null;
  try {
    // A pipe or a device must not hold the agent up; a link that came meanwhile is not followed.
    file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
    const { size, isFile } = await file.stat().then((found) => ({ size: found.size, isFile: found.isFile() }));
    if (!isFile) return problem('read', path, 'it is no file');
    if (size > maxBytes) return problem('read', path, `it has ${size} bytes, and at most ${maxBytes} are read`);
    const bytes = await file.readFile();
    if (bytes.includes(0)) return problem('read', path, 'it is no text');
    return ok(new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch (error) {
    return problem('read', path, said(error));
  } finally {
    await file?.close().catch(() => undefined);
  }
}

async function write(path: string, content: string | Uint8Array): Promise<Result<void>> {
  const folder = dirname(path);
  written += 1;
  const temporary = join(folder, `${WRITE_MARK}${process.pid}-${written}`);
  try {
    await mkdir(folder, { recursive: true });
    // A folder on the way may have become a link since its place was looked up.
    if ((await realpath(folder)) !== folder) return problem('write', path, 'its folder has become a link');
    const before = await stat(path).catch(() => null);
    if (before !== null && !before.isFile()) return problem('write', path, 'it is no file');
    const file = await open(temporary, 'wx');
    try {
      await file.writeFile(content);
    } finally {
      await file.close();
    }
    if (before !== null) await chmod(temporary, before.mode & 0o777);
    // Takes the place of a link instead of following it.
    await rename(temporary, path);
    return ok(undefined);
  } catch (error) {
    return problem('write', path, said(error));
  } finally {
    await rm(temporary, { force: true }).catch(() => undefined);
  }
}

function said(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  switch (code) {
    case 'ENOENT':
      return 'there is no such file';
    case 'EISDIR':
      return 'it is a folder';
    case 'ELOOP':
      return 'it is a link';
    case 'ENOTDIR':
      return 'a part of the path is no folder';
    case 'EACCES':
    case 'EPERM':
      return 'it may not be touched (permission denied)';
    case 'ERR_ENCODING_INVALID_ENCODED_DATA':
      return 'it is no UTF-8 text';
    default:
      return plainText(message, 200);
  }
}

function problem(what: string, path: string, text: string): Result<never> {
  return fail({ kind: 'storage', tried: `${what} ${plainText(path, 200)}`, said: text, next: 'Name another file' });
}
