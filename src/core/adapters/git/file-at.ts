// Files as a commit has them: no checkout is looked at, and neither filters nor links are followed.
import type { Result } from '../../model/error.js';
import { fail, ok } from '../../model/error.js';
import type { Repository } from '../../ports/repository.js';
import type { GitContext } from './git-context.js';
import { expectSuccess } from './git-error.js';
import { rawFieldsOf, shown, textOf } from './hardened-git.js';
import { commitOf } from './made-branch.js';

interface TreeEntry {
  readonly mode: string;
  readonly type: string;
  readonly object: string;
  /** From the top. */
  readonly path: string;
}

export async function namesAt(
  context: GitContext,
  { commit, folder }: Parameters<Repository['namesAt']>[0],
): ReturnType<Repository['namesAt']> {
  const path = folder === '' ? [] : ['--', `${folder}/`];
  const listed = await entriesOf(context, commit, path);
  if (!listed.ok) return listed;
  const own = folder === '' ? 0 : folder.length + 1;
  return ok(listed.value.map(({ type, path: name }) => `${name.slice(own)}${type === 'tree' ? '/' : ''}`));
}

export async function fileAt(
  context: GitContext,
  { commit, path, maxBytes }: Parameters<Repository['fileAt']>[0],
): ReturnType<Repository['fileAt']> {
  const listed = await entriesOf(context, commit, ['--', path]);
  if (!listed.ok) return listed;
  // What a link names is another place, perhaps outside.
  const file = listed.value.find((entry) => entry.path === path && entry.type === 'blob' && entry.mode !== '120000');
  if (file === undefined) return ok(null);
  const answer = await context.git(context.refs, ['cat-file', 'blob', file.object], { maxBytes, timeoutMs: TIMEOUT_MS });
  const read = expectSuccess(answer, { tried: `read ${shown(path)}`, next: 'Look at git show.' });
  if (!read.ok) return read;
  const { stdout } = read.value;
  // A character may be cut in two at the bound.
  return ok(stdout.includes(0) ? null : stdout.toString('utf8').replace(/\ufffd$/u, ''));
}

const TIMEOUT_MS = 30_000;

async function entriesOf(context: GitContext, commit: string, path: readonly string[]): Promise<Result<readonly TreeEntry[]>> {
  const tried = `list the files of ${shown(commit)}`;
  const found = await commitOf(context, commit);
  if (found === null) return fail({ kind: 'not-found', tried, said: 'there is no such commit', next: 'Look at git log.' });
  const answer = await context.git(context.refs, ['ls-tree', '-z', '--full-tree', found, ...path], { timeoutMs: TIMEOUT_MS });
  const listed = expectSuccess(answer, { tried, next: 'Look at git ls-tree.' });
  if (!listed.ok) return listed;
  return ok(
    rawFieldsOf(listed.value).flatMap((field) => {
      const [, mode, type, object, path = ''] = /^(\d+) (\w+) ([0-9a-f]+)\t([\s\S]*)$/u.exec(field) ?? [];
      return mode === undefined || type === undefined || object === undefined ? [] : [{ mode, type, object, path: textOf(path) }];
    }),
  );
}
