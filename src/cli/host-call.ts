// How a command reaches the host: only if one runs, starting one, or reading the stored state when none does (decision 2).

import { clientEnvironment } from '../client/client-environment.js';
import { Connection } from '../client/connection.js';
import { startHost } from '../client/start-host.js';
import { prepareStateDir } from '../core/adapters/runtime-paths.js';
import type { StoredStatus } from '../core/adapters/storage/stored-status.js';
import { fail, type OrchError, ok, type Result } from '../core/model/error.js';
import { type ClientHello, type HostHello, PROTOCOL } from '../core/model/protocol.js';
import { VERSION } from '../core/model/version.js';
import type { Invocation } from './invocation.js';
import { endOtherVersion } from './other-version.js';
import type { Outcome } from './outcome.js';
import { locate, type Place } from './place.js';

type Use = (connection: Connection) => Promise<Result<Outcome>>;

/** Who answered, for `--json`; null is the stored state. */
export type RunningHost = Pick<HostHello, 'pid' | 'version'>;

/** For `send interrupt stop answer screen`: exit 3 when no host runs. */
export async function inHost(invocation: Invocation, use: Use): Promise<Result<Outcome>> {
  const place = await locate(invocation);
  if (!place.ok) return place;
  const connection = await connect(place.value, hello(null));
  return connection.ok ? using(connection.value, use) : connection;
}

/** For what starts the host. */
export async function startingHost(invocation: Invocation, use: Use): Promise<Result<Outcome>> {
  const place = await locate(invocation);
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
    await new Promise<void>((resolve) => connection.value.listen({ bytes: () => undefined, end: () => resolve() }));
  }
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

/** The greeting of this client; `screen: null` makes requests only. */
export function hello(screen: ClientHello['screen']): ClientHello {
  return { protocol: PROTOCOL, version: VERSION, screen, env: clientEnvironment(process.env) };
}

/** A connection to the host that runs. It listens at the first place it could use: a file or an old socket in the way of that one is no end. */
export async function connect({ sockets }: Place, greeting: ClientHello): Promise<Result<Connection>> {
  const [first, ...others] = sockets;
  let answer = await Connection.open(first, greeting);
  for (const path of others) {
    if (answer.ok || answer.error.kind !== 'no-host') return answer;
    answer = await Connection.open(path, greeting);
  }
  return answer;
}

/** A connection, to a host started now if none runs. An empty host of another version is replaced silently (decision 4). */
export async function connectOrStart(place: Place, greeting: ClientHello): Promise<Result<Connection>> {
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    const connection = await connect(place, greeting);
    if (connection.ok) {
      tellUnusedConfig(place, connection.value.host);
      return connection;
    }
    if (connection.error.kind === 'protocol' && (await endOtherVersion(place, greeting, 'empty')) !== null) continue;
    if (connection.error.kind !== 'no-host') return connection;
    // Its log lies there: a folder that can not be made is told here, in words.
    const folder = prepareStateDir(place.stateDir);
    if (!folder.ok) return folder;
    const started = await startHost({ repo: place.repo, args: place.hostArgs, logFile: place.hostLog, env: process.env });
    if (!started.ok) return started;
    // Another host holds the lock: it is about to listen, or about to end. Look again a little later.
    if (started.value === 'busy') await new Promise((resolve) => setTimeout(resolve, BUSY_DELAY_MS));
  }
  return fail(BUSY);
}

/** A host reads its configuration when it starts. */
function tellUnusedConfig({ configFile }: Place, host: HostHello): void {
  if (configFile === null || host.configFile === undefined || host.configFile === configFile) return;
  process.stderr.write('orch-tui: --config has no effect: the host runs with another configuration; `orch-tui host --stop` ends it\n');
}

const MOST_ATTEMPTS = 40;
const BUSY_DELAY_MS = 250;
const BUSY: OrchError = {
  kind: 'no-host',
  tried: 'connect to the host',
  said: 'another host holds this repository and does not answer',
  next: 'See `orch-tui doctor`, or end that process',
};

async function using(connection: Connection, use: Use): Promise<Result<Outcome>> {
  const outcome = await use(connection);
  connection.close();
  return outcome.ok ? ok(outcome.value) : outcome;
}
