// A file that an agent names as what its work came to: it has to be in its worktree, there, a file, and what it is taken for.
import { stat } from 'node:fs/promises';
import { isAbsolute, join, normalize } from 'node:path';
import { fail, ok, type Result } from '../model/error.js';
import { plainText } from '../model/plain-text.js';
import { placeOfPath } from './asked-path.js';

/** Its path from the top of the worktree. A link that leads out is not in it. */
export async function artifactIn(worktree: string, path: string): Promise<Result<string>> {
  const refuse = (said: string) =>
    fail({ kind: 'usage', tried: `look at ${plainText(path, 200)}`, said, next: 'Name another file' } as const);
  if (path.includes('\0') || isAbsolute(path)) return refuse('it is no path within the worktree');
  const name = normalize(path);
  if (name === '..' || name.startsWith('../')) return refuse('it leads out of the worktree');
  const { place } = await placeOfPath(worktree, name);
  if (place === 'outside') return refuse('it is not in the worktree, or a link leads out of it');
  const found = await stat(join(worktree, name)).catch(() => null);
  if (found === null) return refuse('there is no such file');
  return found.isFile() ? ok(name) : refuse('it is no file');
}
