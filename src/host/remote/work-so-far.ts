// Work so far of one run, fetched beside all else that its node tells: a remote that is slow, or says nothing, holds up neither its state nor what it asks.
import type { Agent } from '../../core/model/agent.js';
import type { Carried } from '../../core/model/carried.js';
import { saveHere } from './bring-home.js';
import { isWithin } from './remote-calls.js';
import type { RemoteWorld } from './remote-world.js';

/** What its node has told of last may be a lot: so long another one waits for going on from that. Twice as long it waits for being told to begin. */
const LAST_MS = 30_000;

export class WorkSoFar {
  readonly #world: RemoteWorld;
  readonly #agent: () => Agent | undefined;
  #newest: Carried | null = null;
  #ends = new AbortController();
  #last: Promise<void> = Promise.resolve();

  constructor(world: RemoteWorld, agent: () => Agent | undefined) {
    this.#world = world;
    this.#agent = agent;
  }

  /** One after the other; of those that wait the newest has all that the others have. */
  save(work: Carried): void {
    this.#newest = work;
    const { signal } = this.#ends;
    this.#last = this.#last.then(async () => {
      const agent = this.#agent();
      if (agent !== undefined && !signal.aborted && work === this.#newest) await saveHere(this.#world, agent, { work, signal });
    });
  }

  /** All that was told of by now is here, or the time is over. */
  async whenHere(ms: number = LAST_MS): Promise<void> {
    await isWithin(this.#world.clock, ms, this.#last);
  }

  /** Nothing more comes of it: what was told of last may be here first. */
  async last(): Promise<void> {
    await this.whenHere();
    await this.end();
  }

  /** What is fetched is broken off: the whole is about to come, or nobody wants it. */
  async end(): Promise<void> {
    this.#ends.abort();
    this.#ends = new AbortController();
    await this.#last;
  }
}
