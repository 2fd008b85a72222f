// Saves everything git can hold of a worktree as one commit under refs/orch/rescue (decision 21): its tree is the files, its parents the
// commits and the index. Touches neither worktree nor index; any failure means nothing may be removed.
import type { Result } from '../../model/error.js';
import { fail, ok } from '../../model/error.js';
import { unmergedFiles } from './commit-all.js';
import type { GitContext } from './git-context.js';
import { type Attempt, expectSuccess } from './git-error.js';
import { type GitPlace, lineOf, rawFieldsOf } from './hardened-git.js';
import { identityAt } from './identity.js';
import { isCommitMerged } from './is-merged.js';
import { commitOf, moveRef } from './made-branch.js';
import { stageAll } from './stage-all.js';
import { withTemporaryIndex } from './temporary-index.js';

export interface RescueOrder {
  readonly place: GitPlace;
  readonly branch: string;
  readonly base: string;
  /** Last part of the ref: `<name>-<time>`. */
  readonly label: string;
  readonly tried: string;
}

/** What a worktree holds beyond its base. */
export interface Holdings {
  /** Commit that is checked out, or null before the first one. */
  readonly head: string | null;
  /** Commit of the agent's branch, where it is another one. */
  readonly tip: string | null;
  readonly isDirty: boolean;
  readonly isMerged: boolean;
}

export interface Rescued {
  /** Null: everything was committed and is in the base. */
  readonly ref: string | null;
  /** Commit the files stood on; null before the first one. */
  readonly head: string | null;
  /** Commit of the index, where it was worth one. */
  readonly index: string | null;
}

/** Nothing may be removed unless this is a success. */
export async function rescue(context: GitContext, order: RescueOrder): Promise<Result<Rescued>> {
  const attempt: Attempt = { tried: order.tried, next: 'Nothing was removed. Look at git status in the worktree, then try again.' };
  const holdings = await holdingsOf(context, order, attempt);
  if (!holdings.ok) return holdings;
  const { head, tip, isDirty, isMerged } = holdings.value;
  if (!isDirty && isMerged) return ok({ ref: null, head, index: null });
  // Clean and one line of commits: the ref holds the commits themselves.
  const saved =
    !isDirty && tip === null && head !== null ? ok({ commit: head, index: null }) : await saveFiles(context, order, { head, tip, attempt });
  if (!saved.ok) return saved;
  const ref = await pointAt(context, order.label, { commit: saved.value.commit, attempt });
  return ref.ok ? ok({ ref: ref.value, head, index: saved.value.index }) : ref;
}

export async function holdingsOf(context: GitContext, order: Omit<RescueOrder, 'label'>, attempt: Attempt): Promise<Result<Holdings>> {
  const { place, branch, base } = order;
  const watched = await context.guard.check('programs', place, order.tried);
  if (!watched.ok) return watched;
  // Without this an agent's setting could hide untracked files; nested repositories are only compared by commit.
  const args = ['status', '--porcelain', '-z', '--untracked-files=normal', '--ignore-submodules=dirty', '--no-renames'];
  const status = expectSuccess(await context.git(place, args, { maxBytes: 65_536 }), attempt);
  if (!status.ok) return status;
  const head = await headOf(context, place);
  const branchTip = await commitOf(context, `refs/heads/${branch}`);
  const tip = branchTip === head ? null : branchTip;
  let isMerged = true;
  for (const commit of [head, tip]) {
    if (commit === null) continue;
    const merged = await isCommitMerged(context, commit, base);
    if (!merged.ok) return merged;
    isMerged &&= merged.value;
  }
  return ok({ head, tip, isDirty: status.value.stdout.length > 0, isMerged });
}

/** The rescue of a branch whose folder was deleted by hand: its commits, unless the base has them. */
export async function rescueBranch(context: GitContext, order: Omit<RescueOrder, 'place'>): Promise<Result<Rescued>> {
  const attempt: Attempt = { tried: order.tried, next: 'Nothing was removed. Look at git log of the branch, then try again.' };
  const tip = await commitOf(context, `refs/heads/${order.branch}`);
  if (tip === null) return ok({ ref: null, head: null, index: null });
  const merged = await isCommitMerged(context, tip, order.base);
  if (!merged.ok) return merged;
  if (merged.value) return ok({ ref: null, head: tip, index: null });
  const ref = await pointAt(context, order.label, { commit: tip, attempt });
  return ref.ok ? ok({ ref: ref.value, head: tip, index: null }) : ref;
}

async function saveFiles(
  context: GitContext,
  order: RescueOrder,
  { head, tip, attempt }: { readonly head: string | null; readonly tip: string | null; readonly attempt: Attempt },
): Promise<Result<{ readonly commit: string; readonly index: string }>> {
  const { place, tried, label } = order;
  const identity = await identityAt(context.git, place);
  const commit = async (tree: string, parents: readonly (string | null)[], message: string): Promise<Result<string>> => {
    const flags = parents.flatMap((parent) => (parent === null ? [] : ['-p', parent]));
    const made = expectSuccess(
      await context.git(place, ['commit-tree', '--no-gpg-sign', ...flags, '-m', message, tree], { env: identity.env }),
      attempt,
    );
    return made.ok ? ok(lineOf(made.value)) : made;
  };
  const staged = await withTemporaryIndex(context, place, tried, async (env) => {
    const settled = await settleConflicts(context, place, { env, attempt });
    return settled.ok ? writeTree(context, place, { env, attempt }) : settled;
  });
  if (!staged.ok) return staged;
  const index = await commit(staged.value, [head], `index of ${label}`);
  if (!index.ok) return index;
  const files = await withTemporaryIndex(context, place, tried, async (env) => {
    const all = await stageAll(context, { place, env, tried, nested: 'record', litter: [] });
    return all.ok ? writeTree(context, place, { env, attempt }) : all;
  });
  if (!files.ok) return files.error.kind === 'git' ? fail({ ...files.error, said: `${files.error.said} (nothing was removed)` }) : files;
  const saved = await commit(files.value, [head, index.value, tip], `orch-tui: what was in the worktree of ${label}`);
  return saved.ok ? ok({ commit: saved.value, index: index.value }) : saved;
}

interface IndexUse {
  readonly env: Readonly<Record<string, string>>;
  readonly attempt: Attempt;
}

async function writeTree(context: GitContext, place: GitPlace, { env, attempt }: IndexUse): Promise<Result<string>> {
  const written = expectSuccess(await context.git(place, ['write-tree'], { env }), attempt);
  return written.ok ? ok(lineOf(written.value)) : written;
}

/** A tree has no room for the sides of an unfinished merge: ours is taken, else theirs. All sides are in the commits that were being merged. */
async function settleConflicts(context: GitContext, place: GitPlace, { env, attempt }: IndexUse): Promise<Result<void>> {
  const unmerged = await unmergedFiles(context, place, attempt.tried);
  if (!unmerged.ok) return unmerged;
  if (unmerged.value.length === 0) return ok(undefined);
  const listed = expectSuccess(await context.git(place, ['ls-files', '--unmerged', '-z'], { env }), attempt);
  if (!listed.ok) return listed;
  const sides = new Map<string, string>();
  for (const entry of rawFieldsOf(listed.value)) {
    const [mode = '', object = '', stage = ''] = entry.slice(0, entry.indexOf('\t')).split(' ');
    const path = entry.slice(entry.indexOf('\t') + 1);
    if (!sides.has(path) || stage === '2') sides.set(path, `${mode} ${object} 0\t${path}`);
  }
  const input = [...sides].map(([path, side]) => `0 ${'0'.repeat(40)}\t${path}\0${side}\0`).join('');
  const settled = expectSuccess(
    await context.git(place, ['update-index', '-z', '--index-info'], { env, input: Buffer.from(input, 'latin1') }),
    attempt,
  );
  return settled.ok ? ok(undefined) : settled;
}

export function rescueRef(label: string): string {
  return `refs/orch/rescue/${label}`;
}

async function pointAt(
  context: GitContext,
  label: string,
  { commit, attempt }: { readonly commit: string; readonly attempt: Attempt },
): Promise<Result<string>> {
  const ref = rescueRef(label);
  const made = await moveRef(context, { ref, to: commit, from: null, reason: 'orch-tui: rescue', attempt });
  if (!made.ok) return made;
  return made.value ? ok(ref) : fail({ kind: 'git', tried: attempt.tried, said: `${ref} exists already`, next: attempt.next });
}

async function headOf(context: GitContext, place: GitPlace): Promise<string | null> {
  const answer = await context.git(place, ['rev-parse', '--verify', '--quiet', 'HEAD^{commit}']);
  return answer.kind === 'ended' && answer.exitCode === 0 ? lineOf(answer) : null;
}
