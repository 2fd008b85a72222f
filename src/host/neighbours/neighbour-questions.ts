// Calls a person for what is asked by agents of other nodes that work for this host; what those ask that work for others is for whoever they work for.
import { openQuestion } from '../../core/model/open-question.js';
import { type Notification, notificationOf } from '../../core/view/notification.js';
import type { NeighbourRow } from './neighbour-rows.js';

export interface NeighbourQuestionsWorld {
  readonly rows: () => readonly NeighbourRow[];
  /** It has come as a message as well, which calls by itself. */
  readonly isMail: (digest: string) => boolean;
  readonly call: (what: Notification) => void;
}

export class NeighbourQuestions {
  readonly #world: NeighbourQuestionsWorld;
  /** By agent: what it asks, and whether that was called for here. */
  readonly #asked = new Map<string, { readonly digest: string; readonly isCalled: boolean }>();

  constructor(world: NeighbourQuestionsWorld) {
    this.#world = world;
  }

  /** Whether somebody was called for the question that stands in this message as well. */
  hasCalled(message: string): boolean {
    return [...this.#asked.values()].some(({ digest, isCalled }) => isCalled && digest === message);
  }

  /** Call when they have changed. */
  check(): void {
    const ours = this.#world.rows().filter(({ agent }) => agent.neighbour?.isOurs === true);
    const there = new Set(ours.map(({ agent }) => agent.id));
    for (const id of this.#asked.keys()) if (!there.has(id)) this.#asked.delete(id);
    for (const row of ours) this.#look(row);
  }

  #look({ agent, entry }: NeighbourRow): void {
    // Nobody is called again for the same once Redis is back.
    if (entry.row?.isOpen === true && agent.neighbour?.isOpen !== true) return;
    const call = notificationOf(undefined, agent);
    if (call?.kind !== 'waiting') {
      this.#asked.delete(agent.id);
      return;
    }
    const digest = openQuestion(agent)?.digest ?? 'waits';
    if (this.#asked.get(agent.id)?.digest === digest) return;
    const isCalled = !this.#world.isMail(digest);
    this.#asked.set(agent.id, { digest, isCalled });
    if (isCalled) this.#world.call(call);
  }
}
