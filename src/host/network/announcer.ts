// Tells other nodes that this one and its agents live, by a heartbeat and at once when something changed; and keeps who the others are.
import { REGISTRY_TOPIC } from '../../core/model/node.js';
import type { AgentEntry, Broker } from '../../core/ports/broker.js';
import type { Clock, Timer } from '../../core/ports.js';

/** Many changes of one moment are told together. */
const CHANGED_MS = 500;

export interface AnnouncerOptions {
  readonly clock: Clock;
  readonly node: string;
  readonly heartbeatMs: number;
  readonly broker: () => Broker;
  /** Others hear of it: only then a heartbeat runs. */
  readonly isShared: () => boolean;
  readonly self: () => Parameters<Broker['announce']>[0];
  readonly agents: () => readonly AgentEntry[];
  readonly onChange: () => void;
}

export class Announcer {
  readonly #options: AnnouncerOptions;
  #others: ReadonlyMap<string, AgentEntry> = new Map();
  #timer: Timer | null = null;
  #soon: Timer | null = null;
  #heard: Broker | null = null;
  #hasLooked = false;
  #isOver = false;

  constructor(options: AnnouncerOptions) {
    this.#options = options;
  }

  get others(): ReadonlyMap<string, AgentEntry> {
    return this.#others;
  }

  /** Whether it was looked who the others are. */
  get hasLooked(): boolean {
    return this.#hasLooked;
  }

  changed(): void {
    if (this.#isOver || !this.#options.isShared()) return;
    this.#soon ??= this.#options.clock.after(CHANGED_MS, () => {
      this.#soon = null;
      void this.#announce('news');
    });
  }

  dispose(): void {
    this.#isOver = true;
    this.#timer?.cancel();
    this.#soon?.cancel();
  }

  async #announce(why: 'news' | 'heartbeat'): Promise<void> {
    const { broker, self, agents, isShared, clock, heartbeatMs } = this.#options;
    if (this.#isOver || !isShared()) return;
    const to = broker();
    this.#hear(to);
    await to.announce(self(), agents());
    if (why === 'news') to.publish({ topic: REGISTRY_TOPIC, body: null });
    await this.#look(to);
    this.#timer?.cancel();
    // Where Redis is away nobody hears it: begun again when that is back.
    this.#timer = this.#isOver || !isShared() ? null : clock.after(heartbeatMs, () => void this.#announce('heartbeat'));
  }

  #hear(broker: Broker): void {
    if (this.#heard === broker) return;
    this.#heard = broker;
    broker.subscribe(REGISTRY_TOPIC, () => void this.#look(broker));
  }

  async #look(broker: Broker): Promise<void> {
    const found = await broker.agents();
    if (!found.ok || this.#isOver) return;
    const others = new Map(found.value.filter(({ node }) => node !== this.#options.node).map((entry) => [entry.id, entry]));
    const isNew = others.size !== this.#others.size || [...others.keys()].some((id) => !this.#others.has(id));
    this.#others = others;
    const isFirst = !this.#hasLooked;
    this.#hasLooked = true;
    if (isNew || isFirst) this.#options.onChange();
  }
}
