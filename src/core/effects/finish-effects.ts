// Finishing, in order: verify, commit what is left, deliver, and if asked for let the worktree go. Stops between steps when told to.
import type { Agent, FinishKind } from '../model/agent.js';
import { fail, type OrchError, ok, type Result } from '../model/error.js';
import { atHome } from './at-home.js';
import type { Cancellations } from './cancellations.js';
import { deliverUpwards, endOf } from './deliver-upwards.js';
import type { Committed, Delivered, DeliveryEnd } from './delivery.js';
import type { EffectPorts } from './effect-ports.js';
import type { CommandOf, EffectContext, Handlers } from './effect-runner.js';
import { isLastOfTry, tryEnded } from './end-try.js';
import { finishArtifact } from './finish-artifact.js';
import { commitMessage, nothingToDeliver, withoutChange } from './finish-texts.js';
import { giveBackCheck } from './give-back-check.js';
import { giveBackConflict } from './give-back-conflict.js';
import type { MergeQueue } from './merge-queue.js';
import { removeWorktree } from './remove-effects.js';
import { verifyWork } from './verify-work.js';

export function finishEffects(ports: EffectPorts, cancellations: Cancellations, merges: MergeQueue): Pick<Handlers, 'work.finish'> {
  return {
    async 'work.finish'(command, context) {
      await cancellations.during({ of: command.agent, kind: 'finish' }, (signal) => finish(command, ports, { ...context, signal, merges }));
    },
  };
}

type Finish = EffectContext & { readonly signal: AbortSignal; readonly merges: MergeQueue };

/** How often the base may move on between taking it in and merging. */
const ROUNDS = 3;

async function finish(command: CommandOf<'work.finish'>, ports: EffectPorts, context: Finish, round = 1): Promise<void> {
  const { agent: id } = command;
  const { dispatch, signal, merges } = context;
  const giveUp = (error: OrchError): void => dispatch({ type: 'finish.failed', agent: id, error, waitsFor: 'person' });
  const agent = await atHome(id, ports, context);
  if (agent === null) return;
  const { artifact } = agent.finish;
  if (artifact !== undefined) return finishArtifact(agent, artifact, ports, context);
  const verified = await verifyWork(agent, ports, context);
  if (verified === 'halt' && !isLastOfTry(id, context)) return;
  const committed = await commitWork(agent, ports, context);
  if (!committed.ok) return giveUp(committed.error);
  // The last moment at which stopping leaves nothing done.
  if (signal.aborted) return;
  if (verified === 'halt' || agent.finish.competes === true)
    return dispatch(tryEnded(agent, { verified, commit: committed.value?.commit ?? null }));
  if (committed.value === null && agent.finish.mustDeliver === true) return giveUp(nothingToDeliver(`finish ${agent.name}`));
  if (committed.value === null && agent.task !== null) return dispatch(withoutChange(agent));
  const work = committed.value;
  // Its parent may have been ended while it was verified.
  const kind = endOf(agent, command.kind, context);
  const delivered: DeliveryEnd = work === null ? ok(NOTHING) : await deliverUpwards({ work, kind, merges, verified }, ports, context);
  if (!delivered.ok) {
    // Told by whoever stopped it; nothing was pushed.
    if (delivered.error.kind === 'interrupted' && signal.aborted) return;
    if (work !== null && delivered.error.kind === 'verify')
      return giveBackCheck(work, { error: delivered.error, tail: delivered.tail ?? '' }, ports, context);
    const back = work === null ? 'left' : await giveBackConflict(work, delivered.error, ports, context);
    // Both sides together are another work: it is verified again.
    if (back === 'taken-in' && round < ROUNDS) return finish(command, ports, context, round + 1);
    return back === 'given-back' ? undefined : giveUp(delivered.error);
  }
  const left = command.removeWorktree ? await letGo({ agent, kind, ports, dispatch }) : [];
  dispatch({ type: 'finish.done', agent: id, result: delivered.value.result, notes: [...delivered.value.notes, ...left] });
}

const NOTHING: Delivered = { result: null, notes: ['nothing was changed, so there is nothing to deliver'] };

/** Null when the agent changed nothing at all. */
async function commitWork(
  agent: Agent,
  { repository, litterOf }: EffectPorts,
  { dispatch }: EffectContext,
): Promise<Result<Committed | null>> {
  const { worktree, branch, baseCommit } = agent;
  const tried = `commit the work of ${agent.name}`;
  if (worktree === null || branch === null || baseCommit === null) {
    return fail({ kind: 'not-found', tried, said: 'its worktree was removed', next: 'Look for it with `orch-tui trash list`' });
  }
  // An agent that got conflicts back has resolved them by editing files.
  const mayConflict = agent.task !== null || agent.pull !== undefined || agent.delegation !== undefined;
  const conflicts = mayConflict ? { conflicts: 'by-content' as const } : {};
  const committed = await repository.commitAll({ worktree, branch, message: commitMessage(agent), litter: litterOf(agent), ...conflicts });
  if (!committed.ok) return committed;
  const { commit, made, notes } = committed.value;
  if (made) dispatch({ type: 'changes.committed', agent: agent.id, commit, notes });
  if (commit !== baseCommit || agent.finish.hasWork === true) return ok({ agent: { ...agent, worktree, branch, baseCommit }, commit });
  // A live CLI that went idle without a change has most likely asked something in plain text.
  // Of several tries that nobody looks at the others go on without it.
  const isLeftOut = agent.finish.competes === true && agent.finish.unattended;
  // What was delegated may be a question: its parent reads the answer, and judges it.
  if (agent.process === null || isLeftOut || agent.pending?.order === 'finish' || agent.delegation !== undefined) return ok(null);
  const next = `Attach to ${agent.name} to see whether it asks something, or stop it with x`;
  return fail({ kind: 'needs-person', tried: `finish ${agent.name}`, said: 'it ended its turn without changing a file', next });
}

interface LettingGo {
  readonly agent: Agent;
  readonly kind: FinishKind;
  readonly ports: EffectPorts;
  readonly dispatch: EffectContext['dispatch'];
}

async function letGo({ agent, kind, ports, dispatch }: LettingGo): Promise<readonly string[]> {
  // The branch is the result: it stays checked out where the work was done.
  if (kind === 'branch') return ['the worktree stays: its branch is the result'];
  await ports.runtime.stop(agent.id);
  const removed = await removeWorktree(agent, ports);
  if (!removed.ok) return [`the worktree stays: ${removed.error.said}`];
  const { ref, trash, restore } = removed.value;
  dispatch({ type: 'worktree.removed', agent: agent.id, rescueRef: ref, trash, restore });
  return [];
}
