// Starting the goals of a file: all are checked before the first is started, then each is started in its turn.
import type { Connection } from '../client/connection.js';
import { fail, type OrchError, ok, type Result } from '../core/model/error.js';
import type { Requests, RunParams } from '../core/model/requests.js';

export interface LineOrder {
  readonly line: number;
  readonly params: RunParams;
}

export type Started = Requests['run']['result'];

export async function startGoals(
  connection: Pick<Connection, 'request'>,
  orders: readonly LineOrder[],
): Promise<Result<readonly Started[]>> {
  for (const { line, params } of orders) {
    const checked = await connection.request('runCheck', params);
    if (!checked.ok) return fail(ofLine(line, checked.error));
  }
  const all: Started[] = [];
  for (const { line, params } of orders) {
    const started = await connection.request('run', params);
    if (!started.ok) return fail(all.length === 0 ? ofLine(line, started.error) : halfway(all, ofLine(line, started.error)));
    all.push(started.value);
  }
  return ok(all);
}

/** Which line it is about. */
export function ofLine(line: number, error: OrchError): OrchError {
  return { ...error, said: `line ${line}: ${error.said}` };
}

/** Never `no-host`, which would have all of them started once more. */
function halfway(all: readonly Started[], error: OrchError): OrchError {
  const ids = all.map(({ goal }) => goal).join(', ');
  const kind = error.kind === 'no-host' ? 'interrupted' : error.kind;
  return { ...error, kind, said: `${error.said}; ${ids} before it ${all.length === 1 ? 'was' : 'were'} started` };
}
