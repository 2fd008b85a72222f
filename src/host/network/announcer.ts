// Tells other nodes that this one and its agents live, by a heartbeat and at once when something changed; and keeps who the others are.
import { REGISTRY_TOPIC } from '../../core/model/node.js';
import type { AgentEntry, Broker } from '../../core/ports/broker.js';
import type { Clock, Timer } from '../../core/ports.js';

/** Many changes of one moment are told together. */
const CHANGED_MS = 500;
/** Everybody reads all of all: no more often than this, however often others say that something of theirs is another. */
const LOOK_MS = 500;

/** A Redis that was started anew may have lost all: so long others have to tell it of theirs again before they are taken for gone. */
const BACK_MS = 10_000;

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
  /** Others are looked up. */
  readonly onLook?: (broker: Broker) => void;
}

export class Announcer {
  readonly #options: AnnouncerOptions;
  #others: ReadonlyMap<string, AgentEntry> = new Map();
  #timer: Timer | null = null;
  #soon: Timer | null = null;
  #heard: Broker | null = null;
  #hasLooked = false;
  #looking: Promise<void> | null = null;
  #lookedAt = Number.NEGATIVE_INFINITY;
  #later: Timer | null = null;
  /** Set while those who were there before Redis was away are waited for. */
  #waits: Timer | null = null;
  #isAskedAgain = false;
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

  /** Redis is there again. */
  isBack(): void {
    this.#waits?.cancel();
    this.#waits = this.#options.clock.after(BACK_MS, () => {
      this.#waits = null;
      this.#lookSoon(this.#options.broker());
    });
    this.changed();
  }

  dispose(): void {
    this.#isOver = true;
    this.#timer?.cancel();
    this.#soon?.cancel();
    this.#later?.cancel();
    this.#waits?.cancel();
  }

  async #announce(why: 'news' | 'heartbeat'): Promise<void> {
    const { broker, self, agents, isShared, clock, heartbeatMs } = this.#options;
    if (this.#isOver || !isShared()) return;
    const to = broker();
    this.#hear(to);
    await to.announce(self(), agents());
    if (why === 'news') to.publish({ topic: REGISTRY_TOPIC, body: null });
    this.#lookSoon(to);
    this.#timer?.cancel();
    // Where Redis is away nobody hears it: begun again when that is back.
    this.#timer = this.#isOver || !isShared() ? null : clock.after(heartbeatMs, () => void this.#announce('heartbeat'));
  }

  #hear(broker: Broker): void {
    if (this.#heard === broker) return;
    this.#heard = broker;
    broker.subscribe(REGISTRY_TOPIC, () => this.#lookSoon(broker));
  }

  #lookSoon(broker: Broker): void {
    const { clock } = this.#options;
    // A clock that was put back must not keep it waiting.
    const waits = Math.min(LOOK_MS, this.#lookedAt + LOOK_MS - clock.now());
    if (waits <= 0) void this.#look(broker);
    else
      this.#later ??= clock.after(waits, () => {
        this.#later = null;
        void this.#look(broker);
      });
  }

  /** Many who tell of a change at once are one look, and one more for whoever told after that had begun. */
  #look(broker: Broker): Promise<void> {
    this.#isAskedAgain = this.#looking !== null;
    this.#looking ??= this.#lookUp(broker).finally(() => {
      this.#looking = null;
      // Where Redis has gone meanwhile nobody else is to be found: they are looked for again when it is back.
      if (this.#isAskedAgain && !this.#isOver && this.#options.isShared()) void this.#look(this.#options.broker());
    });
    return this.#looking;
  }

  /** Those of nodes that tell of nobody yet. */
  #keepUnheard(others: Map<string, AgentEntry>): void {
    const heard = new Set([...others.values()].map(({ node }) => node));
    for (const [id, entry] of this.#others) if (!heard.has(entry.node) && !others.has(id)) others.set(id, entry);
  }

  async #lookUp(broker: Broker): Promise<void> {
    this.#lookedAt = this.#options.clock.now();
    this.#options.onLook?.(broker);
    const found = await broker.agents();
    if (!found.ok || this.#isOver) return;
    const others = othersOf(found.value, this.#options.node);
    if (this.#waits !== null) this.#keepUnheard(others);
    let isNew = others.size !== this.#others.size || !this.#hasLooked;
    for (const [id, entry] of others) {
      const before = this.#others.get(id);
      // As long as it is the same to whoever looks it is the same value, too: a sign of life alone changes nothing.
      if (before !== undefined && isSame(before, entry)) others.set(id, before);
      else isNew = true;
    }
    this.#hasLooked = true;
    if (!isNew) return;
    this.#others = others;
    this.#options.onChange();
  }
}

/** Other words are not of agents: of a person, of the manager, of rows of the screen. */
const AGENT_ID = /^a-[\w-]+$/u;

/** By id. Where two nodes tell of the same agent, as when a task has just gone from one to the other, the newer word counts. */
function othersOf(entries: readonly AgentEntry[], self: string): Map<string, AgentEntry> {
  const others = new Map<string, AgentEntry>();
  for (const entry of entries) {
    const known = others.get(entry.id);
    const isOlder = known !== undefined && Date.parse(known.seenAt) > Date.parse(entry.seenAt);
    if (entry.node !== self && !isOlder && AGENT_ID.test(entry.id)) others.set(entry.id, entry);
  }
  return others;
}

function isSame({ seenAt: _before, ...one }: AgentEntry, { seenAt: _after, ...other }: AgentEntry): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
