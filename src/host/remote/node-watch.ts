// Which nodes that do work of ours are gone. Looked at with each of our own heartbeats, only while something runs elsewhere.
import type { Broker } from '../../core/ports/broker.js';
import type { Timer } from '../../core/ports.js';
import { livingNodes } from './living-nodes.js';
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

  async #check(runs: readonly RemoteRun[]): Promise<void> {
    const alive = await livingNodes(this.#options.broker(), this.#options);
    if (alive === null) return;
    for (const run of runs) if (run.node !== null && !alive.has(run.node)) void run.lost(run.node, 'gives no sign of life');
  }
}
