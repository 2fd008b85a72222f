// Who calls: whoever has the token, for as long as their connection stands.
import type { ServerCallContext, User } from '@a2a-js/sdk/server';
import type { Request } from 'express';

export class Caller implements User {
  readonly isAuthenticated = true;
  readonly userName = 'bearer';
  /** Aborted when the answer is out, or the connection is gone before. */
  readonly gone: AbortSignal;
  readonly #answer: Request['res'];

  constructor({ res }: Pick<Request, 'res'>) {
    const leaving = new AbortController();
    this.gone = leaving.signal;
    this.#answer = res;
    if (res === undefined || res.closed) leaving.abort();
    else res.once('close', () => leaving.abort());
  }

  /** The SDK writes whether anybody reads or not: resolves when what was written is on its way, or nobody is there any more. */
  hasRead(): Promise<void> {
    const answer = this.#answer;
    if (answer === undefined || !answer.writableNeedDrain || this.gone.aborted) return Promise.resolve();
    return new Promise((resolve) => {
      answer.once('drain', resolve);
      this.gone.addEventListener('abort', () => resolve(), { once: true });
    });
  }
}

export type Reader = Pick<Caller, 'gone' | 'hasRead'>;

export function readerOf({ user }: Pick<ServerCallContext, 'user'>): Reader {
  return user instanceof Caller ? user : { gone: new AbortController().signal, hasRead: () => Promise.resolve() };
}
