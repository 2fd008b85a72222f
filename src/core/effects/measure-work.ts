// What an agent has changed by now: in its worktree; of one at another node, or whose worktree is gone, by the commit that its work is known as here.
import type { Agent } from '../model/agent.js';
import type { Changes } from '../model/changes.js';
import { workThere } from '../state/work-there.js';
import type { EffectPorts } from './effect-ports.js';

/** Null where git can not tell, or nothing of it is here. */
export async function measureWork(
  agent: Agent & { readonly baseCommit: string },
  { repository, litterOf }: Pick<EffectPorts, 'repository' | 'litterOf'>,
): Promise<Changes | null> {
  const { worktree, baseCommit, branch, result } = agent;
  const there = workThere(agent);
  if (there === null && worktree !== null) {
    const measured = await repository.measureChanges({ worktree, baseCommit, litter: litterOf(agent) });
    return measured.ok ? measured.value : null;
  }
  const to = there === null ? (result?.commit ?? branch) : there.commit;
  if (to === null) return null;
  const measured = await repository.changesBetween({ from: baseCommit, to });
  return measured.ok ? measured.value : null;
}
