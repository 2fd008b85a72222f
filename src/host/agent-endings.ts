// Ends of agents' processes that are under way. What is ended is found by the agent's id in the environment of processes: a CLI that is started
// before the last one's end is over would be ended with it (opencode, which leaves its server behind for a moment).

export class AgentEndings {
  readonly #underWay = new Map<string, Set<Promise<void>>>();

  /** As `end` does. */
  async during(agent: string, end: () => Promise<void>): Promise<void> {
    const ending = end();
    const all = this.#underWay.get(agent) ?? new Set();
    this.#underWay.set(agent, all.add(ending));
    try {
      await ending;
    } finally {
      all.delete(ending);
      if (all.size === 0) this.#underWay.delete(agent);
    }
  }

  /** Resolves when nothing of this agent is being ended. */
  async over(agent: string): Promise<void> {
    for (let all = this.#underWay.get(agent); all !== undefined; all = this.#underWay.get(agent)) await Promise.allSettled(all);
  }
}
