// Whether an agent that says it works gets anywhere: its words on the screen change, beside clocks, counters and spinners, or a command of it
// runs. One timer per agent; its processes are looked at twice, and only when it would be called stuck.
import { screenWords } from '../core/harness/screen-words.js';
import type { Verdict } from '../core/harness/verdict.js';
import type { Clock, Timer } from '../core/ports.js';

/** What a command has to cost: spinners of CLIs that hang were seen to take up to 25 % of a core. */
const BUSY_PERCENT = 50;
const MEASURED_MS = 60_000;
/** A command that never ends is no work, either. */
const LONGEST = 4;

export interface StuckWatchOptions {
  readonly clock: Clock;
  /** 0: never. */
  readonly minutes: number;
  /** What its processes cost since the call before this one, in percent of a core; null where that can not be told. */
  readonly cpuPercent: () => number | null;
  /** A tool of it runs, by its own word. */
  readonly runsTool: () => boolean;
  /** No word has changed for that long while it worked, and no command runs; or not for four times as long, whatever runs. */
  readonly onStuck: (verdict: Verdict) => void;
  /** It moves again after that. */
  readonly onMoved: () => void;
}

export class StuckWatch {
  readonly #options: StuckWatchOptions;
  #timer: Timer | null = null;
  #words = '';
  #movedAt: number;
  /** When it was let off last because a command ran. */
  #busyAt = 0;
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

  get #dueAt(): number {
    return Math.max(this.#movedAt, this.#busyAt) + this.#options.minutes * 60_000;
  }

  // Progress moves the time it counts from, not the timer: text that streams sets nothing anew.
  #wait(): void {
    const { minutes, cpuPercent } = this.#options;
    if (!this.#isWorking || minutes === 0 || this.#timer !== null) return;
    this.#at(this.#dueAt - MEASURED_MS, () => {
      if (this.#options.clock.now() < this.#dueAt - MEASURED_MS) return this.#wait();
      cpuPercent();
      this.#at(this.#dueAt, () => this.#judge());
    });
  }

  #judge(): void {
    const { clock, minutes, onStuck } = this.#options;
    const now = clock.now();
    const stillMs = now - this.#movedAt;
    const isDue = now >= this.#dueAt;
    if (isDue && (stillMs >= LONGEST * minutes * 60_000 || !this.#isBusy())) {
      this.#isStuck = true;
      onStuck(stuckVerdict(Math.round(stillMs / 60_000), now));
      return;
    }
    if (isDue) this.#busyAt = now;
    this.#wait();
  }

  #isBusy(): boolean {
    const { cpuPercent, runsTool } = this.#options;
    return runsTool() || (cpuPercent() ?? 0) >= BUSY_PERCENT;
  }

  #at(dueAt: number, run: () => void): void {
    const { clock } = this.#options;
    this.#timer = clock.after(Math.max(0, dueAt - clock.now()), () => {
      this.#timer = null;
      if (this.#isWorking && !this.#isStuck) run();
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
