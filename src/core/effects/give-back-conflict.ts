// Work of a task, or one that was delegated, that conflicts with what others have done meanwhile: the agent gets both sides into its worktree and resolves them there.
import type { OrchError } from '../model/error.js';
import type { Committed } from './delivery.js';
import type { EffectPorts } from './effect-ports.js';
import type { EffectContext } from './effect-runner.js';

/** `given-back`: told to the agent as a failed attempt. `taken-in`: nothing conflicts any more. `left`: it is another failure. */
export async function giveBackConflict(
  { agent }: Committed,
  error: OrchError,
  { repository }: Pick<EffectPorts, 'repository'>,
  { dispatch }: Pick<EffectContext, 'dispatch'>,
): Promise<'given-back' | 'taken-in' | 'left'> {
  if ((agent.task === null && agent.delegation === undefined) || error.kind !== 'conflict' || !error.said.startsWith('conflicts in '))
    return 'left';
  const taken = await repository.takeInBase({ worktree: agent.worktree, base: agent.base });
  if (!taken.ok) return 'left';
  const { conflicts } = taken.value;
  if (conflicts.length === 0) return 'taken-in';
  const tail = `Files with conflicts:\n${conflicts
    .slice(0, 50)
    .map((file) => `- ${file}`)
    .join('\n')}\nEdit each of them: keep what both sides want, and remove the lines of <<<<<<<, ======= and >>>>>>>. Do not commit.`;
  dispatch({ type: 'verify.failed', agent: agent.id, attempt: agent.attempts + 1, error, tail, lead: LEAD });
  return 'given-back';
}

const LEAD = 'Other agents have changed the same lines meanwhile. Their work was merged into your worktree, with conflicts.';
