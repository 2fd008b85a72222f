// What an agent changed: its worktree against its base, or, once that is gone, what became of its work. Of one at another node, what was saved of it.
import type { Agent } from '../model/agent.js';
import { fail, ok, type Result } from '../model/error.js';
import type { SavedWork } from '../model/node.js';
import type { Litter } from '../model/repository.js';
import type { Repository } from '../ports/repository.js';
import { workThere } from '../state/work-there.js';

interface DiffOrder {
  readonly litter: Litter;
  readonly maxBytes: number;
  /** What `SavedWork.isNow` is. */
  readonly isNow?: boolean;
}

interface Diff {
  readonly diff: string;
  readonly truncated: boolean;
  readonly saved?: SavedWork;
}

export async function agentDiff(
  repository: Pick<Repository, 'diff' | 'deliveredDiff'>,
  agent: Agent,
  { litter, maxBytes, isNow }: DiffOrder,
): Promise<Result<Diff>> {
  const { worktree, baseCommit, branch, result } = agent;
  const tried = `show what ${agent.name} changed`;
  if (baseCommit === null) {
    return fail({ kind: 'not-found', tried, said: 'it has no worktree yet', next: 'See `orch-tui why` for its state' });
  }
  const there = workThere(agent);
  const saved = there === null || isNow === undefined ? there : { ...there, isNow };
  if (saved !== null) return savedDiff(repository, saved, { baseCommit, maxBytes });
  const now = worktree === null ? null : await repository.diff({ worktree, baseCommit, maxBytes, litter });
  if (now !== null && (now.ok || now.error.kind !== 'not-found')) return now;
  // The folder may also have been deleted by hand.
  const kept = await repository.deliveredDiff({ branch, baseCommit, delivered: result?.commit ?? null, maxBytes });
  return kept.ok ? kept : told(now ?? kept, tried);
}

async function savedDiff(
  repository: Pick<Repository, 'deliveredDiff'>,
  saved: SavedWork,
  order: { readonly baseCommit: string; readonly maxBytes: number },
): Promise<Result<Diff>> {
  if (saved.commit === null) return ok({ diff: '', truncated: false, saved });
  const made = await repository.deliveredDiff({ ...order, branch: null, delivered: saved.commit });
  return made.ok ? ok({ ...made.value, saved }) : made;
}

/** What of it stands in git's index; null where that can not be told: the diff is worth showing without. */
export async function stagedOf(
  repository: Pick<Repository, 'stagedDiff'>,
  agent: Agent,
  { maxBytes }: Pick<DiffOrder, 'maxBytes'>,
): Promise<string | null> {
  const { worktree } = agent;
  const staged = worktree === null || workThere(agent) !== null ? null : await repository.stagedDiff({ worktree, maxBytes });
  return staged?.ok === true ? staged.value.diff : null;
}

function told<Value>(answer: Result<Value>, tried: string): Result<Value> {
  return answer.ok ? answer : fail({ ...answer.error, tried });
}
