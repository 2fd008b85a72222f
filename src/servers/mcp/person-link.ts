// Asking the host as the person: the host of the repository of a folder, started where none runs. A connection for each call, so that a session that
// stays open for days keeps no host alive.
import { findPlace } from '../../client/place.js';
import { ended, hello, reachHost } from '../../client/reach-host.js';
import type { Result } from '../../core/model/error.js';
import type { Method, Requests } from '../../core/model/requests.js';

/** Never rejects. */
export type PersonAsk = <M extends Method>(method: M, params: Requests[M]['params']) => Promise<Result<Requests[M]['result']>>;

/** The repository is looked for at each call: its client may start anywhere, and is to be told in words. */
export function personLink(wanted: { readonly repo: string; readonly configFile: string | null }): PersonAsk {
  return async (method, params) => {
    const place = await findPlace(wanted);
    if (!place.ok) return place;
    for (;;) {
      const connection = await reachHost(place.value, hello(null));
      if (!connection.ok) return connection;
      const answer = await connection.value.request(method, params);
      if (answer.ok || answer.error.kind !== 'no-host') {
        connection.value.close();
        return answer;
      }
      // That host is ending and did nothing: the next one is asked.
      await ended(connection.value);
    }
  };
}
