// Which nodes that do work of ours are gone. Looked at with each of our own heartbeats, only while something runs elsewhere.
import type { NodeEntry } from '../../core/model/node.js';
import type { Broker } from '../../core/ports/broker.js';
import type { Timer } from '../../core/ports.js';
import type { RemoteRun } from './remote-run.js';
import type { RemoteWorld } from './remote-world.js';

export interface NodeWatchOptions extends Pick<RemoteWorld, 'clock' | 'registry'> {
  readonly runs: () => Iterable<RemoteRun>;
  /** Undefined: none was heard of yet. */
  readonly broker: () => Broker | undefined;
}

export class NodeWatch {
  readonly #options: NodeWatchOptions;
  #watch: Timer | null = null;
  #isOver = false;

  constructor(options: NodeWatchOptions) {
    this.#options = options;
  }

  /** Whoever has not said for too long that it lives does not count as living; one that only can not be heard goes on, and is refused at its end. */
  begin(): void {
    if (this.#watch !== null || this.#isOver) return;
    const { clock, registry, runs } = this.#options;
    this.#watch = clock.after(registry.heartbeatSeconds * 1000, () => {
      this.#watch = null;
      const open = [...runs()].filter((run) => !run.isOver);
      if (open.length > 0) void this.#check(open).finally(() => this.begin());
    });
  }

  dispose(): void {
    this.#isOver = true;
    this.#watch?.cancel();
  }

  /** A broker that is full renews no entry: ours was not either, and will go with those of the others. */
  #isTaken(nodes: readonly NodeEntry[]): boolean {
    const { clock, registry } = this.#options;
    const { heartbeatSeconds, staleSeconds } = registry;
    const own = nodes.find(({ isSelf }) => isSelf);
    const most = Math.max(staleSeconds - heartbeatSeconds, 1.5 * heartbeatSeconds) * 1000;
    return own !== undefined && clock.now() - Date.parse(own.seenAt) < most;
  }

  async #check(runs: readonly RemoteRun[]): Promise<void> {
    const { clock, registry } = this.#options;
    const broker = this.#options.broker();
    // Just back: the others have not said yet that they are, too.
    const isBack = broker !== undefined && clock.now() - Date.parse(broker.condition.since) >= registry.heartbeatSeconds * 1000;
    const nodes = isBack ? await broker.nodes() : null;
    // Cut off ourselves we know nothing of others.
    if (nodes?.ok !== true || !this.#isTaken(nodes.value)) return;
    // The broker forgets who says nothing for too long: their clocks and ours need not agree.
    const alive = new Set(nodes.value.map(({ name }) => name));
    for (const run of runs) if (run.node !== null && !alive.has(run.node)) void run.lost(run.node, 'gives no sign of life');
  }
}
