// What a branch brought, when its worktree is gone: told by the commit that delivered it, or by the branch if that is kept. Touches no checkout.
import type { Result } from '../../model/error.js';
import { fail, ok } from '../../model/error.js';
import type { Repository } from '../../ports/repository.js';
import { boundedDiff, PATCH_FLAGS } from './diff.js';
import type { GitContext } from './git-context.js';
import { expectSuccess } from './git-error.js';
import { lineOf } from './hardened-git.js';
import { commitOf } from './made-branch.js';

type DeliveredDiff = Repository['deliveredDiff'];
type Order = Parameters<DeliveredDiff>[0];

const TIMEOUT_MS = 60_000;

export async function deliveredDiff(context: GitContext, order: Order): ReturnType<DeliveredDiff> {
  const tried = 'show what was delivered';
  const watched = await context.guard.check('programs', context.refs, tried);
  if (!watched.ok) return watched;
  const base = await commitOf(context, order.baseCommit);
  const tip = await tipOf(context, order, tried);
  if (!tip.ok) return tip;
  if (base === null || tip.value === null) {
    const said = tip.value === null ? 'neither its worktree nor its branch is there any more' : 'the commit it started from is gone';
    const next = 'Look for its work with `orch-tui trash list`, and under refs/orch/rescue';
    return fail({ kind: 'not-found', tried, said, next });
  }
  const args = ['diff', ...PATCH_FLAGS, base, tip.value, '--'];
  const answer = await context.git(context.refs, args, { maxBytes: order.maxBytes, timeoutMs: TIMEOUT_MS });
  const made = expectSuccess(answer, { tried, next: 'Look at git log.' });
  if (!made.ok) return made;
  const { stdout, truncated } = made.value;
  return ok(boundedDiff({ text: stdout.toString('utf8'), cut: truncated, truncated }, order.maxBytes));
}

/** Where the work ended. A merge of ours also holds what others had brought to the base: its second parent does not. */
async function tipOf(context: GitContext, { branch, delivered }: Order, tried: string): Promise<Result<string | null>> {
  const tip = branch === null ? null : await commitOf(context, `refs/heads/${branch}`);
  const whole = delivered === null ? null : await commitOf(context, delivered);
  if (whole === null || branch === null) return ok(whole ?? tip);
  if (tip !== null) {
    const within = await context.git(context.refs, ['merge-base', '--is-ancestor', tip, whole]);
    if (within.kind === 'ended' && within.exitCode === 0) return ok(tip);
  }
  const args = ['log', '--max-count=1', '--no-show-signature', '--encoding=UTF-8', '--format=%s', '--end-of-options', whole, '--'];
  const subject = expectSuccess(await context.git(context.refs, args), { tried, next: 'Look at git log.' });
  if (!subject.ok) return subject;
  // An agent's own merge of its base is no delivery: its first parent is the work.
  const isOurs = lineOf(subject.value).startsWith(`Merge ${branch} into `);
  return ok((isOurs ? await commitOf(context, `${whole}^2`) : null) ?? whole);
}
