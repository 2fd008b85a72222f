// What an agent of this machine has had done by others is in its work, and that is with its owner: nobody here looks at theirs any more.
import type { AgentStatus } from '../../core/model/status.js';
import { agentsBelow } from './agents-below.js';
import type { HostLink } from './worker-world.js';

/** One whose work is not in that of the agent above it stays: its removal is refused. */
export async function letGoBelow(link: HostLink, { id }: Pick<AgentStatus, 'id'>): Promise<void> {
  const status = await link.request('status', {});
  if (!status.ok) return;
  for (const agent of agentsBelow(status.value.agents, id)) await link.request('remove', { agent: agent.name, force: false });
}
