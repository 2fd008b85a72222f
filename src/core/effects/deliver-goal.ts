// What becomes of a planned goal's branch once it is verified: a merge, one pull request, or the branch itself, with words of what was done.
import { errorLine, fail, type OrchError, ok, type Result } from '../model/error.js';
import type { Goal, GoalOrder } from '../model/goal.js';
import { type Delivered, openPullRequest } from './deliver-work.js';
import type { EffectPorts } from './effect-ports.js';
import type { EffectContext } from './effect-runner.js';
import type { GoalSummary } from './goal-summary.js';
import { goalMergeMessage, goalPullRequest } from './goal-texts.js';
import type { Lanes } from './lanes.js';

type Ports = Pick<EffectPorts, 'repository' | 'forge' | 'folders' | 'model' | 'prompt'>;

export interface DeliveredGoal extends Delivered {
  readonly summary?: string;
}

export interface GoalWork {
  readonly goal: Goal;
  readonly order: GoalOrder;
  /** A checkout of its branch, there only for now. */
  readonly worktree: string;
  readonly commit: string;
  readonly baseCommit: string;
}

export interface Delivering extends Pick<EffectContext, 'dispatch'> {
  readonly signal: AbortSignal;
  readonly bases: Lanes;
  /** A person has not stopped it since. The end of the host alone does not undo what was asked for. */
  readonly isWanted: () => boolean;
}

export async function deliverGoal(work: GoalWork, ports: Ports, context: Delivering): Promise<Result<DeliveredGoal>> {
  const { goal, worktree, baseCommit } = work;
  const { repository } = ports;
  const [subjects, diff] = await Promise.all([
    repository.commitSubjects({ worktree, baseCommit }),
    repository.measureDiff({ worktree, baseCommit }),
  ]);
  const facts = { subjects: subjects.ok ? subjects.value : [], diff: diff.ok ? diff.value : null };
  const { summaryOf } = await import('./goal-summary.js');
  const summary = await summaryOf(goal, facts, ports, context);
  // The last moment at which stopping leaves nothing done: a model may take its time.
  if (!context.isWanted()) return fail(stopped(goal));
  const told = summary === null ? {} : { summary: summary.text };
  const kind = work.order.finish.kind;
  if (kind !== 'pr') {
    const delivered = kind === 'merge' ? await context.bases.run(work.order.base, () => merge(work, summary, ports)) : ok(kept(work));
    return delivered.ok ? ok({ ...delivered.value, ...told }) : delivered;
  }
  const { branch, base, finish } = work.order;
  const again = againWith(goal);
  const opened = await openPullRequest({ branch, base, finish, again, texts: async () => goalPullRequest(goal, facts, summary) }, ports);
  if (!opened.ok) return opened;
  // Without its list of commits or its size a pull request is no worse: said, not failed.
  const missing = [subjects, diff].flatMap((fact) => (fact.ok ? [] : [errorLine(fact.error)]));
  return ok({ ...opened.value, ...told, notes: [...opened.value.notes, ...missing] });
}

export function stopped({ id }: Goal): OrchError {
  return { kind: 'interrupted', tried: `finish the goal ${id}`, said: 'it was stopped', next: 'Resume it' };
}

async function merge({ goal, order }: GoalWork, summary: GoalSummary | null, { repository, folders }: Ports): Promise<Result<Delivered>> {
  const message = goalMergeMessage(goal, order, summary);
  const scratch = `${folders.scratch}/${goal.id}-merge`;
  const asked = { branch: order.branch, base: order.base, message, scratch, record: 'always', again: againWith(goal) } as const;
  const merged = await repository.merge(asked);
  if (!merged.ok) return merged;
  return ok({ result: { kind: 'merge', url: null, commit: merged.value.commit, path: null }, notes: merged.value.notes });
}

function againWith({ id }: Goal): string {
  return `resume the goal: \`orch-tui resume ${id}\``;
}

function kept({ commit }: GoalWork): Delivered {
  return { result: { kind: 'branch', url: null, commit, path: null }, notes: [] };
}
