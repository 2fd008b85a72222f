// Makes the merge commit in a worktree of its own with no branch checked out, and removes that worktree in every case.
import { lstat, mkdir, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import type { Result } from '../../model/error.js';
import { fail, ok } from '../../model/error.js';
import { unmergedFiles } from './commit-all.js';
import type { GitContext } from './git-context.js';
import { expectAnswer, expectSuccess, fileError, gitError } from './git-error.js';
import { type GitPlace, lineOf, shown } from './hardened-git.js';
import { identityAt } from './identity.js';
import { dropAdministration, findWorktree, listCheckouts, realPathOf } from './worktree-place.js';

export interface ScratchMerge {
  readonly branch: string;
  readonly base: string;
  /** Commits. */
  readonly tip: string;
  readonly onto: string;
  readonly message: string;
  /** A folder of ours for this merge alone. */
  readonly scratch: string;
  readonly tried: string;
}

/** An argument has at most 128 KB on Linux, a character up to three bytes. */
const MAX_MESSAGE = 40_000;

export async function mergeInScratch(
  context: GitContext,
  order: ScratchMerge,
): Promise<Result<{ readonly commit: string; readonly notes: readonly string[] }>> {
  const next = 'Look at the folder git names, then try again.';
  const ready = await prepare(context, order);
  if (!ready.ok) return ready;
  const path = ready.value;
  try {
    const added = await context.git(context.refs, ['worktree', 'add', '--quiet', '--detach', '--', path, order.onto]);
    const success = expectSuccess(added, { tried: order.tried, next });
    if (!success.ok) return success;
    const found = await findWorktree(context, path, order.tried);
    return found.ok ? await merge(context, found.value.place, order) : found;
  } finally {
    await removeScratch(context, path);
  }
}

async function merge(
  context: GitContext,
  place: GitPlace,
  order: ScratchMerge,
): Promise<Result<{ readonly commit: string; readonly notes: readonly string[] }>> {
  const { tried } = order;
  const identity = await identityAt(context.git, place);
  const message = order.message.trim() === '' ? `Merge ${order.branch} into ${order.base}` : order.message;
  const args = ['merge', '--no-ff', '--no-edit', '--no-gpg-sign', '--no-stat', '--no-verify-signatures', '--no-autostash', '--quiet'];
  const answer = await context.git(place, [...args, '-m', message.slice(0, MAX_MESSAGE).replaceAll('\0', ''), order.tip], {
    env: identity.env,
  });
  const ended = expectAnswer(answer, { tried, next: 'Try again.' });
  if (!ended.ok) return ended;
  if (ended.value.exitCode !== 0)
    return refusal(context, place, { order, error: gitError(ended.value, { tried, next: 'Merge it by hand.' }) });
  const head = expectSuccess(await context.git(place, ['rev-parse', '--verify', 'HEAD^{commit}']), { tried, next: 'Try again.' });
  return head.ok ? ok({ commit: lineOf(head.value), notes: identity.notes }) : head;
}

async function refusal(
  context: GitContext,
  place: GitPlace,
  { order, error }: { readonly order: ScratchMerge; readonly error: ReturnType<typeof gitError> },
): Promise<{ readonly ok: false; readonly error: ReturnType<typeof gitError> }> {
  const files = await unmergedFiles(context, place, order.tried);
  if (!files.ok || files.value.length === 0) return fail(error);
  const names = files.value.slice(0, 10).map(shown).join(', ');
  return fail({
    kind: 'conflict',
    tried: order.tried,
    said: `conflicts in ${names}${files.value.length > 10 ? ` and ${files.value.length - 10} more files` : ''}`,
    next: `Nothing was changed. Run git merge ${shown(order.base)} in the agent's worktree (or ask the agent to), then finish again.`,
  });
}

/** A free path; what an ended host left of an earlier merge there is taken away first. */
async function prepare(context: GitContext, { scratch, tried }: ScratchMerge): Promise<Result<string>> {
  try {
    await mkdir(dirname(scratch), { recursive: true, mode: 0o700 });
  } catch (error) {
    return fail(fileError(error, { tried, next: 'Check the state folder, then try again.' }));
  }
  const path = await realPathOf(scratch);
  const checkouts = await listCheckouts(context, tried);
  if (!checkouts.ok) return checkouts;
  const left = checkouts.value.find((checkout) => checkout.path === path);
  if (left === undefined) {
    if ((await lstat(path).catch(() => null)) === null) return ok(path);
    const said = `${shown(path)} exists, and is no worktree of an earlier merge`;
    return fail({ kind: 'storage', tried, said, next: 'Move it away, then try again.' });
  }
  if (left.branch !== null) {
    const said = `${shown(path)} is a worktree with ${shown(left.branch)} checked out`;
    return fail({ kind: 'git', tried, said, next: 'Remove it with git worktree remove, then try again.' });
  }
  await removeScratch(context, path);
  return ok(path);
}

async function removeScratch(context: GitContext, path: string): Promise<void> {
  // Twice forced: also when it is locked, which nobody but us has a reason to do.
  await context.git(context.refs, ['worktree', 'remove', '--force', '--force', '--', path]);
  // After a failed `add` git knows nothing of the folder any more; it holds nothing but a copy of commits.
  await rm(path, { recursive: true, force: true }).catch(() => {});
  await dropAdministration(context, path);
}
