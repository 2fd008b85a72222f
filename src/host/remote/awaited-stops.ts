// Nodes that are waited for until they have ended agents of ours: for how long, and that a person is told of those who take their time.
import { plainText } from '../../core/model/plain-text.js';
import type { Timer } from '../../core/ports.js';
import { livingNodes } from './living-nodes.js';
import { isWithin } from './remote-calls.js';
import type { RemoteTalk, RemoteWorld } from './remote-world.js';

/** What a node that is there takes to end an agent, with room for its last commit. */
const STOP_MS = 20_000;
/** A node that is well has ended them by then as a rule. */
const TOLD_MS = 1000;
/** Of one node. */
const NAMED = 5;

type Stops = RemoteTalk['stops'];
type Stop = Parameters<Stops['end']>[0];

export class AwaitedStops implements Stops {
  readonly #world: Pick<RemoteWorld, 'clock' | 'registry' | 'broker' | 'say'>;
  readonly #untold = new Set<Stop>();
  #timer: Timer | null = null;

  constructor(world: Pick<RemoteWorld, 'clock' | 'registry' | 'broker' | 'say'>) {
    this.#world = world;
  }

  async end(stop: Stop): ReturnType<Stops['end']> {
    this.#untold.add(stop);
    this.#timer ??= this.#world.clock.after(TOLD_MS, () => this.#tell());
    let isGone = false;
    const gone = this.#isGone(stop.node).then((is) => {
      isGone = is;
      return is ? undefined : stop.over;
    });
    const isOver = await isWithin(this.#world.clock, STOP_MS, Promise.race([stop.over, gone]));
    this.#untold.delete(stop);
    if (this.#untold.size === 0) this.#forget();
    return isGone ? 'gone' : isOver ? 'over' : 'silent';
  }

  async #isGone(node: string): Promise<boolean> {
    const alive = await livingNodes(this.#world.broker() ?? undefined, this.#world);
    return alive !== null && !alive.has(node);
  }

  /** Once of each; what is stopped later is told with its own time. */
  #tell(): void {
    const byNode = new Map<string, string[]>();
    for (const { node, agent } of this.#untold) byNode.set(node, [...(byNode.get(node) ?? []), agent]);
    this.#untold.clear();
    this.#timer = null;
    for (const [node, agents] of byNode)
      this.#world.say(`${plainText(node, 60)} has not ended ${namesOf(agents)} yet: it is waited for, ${STOP_MS / 1000} s at most`);
  }

  #forget(): void {
    this.#timer?.cancel();
    this.#timer = null;
  }
}

function namesOf(agents: readonly string[]): string {
  if (agents.length > NAMED) return `${agents.slice(0, NAMED).join(', ')} and ${agents.length - NAMED} more`;
  return [agents.slice(0, -1).join(', '), agents.at(-1)].filter(Boolean).join(' and ');
}
