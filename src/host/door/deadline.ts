// How long an agent is held: until it hangs up, its run ends, or its time is over.
import type { Clock } from '../../core/ports.js';
import type { AnswerStore } from '../answers/answer-world.js';

export interface Deadline {
  readonly signal: AbortSignal;
  /** To be called when nothing is waited for any more. */
  end(): void;
}

export function within(clock: Clock, seconds: number, signal: AbortSignal): Deadline {
  const over = new AbortController();
  const abort = (): void => over.abort();
  if (signal.aborted || seconds === 0) {
    abort();
    return { signal: over.signal, end: () => undefined };
  }
  const timer = clock.after(seconds * 1000, abort);
  signal.addEventListener('abort', abort);
  return {
    signal: over.signal,
    end() {
      timer.cancel();
      signal.removeEventListener('abort', abort);
    },
  };
}

/** Resolves when `holds`, looked at now and after each event, or when `signal` aborts. */
export function untilOr(store: AnswerStore, holds: () => boolean, signal: AbortSignal): Promise<void> {
  if (holds() || signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const end = (): void => {
      forget();
      signal.removeEventListener('abort', end);
      resolve();
    };
    const forget = store.listen(() => {
      if (holds()) end();
    });
    signal.addEventListener('abort', end);
  });
}
