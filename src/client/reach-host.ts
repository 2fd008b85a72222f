// Reaching the host of a repository: the one that runs, or one started now. What every client does, with a screen or without.
import { prepareStateDir } from '../core/adapters/runtime-paths.js';
import { fail, type OrchError, type Result } from '../core/model/error.js';
import { type ClientHello, PROTOCOL } from '../core/model/protocol.js';
import { VERSION } from '../core/model/version.js';
import { clientEnvironment } from './client-environment.js';
import { Connection } from './connection.js';
import { endOtherVersion } from './other-version.js';
import type { Place } from './place.js';
import { startHost } from './start-host.js';

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
export async function reachHost(place: Place, greeting: ClientHello): Promise<Result<Connection>> {
  for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt++) {
    const connection = await connect(place, greeting);
    if (connection.ok) return connection;
    if (connection.error.kind === 'protocol' && (await endOtherVersion(place, greeting, 'empty')) !== null) continue;
    if (connection.error.kind !== 'no-host') return connection;
    // Its log lies there: a folder that can not be made is told here, in words.
    const folder = prepareStateDir(place.stateDir);
    if (!folder.ok) return folder;
    const started = await startHost({
      repo: place.repo,
      args: place.hostArgs,
      logFile: place.hostLog,
      env: { ...process.env, ...place.hostEnv },
    });
    if (!started.ok) return started;
    // Another host holds the lock: it is about to listen, or about to end. Look again a little later.
    if (started.value === 'busy') await new Promise((resolve) => setTimeout(resolve, BUSY_DELAY_MS));
  }
  return fail(BUSY);
}

/** Resolves when the connection has ended: what the host did until then is done. */
export function ended(connection: Pick<Connection, 'listen'>): Promise<void> {
  return new Promise((resolve) => connection.listen({ bytes: () => undefined, end: () => resolve() }));
}

const MOST_ATTEMPTS = 40;
const BUSY_DELAY_MS = 250;
const BUSY: OrchError = {
  kind: 'no-host',
  tried: 'connect to the host',
  said: 'another host holds this repository and does not answer',
  next: 'See `orch-tui doctor`, or end that process',
};
