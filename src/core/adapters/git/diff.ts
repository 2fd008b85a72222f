// What a worktree changed against its base: committed, uncommitted and untracked, measured or as a bounded unified diff. Writes nothing into the worktree.
import type { DiffSize } from '../../model/agent.js';
import type { Changes } from '../../model/changes.js';
import type { Result } from '../../model/error.js';
import { fail, ok } from '../../model/error.js';
import { plainDiff } from '../../model/plain-text.js';
import type { Repository } from '../../ports/repository.js';
import type { GitContext } from './git-context.js';
import { expectSuccess } from './git-error.js';
import { type GitPlace, lineOf, rawFieldsOf, shown } from './hardened-git.js';
import { withoutLitter } from './litter.js';
import { CHANGES_FLAGS, readChanges, sizeOf } from './read-changes.js';
import { withTemporaryIndex } from './temporary-index.js';
import { placeOfWorktree } from './worktree-place.js';

type Diff = Repository['diff'];
type Place = Parameters<Repository['measureDiff']>[0];

/** More untracked files than this are a forgotten build folder, not work to be read. */
const MAX_UNTRACKED = 5000;
const TIMEOUT_MS = 60_000;
// Everything the configuration could change is said here; `none of external programs` first.
const DIFF_FLAGS = [
  '--no-ext-diff',
  '--no-textconv',
  '--no-color',
  '--find-renames',
  '--ignore-submodules=dirty',
  '--submodule=short',
  '--no-relative',
  '-O/dev/null',
] as const;

export async function measureDiff(context: GitContext, order: Place): Promise<Result<DiffSize>> {
  const tried = `measure the changes in ${shown(order.worktree)}`;
  const measured = await diffWith(context, order, { tried, flags: [...DIFF_FLAGS, '--shortstat'], maxBytes: 65_536 });
  if (!measured.ok) return measured;
  return ok(sizeOf(measured.value.text));
}

/** Files and lines of thousands of changed files; what is behind that is told by its size alone. */
const CHANGES_BYTES = 4 * 1024 * 1024;

export async function measureChanges(context: GitContext, order: Place): Promise<Result<Changes>> {
  const tried = `look at the changes in ${shown(order.worktree)}`;
  const flags = [...DIFF_FLAGS, ...CHANGES_FLAGS];
  const made = await diffWith(context, order, { tried, flags, maxBytes: CHANGES_BYTES });
  if (!made.ok) return made;
  const changes = readChanges(made.value.text);
  if (changes !== null) return ok(changes);
  const size = await measureDiff(context, order);
  return size.ok ? ok({ size: size.value, files: [], isCut: true }) : size;
}

/** The same between two commits. */
export async function changesBetween(
  context: GitContext,
  { from, to }: { readonly from: string; readonly to: string },
): Promise<Result<Changes>> {
  const tried = `compare ${shown(from)} with ${shown(to)}`;
  const watched = await context.guard.check('programs', context.refs, tried);
  if (!watched.ok) return watched;
  const args = ['diff', ...DIFF_FLAGS, ...CHANGES_FLAGS, '--end-of-options', from, to, '--'];
  const options = { maxBytes: CHANGES_BYTES, timeoutMs: TIMEOUT_MS };
  const made = expectSuccess(await context.git(context.refs, args, options), { tried, next: 'Look at git log.' });
  if (!made.ok) return made;
  return ok(readChanges(made.value.stdout.toString('utf8')) ?? { size: { files: 0, additions: 0, deletions: 0 }, files: [], isCut: true });
}

/** A patch that reads the same whatever the configuration says. */
export const PATCH_FLAGS = [...DIFF_FLAGS, '--patch', '--unified=3', '--src-prefix=a/', '--dst-prefix=b/'] as const;

export async function unifiedDiff(context: GitContext, order: Parameters<Diff>[0]): ReturnType<Diff> {
  const tried = `show the changes in ${shown(order.worktree)}`;
  const made = await diffWith(context, order, { tried, flags: PATCH_FLAGS, maxBytes: order.maxBytes });
  return made.ok ? ok(boundedDiff(made.value, order.maxBytes)) : made;
}

/** As git printed it, one unit per byte; whole, or an error: for what looks a hunk up in it. */
export async function rawDiff(context: GitContext, order: Place, tried: string): Promise<Result<string>> {
  const made = await diffWith(context, order, { tried, flags: PATCH_FLAGS, maxBytes: MOST_RAW_BYTES, encoding: 'latin1' });
  if (!made.ok) return made;
  if (!made.value.cut) return ok(made.value.text);
  return fail({ kind: 'git', tried, said: 'the diff is too large', next: 'Use git in the worktree.' });
}

const MOST_RAW_BYTES = 256 * 1024 * 1024;

interface GitDiff {
  readonly text: string;
  /** Its last line may not be whole. */
  readonly cut: boolean;
  readonly truncated: boolean;
}

/** What git printed, plain and within `maxBytes`. */
export function boundedDiff({ text, cut, truncated }: GitDiff, maxBytes: number): { readonly diff: string; readonly truncated: boolean } {
  const plain = plainDiff(cut ? wholeLines(text) : text);
  // Signs are longer than what they stand for: the bound holds for what is given out.
  const fits = Buffer.byteLength(plain) <= maxBytes;
  return {
    diff: fits ? plain : wholeLines(Buffer.from(plain).subarray(0, maxBytes).toString('utf8')),
    truncated: truncated || !fits,
  };
}

/** Without its last, cut line, which would read as a change that is none. */
function wholeLines(text: string): string {
  return text.slice(0, text.lastIndexOf('\n') + 1);
}

interface Format {
  readonly tried: string;
  readonly flags: readonly string[];
  readonly maxBytes: number;
  readonly encoding?: 'latin1' | 'utf8';
}

async function diffWith(
  context: GitContext,
  order: Place,
  { tried, flags, maxBytes, encoding = 'utf8' }: Format,
): Promise<Result<GitDiff>> {
  const found = await placeOfWorktree(context, order.worktree, tried);
  if (!found.ok) return found;
  const place = found.value;
  const next = 'Look at git status in the worktree.';
  const litter = order.litter ?? [];
  // Listing names runs nothing that the guard would ask about: both at once spare a person's screen some milliseconds.
  const [watched, base, listed] = await Promise.all([
    context.guard.check('programs', place, tried),
    commitIn(context, place, { name: order.baseCommit, tried, next }),
    listUntracked(context, place, { tried, litter }),
  ]);
  if (!watched.ok) return watched;
  if (!base.ok) return base;
  if (!listed.ok) return listed;
  return withTemporaryIndex(context, place, tried, async (env) => {
    const untracked = await announceUntracked(context, place, { env, tried, litter, listed: listed.value });
    if (!untracked.ok) return untracked;
    const args = ['diff', ...flags, base.value, '--'];
    const shownDiff = expectSuccess(await context.git(place, args, { env, maxBytes, timeoutMs: TIMEOUT_MS }), { tried, next });
    if (!shownDiff.ok) return shownDiff;
    const { stdout, truncated } = shownDiff.value;
    return ok({ text: stdout.toString(encoding), cut: truncated, truncated: truncated || untracked.value });
  });
}

/** A whole name needs no process to be told what it names: the diff says where it is missing. */
async function commitIn(
  context: GitContext,
  place: GitPlace,
  { name, tried, next }: { readonly name: string; readonly tried: string; readonly next: string },
): Promise<Result<string>> {
  if (/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/u.test(name)) return ok(name);
  const answer = await context.git(place, ['rev-parse', '--verify', '--end-of-options', `${name}^{commit}`]);
  const found = expectSuccess(answer, { tried, next });
  return found.ok ? ok(lineOf(found.value)) : found;
}

interface Untracked {
  /** Names, one unit per byte. */
  readonly files: readonly string[];
  readonly isCut: boolean;
}

interface Listing {
  readonly tried: string;
  readonly litter: readonly string[];
}

async function listUntracked(context: GitContext, place: GitPlace, { tried, litter }: Listing): Promise<Result<Untracked>> {
  const args = ['ls-files', '--others', '--exclude-standard', ...withoutLitter(litter), '-z'];
  const answer = await context.git(place, args, { env: { GIT_LITERAL_PATHSPECS: '1' }, timeoutMs: TIMEOUT_MS });
  const listed = expectSuccess(answer, { tried, next: 'Look at git status in the worktree.' });
  if (!listed.ok) return listed;
  // Nested repositories end in a slash; what is in them is no part of this one.
  return ok({ files: rawFieldsOf(listed.value).filter((path) => !path.endsWith('/')), isCut: listed.value.truncated });
}

/** Marks untracked files as to be added (no content is stored), so that a diff shows them; true when there were too many. */
async function announceUntracked(
  context: GitContext,
  place: GitPlace,
  order: Listing & { readonly env: Readonly<Record<string, string>>; readonly listed: Untracked },
): Promise<Result<boolean>> {
  const args = ['add', '--intent-to-add', '--sparse', '--pathspec-from-file=-', '--pathspec-file-nul'];
  const options = { env: { ...order.env, GIT_LITERAL_PATHSPECS: '1' }, timeoutMs: TIMEOUT_MS };
  let { listed } = order;
  for (let round = 1; ; round += 1) {
    if (listed.files.length === 0) return ok(listed.isCut);
    const input = Buffer.from(listed.files.slice(0, MAX_UNTRACKED).join('\0'), 'latin1');
    const attempt = { tried: order.tried, next: 'Look at git status in the worktree.' };
    const added = expectSuccess(await context.git(place, args, { ...options, input }), attempt);
    if (added.ok) return ok(listed.files.length > MAX_UNTRACKED || listed.isCut);
    // The agent is at work: a file that went away since it was listed makes git refuse the whole list.
    if (round === 3) return added;
    const again = await listUntracked(context, place, order);
    if (!again.ok) return again;
    listed = again.value;
  }
}
