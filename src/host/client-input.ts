// A client's bytes as tokens. A lone ESC is released by the clock (decision 15); nothing else waits.
import { createTokenizer, ESCAPE_DELAY_MS } from '../core/input/tokenizer.js';
import type { Token } from '../core/model/token.js';
import type { Clock, Timer } from '../core/ports.js';

export class ClientInput {
  readonly #tokenizer = createTokenizer();
  readonly #clock: Clock;
  readonly #take: (token: Token) => void;
  #timer: Timer | null = null;

  constructor(clock: Clock, take: (token: Token) => void) {
    this.#clock = clock;
    this.#take = take;
  }

  push(chunk: Uint8Array): void {
    this.dispose();
    for (const token of this.#tokenizer.push(chunk)) this.#take(token);
    if (this.#tokenizer.pending !== 'escape') return;
    this.#timer = this.#clock.after(ESCAPE_DELAY_MS, () => {
      for (const token of this.#tokenizer.flushEscape()) this.#take(token);
    });
  }

  awaitCursorReports(count: number): void {
    this.#tokenizer.awaitCursorReports(count);
  }

  dispose(): void {
    this.#timer?.cancel();
    this.#timer = null;
  }
}
