// How long the host lives (decision 1): until 10 s after the last thing that needs it.
import type { Clock, Timer } from '../core/ports.js';

export const LINGER_MS = 10_000;

export interface LifeOptions {
  readonly clock: Clock;
  /** Whether anything needs the host: a client, a waiting command, an agent, an unfinished goal, a server. */
  readonly isNeeded: () => boolean;
  readonly end: () => void;
}

/** Call `check` whenever what `isNeeded` looks at may have changed; there is no timer while the host is needed. */
export class Life {
  readonly #options: LifeOptions;
  #timer: Timer | null = null;
  #isOver = false;

  constructor(options: LifeOptions) {
    this.#options = options;
  }

  check(): void {
    if (this.#isOver) return;
    if (this.#options.isNeeded()) {
      this.#timer?.cancel();
      this.#timer = null;
      return;
    }
    this.#timer ??= this.#options.clock.after(LINGER_MS, () => {
      this.#timer = null;
      if (this.#isOver || this.#options.isNeeded()) return;
      this.#isOver = true;
      this.#options.end();
    });
  }

  dispose(): void {
    this.#isOver = true;
    this.#timer?.cancel();
  }
}
