// Puts a branch on what a scratch worktree has checked out: by a merge commit, or its own commits rebased.
import type { Result } from '../../model/error.js';
import { fail, ok } from '../../model/error.js';
import { unmergedFiles } from './commit-all.js';
import type { GitContext } from './git-context.js';
import { type Attempt, expectAnswer, expectSuccess, gitError } from './git-error.js';
import { type GitPlace, lineOf, shown } from './hardened-git.js';
import { identityAt } from './identity.js';

export interface PutOrder {
  readonly branch: string;
  readonly base: string;
  readonly tip: string;
  readonly message: string;
  readonly tried: string;
  /** What is told as the next step once what was in the way is mended; where left out: finish again. */
  readonly again?: string;
}

/** An argument has at most 128 KB on Linux, a character up to three bytes. */
const MAX_MESSAGE = 40_000;

export interface Put {
  readonly commit: string;
  readonly notes: readonly string[];
}

/** A merge commit of `tip` on what is checked out at `place`. After a conflict nothing of it is left there. */
export async function mergeAt(context: GitContext, place: GitPlace, order: PutOrder): Promise<Result<Put>> {
  const merged = await merge(context, place, order);
  if (!merged.ok) await context.git(place, ['merge', '--abort']);
  return merged;
}

async function merge(context: GitContext, place: GitPlace, order: PutOrder): Promise<Result<Put>> {
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
  const head = await headAt(context, place, { tried, next: 'Try again.' });
  return head.ok ? ok({ commit: head.value, notes: identity.notes }) : head;
}

/** The commits of `tip`, of which none is a merge, anew on what is checked out at `place`. After a conflict nothing of it is left there. */
export async function rebaseAt(context: GitContext, place: GitPlace, order: PutOrder): Promise<Result<Put>> {
  const { tried, tip } = order;
  const attempt = { tried, next: 'Try again.' };
  const onto = await headAt(context, place, attempt);
  if (!onto.ok) return onto;
  const identity = await identityAt(context.git, place);
  const args = ['rebase', '--quiet', '--no-autostash', '--no-stat', '--no-gpg-sign', '--no-verify', '--no-autosquash', '--no-update-refs'];
  const answer = expectAnswer(await context.git(place, [...args, '--empty=drop', onto.value, tip], { env: identity.env }), attempt);
  if (!answer.ok) return answer;
  if (answer.value.exitCode === 0) {
    const head = await headAt(context, place, attempt);
    return head.ok ? ok({ commit: head.value, notes: identity.notes }) : head;
  }
  const refused = await refusal(context, place, { order, error: gitError(answer.value, { tried, next: 'Merge it by hand.' }) });
  await context.git(place, ['rebase', '--abort']);
  await context.git(place, ['checkout', '--quiet', '--force', '--detach', onto.value]);
  return refused;
}

async function headAt(context: GitContext, place: GitPlace, attempt: Attempt): Promise<Result<string>> {
  const head = expectSuccess(await context.git(place, ['rev-parse', '--verify', 'HEAD^{commit}']), attempt);
  return head.ok ? ok(lineOf(head.value)) : head;
}

async function refusal(
  context: GitContext,
  place: GitPlace,
  { order, error }: { readonly order: PutOrder; readonly error: ReturnType<typeof gitError> },
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
function placeOf({ branch, again }: PutOrder): string {
  return again === undefined ? "in the agent's worktree (or ask the agent to)" : `in a checkout of ${shown(branch)} and commit it`;
}
