// Whom an agent means that does a task of another machine, or works for one that does: those of its own machine first, then those at home. Pure.
import type { Agent } from '../model/agent.js';
import { ok, type Result } from '../model/error.js';
import { atHome, type HomeContact, whoAtHome } from '../model/home-party.js';
import type { Party } from '../model/message.js';
import type { AppState } from '../model/state.js';
import { type Addressed, type Addressees, partiesOf } from './parties.js';
import { ancestorsOf } from './tree.js';

/** The agent that does the task: itself or the one it works for; null where nobody above it has another home. */
export function guestAbove({ agents }: Pick<AppState, 'agents'>, id: string): Agent | null {
  const agent = Object.hasOwn(agents, id) ? agents[id] : undefined;
  if (agent === undefined) return null;
  return [agent, ...ancestorsOf(Object.values(agents), agent)].find(({ home }) => home !== undefined) ?? null;
}

/** `circle`: who is known to be at home. A name that nobody here has is looked for there, and refused there. */
export function partiesWithHome(
  state: AppState,
  addressed: Addressed,
  circle: (guest: string) => readonly HomeContact[],
): Result<Addressees> {
  const guest = guestAbove(state, addressed.from);
  if (guest === null) return partiesOf(state, addressed);
  const typed = addressed.to.trim();
  const named = whoAtHome(typed) ?? typed;
  if (typed === 'person' || typed === 'manager') return home(typed);
  if (named !== typed) return NAMEABLE.test(named) ? home(named) : partiesOf(state, addressed);
  const here = partiesOf(state, addressed);
  if (typed === 'parent' && guest.id === addressed.from && guest.home?.parent != null) return home(typed);
  if (typed === 'parent' || typed === 'children') return here;
  if (typed === 'all') return both(here, circle(guest.id).length > 0, typed);
  const role = typed.startsWith('role:') ? typed.slice('role:'.length).trim() : null;
  if (role !== null)
    return NAMEABLE.test(role)
      ? both(
          here,
          circle(guest.id).some((each) => each.role === role),
          `role:${role}`,
        )
      : here;
  return here.ok || !NAMEABLE.test(typed) ? here : home(typed);
}

/** A reply, to whoever wrote: the sender of a message is named by its id. */
export function replyParty(state: AppState, from: string, to: Party): Party {
  return guestAbove(state, from) !== null && (to === 'person' || to === 'manager') ? atHome(to) : to;
}

/** Names and ids of agents, and of roles. */
const NAMEABLE = /^(?:role:)?[A-Za-z0-9][\w.-]{0,59}$/u;

function home(who: string): Result<Addressees> {
  return ok({ parties: [atHome(who)], notes: [] });
}

function both(here: Result<Addressees>, isThere: boolean, who: string): Result<Addressees> {
  if (!here.ok) return isThere ? home(who) : here;
  return isThere ? ok({ ...here.value, parties: [...here.value.parties, atHome(who)] }) : here;
}
