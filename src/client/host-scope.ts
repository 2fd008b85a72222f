// A scope of the user's own service manager for the host: a logout with KillUserProcesses=yes ends all of a session, and the scope is outside of it (decision 9).
import { existsSync } from 'node:fs';
import { join } from 'node:path';

const SYSTEMD_RUN = ['/usr/bin/systemd-run', '/bin/systemd-run'];

/**
 * What to put before the host's command, in the order to be tried; the last is nothing.
 * A scope only where such a manager runs: its socket is there. That it does what it is asked is not said by that.
 * `systemd-run --scope` becomes the command itself, so process id and open descriptors stay.
 */
export function hostScopes(env: NodeJS.ProcessEnv, candidates: readonly string[] = SYSTEMD_RUN): (readonly string[])[] {
  const runtime = env.XDG_RUNTIME_DIR;
  const command = candidates.find((path) => existsSync(path));
  if (!runtime || command === undefined || !existsSync(join(runtime, 'systemd', 'private'))) return [[]];
  const scope = [command, '--user', '--scope', '--quiet', '--collect'];
  // One agent that the kernel ends for its memory would end the whole scope. A manager before 253 does not know the property and refuses.
  return [[...scope, '--property=OOMPolicy=continue', '--'], [...scope, '--'], []];
}
