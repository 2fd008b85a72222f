// Saves the document about a second after something changed, and never while nothing does. A failure waits for the next change.
import { ok, type Result } from '../model/error.js';
import type { AppState } from '../model/state.js';
import type { Clock, Storage, Timer } from '../ports.js';

/** Long enough to take a burst of events as one write; what is not in it yet is in the journal. */
const DELAY_MS = 1000;

export interface SnapshotsOptions {
  readonly storage: Storage;
  readonly clock: Clock;
  readonly state: () => AppState;
  /** `seq`: the last event that the attempt would have held. */
  readonly onOutcome: (outcome: Result<void>, seq: number) => void;
}

export class Snapshots {
  readonly #options: SnapshotsOptions;
  #savedSeq: number;
  #timer: Timer | null = null;
  #saving: Promise<Result<void>> | null = null;

  constructor(options: SnapshotsOptions) {
    this.#options = options;
    this.#savedSeq = options.state().seq;
  }

  /** Something changed. */
  touch(): void {
    if (this.#timer !== null || this.#saving !== null) return;
    this.#timer = this.#options.clock.after(DELAY_MS, () => {
      this.#timer = null;
      void this.#save();
    });
  }

  /** Saves what is unsaved now, after a save that is under way. */
  async flush(): Promise<Result<void>> {
    // Two writers of one file would undo each other: everybody waits until nobody saves.
    while (this.#saving !== null) await this.#saving;
    this.#timer?.cancel();
    this.#timer = null;
    return this.#options.state().seq === this.#savedSeq ? ok(undefined) : this.#save();
  }

  async #save(): Promise<Result<void>> {
    const state = this.#options.state();
    this.#saving = this.#options.storage.save(state);
    const outcome = await this.#saving;
    this.#saving = null;
    if (outcome.ok) this.#savedSeq = state.seq;
    this.#options.onOutcome(outcome, state.seq);
    if (outcome.ok && this.#options.state().seq > state.seq) this.touch();
    return outcome;
  }
}
