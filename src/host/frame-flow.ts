// How fast a client's line takes frames (decision 10): at most one unacknowledged, the rest dropped; the real round trip is measured by DSR 5n.
import { sequences } from '../core/model/sequences.js';
import type { Clock, Timer } from '../core/ports.js';

/** Socket back-pressure does not show a slow line (100 KB and more are swallowed first), so the terminal itself is asked. */
const PROBE_EVERY_FRAMES = 4;
const SLOW_MS = 250;
/** How long a closing client waits for an answer its terminal owes, which the shell would get otherwise. */
const LAST_ANSWER_MS = 300;
/** Back to fast only well below, so that the layout does not flip to and fro. */
const FAST_MS = 120;

export interface FrameFlowOptions {
  readonly clock: Clock;
  readonly send: (data: string) => void;
  /** The line can take a frame again. */
  readonly onFree: () => void;
  readonly onSlowChanged: () => void;
}

export class FrameFlow {
  readonly #options: FrameFlowOptions;
  #isUnacked = false;
  #probeSentAt: number | null = null;
  #framesSinceProbe = 0;
  #answersProbes = false;
  #isSlow = false;
  #last: { readonly run: () => void; readonly timer: Timer } | null = null;

  constructor(options: FrameFlowOptions) {
    this.#options = options;
  }

  /** Round trip above 250 ms: fewer frames and the stacked layout. */
  get isSlow(): boolean {
    return this.#isSlow;
  }

  /** Runs once the terminal owes no answer, or has owed it for too long: for the end of a client. */
  settle(run: () => void): void {
    if (this.#probeSentAt === null) {
      run();
      return;
    }
    const last = { run, timer: this.#options.clock.after(LAST_ANSWER_MS, () => this.#runLast()) };
    this.#last?.timer.cancel();
    this.#last = last;
  }

  /** Forgets what waits. */
  dispose(): void {
    this.#last?.timer.cancel();
    this.#last = null;
  }

  get isFree(): boolean {
    if (this.#isUnacked) return false;
    // On a slow line the relay's ack only says that some buffer took it; wait for the terminal itself.
    return !(this.#isSlow && this.#probeSentAt !== null);
  }

  /** The first bytes: whatever they ask, the status query at their end shows whether this terminal answers at all. */
  start(data: string): void {
    this.#isUnacked = true;
    this.#probeSentAt = this.#options.clock.now();
    this.#options.send(data + sequences.statusQuery);
  }

  /** Sends one frame. Only when `isFree`. */
  frame(data: string): void {
    this.#isUnacked = true;
    this.#framesSinceProbe += 1;
    const wantsProbe = this.#isSlow || this.#framesSinceProbe >= PROBE_EVERY_FRAMES;
    if (!this.#answersProbes || this.#probeSentAt !== null || !wantsProbe) {
      this.#options.send(data);
      return;
    }
    this.#framesSinceProbe = 0;
    this.#probeSentAt = this.#options.clock.now();
    this.#options.send(data + sequences.statusQuery);
  }

  acked(): void {
    this.#isUnacked = false;
    // An answer that is overdue tells as much as one that came late.
    if (this.#probeSentAt !== null && this.#answersProbes) this.#judge(this.#options.clock.now() - this.#probeSentAt, 'overdue');
    if (this.isFree) this.#options.onFree();
  }

  /** The terminal answered DSR 5n: our probe, or the query at the start, which shows that it answers at all. */
  answered(): void {
    // The first answer says only that there are answers: it took as long as client and host took to start.
    const isFirst = !this.#answersProbes;
    this.#answersProbes = true;
    if (this.#probeSentAt === null) return;
    const roundTripMs = this.#options.clock.now() - this.#probeSentAt;
    this.#probeSentAt = null;
    if (!isFirst) this.#judge(roundTripMs, 'measured');
    this.#runLast();
    if (this.isFree) this.#options.onFree();
  }

  #runLast(): void {
    const last = this.#last;
    this.dispose();
    last?.run();
  }

  #judge(roundTripMs: number, how: 'measured' | 'overdue'): void {
    const isSlow = this.#isSlow ? !(how === 'measured' && roundTripMs < FAST_MS) : roundTripMs > SLOW_MS;
    if (isSlow === this.#isSlow) return;
    this.#isSlow = isSlow;
    this.#options.onSlowChanged();
  }
}
