// When an agent has been silent for so long that a state which rests on its output is no longer known. Time comes in, no timer.
import type { Signal } from './harness.js';

/** Silence after which a state that rests on output or on an animated title is no longer known. Spinners stood still for 2-5 s on a loaded machine. */
export const QUIET_MS = 10_000;

export class Silence {
  #lastOutputAt: number;
  /** When to look; null: its state does not rest on its output. */
  checkAt: number | null;

  constructor(now: number) {
    this.#lastOutputAt = now;
    this.checkAt = now + QUIET_MS;
  }

  /** Runs for every chunk: what it moves is the time it counts from, so that the caller's one timer stays as it is while output flows. */
  output(now: number): void {
    this.#lastOutputAt = now;
  }

  watch(now: number): void {
    this.checkAt ??= now + QUIET_MS;
  }

  ignore(): void {
    this.checkAt = null;
  }

  /** The silence, when it is time to look and it has lasted. */
  due(now: number): Extract<Signal, { kind: 'quiet' }> | null {
    if (this.checkAt === null || now < this.checkAt) return null;
    const quietMs = now - this.#lastOutputAt;
    this.checkAt = quietMs < QUIET_MS ? this.#lastOutputAt + QUIET_MS : null;
    return this.checkAt === null ? { kind: 'quiet', quietMs } : null;
  }
}
