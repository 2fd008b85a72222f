// What an agent of this machine and all that it has delegated to have used. Those that are removed meanwhile count on.
import type { AgentStatus } from '../../core/model/status.js';
import { addUsage, type Usage } from '../../core/model/usage.js';

export class FamilyUsage {
  readonly #used = new Map<string, Usage>();

  see({ id, usage }: AgentStatus, all: readonly AgentStatus[]): void {
    if (usage !== null) this.#used.set(id, usage);
    for (const child of all) if (child.parent === id) this.see(child, all);
  }

  /** Null: nobody has told anything. */
  get total(): Usage | null {
    const [first, ...rest] = this.#used.values();
    return first === undefined ? null : rest.reduce(addUsage, first);
  }
}
