// Nodes that are waited for until they have ended agents of ours: for how long, and that a person is told of those who take their time.
import { plainText } from '../../core/model/plain-text.js';
import type { Timer } from '../../core/ports.js';
import { livingNodes } from './living-nodes.js';
import { isWithin } from './remote-calls.js';
import type { AwaitedStop, RemoteTalk, RemoteWorld } from './remote-world.js';

/** What a node that is there takes to end an agent, with room for its last commit. */
const STOP_MS = 20_000;
/** A node that is well has ended them by then as a rule. */
const TOLD_MS = 1000;
/** Of one node. */
const NAMED = 5;
/** Where they stand in a sentence. */
const NAMES = '{names}';

type Stops = RemoteTalk['stops'];

export class AwaitedStops implements Stops {
  readonly #world: Pick<RemoteWorld, 'clock' | 'registry' | 'broker' | 'say'>;
  readonly #untold = new Set<AwaitedStop & { readonly node: string }>();
  /** By the agent's name. */
  readonly #underWay = new Map<string, ReturnType<Stops['end']>>();
  #timer: Timer | null = null;

  constructor(world: Pick<RemoteWorld, 'clock' | 'registry' | 'broker' | 'say'>) {
    this.#world = world;
  }

  /** Whoever asks for one that is under way waits for that: a host that ends stops each agent, and so does what follows from its order. */
  end(stop: AwaitedStop): ReturnType<Stops['end']> {
    const ending = this.#underWay.get(stop.agent) ?? this.#end(stop).finally(() => this.#underWay.delete(stop.agent));
    this.#underWay.set(stop.agent, ending);
    return ending;
  }

  async #end(stop: AwaitedStop): ReturnType<Stops['end']> {
    const { node, over } = stop;
    // Where the broker is away nobody hears of it: whoever has it is refused when it is back.
    if (node === null || this.#world.broker()?.condition.state !== 'ready') return 'silent';
    stop.tell();
    const waited = { ...stop, node };
    this.#untold.add(waited);
    this.#timer ??= this.#world.clock.after(TOLD_MS, () => this.#tell());
    let isGone = false;
    const gone = this.#isGone(node).then((is) => {
      // Its work may come from elsewhere all the same.
      isGone = is && !stop.comes();
      return isGone ? undefined : over;
    });
    const isOver = await isWithin(this.#world.clock, STOP_MS, Promise.race([over, gone]));
    this.#untold.delete(waited);
    if (this.#untold.size === 0) this.#forget();
    return isGone ? 'gone' : isOver ? 'over' : 'silent';
  }

  async #isGone(node: string): Promise<boolean> {
    const alive = await livingNodes(this.#world.broker() ?? undefined, this.#world);
    return alive !== null && !alive.has(node);
  }

  /** Once of each; what is stopped later is told with its own time. */
  #tell(): void {
    const told = new Map<string, string[]>();
    for (const { node, agent, comes } of this.#untold) {
      const name = plainText(node, 60);
      const text = comes() ? `the work of ${NAMES} is on its way from ${name}` : `${name} has not ended ${NAMES} yet`;
      told.set(text, [...(told.get(text) ?? []), agent]);
    }
    this.#untold.clear();
    this.#timer = null;
    for (const [text, agents] of told)
      this.#world.say(`${text.replace(NAMES, namesOf(agents))}: it is waited for, ${STOP_MS / 1000} s at most`);
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
