// `--redis` and `--a2a`: doors that a host is started with, and that one which runs already is asked to open.
import type { Connection } from '../client/connection.js';
import type { Doors } from '../client/place.js';
import { redisAddress, withoutSecrets } from '../core/adapters/redis/redis-address.js';
import { ok, type Result } from '../core/model/error.js';
import { flag, type Invocation, text } from './invocation.js';

/** Port of the A2A door where none is named. */
export const A2A_PORT = 8000;

/** What the options ask for; an address that is none is refused before anything is started. */
export function doorsOf(invocation: Invocation): Result<Doors> {
  const redis = text(invocation, 'redis');
  const asked = invocation.options.a2a;
  const a2a = asked === true ? Number(process.env.A2A_PORT || A2A_PORT) : typeof asked === 'number' ? asked : null;
  if (redis !== null) {
    const address = redisAddress(redis, process.env);
    if (!address.ok) return address;
    hideFromList(redis);
  }
  return ok({ redis, a2a, stays: flag(invocation, 'start') });
}

/** Who lists processes sees the arguments of every one: a password in the address goes out of that list at once. */
export function hideFromList(redis: string): void {
  if (Object.keys(withoutSecrets(redis).env).length > 0) process.title = 'orch-tui';
}

/** For a host that is started: as if it were configured. The password is no argument and no key of the configuration. */
export function doorVariables({ redis, a2a }: Omit<Doors, 'stays'>): Readonly<Record<string, string>> {
  const split = redis === null ? null : withoutSecrets(redis);
  return {
    ...(split === null ? {} : { ORCHESTRATOR_REDIS__URL: split.url, ...split.env }),
    ...(a2a === null ? {} : { ORCHESTRATOR_A2A__PORT: String(a2a) }),
  };
}

/** What the host has opened already with the same address stays as it is; what there is to know of it goes to standard error. */
export async function openDoors(connection: Connection, doors: Doors): Promise<Result<void>> {
  if (doors.redis === null && doors.a2a === null && !doors.stays) return ok(undefined);
  const answer = await connection.request('serve', doors);
  if (!answer.ok) return answer;
  for (const note of answer.value.notes) process.stderr.write(`orch-tui: ${note}\n`);
  return ok(undefined);
}
