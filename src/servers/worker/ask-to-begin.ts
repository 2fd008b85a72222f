// Whoever has taken a task asks its owner what is to be done, and begins when that says so.
import type { RemoteRun } from '../../core/model/remote.js';
import type { NamedTimers } from './named-timers.js';

/** Until the owner has answered it is asked again; an owner that is not there can not take the work either. */
const ASK_MS = 2000;
const OWNER_MS = 60_000;

export class AskToBegin {
  readonly #timers: NamedTimers;
  #resolve: ((run: RemoteRun | null) => void) | null = null;
  #isTakenBack = false;

  constructor(timers: NamedTimers) {
    this.#timers = timers;
  }

  /** Null: nobody says so, or it was taken back. */
  async ask(tell: () => void): Promise<RemoteRun | null> {
    if (this.#isTakenBack) return null;
    const answer = new Promise<RemoteRun | null>((resolve) => {
      this.#resolve = resolve;
    });
    tell();
    this.#timers.every('ask', ASK_MS, async () => tell());
    this.#timers.once('owner', OWNER_MS, () => this.answer(null));
    const run = await answer;
    this.#resolve = null;
    this.#timers.stop('ask', 'owner');
    return run;
  }

  /** Null counts also before it is asked. */
  answer(run: RemoteRun | null): void {
    this.#isTakenBack ||= run === null;
    this.#resolve?.(run);
  }
}
