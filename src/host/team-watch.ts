// What screens show of other machines: how Redis is, at once; who is there, asked anew when a screen is drawn and the last answer is old.
import type { NodeEntry } from '../core/model/node.js';
import type { Clock } from '../core/ports.js';
import type { Team } from '../core/view/team.js';
import type { Network } from './network/network.js';

/** So long an answer is good enough: nothing asks while nobody looks. */
const OLD_MS = 5000;

export interface TeamWatchOptions {
  readonly clock: Clock;
  readonly network: Pick<Network, 'condition' | 'nodes'>;
  readonly onChange: () => void;
}

export class TeamWatch {
  readonly #options: TeamWatchOptions;
  #nodes: readonly NodeEntry[] = [];
  #askedAt = Number.NEGATIVE_INFINITY;
  #state = '';

  constructor(options: TeamWatchOptions) {
    this.#options = options;
  }

  /** Null while this host is alone and was never anything else. */
  get current(): Team | null {
    const { clock, network } = this.#options;
    const broker = network.condition;
    if (broker.kind === 'embedded') return null;
    // A Redis that came or went brings and takes others.
    if (broker.state !== this.#state || clock.now() - this.#askedAt >= OLD_MS) {
      this.#state = broker.state;
      this.#askedAt = clock.now();
      void this.#ask();
    }
    return { broker, nodes: this.#nodes };
  }

  async #ask(): Promise<void> {
    const nodes = await this.#options.network.nodes();
    const isSame = JSON.stringify(nodes.map(shown)) === JSON.stringify(this.#nodes.map(shown));
    this.#nodes = nodes;
    if (!isSame) this.#options.onChange();
  }
}

function shown({ name, kind, slots, busy }: NodeEntry): readonly unknown[] {
  return [name, kind, slots, busy];
}
