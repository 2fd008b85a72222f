// How a command reaches the host: only if one runs, starting one, or reading the stored state when none does (decision 2).

import type { Connection } from '../client/connection.js';
import type { Place } from '../client/place.js';
import { connect, ended, hello, reachHost } from '../client/reach-host.js';
import type { StoredStatus } from '../core/adapters/storage/stored-status.js';
import { ok, type Result } from '../core/model/error.js';
import type { ClientHello, HostHello } from '../core/model/protocol.js';
import { openDoors } from './doors.js';
import type { Invocation } from './invocation.js';
import { refusedToAgents } from './only-persons.js';
import type { Outcome } from './outcome.js';
import { locate } from './place.js';

type Use = (connection: Connection) => Promise<Result<Outcome>>;

/** Who answered, for `--json`; null is the stored state. */
export type RunningHost = Pick<HostHello, 'pid' | 'version'>;

/** For `send interrupt stop answer screen`: exit 3 when no host runs. */
export async function inHost(invocation: Invocation, use: Use): Promise<Result<Outcome>> {
  const place = await personsPlace(invocation);
  if (!place.ok) return place;
  const connection = await connect(place.value, hello(null));
  return connection.ok ? using(connection.value, use) : connection;
}

/** For what starts the host. */
export async function startingHost(invocation: Invocation, use: Use): Promise<Result<Outcome>> {
  const place = await personsPlace(invocation);
  if (!place.ok) return place;
  for (;;) {
    const connection = await connectOrStart(place.value, hello(null));
    if (!connection.ok) return connection;
    const outcome = await use(connection.value);
    if (outcome.ok || outcome.error.kind !== 'no-host') {
      connection.value.close();
      return outcome;
    }
    // That host is ending and did nothing: wait for its end, then ask the next one.
    await ended(connection.value);
  }
}

/** What a person orders is not ordered from the terminal of an agent of the same host: it would have no bounds there, and an agent could let itself go on. */
async function personsPlace(invocation: Invocation): Promise<Result<Place>> {
  const place = await locate(invocation);
  return place.ok ? (refusedToAgents(invocation, place.value, process.env) ?? place) : place;
}

/** For what only reads: the host's word, or the stored state when there is none. */
export async function storedOrHost<Value>(
  invocation: Invocation,
  {
    live,
    stored,
    tell,
  }: {
    readonly live: (connection: Connection, place: Place) => Promise<Result<Value>>;
    readonly stored: (stored: StoredStatus, place: Place) => Promise<Result<Value>>;
    readonly tell: (value: Value, host: RunningHost | null) => Result<Outcome>;
  },
): Promise<Result<Outcome>> {
  const place = await locate(invocation);
  if (!place.ok) return place;
  const connection = await connect(place.value, hello(null));
  if (connection.ok) {
    return using(connection.value, async (open) => {
      const value = await live(open, place.value);
      const { pid, version } = open.host;
      return value.ok ? tell(value.value, { pid, version }) : value;
    });
  }
  if (connection.error.kind !== 'no-host') return connection;
  const { openStoredStatus } = await import('../core/adapters/storage/stored-status.js');
  const value = await stored(openStoredStatus(place.value.stateDir), place.value);
  return value.ok ? tell(value.value, null) : value;
}

/** As every client does, and a person is told where their --config has no effect. */
export async function connectOrStart(place: Place, greeting: ClientHello): Promise<Result<Connection>> {
  const connection = await reachHost(place, greeting);
  if (!connection.ok) return connection;
  tellUnusedConfig(place, connection.value.host);
  const opened = await openDoors(connection.value, place.doors);
  if (opened.ok) return connection;
  connection.value.close();
  return opened;
}

/** A host reads its configuration when it starts. */
function tellUnusedConfig({ configFile }: Place, host: HostHello): void {
  if (configFile === null || host.configFile === undefined || host.configFile === configFile) return;
  process.stderr.write('orch-tui: --config has no effect: the host runs with another configuration; `orch-tui host --stop` ends it\n');
}

async function using(connection: Connection, use: Use): Promise<Result<Outcome>> {
  const outcome = await use(connection);
  connection.close();
  return outcome.ok ? ok(outcome.value) : outcome;
}
