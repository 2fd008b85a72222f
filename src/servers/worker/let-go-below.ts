// What an agent of this machine has had done by others is in its work, and that is with its owner: nobody here looks at theirs any more.
import type { AgentStatus } from '../../core/model/status.js';
import type { HostLink } from './worker-world.js';

/** The deepest first. One whose work is not in that of the agent above it stays: its removal is refused. */
export async function letGoBelow(link: HostLink, { id }: Pick<AgentStatus, 'id'>): Promise<void> {
  const status = await link.request('status', {});
  if (!status.ok) return;
  const below = (parent: string): readonly AgentStatus[] =>
    status.value.agents.filter((agent) => agent.parent === parent).flatMap((agent) => [...below(agent.id), agent]);
  for (const agent of below(id)) await link.request('remove', { agent: agent.name, force: false });
}
