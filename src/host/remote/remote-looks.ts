// Who of the agents on other nodes is looked at here: their nodes tell what is on the screen as long as they are told that somebody looks.
import type { Timer } from '../../core/ports.js';
import { isWithin } from './remote-calls.js';
import type { RemoteSights } from './remote-sights.js';
import type { RemoteScreen, RemoteWorld } from './remote-world.js';

/** How often a node is told that somebody still looks. */
const LOOK_MS = 5000;
/** Longer nobody waits for a screen: it is empty then. */
const SIGHT_MS = 3000;

/** Whose screen another node has. */
export interface LookedAt {
  /** Its node is not told anything any more. */
  readonly isOver: boolean;
  readonly sights: Pick<RemoteSights, 'isBegun' | 'next' | 'watch'>;
}

interface LooksWorld extends Pick<RemoteWorld, 'clock'> {
  readonly screen: Pick<RemoteScreen, 'isShown'>;
}

export class RemoteLooks {
  readonly #world: LooksWorld;
  readonly #runOf: (agent: string) => LookedAt | undefined;
  readonly #unseen: (agent: string) => void;
  readonly #looks = new Map<string, Timer>();

  /** `unseen`: nobody looks at it any more. */
  constructor(world: LooksWorld, runOf: (agent: string) => LookedAt | undefined, unseen: (agent: string) => void = () => undefined) {
    this.#world = world;
    this.#runOf = runOf;
    this.#unseen = unseen;
  }

  /** Somebody looks at it, and is shown its screen until nobody does. Resolves with its first sight. */
  async look(agent: string): Promise<void> {
    const run = this.#runOf(agent);
    if (run === undefined || run.isOver) return;
    const isLookedAt = this.#looks.has(agent);
    if (isLookedAt && run.sights.isBegun) return;
    const shown = run.sights.next();
    if (!isLookedAt) {
      run.sights.watch(true);
      this.#again(agent);
    }
    await isWithin(this.#world.clock, SIGHT_MS, shown);
  }

  /** Its run is over. */
  forget(agent: string): void {
    this.#looks.get(agent)?.cancel();
    this.#looks.delete(agent);
  }

  /** What was told meanwhile did not come: whoever is looked at is shown from the beginning. */
  anew(): void {
    for (const agent of this.#looks.keys()) this.#runOf(agent)?.sights.watch(true);
  }

  dispose(): void {
    for (const timer of this.#looks.values()) timer.cancel();
  }

  #again(agent: string): void {
    const timer = this.#world.clock.after(LOOK_MS, () => {
      this.#looks.delete(agent);
      const run = this.#runOf(agent);
      if (run === undefined || run.isOver) return;
      const isShown = this.#world.screen.isShown(agent);
      run.sights.watch(isShown);
      if (isShown) this.#again(agent);
      else this.#unseen(agent);
    });
    this.#looks.set(agent, timer);
  }
}
