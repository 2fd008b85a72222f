// Work whose own check succeeds, and fails together with what is on its base by now: the agent gets both into its worktree and mends it there.
import type { OrchError } from '../model/error.js';
import type { Committed } from './delivery.js';
import type { EffectPorts } from './effect-ports.js';
import type { EffectContext } from './effect-runner.js';

export interface FailedMerge {
  readonly error: OrchError;
  /** End of what the check printed. */
  readonly tail: string;
}

/** Told to the agent as a failed run of its check. */
export async function giveBackCheck(
  { agent }: Committed,
  { error, tail }: FailedMerge,
  { repository }: Pick<EffectPorts, 'repository'>,
  { agent: now, dispatch }: Pick<EffectContext, 'agent' | 'dispatch'>,
): Promise<void> {
  const taken = await repository.takeInBase({ worktree: agent.worktree, base: agent.base });
  // Without it the agent has the words of the check alone.
  const there = taken.ok ? `It was merged into your worktree${conflictsIn(taken.value.conflicts)}.` : `Merge ${agent.base} first.`;
  const lead = `Your work passes its check, and fails it together with what is on ${agent.base} by now. ${there} Mend your side.`;
  // The run in its own worktree was counted meanwhile.
  const attempt = (now(agent.id)?.attempts ?? agent.attempts) + 1;
  dispatch({ type: 'verify.failed', agent: agent.id, attempt, error, tail, lead });
}

function conflictsIn(files: readonly string[]): string {
  return files.length === 0 ? '' : `, with conflicts in ${files.slice(0, 20).join(', ')}`;
}
