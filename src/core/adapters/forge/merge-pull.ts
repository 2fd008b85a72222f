// Merging a pull request at its forge, and what its refusals mean.
import { fail, type OrchError, ok, type Result } from '../../model/error.js';
import type { MergeMethod } from '../../model/pull-request.js';
import type { PullPlace } from '../../ports/forge.js';
import { commitIn, partOf } from './answer-parts.js';
import type { Asking } from './ask-forge.js';
import { answerOf, saidBy } from './forge-error.js';
import { pathOf } from './forge-path.js';
import { readPullOnce } from './read-pull.js';

export type MergePullOrder = PullPlace & { readonly method: MergeMethod; readonly head: string };

/** Rejects with what Octokit throws where the forge does not say no. */
export async function mergePull({ octokit, about }: Asking, order: MergePullOrder): Promise<Result<{ readonly commit: string | null }>> {
  try {
    const path = `${pathOf(order)}/pulls/${order.number}/merge`;
    const { data } = await octokit.request(`PUT ${path}`, { sha: order.head, merge_method: order.method });
    return ok({ commit: commitIn(partOf(data)?.sha) });
  } catch (error) {
    const { status } = answerOf(error);
    if (status !== 405 && status !== 409 && status !== 422) throw error;
    const now = await readPullOnce(octokit, order);
    // By an order before this one whose answer was lost, or by somebody else.
    if (now.state === 'merged') return ok({ commit: now.mergeCommit });
    return fail({ tried: about.tried, ...refusal(saidBy(error, about.token), now, order) });
  }
}

function refusal(
  said: string,
  { state, head, isDraft, mergeable }: Awaited<ReturnType<typeof readPullOnce>>,
  { head: wanted, method }: MergePullOrder,
): Omit<OrchError, 'tried'> {
  if (state === 'closed') return { kind: 'needs-person', said: 'somebody closed it', next: 'Open it again on the forge, or leave it' };
  if (head !== wanted) {
    return {
      kind: 'forge',
      said: `its branch has moved to ${head.slice(0, 10)} (${said})`,
      next: 'Look at what was pushed, then merge it again',
    };
  }
  if (isDraft) return { kind: 'needs-person', said: 'it is a draft', next: 'Make it ready for review first' };
  if (mergeable === 'conflict')
    return {
      kind: 'conflict',
      said: `it is in conflict with its base (${said})`,
      next: 'Take the base into its branch, then merge it again',
    };
  if (mergeable === 'behind')
    return { kind: 'conflict', said: `its base has moved on (${said})`, next: 'Take the base into its branch, then merge it again' };
  if (/\b(?:merge|squash|rebase)[a-z ]*(?:not allowed|not permitted|disabled)/i.test(said)) {
    return { kind: 'needs-person', said, next: `Choose another way than ${method} (pulls.method)` };
  }
  if (mergeable === 'blocked' || /protected|review|required|authorized|rule/i.test(said)) {
    return {
      kind: 'needs-person',
      said: `its base is protected: ${said}`,
      next: 'Give it what the rule asks for (reviews, checks), or merge it on the forge',
    };
  }
  return { kind: 'conflict', said, next: 'Take the base into its branch, then merge it again' };
}
