// Calls a person for what is asked by agents of other nodes that work for this host; what those ask that work for others is for whoever they work for.
import { openQuestion } from '../../core/model/open-question.js';
import { type Notification, notificationOf } from '../../core/view/notification.js';
import type { NeighbourRow } from './neighbour-rows.js';

export interface NeighbourQuestionsWorld {
  readonly rows: () => readonly NeighbourRow[];
  readonly call: (what: Notification) => void;
}

export class NeighbourQuestions {
  readonly #world: NeighbourQuestionsWorld;
  /** By agent: the question that was called for. */
  readonly #called = new Map<string, string>();

  constructor(world: NeighbourQuestionsWorld) {
    this.#world = world;
  }

  /** Call when they have changed. */
  check(): void {
    const ours = this.#world.rows().filter(({ agent }) => agent.neighbour?.isOurs === true);
    const there = new Set(ours.map(({ agent }) => agent.id));
    for (const id of this.#called.keys()) if (!there.has(id)) this.#called.delete(id);
    for (const row of ours) this.#look(row);
  }

  #look({ agent, entry }: NeighbourRow): void {
    // Nobody is called again for the same once Redis is back.
    if (entry.row?.isOpen === true && agent.neighbour?.isOpen !== true) return;
    const call = notificationOf(undefined, agent);
    const asked = call?.kind === 'waiting' ? (openQuestion(agent)?.digest ?? 'waits') : null;
    const before = this.#called.get(agent.id) ?? null;
    if (asked === null) this.#called.delete(agent.id);
    else this.#called.set(agent.id, asked);
    if (call !== null && asked !== null && asked !== before) this.#world.call(call);
  }
}
