// Names for new agents: of no agent, branch or worktree folder that is there (decision 19).
import { agentNameFrom, checkAgentName, uniqueName } from '../../core/adapters/git/branch-name.js';
import { fail, ok, type Result } from '../../core/model/error.js';
import type { OrderWorld } from './order-world.js';

export type NamingWorld = Pick<OrderWorld, 'state' | 'repository' | 'takenFolders'>;

/** Taken by an agent, a branch or a folder. */
export async function takenNames(world: NamingWorld): Promise<Result<ReadonlySet<string>>> {
  const branches = await world.repository.branches();
  if (!branches.ok) return branches;
  const goals = Object.values(world.state.goals).flatMap(({ order }) => (order === undefined ? [] : [nameOfBranch(order.branch)]));
  return ok(
    new Set([
      ...Object.values(world.state.agents).map((agent) => agent.name),
      ...goals,
      ...branches.value.flatMap((branch) => (/^orch[/-]/.test(branch) ? [nameOfBranch(branch)] : [])),
      ...(await world.takenFolders()),
    ]),
  );
}

/** `count` names from what a person chose, else from the text. */
export async function namesFor(
  wanted: { readonly name: string | null; readonly count: number; readonly text: string },
  world: NamingWorld,
): Promise<Result<readonly [string, ...string[]]>> {
  const there = await takenNames(world);
  if (!there.ok) return there;
  const taken = new Set(there.value);
  const chosen = wanted.name === null ? ok(null) : checkAgentName(wanted.name);
  if (!chosen.ok) return chosen;
  if (chosen.value !== null && wanted.count === 1 && taken.has(chosen.value)) {
    return fail({
      kind: 'usage',
      tried: `name the agent ${chosen.value}`,
      said: 'an agent, branch or worktree of that name is there',
      next: `Choose another, such as --name ${uniqueName(chosen.value, taken)}`,
    });
  }
  const names: string[] = [];
  for (let i = 0; i < Math.max(1, wanted.count); i++) {
    const name = chosen.value === null ? agentNameFrom(wanted.text, taken) : uniqueName(chosen.value, taken);
    taken.add(name);
    names.push(name);
  }
  return ok(names as [string, ...string[]]);
}

function nameOfBranch(branch: string): string {
  return branch.slice('orch/'.length);
}
