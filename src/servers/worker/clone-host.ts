// The host of a worker's clone, reached as by any client: started when it is needed, and reached again when it was killed.
import type { Connection } from '../../client/connection.js';
import type { Place } from '../../client/place.js';
import { hello, reachHost } from '../../client/reach-host.js';
import { fail, type OrchError, ok, type Result } from '../../core/model/error.js';
import type { HostLink } from './worker-world.js';

/** Tries of one request: a host that was killed is one, one that is just ending another. */
const TRIES = 3;

export interface CloneHost extends HostLink {
  /** Lets go: it ends by itself when nothing of it runs. */
  close(): void;
}

export function cloneHost(place: Place): CloneHost {
  let isClosed = false;
  let open: Connection | null = null;
  let reaching: Promise<Result<Connection>> | null = null;
  const reach = (): Promise<Result<Connection>> => {
    if (isClosed) return Promise.resolve(fail(CLOSED));
    if (open !== null) return Promise.resolve(ok(open));
    reaching ??= reachHost(place, hello(null)).then((reached) => {
      reaching = null;
      if (!reached.ok) return reached;
      const connection = reached.value;
      if (isClosed) {
        connection.close();
        return fail(CLOSED);
      }
      open = connection;
      connection.listen({
        bytes: () => undefined,
        end: () => {
          if (open === connection) open = null;
        },
      });
      return reached;
    });
    return reaching;
  };
  return {
    async request(method, params) {
      for (let left = TRIES; ; left -= 1) {
        const connection = await reach();
        if (!connection.ok) return connection;
        const answer = await connection.value.request(method, params);
        const isGone = !answer.ok && (answer.error.kind === 'no-host' || (answer.error.kind === 'protocol' && open !== connection.value));
        if (!isGone || left <= 1 || isClosed) return answer;
      }
    },
    close() {
      isClosed = true;
      open?.close();
      open = null;
    },
  };
}

const CLOSED: OrchError = { kind: 'interrupted', tried: 'ask the host of the clone', said: 'this worker ends', next: 'Start it again' };
