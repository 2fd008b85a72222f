// What an agent changed: its worktree against its base, or, once that is gone, what became of its work.
import type { Agent } from '../model/agent.js';
import { fail, type Result } from '../model/error.js';
import type { Litter } from '../model/repository.js';
import type { Repository } from '../ports/repository.js';

interface DiffOrder {
  readonly litter: Litter;
  readonly maxBytes: number;
}

export async function agentDiff(
  repository: Pick<Repository, 'diff' | 'deliveredDiff'>,
  agent: Agent,
  { litter, maxBytes }: DiffOrder,
): ReturnType<Repository['diff']> {
  const { worktree, baseCommit, branch, result } = agent;
  const tried = `show what ${agent.name} changed`;
  if (baseCommit === null) {
    return fail({ kind: 'not-found', tried, said: 'it has no worktree yet', next: 'See `orch-tui why` for its state' });
  }
  const now = worktree === null ? null : await repository.diff({ worktree, baseCommit, maxBytes, litter });
  if (now !== null && (now.ok || now.error.kind !== 'not-found')) return now;
  // The folder may also have been deleted by hand.
  const kept = await repository.deliveredDiff({ branch, baseCommit, delivered: result?.commit ?? null, maxBytes });
  return kept.ok ? kept : told(now ?? kept, tried);
}

/** What of it stands in git's index; null where that can not be told: the diff is worth showing without. */
export async function stagedOf(
  repository: Pick<Repository, 'stagedDiff'>,
  { worktree }: Agent,
  { maxBytes }: Pick<DiffOrder, 'maxBytes'>,
): Promise<string | null> {
  const staged = worktree === null ? null : await repository.stagedDiff({ worktree, maxBytes });
  return staged?.ok === true ? staged.value.diff : null;
}

function told<Value>(answer: Result<Value>, tried: string): Result<Value> {
  return answer.ok ? answer : fail({ ...answer.error, tried });
}
