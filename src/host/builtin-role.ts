// What the built-in agent is told of its role beside its task text: which tools it has, and how many turns.
import { BUILTIN } from '../core/harness/builtin.js';
import type { Agent } from '../core/model/agent.js';
import type { BuiltinRole } from '../core/model/builtin-settings.js';
import type { Result } from '../core/model/error.js';
import type { Role } from '../core/roles/role.js';

/** Null for another harness, where it has none, or one that is not there any more: then it has what the configuration gives. */
export async function builtinRole(
  { role: name, launch }: Pick<Agent, 'role' | 'launch'>,
  roles: () => Promise<Result<readonly Role[]>>,
): Promise<BuiltinRole | null> {
  if (name === null || launch.harness !== BUILTIN) return null;
  const found = await roles();
  const role = found.ok ? found.value.find((each) => each.name === name) : undefined;
  if (role === undefined) return null;
  const { purpose, tools, turns } = role;
  return { name, purpose, tools: tools.length === 0 ? null : tools, turns, artifact: null };
}
