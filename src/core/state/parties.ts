// Who is meant by what a sender names: an agent, `person`, `manager`, `parent`, `children`, `role:NAME`, `all`. And who may be written to at all.
import { type Agent, isOver } from '../model/agent.js';
import { fail, type OrchError, ok, type Result } from '../model/error.js';
import { whoAtHome } from '../model/home-party.js';
import type { Party } from '../model/message.js';
import { plainText } from '../model/plain-text.js';
import { isElsewhere } from '../model/remote.js';
import type { AppState } from '../model/state.js';
import { hasLostWorktree, mayResume } from './agent-orders.js';
import { findAgent, LISTED_BY } from './find.js';

export interface Addressed {
  readonly to: string;
  /** `person`, `manager`, `host`, or the id of an agent. */
  readonly from: Party;
  /** `none`: what is for the manager goes to the person. */
  readonly manager: 'there' | 'none';
}

export interface Addressees {
  /** Each once, never the sender itself. */
  readonly parties: readonly Party[];
  /** What the sender should know, such as that there is no manager. */
  readonly notes: readonly string[];
}

/** An agent reaches the agents of its own goal alone, and looks them up in another way than a person does. */
export function partiesOf(state: AppState, addressed: Addressed): Result<Addressees> {
  const found = meantBy(state, addressed);
  if (found.ok || found.error.next !== LISTED_BY || state.agents[addressed.from] === undefined) return found;
  return fail({ ...found.error, next: 'List the agents of your goal for names' });
}

function meantBy(state: AppState, { to, from, manager }: Addressed): Result<Addressees> {
  const typed = to.trim();
  const self = state.agents[from];
  const reached = Object.values(state.agents).filter(({ goal }) => self === undefined || goal === self.goal);
  const others = reached.filter(({ id, state: now }) => id !== from && !isOver(now));
  switch (typed) {
    case 'person':
      return ok({ parties: ['person'], notes: [] });
    case 'manager':
      if (manager === 'none' && from === 'person') return fail(nobody(typed, 'there is no manager', 'Send it to an agent'));
      return ok(manager === 'there' ? { parties: ['manager'], notes: [] } : { parties: ['person'], notes: [NO_MANAGER] });
    case 'parent':
      return parentOf(state, self);
    case 'children':
      return several(
        typed,
        reached.filter(({ parent, state: now }) => parent !== null && parent === from && !isOver(now)),
      );
    case 'all':
      return several(typed, others);
  }
  if (typed.startsWith('role:')) {
    const role = typed.slice('role:'.length).trim();
    return several(
      typed,
      others.filter((agent) => agent.role === role),
    );
  }
  const found = findAgent({ ...state, agents: Object.fromEntries(reached.map((agent) => [agent.id, agent])) }, typed);
  return found.ok ? ok({ parties: [found.value.id], notes: [] }) : found;
}

/** An agent that is over takes only what makes a resume worth while: words of the person, of the host, of its parent and its children. */
export function admitsMessage(state: AppState, from: Party, to: Party): Result<void> {
  const receiver = state.agents[to];
  if (receiver === undefined || !isOver(receiver.state)) return ok(undefined);
  const isNear = from === 'person' || from === 'host' || receiver.parent === from || state.agents[from]?.parent === to;
  if (isNear && mayResume(receiver)) return ok(undefined);
  const gone = hasLostWorktree(receiver) ? ' and its worktree is gone: it can not be resumed' : '';
  return fail({
    kind: 'conflict',
    tried: `send ${receiver.name} a message`,
    said: `it is ${receiver.state}${gone}, and takes no more messages`,
    next: 'Send it to an agent that runs, or to the person',
  });
}

/** Why a message lies there longer than until its receiver comes to rest; null where it does not. */
export function whyLate(agent: Agent): string | null {
  const { state, process } = agent;
  const rests = state === 'waiting' || state === 'limited' || state === 'idle' || state === 'finishing';
  const hasEnded = isOver(state) || (rests && process === null && !isElsewhere(agent));
  return hasEnded ? 'its CLI has ended: it is handed over when it is resumed' : null;
}

/** What a sender is to know of those it has written to. */
export function lateNotes(state: AppState, parties: readonly Party[]): readonly string[] {
  return parties.flatMap((party) => {
    const agent = Object.hasOwn(state.agents, party) ? state.agents[party] : undefined;
    const why = agent === undefined ? null : whyLate(agent);
    return why === null ? [] : [`${agent?.name}: queued, ${why}`];
  });
}

/** How a party is called; null where nobody is there by that id. */
export function partyName(state: AppState, party: Party): string | null {
  if (party === 'person' || party === 'manager' || party === 'host') return party;
  const there = whoAtHome(party);
  if (there !== null) return `${there} at home`;
  return Object.hasOwn(state.agents, party) ? (state.agents[party]?.name ?? null) : null;
}

const NO_MANAGER = 'there is no manager: it went to the person';

function parentOf({ agents }: AppState, self: Agent | undefined): Result<Addressees> {
  const parent = self?.parent == null ? undefined : agents[self.parent];
  if (parent !== undefined) return ok({ parties: [parent.id], notes: [] });
  return fail(nobody('parent', 'it has no parent', 'Send it to `person`'));
}

function several(typed: string, agents: readonly Agent[]): Result<Addressees> {
  if (agents.length > 0) return ok({ parties: agents.map(({ id }) => id), notes: [] });
  return fail(nobody(typed, 'no agent that runs is meant by that', LISTED_BY));
}

function nobody(typed: string, said: string, next: string): OrchError {
  return { kind: 'not-found', tried: `find \`${plainText(typed, 80)}\``, said, next };
}
