// A clock that only moves when the test says so. Timers run in the order they are due.
import type { Clock, Timer } from '../../src/core/ports.js';

interface Due {
  readonly at: number;
  readonly run: () => void;
}

export class FakeClock implements Clock {
  /** The delay of every timer that was ever asked for. */
  readonly delaysMs: number[] = [];
  #now: number;
  #due: Due[] = [];

  constructor(startIso = '2026-11-21T12:00:00.000Z') {
    this.#now = Date.parse(startIso);
  }

  now(): number {
    return this.#now;
  }

  after(delayMs: number, run: () => void): Timer {
    this.delaysMs.push(delayMs);
    const due = { at: this.#now + delayMs, run };
    this.#due.push(due);
    return {
      cancel: () => {
        this.#due = this.#due.filter((other) => other !== due);
      },
    };
  }

  /** Timers that wait at the moment. */
  get timers(): number {
    return this.#due.length;
  }

  /** Milliseconds until each waiting timer is due, soonest first. */
  get waits(): readonly number[] {
    return this.#due.map((due) => Math.max(0, due.at - this.#now)).sort((a, b) => a - b);
  }

  /** Moves time on and runs what becomes due on the way, also what that sets anew. */
  advance(ms: number): void {
    const end = this.#now + ms;
    for (;;) {
      const next = this.#due.filter((due) => due.at <= end).sort((a, b) => a.at - b.at)[0];
      if (next === undefined) break;
      this.#due = this.#due.filter((due) => due !== next);
      this.#now = Math.max(this.#now, next.at);
      next.run();
    }
    this.#now = end;
  }
}
