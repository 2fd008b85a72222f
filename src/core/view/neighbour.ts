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
  const { name, neighbour } = agent;
  if (neighbour === undefined) return null;
  const node = plainText(neighbour.node, 60);
  const elsewhere = ELSEWHERE[action];
  if (elsewhere !== null) {
    const instead = neighbour.isOurs && action === 'agent.finish' ? ', into its parent. Finish that' : '';
    return `${name} belongs to ${node}: ${elsewhere}${instead}.`;
  }
  if (neighbour.isOpen || isOver(agent.state)) return null;
  return `${name} belongs to ${node}: ${whyClosed(agent)}`;
}

/** Where that can be done; null for what can be done from here. */
const ELSEWHERE: Readonly<Record<AgentAction, string | null>> = {
  'agent.attach': null,
  'agent.stop': null,
  'agent.message': null,
  'agent.answer': null,
  'agent.interrupt': null,
  'agent.remove': 'it is removed there',
  'agent.resume': 'it is resumed there',
  'agent.finish': 'it is finished there',
  'view.diff': 'its work is there',
  'view.timeline': 'its log is there',
};

/** Why it can not be looked at from here, and what to do instead. */
export function whyClosed({ neighbour }: Placed): string {
  const node = plainText(neighbour?.node ?? '', 60);
  return neighbour?.owner === neighbour?.node
    ? `hosts do not open their agents to others. Open it on ${node}.`
    : `${node} can not be asked at the moment. Try it again when Redis is there.`;
}
