// Fetches of work that earlier runs have left elsewhere: each ends when its agent is stopped, and all of them with the host.
import type { Agent } from '../../core/model/agent.js';
import type { RemoteWorld, RunOrder } from './remote-world.js';
import { fetchOwed } from './way-home.js';

export class OwedFetches {
  readonly #world: RemoteWorld;
  readonly #underWay = new Map<string, Set<AbortController>>();
  #isOver = false;

  constructor(world: RemoteWorld) {
    this.#world = world;
  }

  async fetch(agent: Agent, order: RunOrder): ReturnType<typeof fetchOwed> {
    const ends = new AbortController();
    if (this.#isOver) ends.abort();
    const all = this.#underWay.get(agent.id) ?? new Set();
    this.#underWay.set(agent.id, all.add(ends));
    const fetched = await fetchOwed(this.#world, agent, { ...order, signal: ends.signal });
    all.delete(ends);
    if (all.size === 0) this.#underWay.delete(agent.id);
    return fetched;
  }

  /** What it fetches is still owed afterwards. */
  end(agent: string): void {
    for (const ends of this.#underWay.get(agent) ?? []) ends.abort();
  }

  endAll(): void {
    this.#isOver = true;
    for (const agent of this.#underWay.keys()) this.end(agent);
  }
}
