// Who calls: whoever has the token, for as long as their connection stands.
import type { ServerCallContext, User } from '@a2a-js/sdk/server';
import type { Request } from 'express';

export class Caller implements User {
  readonly isAuthenticated = true;
  readonly userName = 'bearer';
  /** Aborted when the answer is out, or the connection is gone before. */
  readonly gone: AbortSignal;

  constructor({ res }: Pick<Request, 'res'>) {
    const leaving = new AbortController();
    this.gone = leaving.signal;
    if (res === undefined || res.closed) leaving.abort();
    else res.once('close', () => leaving.abort());
  }
}

export function goneOf({ user }: Pick<ServerCallContext, 'user'>): AbortSignal {
  return user instanceof Caller ? user.gone : new AbortController().signal;
}
