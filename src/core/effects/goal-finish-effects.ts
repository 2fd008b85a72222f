// The last step of a planned goal: its branch is verified as a whole, then merged, pushed as a pull request, or kept.
import type { Agent } from '../model/agent.js';
import { fail, ok, type Result } from '../model/error.js';
import type { Goal, GoalOrder } from '../model/goal.js';
import { plainText } from '../model/plain-text.js';
import { heldBy } from '../state/tasks.js';
import type { Cancellations } from './cancellations.js';
import { type DeliveredGoal, deliverGoal, stopped } from './deliver-goal.js';
import type { EffectPorts } from './effect-ports.js';
import type { EffectContext, Handlers } from './effect-runner.js';
import { nothingToDeliver } from './finish-texts.js';
import type { MergeQueue } from './merge-queue.js';
import { prepareCheckout } from './prepare-checkout.js';
import { removeWorktree } from './remove-effects.js';
import { failedCheck, NOT_VERIFIED, type Verified } from './verify-work.js';

type Ports = Pick<
  EffectPorts,
  | 'repository'
  | 'forge'
  | 'folders'
  | 'commands'
  | 'verifyEnv'
  | 'verifyTimeoutMs'
  | 'runtime'
  | 'clock'
  | 'model'
  | 'prompt'
  | 'pulls'
  | 'artifacts'
  | 'worktrees'
>;

export function goalFinishEffects(ports: Ports, cancellations: Cancellations, merges: MergeQueue): Pick<Handlers, 'goal.finish'> {
  return {
    async 'goal.finish'({ goal: id }, context) {
      const goal = context.state().goals[id];
      if (goal?.order === undefined || goal.finish === undefined || !isWanted(goal, context)) return;
      const { order } = goal;
      const done = await cancellations.during({ of: id, kind: 'finish' }, (signal) =>
        finishGoal(goal, order, ports, { ...context, signal, merges }),
      );
      // With its host: the next one is asked for it anew.
      if (!done.ok && done.error.kind === 'interrupted' && context.state().host.isStopping) return;
      const isPast = context.state().goals[id]?.finish?.sinceSeq !== goal.finish.sinceSeq;
      // Whoever has changed the plan meanwhile, or asked for the finish again, is not told of this one.
      if (!done.ok) return isPast ? undefined : context.dispatch({ type: 'goal.finishFailed', goal: id, error: done.error });
      context.dispatch({ type: 'goal.finished', goal: id, ...done.value });
      const own = () => Object.values(context.state().agents).filter((agent) => agent.goal === id);
      // Children come behind their parents, and are compared with the branches of those.
      for (const agent of own().toReversed()) await letGo(agent, ports, context);
      // Its commits are in the base. One whose agents still have worktrees stays: their work is compared with it.
      const isDelivered = done.value.result?.kind === 'merge' && own().every(({ worktree }) => worktree === null);
      if (isDelivered) await ports.repository.dropMerged({ branch: order.branch, base: order.base });
    },
  };
}

/** The finish that `goal` has asked for is still the one that is asked for. */
function isWanted({ id, finish }: Goal, { state }: EffectContext): boolean {
  const now = state().goals[id];
  return now?.finish?.state === 'running' && now.finish.sinceSeq === finish?.sinceSeq && now.pause === undefined;
}

/** Its work is in the goal's branch, or in its folder: the worktree goes the way of all, by rescue and trash. What can not go stays, as it did before. */
async function letGo(agent: Agent, ports: Ports, { dispatch }: EffectContext): Promise<void> {
  if (agent.state !== 'done' || agent.worktree === null || agent.pending !== null) return;
  await ports.runtime.stop(agent.id);
  const removed = await removeWorktree(agent, ports);
  if (!removed.ok) return;
  const { ref, trash, restore } = removed.value;
  dispatch({ type: 'worktree.removed', agent: agent.id, rescueRef: ref, trash, restore });
}

type Finishing = EffectContext & { readonly signal: AbortSignal; readonly merges: MergeQueue };

async function finishGoal(goal: Goal, order: GoalOrder, ports: Ports, context: Finishing): Promise<Result<DeliveredGoal>> {
  const { branch, base, finish } = order;
  const there = await ports.repository.ensureBranch({ branch, base, held: heldBy(goal) });
  if (!there.ok) return there;
  const path = `${ports.folders.scratch}/${goal.id}`;
  return ports.repository.withCheckout({ branch, base, path }, async ({ worktree, commit, baseCommit }) => {
    if (commit === baseCommit) {
      const found = isThere(goal, order, commit);
      const isOwed = finish.mustDeliver === true && found.result === null && goal.tasks.some(({ kind }) => kind === 'code');
      return isOwed ? fail(nothingToDeliver(`finish the goal ${goal.id}`)) : ok(found);
    }
    const verified = await verify(goal, order, ports, { worktree, signal: context.signal });
    if (context.signal.aborted || !isWanted(goal, context)) return fail(stopped(goal));
    if (!verified.ok) return verified;
    const work = { goal, order, worktree, commit, baseCommit, verified: verified.value };
    return deliverGoal(work, ports, { ...context, isWanted: () => isWanted(goal, context) });
  });
}

/** The base has all of it: nothing was changed, or a host was killed between its merge and its word of that. */
function isThere({ tasks }: Goal, { base, finish }: GoalOrder, commit: string): DeliveredGoal {
  if (!tasks.some(({ result }) => result?.kind === 'merge')) {
    return { result: null, notes: ['no task changed a file, so there is nothing to deliver'] };
  }
  const notes = [`${base} had everything already`];
  if (finish.kind === 'pr') return { result: null, notes };
  return { result: { kind: finish.kind === 'merge' ? 'merge' : 'branch', url: null, commit, path: null }, notes };
}

async function verify(
  goal: Goal,
  { finish }: GoalOrder,
  ports: Ports,
  { worktree, signal }: { readonly worktree: string; readonly signal: AbortSignal },
): Promise<Result<Verified>> {
  if (finish.verify === null) return ok(NOT_VERIFIED);
  const { commands, verifyTimeoutMs: timeoutMs } = ports;
  const ready = await prepareCheckout({ worktree, owner: { id: goal.id, name: goal.id }, signal }, ports);
  if (!ready.ok) return ready;
  const run = await commands.run({ command: finish.verify, cwd: worktree, env: ready.value.env, timeoutMs, signal });
  await ready.value.leave();
  if (run.exitCode === 0 && !run.timedOut) return ok({ command: finish.verify, problem: null, tail: run.tail });
  return fail({
    kind: 'verify',
    tried: `verify the goal ${goal.id} as a whole with \`${plainText(finish.verify)}\``,
    said: failedCheck(run, timeoutMs),
    next: 'Ask for another plan that mends it, or mend it on its branch and resume the goal',
  });
}
