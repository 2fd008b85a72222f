// A look at a worktree that changes nothing: git's status, what was changed by file, its commits, its files. Plain and bounded, for a model to read.
import { lstat } from 'node:fs/promises';
import { join } from 'node:path';
import { ok, type Result } from '../../model/error.js';
import { plainText } from '../../model/plain-text.js';
import type { Repository } from '../../ports/repository.js';
import { symbolsIn } from './first-symbols.js';
import type { GitContext } from './git-context.js';
import { expectSuccess } from './git-error.js';
import { fieldsOf, type GitPlace, shown } from './hardened-git.js';
import { findWorktree } from './worktree-place.js';

type Look = Repository['look'];
type Order = Parameters<Look>[0];

const TIMEOUT_MS = 60_000;
const MOST_BYTES = 256 * 1024;
const MOST_LINES = 400;
const MOST_MAPPED = 120;
const LINE = 300;

export async function lookAt(context: GitContext, order: Order): ReturnType<Look> {
  const tried = `look at ${shown(order.worktree)}`;
  const found = await findWorktree(context, order.worktree, tried);
  if (!found.ok) return found;
  const { place } = found.value;
  // What git would run by its configuration is looked at first, as for every other diff.
  const watched = await context.guard.check('programs', place, tried);
  if (!watched.ok) return watched;
  const listed = await listOf(context, place, { order, tried });
  if (!listed.ok) return listed;
  // Git tells untracked files first.
  const entries = order.what === 'files' || order.what === 'map' ? [...listed.value].sort() : listed.value;
  const lines = order.what === 'map' ? await mapped(order.worktree, entries) : entries;
  const left = lines.length - MOST_LINES;
  const told = lines.slice(0, MOST_LINES).map((line) => plainText(line, LINE));
  return ok([...told, ...(left > 0 ? [`and ${left} more`] : [])].join('\n'));
}

async function listOf(
  context: GitContext,
  place: GitPlace,
  { order, tried }: { readonly order: Order; readonly tried: string },
): Promise<Result<readonly string[]>> {
  const options = { timeoutMs: TIMEOUT_MS, maxBytes: MOST_BYTES, env: { GIT_LITERAL_PATHSPECS: '1' } };
  const answer = expectSuccess(await context.git(place, argsOf(order), options), { tried, next: 'Look at git status in the worktree.' });
  if (!answer.ok) return answer;
  const hasFields = order.what !== 'diff';
  return ok(hasFields ? fieldsOf(answer.value) : answer.value.stdout.toString('utf8').trimEnd().split('\n'));
}

function argsOf({ what, baseCommit, under = '' }: Order): readonly string[] {
  const paths = under === '' ? [] : [under];
  switch (what) {
    case 'status':
      return ['status', '--porcelain=v1', '-z', '--no-renames', '--ignore-submodules=dirty', '--untracked-files=normal'];
    case 'diff':
      return [
        'diff',
        '--stat=120',
        '--no-ext-diff',
        '--no-textconv',
        '--no-color',
        '--ignore-submodules=dirty',
        '--no-relative',
        baseCommit,
        '--',
      ];
    case 'log':
      return [
        'log',
        '-z',
        '--no-show-signature',
        '--no-mailmap',
        '--encoding=UTF-8',
        '--format=%h %s',
        '--max-count=50',
        '--end-of-options',
        'HEAD',
        `^${baseCommit}`,
        '--',
      ];
    case 'files':
    case 'map':
      return ['ls-files', '-z', '--cached', '--others', '--exclude-standard', '--deduplicate', '--', ...paths];
  }
}

/** Files with their size and what they define first. Links are named, never followed. */
async function mapped(worktree: string, files: readonly string[]): Promise<readonly string[]> {
  const shownFiles = files.slice(0, MOST_MAPPED);
  const lines = await Promise.all(shownFiles.map((name) => line(worktree, name)));
  const rest = files.slice(MOST_MAPPED);
  return [...lines, ...rest];
}

async function line(worktree: string, name: string): Promise<string> {
  const path = join(worktree, name);
  const facts = await lstat(path).catch(() => null); // Deleted since git knew of it.
  if (facts === null) return `${name} (gone)`;
  if (!facts.isFile()) return `${name} (no file)`;
  const symbols = await symbolsIn(path);
  return `${name} ${facts.size}${symbols.length === 0 ? '' : `: ${symbols.join(', ')}`}`;
}
