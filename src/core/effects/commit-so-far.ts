// What an agent has done so far, committed on its branch while it goes on: for those that build on it, and for what is to be merged into it.
import type { Agent } from '../model/agent.js';
import { fail, ok, type Result } from '../model/error.js';
import type { EventBody } from '../model/event.js';
import type { EffectPorts } from './effect-ports.js';
import { subjectOf } from './subject-line.js';

type Ports = Pick<EffectPorts, 'repository' | 'litterOf'>;

/** `made`: something was uncommitted. */
export async function commitSoFar(
  agent: Agent,
  { repository, litterOf }: Ports,
  dispatch: (event: EventBody) => void,
): Promise<Result<{ readonly commit: string; readonly made: boolean; readonly notes: readonly string[] }>> {
  const { worktree, branch, id, name } = agent;
  if (worktree === null || branch === null || agent.baseCommit === null) {
    return fail({ kind: 'not-found', tried: `commit what ${name} has done so far`, said: 'it has no worktree', next: 'Start it again' });
  }
  const message = `${subjectOf(agent)}\n\nAs far as it was when others went on with it.`;
  const committed = await repository.commitAll({ worktree, branch, message, litter: litterOf(agent) });
  if (!committed.ok) return committed;
  const { commit, made, notes } = committed.value;
  if (made) dispatch({ type: 'changes.committed', agent: id, commit, notes });
  return ok({ commit, made, notes });
}
