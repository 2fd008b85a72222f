// What can be asked of, and told to, whoever follows one agent's state.
import type { Reading, Signal } from './harness.js';
import type { Verdict } from './verdict.js';

export interface StateTracker {
  /** The verdict that holds. */
  readonly verdict: Verdict;
  /** When `check` wants to be called, in ms since the epoch; null: nothing to wait for. Output alone never brings it forward. */
  readonly nextCheckAt: number | null;
  /** It was seen at work by more than its output, or has no task to begin with. */
  readonly hasBegun: boolean;
  /** The new verdict, or null when the signal changes nothing. */
  feed(signal: Signal, now: number): Verdict | null;
  /** For sources that are no signals of the terminal (hooks, event streams, screen rules): their reading, weighed like any other. */
  take(reading: Reading, now: number): Verdict | null;
  /** The structured source is lost: the others are believed again. Harmless where there was none. */
  loseStructured(now: number): void;
  /** It was told to go on: the failure that stood is the past, and the same one again is news. */
  told(now: number): Verdict | null;
  /** To be called at `nextCheckAt`; harmless at any other time. */
  check(now: number): Verdict | null;
}
