// When a view draws without being asked by a key: soon after the state has changed, and when something shown changes by itself (decision 16).
import type { Clock, Timer } from '../core/ports.js';

/** State events come in bursts; a frame of the chrome costs about 5 ms. */
const STATE_FRAME_MS = 50;

export class ViewTimers {
  readonly #clock: Clock;
  #soon: Timer | null = null;
  #later: Timer | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Once for a burst. */
  soon(run: () => void): void {
    this.#soon ??= this.#clock.after(STATE_FRAME_MS, () => {
      this.#soon = null;
      run();
    });
  }

  /** In place of what was set before; null is never. */
  later(delayMs: number | null, run: () => void): void {
    this.#later?.cancel();
    this.#later = delayMs === null ? null : this.#clock.after(delayMs, run);
  }

  dispose(): void {
    this.#soon?.cancel();
    this.#later?.cancel();
  }
}
