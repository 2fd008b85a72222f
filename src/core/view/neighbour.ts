// Agents of other nodes among those of this host: which of them count as own, who stands in whose tree, how they are written to, and what is
// not done to them from here. Pure.
import type { Action } from '../model/action.js';
import { type Agent, isOver } from '../model/agent.js';
import { plainText } from '../model/plain-text.js';

type Placed = Pick<Agent, 'neighbour'>;

/** It works for another host, so nothing of it calls for the person here. One below an agent of this host counts as own. */
export function isOfOthers({ neighbour }: Placed): boolean {
  return neighbour !== undefined && !neighbour.isOurs;
}

/** Agents of this host, and those below them on other machines. */
export function ownAmong<Item extends Placed>(agents: readonly Item[]): readonly Item[] {
  return agents.filter((agent) => !isOfOthers(agent));
}

export function othersAmong<Item extends Placed>(agents: readonly Item[]): readonly Item[] {
  return agents.filter(isOfOthers);
}

/** Those whom it can be above or below: own ones and those of others share no tree, whatever another node says of a parent. */
export function kinOf<Item extends Placed>(agents: readonly Item[], agent: Placed): readonly Item[] {
  return isOfOthers(agent) ? othersAmong(agents) : ownAmong(agents);
}

/** Where two of the same need stand: by their numbers; behind those who have none, by node and name, which never move them. */
export function byPlace(one: Agent, other: Agent): number {
  if (one.neighbour === undefined && other.neighbour === undefined) return one.number - other.number;
  if (one.neighbour === undefined || other.neighbour === undefined) return one.neighbour === undefined ? -1 : 1;
  return compared(one.neighbour.node, other.neighbour.node) || compared(one.name, other.name) || compared(one.id, other.id);
}

// By code units: the same order for everybody, whatever their language is.
function compared(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}

/** It can be looked at, typed to and answered from this screen. */
export function isReachable({ neighbour }: Placed): boolean {
  return neighbour === undefined || neighbour.isOpen;
}

/** What another node has ended is no news for the person here: who ordered it is told there. */
export function wasSeen({ seen, neighbour }: Pick<Agent, 'seen' | 'neighbour'>): boolean {
  return seen || neighbour !== undefined;
}

/** How it is written to: names are those of its node. */
export function addressOf({ name, neighbour }: Pick<Agent, 'name' | 'neighbour'>): string {
  return neighbour === undefined ? name : `${name}@${plainText(neighbour.node, 60)}`;
}

type AgentAction = Extract<Action, `agent.${string}` | 'view.diff' | 'view.timeline'>;

/** Why a key does nothing for an agent of another node; null where it works as for any other. */
export function neighbourRefusal(agent: Agent, action: AgentAction): string | null {
  const { name, neighbour, state } = agent;
  if (neighbour === undefined) return null;
  const node = plainText(neighbour.node, 60);
  const elsewhere = ELSEWHERE[action];
  if (elsewhere !== null) return `${name} is on ${node}${elsewhere(agent)}.`;
  if (neighbour.isOpen || isOver(state)) return null;
  return `${name} is on ${node}: ${whyClosed(agent)}`;
}

type Elsewhere = (agent: Agent) => string;

/** What is done where: an agent of a task that was given out is kept by whoever gave it out, any other one by its own node. */
const doneAt =
  (what: string): Elsewhere =>
  ({ neighbour, parent }) => {
    const { node, owner, isOurs } = neighbour ?? { node: '', owner: '', isOurs: false };
    const isGivenOut = !isOurs && parent === null && owner !== node;
    return isGivenOut ? ` and works for ${plainText(owner, 60)}: ${what} on ${plainText(owner, 60)}` : `: ${what} there`;
  };

const finishedAt: Elsewhere = (agent) => {
  const above = agent.parent === null ? '' : `, into its parent${agent.neighbour?.isOurs === true ? '. Finish that' : ''}`;
  return `${doneAt('it is finished')(agent)}${above}`;
};

/** Where that can be done; null for what can be done from here. */
const ELSEWHERE: Readonly<Record<AgentAction, Elsewhere | null>> = {
  'agent.attach': null,
  'agent.stop': null,
  'agent.message': null,
  'agent.answer': null,
  'agent.interrupt': null,
  'agent.remove': doneAt('it is removed'),
  'agent.resume': doneAt('it is resumed'),
  'agent.finish': finishedAt,
  'view.diff': doneAt('its diff is shown'),
  'view.timeline': doneAt('its log is shown'),
};

/** Why it can not be looked at from here, and what to do instead. */
export function whyClosed({ neighbour }: Placed): string {
  const node = plainText(neighbour?.node ?? '', 60);
  if (neighbour?.owner === neighbour?.node)
    return `hosts do not open their agents to others. Open it on ${node}, or write to it in the messages.`;
  return neighbour?.needsSecret === true
    ? `${node} answers only who knows the secret of the machines. Set ORCH_CLUSTER_SECRET, the same on each.`
    : `${node} can not be asked at the moment. Try it again when Redis is there.`;
}
