// The task of a CLI that takes none as an argument: typed once, when the CLI is ready.
import type { Clock, Timer } from '../core/ports.js';

/** It is ready when its output is followed by this much silence. */
const READY_QUIET_MS = 1000;

export class TypedTask {
  readonly #clock: Clock;
  readonly #text: string;
  readonly #send: (text: string) => void;
  #timer: Timer | null = null;
  #lastOutputAt = 0;
  #isTyped = false;

  constructor({ clock, text, send }: { readonly clock: Clock; readonly text: string; readonly send: (text: string) => void }) {
    this.#clock = clock;
    this.#text = text;
    this.#send = send;
  }

  /** To be called when the CLI has printed something. */
  output(): void {
    this.#lastOutputAt = this.#clock.now();
    if (!this.#isTyped && this.#timer === null) this.#wait(READY_QUIET_MS);
  }

  /** Nothing is typed any more. */
  dispose(): void {
    this.#isTyped = true;
    this.#timer?.cancel();
    this.#timer = null;
  }

  #wait(delayMs: number): void {
    this.#timer = this.#clock.after(delayMs, () => {
      this.#timer = null;
      const missing = this.#lastOutputAt + READY_QUIET_MS - this.#clock.now();
      if (missing > 0) return this.#wait(missing);
      this.#isTyped = true;
      this.#send(this.#text);
    });
  }
}
