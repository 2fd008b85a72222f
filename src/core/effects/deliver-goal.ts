// What becomes of a planned goal's branch once it is verified: a merge, one pull request, or the branch itself, with words of what was done.
import { fail, type OrchError, ok, type Result } from '../model/error.js';
import type { Goal, GoalOrder } from '../model/goal.js';
import type { Delivered } from './delivery.js';
import type { EffectPorts } from './effect-ports.js';
import type { EffectContext } from './effect-runner.js';
import type { GoalSummary } from './goal-summary.js';
import { goalMergeMessage, goalPullSubject } from './goal-texts.js';
import type { MergeQueue } from './merge-queue.js';
import { deliverPull } from './open-pull.js';
import { reportsOf } from './pull-evidence.js';
import type { Verified } from './verify-work.js';
import { type PullSource, writePull } from './write-pull.js';

type Ports = Pick<EffectPorts, 'repository' | 'forge' | 'folders' | 'model' | 'prompt' | 'pulls' | 'artifacts'>;

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
  readonly verified: Verified;
}

export interface Delivering extends Pick<EffectContext, 'dispatch' | 'state'> {
  readonly signal: AbortSignal;
  readonly merges: MergeQueue;
  /** A person has not stopped it since. The end of the host alone does not undo what was asked for. */
  readonly isWanted: () => boolean;
}

export async function deliverGoal(work: GoalWork, ports: Ports, context: Delivering): Promise<Result<DeliveredGoal>> {
  const { goal, order } = work;
  if (order.finish.kind === 'pr') return openGoalsPull(work, ports, context);
  const summary = await summaryFor(work, ports, context);
  // The last moment at which stopping leaves nothing done: a model may take its time.
  if (!context.isWanted()) return fail(stopped(goal));
  const delivered = order.finish.kind === 'merge' ? await merge(work, summary, context) : ok(kept(work));
  return delivered.ok ? ok({ ...delivered.value, ...(summary === null ? {} : { summary: summary.text }) }) : delivered;
}

export function stopped({ id }: Goal): OrchError {
  return { kind: 'interrupted', tried: `finish the goal ${id}`, said: 'it was stopped', next: 'Resume it' };
}

async function summaryFor({ goal, worktree, baseCommit }: GoalWork, ports: Ports, context: Delivering): Promise<GoalSummary | null> {
  const [subjects, diff] = await Promise.all([
    ports.repository.commitSubjects({ worktree, baseCommit }),
    ports.repository.measureDiff({ worktree, baseCommit }),
  ]);
  const { summaryOf } = await import('./goal-summary.js');
  return summaryOf(goal, { subjects: subjects.ok ? subjects.value : [], diff: diff.ok ? diff.value : null }, ports, context);
}

async function openGoalsPull(work: GoalWork, ports: Ports, context: Delivering): Promise<Result<DeliveredGoal>> {
  const { goal, order, worktree, baseCommit, verified } = work;
  const { branch, base, finish } = order;
  const source: PullSource = {
    about: { goal: goal.id, agent: null },
    subject: goalPullSubject(goal, order),
    ...{ worktree, baseCommit, litter: [] },
    tasks: goal.tasks.map(({ title }) => title),
    said: '',
    verified,
    reports: await reportsOf(goal, ports.artifacts),
  };
  const opened = await deliverPull(
    {
      ...{ goal: goal.id, agent: null, stored: context.state().goals[goal.id]?.pull, branch, base, finish },
      again: againWith(goal),
      write: ({ place, chooses }) => writePull({ source, choosesAt: chooses ? place : null }, ports, context),
      isWanted: context.isWanted,
    },
    ports,
    context,
  );
  if (!opened.ok) return opened.error.kind === 'interrupted' ? fail(stopped(goal)) : opened;
  const { words, ...delivered } = opened.value;
  return ok({ ...delivered, ...(words === null ? {} : { summary: words.plain }) });
}

async function merge({ goal, order }: GoalWork, summary: GoalSummary | null, { merges, signal }: Delivering): Promise<Result<Delivered>> {
  const end = await merges.add({
    ...{ id: goal.id, branch: order.branch, base: order.base, message: goalMergeMessage(goal, order, summary) },
    ...{ verify: order.finish.verify, record: 'always', again: againWith(goal), signal },
  });
  if (end.kind !== 'merged') return fail(end.error);
  const { commit, notes } = end.outcome;
  return ok({ result: { kind: 'merge', url: null, commit, path: null }, notes: [...notes, ...end.notes] });
}

function againWith({ id }: Goal): string {
  return `resume the goal: \`orch-tui resume ${id}\``;
}

function kept({ commit }: GoalWork): Delivered {
  return { result: { kind: 'branch', url: null, commit, path: null }, notes: [] };
}
