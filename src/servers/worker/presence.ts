// Says that a worker is there and whom it has: by a heartbeat, and when what others see of its agents is not as it was told. Else it says nothing.
import { REGISTRY_TOPIC } from '../../core/model/node.js';
import type { AgentEntry } from '../../core/ports/broker.js';
import type { Timer } from '../../core/ports.js';
import type { WorkerWorld } from './worker-world.js';

/** Many changes of one moment are told together. */
const CHANGED_MS = 500;
/** What has been used alone is no news: it goes with these, or the heartbeat. */
const USED_MS = 10_000;

export interface PresenceOptions extends Pick<WorkerWorld, 'broker' | 'clock' | 'version' | 'slots' | 'labels' | 'heartbeatMs'> {
  /** Tasks that it has. */
  readonly busy: () => number;
  readonly agents: () => readonly AgentEntry[];
}

interface Told {
  readonly shown: string;
  readonly used: string;
  readonly at: number;
}

export class Presence {
  readonly #options: PresenceOptions;
  /** Null: others may know something else, or nothing. */
  #told: Told | null = null;
  #beat: Timer | null = null;
  #soon: Timer | null = null;
  #isOver = false;

  constructor(options: PresenceOptions) {
    this.#options = options;
  }

  /** At once. Resolves when the broker has it, or does not answer. */
  async tell(): Promise<void> {
    const { broker, clock, version, slots, labels, heartbeatMs, busy, agents } = this.#options;
    this.#cancel();
    if (!this.#isOver) this.#beat = clock.after(heartbeatMs, () => void this.tell());
    const entries = agents();
    const told = { shown: shownOf(entries), used: usedOf(entries), at: clock.now() };
    const heartbeatSeconds = heartbeatMs / 1000;
    const node = { name: broker.node, kind: 'worker', version, slots, busy: busy(), labels, heartbeatSeconds } as const;
    const said = await broker.announce(node, entries);
    const before = this.#told;
    this.#told = said.ok ? told : null;
    if (said.ok && before?.shown !== told.shown) broker.publish({ topic: REGISTRY_TOPIC, body: null });
  }

  /** The broker is back, and may have forgotten what was known of this one. */
  tellAnew(): Promise<void> {
    this.#told = null;
    return this.tell();
  }

  /** Something of its agents may be another than before. */
  changed(): void {
    if (this.#isOver) return;
    this.#soon ??= this.#options.clock.after(CHANGED_MS, () => {
      this.#soon = null;
      this.#look();
    });
  }

  /** No heartbeat follows any more; what ends is still told. */
  end(): void {
    this.#isOver = true;
    this.#cancel();
  }

  #look(): void {
    const { broker, clock, agents } = this.#options;
    // It is told when that is back.
    if (broker.condition.state !== 'ready') return;
    const entries = agents();
    const isShown = this.#told?.shown === shownOf(entries);
    const isUsed = this.#told?.used === usedOf(entries) || clock.now() - (this.#told?.at ?? 0) < USED_MS;
    if (!isShown || !isUsed) void this.tell();
  }

  #cancel(): void {
    this.#beat?.cancel();
    this.#soon?.cancel();
    this.#soon = null;
  }
}

function shownOf(entries: readonly AgentEntry[]): string {
  return JSON.stringify(entries, (key, value: unknown) => (key === 'seenAt' || key === 'usage' ? undefined : value));
}

function usedOf(entries: readonly AgentEntry[]): string {
  return JSON.stringify(entries.map(({ row }) => row?.usage ?? null));
}
