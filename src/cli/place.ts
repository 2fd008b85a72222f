// Where a command works, by its options; with --verbose it is said on standard error.
import { findPlace, type Place } from '../client/place.js';
import { ok, type Result } from '../core/model/error.js';
import { plainText } from '../core/model/plain-text.js';
import { doorsOf, doorVariables } from './doors.js';
import { flag, type Invocation, text } from './invocation.js';

export async function locate(invocation: Invocation): Promise<Result<Place>> {
  const doors = doorsOf(invocation);
  if (!doors.ok) return doors;
  const place = await findPlace({ repo: text(invocation, 'repo') ?? process.cwd(), configFile: text(invocation, 'config') });
  if (!place.ok) return place;
  if (flag(invocation, 'verbose')) tell(place.value);
  return ok({ ...place.value, doors: doors.value, hostEnv: doorVariables(doors.value) });
}

function tell({ commonDir, stateDir, sockets, hostLog }: Place): void {
  const places = { repository: commonDir, state: stateDir, socket: sockets[0], log: hostLog };
  for (const [name, path] of Object.entries(places)) process.stderr.write(`${name}: ${plainText(path, 400)}\n`);
}
