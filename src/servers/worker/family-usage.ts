// What an agent of this machine and all that it has delegated to have used. Those that are removed meanwhile count on.
import type { AgentStatus } from '../../core/model/status.js';
import { addUsage, type Usage } from '../../core/model/usage.js';
import { agentsBelow } from './agents-below.js';

export class FamilyUsage {
  readonly #used = new Map<string, Usage>();

  see(agent: AgentStatus, all: readonly AgentStatus[]): void {
    for (const { id, usage } of [agent, ...agentsBelow(all, agent.id)]) if (usage !== null) this.#used.set(id, usage);
  }

  /** Null: nobody has told anything. */
  get total(): Usage | null {
    const [first, ...rest] = this.#used.values();
    return first === undefined ? null : rest.reduce(addUsage, first);
  }
}
