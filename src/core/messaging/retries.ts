// What becomes of a message whose delivery failed: another try after twice as long each time, then it is given up and waits for a person.
import type { Config } from '../model/config.js';
import type { OrchError } from '../model/error.js';
import type { KeptMessage } from '../model/message.js';
import type { Clock, Timer } from '../ports.js';

export interface Failure {
  readonly error: OrchError;
  /** Milliseconds since the epoch. */
  readonly now: number;
  readonly limits: Pick<Config['messages'], 'retries' | 'retrySeconds'>;
}

export function afterFailure(kept: KeptMessage, { error, now, limits }: Failure): KeptMessage {
  const failures = kept.message.retry_count + 1;
  const message = { ...kept.message, retry_count: failures };
  const at = new Date(now).toISOString();
  if (failures > limits.retries) return { ...kept, message, state: 'dead', at, error, retryAt: null };
  const waitMs = limits.retrySeconds * 1000 * 2 ** (failures - 1);
  return { ...kept, message, state: 'queued', at, error, retryAt: new Date(now + waitMs).toISOString() };
}

/** From the beginning, as if it had never been tried. */
export function backFromTheDead({ message, ...kept }: KeptMessage, at: string): KeptMessage {
  return { ...kept, message: { ...message, retry_count: 0 }, state: 'queued', via: null, at, error: null, retryAt: null };
}

/** One timer, to the next message that is to be tried again. None while none waits. */
export class RetryTimer {
  readonly #clock: Clock;
  readonly #due: () => void;
  readonly #times = new Set<number>();
  #timer: Timer | null = null;

  constructor(clock: Clock, due: () => void) {
    this.#clock = clock;
    this.#due = due;
  }

  /** ISO 8601; null is nothing to wait for. */
  await(at: string | null): void {
    if (at === null) return;
    this.#times.add(Date.parse(at));
    this.#arm();
  }

  dispose(): void {
    this.#times.clear();
    this.#timer?.cancel();
    this.#timer = null;
  }

  #arm(): void {
    this.#timer?.cancel();
    this.#timer = null;
    if (this.#times.size === 0) return;
    const delayMs = Math.max(0, Math.min(...this.#times) - this.#clock.now());
    this.#timer = this.#clock.after(delayMs, () => {
      const now = this.#clock.now();
      for (const time of this.#times) if (time <= now) this.#times.delete(time);
      this.#arm();
      this.#due();
    });
  }
}
