// Removing an agent: its process first, then its worktree by way of rescue and trash. Never loses work: a failed rescue keeps everything.
import type { Agent } from '../model/agent.js';
import { ok, type Result } from '../model/error.js';
import type { Rescue } from '../model/repository.js';
import type { EffectPorts } from './effect-ports.js';
import type { Handlers } from './effect-runner.js';
import { tearDown } from './worktree-teardown.js';

type Ports = Pick<EffectPorts, 'repository' | 'runtime' | 'clock' | 'folders' | 'worktrees' | 'commands'>;

export function removeEffects(ports: Ports): Pick<Handlers, 'agent.remove'> {
  return {
    async 'agent.remove'({ agent: id }, context) {
      await ports.runtime.stop(id);
      const agent = context.agent(id);
      if (agent?.pending?.order !== 'remove') return;
      const removed = await removeWorktree(agent, ports);
      if (!removed.ok) return context.dispatch({ type: 'agent.removeFailed', agent: id, error: removed.error });
      const { ref, trash, restore } = removed.value;
      context.dispatch({ type: 'agent.removed', agent: id, rescueRef: ref, trash, restore });
    },
  };
}

/** Nothing to rescue where no worktree was ever made, or where it has gone already. */
export async function removeWorktree(agent: Agent, ports: Omit<Ports, 'runtime'>): Promise<Result<Rescue>> {
  const { repository, clock, folders, worktrees } = ports;
  const { name, worktree, branch, base, baseCommit } = agent;
  if (worktree === null || branch === null || baseCommit === null) return ok({ ref: null, trash: null, restore: null });
  const at = new Date(clock.now()).toISOString();
  // A branch that is the result of the task, or of an open pull request, outlives its worktree.
  const isResult = agent.result?.kind === 'branch' || agent.result?.kind === 'pr';
  const removed = await repository.removeWorktree({
    name,
    worktree,
    branch,
    base,
    trash: folders.trash,
    at,
    branchAfter: isResult ? 'keep' : 'drop',
    // Its work is saved by then, whatever the command does.
    beforeMove: () => tearDown({ worktree, owner: agent }, ports),
  });
  if (removed.ok) await worktrees.blocks.release(agent.id);
  return removed;
}
