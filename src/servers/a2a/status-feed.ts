// What streams and calls that wait are told from: each change is asked of the host once, however many wait for it, and whoever goes leaves no
// question of its own behind.
import type { Result } from '../../core/model/error.js';
import type { Method, Requests } from '../../core/model/requests.js';
import type { A2aHost } from './a2a-host.js';

type After = Promise<Result<Requests['statusAfter']['result']>>;

export function sharedStatus(host: A2aHost): A2aHost {
  /** By the number after which something new is waited for. */
  const asked = new Map<number, After>();
  const after = ({ seq }: Requests['statusAfter']['params']): After => {
    const waiting = asked.get(seq);
    if (waiting !== undefined) return waiting;
    const answer = host.request('statusAfter', { seq }).finally(() => asked.delete(seq));
    asked.set(seq, answer);
    return answer;
  };
  const { files, artifacts, log, now, createId, createGoalId } = host;
  return {
    ...{ files, artifacts, log, now, createId, createGoalId },
    facts: () => host.facts(),
    request: <M extends Method>(method: M, params: Requests[M]['params']) =>
      method === 'statusAfter'
        ? (after(params as Requests['statusAfter']['params']) as Promise<Result<Requests[M]['result']>>)
        : host.request(method, params),
  };
}
