// Letters that came in, on their way to whoever takes them: in order for each pair of parties, and again until they are taken.
import type { OrchError, Result } from '../model/error.js';
import type { Letter } from '../ports/broker.js';
import type { Clock } from '../ports.js';

const FIRST_DELAY_MS = 250;
const LONGEST_DELAY_MS = 30_000;

export class LetterLane {
  readonly #clock: Clock;
  readonly #lanes = new Map<string, Promise<unknown>>();
  #take: ((letter: Letter) => Promise<Result<void>>) | null = null;
  #waiting: (() => void)[] = [];
  #isClosed = false;
  readonly #wake = new Set<() => void>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** From here on letters are given out, also those that came before. */
  open(take: (letter: Letter) => Promise<Result<void>>): void {
    this.#take = take;
    for (const go of this.#waiting.splice(0)) go();
  }

  /** True: it was taken. False: this lane was closed first. */
  bring(letter: Letter): Promise<boolean> {
    const { from_agent: from, to_agent: to } = letter.message;
    const pair = `${from}\n${to}`;
    const before = this.#lanes.get(pair) ?? Promise.resolve();
    const mine = before.then(() => this.#untilTaken(letter));
    this.#lanes.set(pair, mine);
    void mine.finally(() => this.#lanes.get(pair) === mine && this.#lanes.delete(pair));
    return mine;
  }

  close(): void {
    this.#isClosed = true;
    for (const go of [...this.#waiting.splice(0), ...this.#wake]) go();
  }

  async #untilTaken(letter: Letter): Promise<boolean> {
    for (let delayMs = FIRST_DELAY_MS; ; delayMs = Math.min(delayMs * 2, LONGEST_DELAY_MS)) {
      if (this.#take === null && !this.#isClosed) await new Promise<void>((go) => this.#waiting.push(go));
      if (this.#isClosed || this.#take === null) return false;
      const error = await taken(this.#take, letter);
      if (error === null) return true;
      if (!this.#isClosed) await this.#pause(delayMs);
    }
  }

  #pause(delayMs: number): Promise<void> {
    return new Promise((resolve) => {
      const go = () => {
        timer.cancel();
        this.#wake.delete(go);
        resolve();
      };
      const timer = this.#clock.after(delayMs, go);
      this.#wake.add(go);
    });
  }
}

async function taken(take: (letter: Letter) => Promise<Result<void>>, letter: Letter): Promise<OrchError | null> {
  try {
    const answer = await take(letter);
    return answer.ok ? null : answer.error;
  } catch (error) {
    // A bug of the one who takes: it is tried again, and the letter is not lost.
    return { kind: 'internal', tried: 'take a message', said: String(error), next: 'Report this' };
  }
}
