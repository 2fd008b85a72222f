// Whether an agent that says it works gets anywhere: its words on the screen change, beside clocks, counters and spinners. One timer per agent.
import { screenWords } from '../core/harness/screen-words.js';
import type { Verdict } from '../core/harness/verdict.js';
import type { Clock, Timer } from '../core/ports.js';

export interface StuckWatchOptions {
  readonly clock: Clock;
  /** 0: never. */
  readonly minutes: number;
  /** No word has changed for that long while it worked. */
  readonly onStuck: (verdict: Verdict) => void;
  /** It moves again after that. */
  readonly onMoved: () => void;
}

export class StuckWatch {
  readonly #options: StuckWatchOptions;
  #timer: Timer | null = null;
  #words = '';
  #movedAt: number;
  #isWorking = false;
  #isStuck = false;

  constructor(options: StuckWatchOptions) {
    this.#options = options;
    this.#movedAt = options.clock.now();
  }

  /** What stands on its screen now. */
  look(text: string): void {
    const words = screenWords(text);
    if (words === this.#words) return;
    this.#words = words;
    this.#moved();
  }

  /** Every new state is progress; only work can be stuck. */
  enters(state: string): void {
    this.#isWorking = state === 'working';
    this.#isStuck = false;
    this.#moved();
    if (!this.#isWorking) this.dispose();
  }

  dispose(): void {
    this.#timer?.cancel();
    this.#timer = null;
  }

  #moved(): void {
    this.#movedAt = this.#options.clock.now();
    if (this.#isStuck) {
      this.#isStuck = false;
      this.#options.onMoved();
    }
    this.#wait();
  }

  // Progress moves the time it counts from, not the timer: text that streams sets nothing anew.
  #wait(): void {
    const { clock, minutes } = this.#options;
    if (!this.#isWorking || minutes === 0 || this.#timer !== null) return;
    const dueAt = this.#movedAt + minutes * 60_000;
    this.#timer = clock.after(Math.max(0, dueAt - clock.now()), () => {
      this.#timer = null;
      if (!this.#isWorking || this.#isStuck) return;
      if (clock.now() < this.#movedAt + minutes * 60_000) return this.#wait();
      this.#isStuck = true;
      this.#options.onStuck(stuckVerdict(minutes, clock.now()));
    });
  }
}

function stuckVerdict(minutes: number, now: number): Verdict {
  const evidence = `it works, and nothing on its screen has changed for ${minutes} minutes`;
  return {
    state: 'limited',
    why: { source: 'quiet', rule: 'stuck', evidence, at: new Date(now).toISOString() },
    question: null,
    failure: { kind: 'stuck', resetAt: null, retries: 'not' },
  };
}
