// Those that an agent of this machine has delegated to, and whom they have. Pure.
import type { AgentStatus } from '../../core/model/status.js';

/** The deepest first. */
export function agentsBelow(agents: readonly AgentStatus[], parent: string): readonly AgentStatus[] {
  return agents.filter((agent) => agent.parent === parent).flatMap((agent) => [...agentsBelow(agents, agent.id), agent]);
}
