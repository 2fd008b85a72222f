// `status`: goals and agents, now, afresh (`--once`) or again with each change (`--watch`).

import type { Connection } from '../client/connection.js';
import { fail, type Result } from '../core/model/error.js';
import { inHost, storedOrHost } from './host-call.js';
import { flag, type Invocation } from './invocation.js';
import { done, type Outcome, usage } from './outcome.js';
import { statusText } from './status-text.js';

export function status(invocation: Invocation): Promise<Result<Outcome>> {
  if (flag(invocation, 'watch')) {
    if (flag(invocation, 'once')) return Promise.resolve(fail(usage('--once and --watch exclude each other', 'Use one of them')));
    return inHost(invocation, (connection) => watch(connection, flag(invocation, 'json') ? 'json' : 'text'));
  }
  return storedOrHost(invocation, {
    live: async (connection) => connection.request('status', { once: flag(invocation, 'once') }),
    stored: (stored) => stored.status(),
    tell: (value) => done(statusText(value), value),
  });
}

/** Prints the status whenever it has changed, until the host ends or the person interrupts. */
async function watch(connection: Connection, format: 'text' | 'json'): Promise<Result<Outcome>> {
  let seq = -1;
  for (;;) {
    const answer = await connection.request('statusAfter', { seq });
    if (!answer.ok) return answer.error.kind === 'protocol' ? done('', null) : answer;
    seq = answer.value.seq;
    process.stdout.write(format === 'json' ? `${JSON.stringify(answer.value.status)}\n` : `${statusText(answer.value.status)}\n\n`);
  }
}
