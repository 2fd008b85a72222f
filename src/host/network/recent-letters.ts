// What was given to Redis within the last minute: sent once more where that was killed, for it may not have kept the last moment.
import type { Letter } from '../../core/ports/broker.js';
import type { Clock } from '../../core/ports.js';

const KEEP_MS = 60_000;
const MOST = 1000;

export class RecentLetters {
  readonly #clock: Clock;
  #letters: { readonly letter: Letter; readonly at: number }[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  add(letter: Letter): void {
    this.#letters.push({ letter, at: this.#clock.now() });
    if (this.#letters.length > MOST) this.#letters.splice(0, this.#letters.length - MOST);
  }

  /** In the order in which they were given. */
  all(): readonly Letter[] {
    const since = this.#clock.now() - KEEP_MS;
    this.#letters = this.#letters.filter(({ at }) => at >= since);
    return this.#letters.map(({ letter }) => letter);
  }
}
