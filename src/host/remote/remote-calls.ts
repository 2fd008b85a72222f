// Orders to a node and their answers: each waits for its own, for a while, or until nobody can answer any more.
import { fail, type OrchError, type Result } from '../../core/model/error.js';
import type { Clock, Timer } from '../../core/ports.js';

/** A message that is to be taken may wait for the end of a turn; longer than this nobody waits for the line. */
const ANSWER_MS = 120_000;

export class RemoteCalls {
  readonly #clock: Clock;
  readonly #waiting = new Map<number, (answer: Result<string>) => void>();
  #next = 1;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** `send` is given the number that the answer comes with; what it can not send nobody waits for. */
  ask(node: string, send: (id: number) => Result<void>, ms = ANSWER_MS): Promise<Result<string>> {
    const id = this.#next++;
    return new Promise((resolve) => {
      const said = `${node} did not answer`;
      const timer = this.#clock.after(ms, () =>
        this.answered(id, fail({ kind: 'broker', tried: 'ask another machine', said, next: 'Try again when it is back' })),
      );
      this.#waiting.set(id, (answer) => {
        timer.cancel();
        resolve(answer);
      });
      const sent = send(id);
      if (!sent.ok) this.answered(id, sent);
    });
  }

  answered(id: number, answer: Result<string>): void {
    const resolve = this.#waiting.get(id);
    this.#waiting.delete(id);
    resolve?.(answer);
  }

  end(error: OrchError): void {
    for (const id of [...this.#waiting.keys()]) this.answered(id, fail(error));
  }
}

/** Whether `end` comes within this time. */
export async function isWithin(clock: Clock, ms: number, end: Promise<void>): Promise<boolean> {
  let timer: Timer | null = null;
  const late = new Promise<false>((resolve) => {
    timer = clock.after(ms, () => resolve(false));
  });
  const isOver = await Promise.race([end.then(() => true), late]);
  (timer as Timer | null)?.cancel();
  return isOver;
}
