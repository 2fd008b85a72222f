// Timers of one task by their names: once, or again and again until it is stopped. One act is never begun while it still runs.
import type { Clock, Timer } from '../../core/ports.js';

export class NamedTimers {
  readonly #clock: Pick<Clock, 'after'>;
  readonly #timers = new Map<string, Timer>();

  constructor(clock: Pick<Clock, 'after'>) {
    this.#clock = clock;
  }

  once(name: string, ms: number, act: () => void): void {
    this.#timers.set(name, this.#clock.after(ms, act));
  }

  every(name: string, ms: number, act: () => Promise<unknown>): void {
    const timer = this.#clock.after(ms, () => {
      void act().finally(() => {
        if (this.#timers.get(name) === timer) this.every(name, ms, act);
      });
    });
    this.#timers.set(name, timer);
  }

  stop(...names: readonly string[]): void {
    for (const name of names) {
      this.#timers.get(name)?.cancel();
      this.#timers.delete(name);
    }
  }
}
