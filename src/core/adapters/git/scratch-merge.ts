// Makes the merge commit in a worktree of its own with no branch checked out, and removes that worktree in every case.
import type { Result } from '../../model/error.js';
import { fail, ok } from '../../model/error.js';
import { unmergedFiles } from './commit-all.js';
import type { GitContext } from './git-context.js';
import { expectAnswer, expectSuccess, gitError } from './git-error.js';
import { type GitPlace, lineOf, shown } from './hardened-git.js';
import { identityAt } from './identity.js';
import { inScratchCheckout } from './scratch-checkout.js';

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
  /** What is told as the next step once what was in the way is mended; where left out: finish again. */
  readonly again?: string;
}

/** An argument has at most 128 KB on Linux, a character up to three bytes. */
const MAX_MESSAGE = 40_000;

export async function mergeInScratch(
  context: GitContext,
  order: ScratchMerge,
): Promise<Result<{ readonly commit: string; readonly notes: readonly string[] }>> {
  const { scratch: path, onto: commit, tried } = order;
  return inScratchCheckout(context, { path, commit, tried }, (place) => merge(context, place, order));
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
    next: `Nothing was changed. Run git merge ${shown(order.base)} ${placeOf(order)}, then ${order.again ?? 'finish again'}.`,
  });
}

/** The branch of a goal is checked out nowhere. */
function placeOf({ branch, again }: ScratchMerge): string {
  return again === undefined ? "in the agent's worktree (or ask the agent to)" : `in a checkout of ${shown(branch)} and commit it`;
}
