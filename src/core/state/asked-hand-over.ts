// An agent has asked for another harness or model to take its task: it is as one that can not go on, until that one has taken over. Pure.
import type { Agent } from '../model/agent.js';
import type { EventOf } from '../model/event.js';
import { withoutLimit } from './agent-limit.js';
import { enterState, hostWhy } from './enter-state.js';

/** Two that hand a task to each other would do so for ever. */
export const MOST_HAND_OVERS = 5;

const FROM: ReadonlySet<string> = new Set(['working', 'waiting', 'idle', 'limited', 'unknown']);

export function mayHandOver({ state, pending, limit }: Agent): boolean {
  return FROM.has(state) && pending === null && limit?.next !== 'hand-over';
}

export function afterHandOverAsked(agent: Agent, event: EventOf<'agent.handOverAsked'>): Agent {
  if (!mayHandOver(agent) || agent.process === null) return agent;
  const { to, text } = event;
  const limit = { kind: agent.limit?.kind ?? 'stuck', until: null, next: 'hand-over', seq: event.seq } as const;
  const handOvers = (agent.handOvers ?? 0) + 1;
  const left: Agent = { ...withoutLimit(agent), error: null, limit, handOver: { to, text }, handOvers };
  return enterState(left, event, { state: 'limited', why: hostWhy(event, 'agent.handsOver', text.slice(0, 200)) });
}
