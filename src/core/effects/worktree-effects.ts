// Making the worktree of an agent. What an interrupted start left behind is never used again and never deleted.
import { join } from 'node:path';
import type { Agent } from '../model/agent.js';
import { ok, type Result } from '../model/error.js';
import type { EffectPorts } from './effect-ports.js';
import type { Handlers } from './effect-runner.js';

type Ports = Pick<EffectPorts, 'repository' | 'files' | 'folders' | 'artifacts'>;

export function worktreeEffects(ports: Ports): Pick<Handlers, 'worktree.create'> {
  return {
    async 'worktree.create'({ agent: id }, { agent: now, dispatch }) {
      const agent = now(id);
      if (agent?.state !== 'preparing') return;
      const place = await placeFor(agent, ports);
      if (!place.ok) return dispatch({ type: 'worktree.failed', agent: id, error: place.error });
      const { branch, path } = place.value;
      const fallbackBranch = branch.replaceAll('/', '-');
      const made = await ports.repository.createWorktree({ branch, fallbackBranch, path, base: agent.base });
      if (!made.ok) return dispatch({ type: 'worktree.failed', agent: id, error: made.error });
      if (agent.finish.artifact !== undefined) await ports.artifacts.prepare(made.value.worktree);
      dispatch({ type: 'worktree.created', agent: id, ...made.value });
    },
  };
}

interface Place {
  readonly branch: string;
  readonly path: string;
}

// A host that was killed between making the worktree and writing that down leaves folder or branch: the next free name is taken.
async function placeFor(agent: Agent, { repository, files, folders }: Ports): Promise<Result<Place>> {
  const branch = agent.branch ?? `orch/${agent.name}`;
  const path = agent.worktree ?? join(folders.worktrees, agent.name);
  if (agent.run.mode === 'start') return ok({ branch, path });
  const branches = await repository.branches();
  if (!branches.ok) return branches;
  const taken = new Set(branches.value);
  for (let number = 1; ; number += 1) {
    const suffix = number === 1 ? '' : `-${number}`;
    const place = { branch: `${branch}${suffix}`, path: `${path}${suffix}` };
    const isTaken = taken.has(place.branch) || taken.has(place.branch.replaceAll('/', '-')) || (await files.exists(place.path));
    if (!isTaken) return ok(place);
  }
}
