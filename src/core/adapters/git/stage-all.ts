// Puts everything of a checkout into an index: tracked, deleted and untracked, not ignored. Never lets git look inside nested repositories:
// `git add -A` runs `git status` in them with their own configuration, which an agent wrote.
import { lstat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { Result } from '../../model/error.js';
import { fail, ok } from '../../model/error.js';
import type { GitContext } from './git-context.js';
import { expectAnswer, expectSuccess } from './git-error.js';
import { type GitPlace, lineOf, rawFieldsOf, shown, textOf } from './hardened-git.js';
import { listLitter, withoutLitter } from './litter.js';

export interface StageOrder {
  readonly place: GitPlace;
  /** GIT_INDEX_FILE for a temporary index; empty for the real one. */
  readonly env: Readonly<Record<string, string>>;
  readonly tried: string;
  /** Untracked repositories inside: left out (a commit id nobody can fetch helps no one), or recorded by their commit id. */
  readonly nested: 'leave-out' | 'record';
  /** Names at the top that are left out where they are untracked. */
  readonly litter: readonly string[];
}

/** Holds the list of a repository with millions of files. */
const LISTING_BYTES = 1024 * 1024 * 1024;

/** Paths of nested repositories that were left out. On failure the index is as before. */
export async function stageAll(context: GitContext, order: StageOrder): Promise<Result<readonly string[]>> {
  const { place, env, tried } = order;
  const listings = await listNested(context, order);
  if (!listings.ok) return listings;
  const { tracked, untracked } = listings.value;
  if (order.nested === 'record') {
    const unborn = await firstUnborn(context, place, untracked);
    if (unborn !== null) {
      const said = `${shown(unborn)} is a git repository without commits, and git can not save its files`;
      return fail({ kind: 'git', tried, said, next: `Commit inside ${shown(unborn)}, or move it out of the worktree, then try again.` });
    }
  }
  const litter = await listLitter(context, place, { patterns: order.litter, env, tried });
  if (!litter.ok) return litter;
  const leftOut = order.nested === 'leave-out' ? untracked : [];
  const links = await readLinks(context, place, tracked);
  const excluded = [...leftOut, ...litter.value, ...links.map((link) => link.path)].map(
    (path) => `:(exclude,top,literal)${path.replace(/\/$/u, '')}\0`,
  );
  const next = 'Look at git status in the worktree.';
  const added = await context.git(place, ['add', '--all', '--sparse', '--pathspec-from-file=-', '--pathspec-file-nul'], {
    env,
    input: Buffer.from([':(top)\0', ...excluded].join(''), 'latin1'),
    // Says nothing to a nested repository being recorded: that is meant.
    config: ['advice.addEmbeddedRepo=false', 'core.safecrlf=false'],
  });
  const success = expectSuccess(added, { tried, next });
  if (!success.ok) return success;
  const info = links.map((link) => `${link.commit === null ? `0 ${'0'.repeat(40)}` : `160000 ${link.commit}`}\t${link.path}\0`);
  if (info.length > 0) {
    const updated = expectSuccess(
      await context.git(place, ['update-index', '-z', '--index-info'], { env, input: Buffer.from(info.join(''), 'latin1') }),
      { tried, next },
    );
    if (!updated.ok) return updated;
  }
  return ok(leftOut.map(textOf));
}

async function listNested(
  context: GitContext,
  { place, env, tried, litter }: StageOrder,
): Promise<Result<{ readonly tracked: readonly string[]; readonly untracked: readonly string[] }>> {
  const attempt = { tried, next: 'Look at git status in the worktree.' };
  const options = { env, maxBytes: LISTING_BYTES };
  const staged = expectAnswer(await context.git(place, ['ls-files', '--stage', '-z'], options), attempt);
  if (!staged.ok) return staged;
  const others = expectSuccess(
    await context.git(place, ['ls-files', '--others', '--exclude-standard', ...withoutLitter(litter), '-z'], options),
    attempt,
  );
  if (!others.ok) return others;
  const tracked = rawFieldsOf(staged.value).filter((entry) => entry.startsWith('160000 '));
  return ok({
    tracked: tracked.map((entry) => entry.slice(entry.indexOf('\t') + 1)),
    // Git names a repository it does not look into with a slash at its end.
    untracked: rawFieldsOf(others.value).filter((path) => path.endsWith('/')),
  });
}

interface Link {
  /** One unit per byte. */
  readonly path: string;
  /** Null when it was removed. */
  readonly commit: string | null;
}

/** Commits that tracked nested repositories are at; those not populated, and those that became files, are git's own matter. */
async function readLinks(context: GitContext, place: GitPlace, paths: readonly string[]): Promise<readonly Link[]> {
  const links: Link[] = [];
  for (const path of paths) {
    const folder = join(place.workTree ?? '', textOf(path));
    const found = await lstat(folder).catch(() => null);
    if (found === null) links.push({ path, commit: null });
    if (found === null || !found.isDirectory()) continue;
    const commit = await headOf(context, folder);
    if (commit !== null) links.push({ path, commit });
  }
  return links;
}

async function firstUnborn(context: GitContext, place: GitPlace, paths: readonly string[]): Promise<string | null> {
  for (const path of paths) if ((await headOf(context, join(place.workTree ?? '', textOf(path)))) === null) return textOf(path);
  return null;
}

/** Commit of the repository whose top is `folder`; resolving a name runs nothing of its configuration. */
async function headOf(context: GitContext, folder: string): Promise<string | null> {
  if ((await lstat(join(folder, '.git')).catch(() => null)) === null) return null;
  const env = { GIT_CEILING_DIRECTORIES: dirname(folder.replace(/\/$/u, '')) };
  const answer = await context.git({ cwd: folder }, ['rev-parse', '--verify', '--quiet', 'HEAD'], { env, timeoutMs: 20_000 });
  return answer.kind === 'ended' && answer.exitCode === 0 ? lineOf(answer) : null;
}
