// How often an agent has asked the manager of late: one that asks in a circle must not spend without end.
import type { Clock } from '../ports.js';

export const MOST_QUESTIONS = 10;
const WITHIN_MS = 10 * 60_000;

interface Asked {
  readonly question: string;
  readonly at: number;
}

export class AskLimit {
  readonly #clock: Pick<Clock, 'now'>;
  readonly #asked = new Map<string, readonly Asked[]>();

  constructor(clock: Pick<Clock, 'now'>) {
    this.#clock = clock;
  }

  /** Counts it, once however often it is tried. What is beyond is the person's. */
  mayAsk(agent: string, question: string): boolean {
    const now = this.#clock.now();
    const recent = (this.#asked.get(agent) ?? []).filter(({ at }) => now - at < WITHIN_MS);
    const isAgain = recent.some((asked) => asked.question === question);
    if (!isAgain && recent.length >= MOST_QUESTIONS) return false;
    this.#asked.set(agent, isAgain ? recent : [...recent, { question, at: now }]);
    return true;
  }
}
