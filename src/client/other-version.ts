// A host of another version, with which only its greeting can be exchanged: an empty one makes way, one with agents only when told to stop.
import type { ClientHello, HostHello } from '../core/model/protocol.js';
import { askGreeting } from './host-greeting.js';
import type { Place } from './place.js';

const LOOK_AGAIN_MS = 100;
/** Its agents get TERM and then, after 5 s, KILL; a host that is still there after this is not ending. */
const MOST_LOOKS = 120;

/** Its greeting, once it was told to end and has ended; null when there is none to end. `whose`: an empty host only, or any. */
export async function endOtherVersion(place: Place, greeting: ClientHello, whose: 'empty' | 'any'): Promise<HostHello | null> {
  const found = await greetingAt(place, greeting);
  if (found === null || (whose === 'empty' && found.agents > 0)) return null;
  try {
    // What `host --stop` of its own version comes to: it ends its agents, saves and goes.
    process.kill(found.pid, 'SIGTERM');
  } catch {
    return null; // It has ended by itself, or is not ours to end.
  }
  for (let look = 0; look < MOST_LOOKS; look++) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN_MS));
    if ((await greetingAt(place, greeting)) === null) return found;
  }
  return null;
}

async function greetingAt({ sockets }: Place, greeting: ClientHello): Promise<HostHello | null> {
  for (const path of sockets) {
    const found = await askGreeting(path, greeting);
    if (found !== null) return found;
  }
  return null;
}
