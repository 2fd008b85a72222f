// What a parent waits for: its children's results, until it has them. Kept at the parent, so that its own life can be decided by it alone. Pure.
import { type Agent, isOver } from '../model/agent.js';
import type { OrchEvent } from '../model/event.js';
import type { AppState } from '../model/state.js';
import { enterState, hostWhy } from './enter-state.js';

/** The rule by which it rests for its children: nothing of it is finished before it has their results. */
export const RESTS_FOR_CHILDREN = 'children.wait';

export function awaitsChildren({ awaits }: Pick<Agent, 'awaits'>): boolean {
  return awaits !== undefined && awaits.length > 0;
}

/** It does nothing until a child has ended: no place is held for it, and it is neither stuck nor stale. */
export function restsForChildren(agent: Agent): boolean {
  if (isOver(agent.state)) return false;
  return agent.waitsForChildren === true || (agent.state === 'idle' && awaitsChildren(agent));
}

/** Its end is one that its parent is told of. One that was only interrupted goes on when it is resumed. */
export function hasEnded({ state }: Pick<Agent, 'state'>): boolean {
  return state === 'done' || state === 'failed' || state === 'stopped';
}

/** It goes on some day, so that what its children do is still for it. */
export function canTakeResults(parent: Agent | undefined): parent is Agent {
  return parent !== undefined && !hasEnded(parent) && parent.pending?.order !== 'stop' && parent.pending?.order !== 'remove';
}

export function isDelegated(agent: Agent): agent is Agent & Required<Pick<Agent, 'delegation'>> & { readonly parent: string } {
  return agent.delegation !== undefined && agent.parent !== null;
}

/** It was delegated, is over, and its parent was not told of that yet. */
export function isUntold(agent: Agent, agents: AppState['agents']): boolean {
  if (!isDelegated(agent) || !hasEnded(agent)) return false;
  const parent = agents[agent.parent];
  return parent !== undefined && parent.toldChildren?.includes(agent.id) !== true;
}

/** Everything it waits for is there, and nothing of it runs that could read it. */
export function isToBeWoken(agent: Agent): boolean {
  const { process, pending, awaits = [], toldChildren = [] } = agent;
  const isEnded = pending !== null && pending.order !== 'finish';
  return hasRested(agent) && process === null && !isEnded && awaits.every((id) => toldChildren.includes(id));
}

/** It rests for children, or did until the last of them was gone. */
export function hasRested(agent: Agent): boolean {
  return agent.state === 'idle' && (awaitsChildren(agent) || agent.why.rule === RESTS_FOR_CHILDREN);
}

/** Parents in line with what became of their children. */
export function withFamilies(before: AppState, after: AppState, event: OrchEvent): AppState {
  switch (event.type) {
    case 'agent.delegated':
      return after.agents[event.order.id] === undefined ? after : expected(after, { parent: event.agent, child: event.order.id }, event);
    case 'agent.resumeRequested': {
      const child = after.agents[event.agent];
      const wasOver = before.agents[event.agent] !== undefined && hasEnded(before.agents[event.agent] as Agent);
      return child === undefined || !isDelegated(child) || !wasOver || hasEnded(child)
        ? after
        : expected(after, { parent: child.parent, child: child.id }, event);
    }
    case 'agent.removed': {
      const parent = before.agents[event.agent]?.parent;
      return parent == null ? after : got(after, { parent, child: event.agent }, event);
    }
    case 'child.resultTaken':
      return got(after, { parent: event.agent, child: event.child }, event);
    default:
      return after;
  }
}

interface Bond {
  readonly parent: string;
  readonly child: string;
}

function expected(state: AppState, { parent, child }: Bond, event: OrchEvent): AppState {
  return changed(state, parent, (agent) => {
    const awaits = [...(agent.awaits ?? []).filter((id) => id !== child), child];
    return withReason({ ...agent, awaits, toldChildren: (agent.toldChildren ?? []).filter((id) => id !== child) }, event);
  });
}

function got(state: AppState, { parent, child }: Bond, event: OrchEvent): AppState {
  return changed(state, parent, (agent) => {
    if (agent.awaits?.includes(child) !== true) return agent;
    const { awaits, lacksResult: _got, ...rest } = agent;
    const left = awaits.filter((id) => id !== child);
    return withReason(left.length === 0 ? rest : { ...rest, awaits: left }, event);
  });
}

/** What it rests for is counted anew. */
function withReason(agent: Agent, event: OrchEvent): Agent {
  if (agent.why.rule !== RESTS_FOR_CHILDREN) return agent;
  return { ...agent, why: hostWhy(event, RESTS_FOR_CHILDREN, restsFor(agent)) };
}

/** It has done what it could without them. */
export function rest(agent: Agent, event: OrchEvent): Agent {
  return enterState(agent, event, { state: 'idle', why: hostWhy(event, RESTS_FOR_CHILDREN, restsFor(agent)) });
}

/** Whatever held it up by a call of its own is gone. */
export function withoutWaiting(agent: Agent): Agent {
  if (agent.waitsForChildren === undefined && agent.lacksResult === undefined) return agent;
  const { waitsForChildren: _call, lacksResult: _asked, ...rest } = agent;
  return rest;
}

export function restsFor({ awaits = [] }: Pick<Agent, 'awaits'>): string {
  if (awaits.length === 0) return 'it has what it waited for';
  return `waits for ${awaits.length} ${awaits.length === 1 ? 'child' : 'children'}`;
}

function changed(state: AppState, id: string, change: (agent: Agent) => Agent): AppState {
  const agent = Object.hasOwn(state.agents, id) ? state.agents[id] : undefined;
  if (agent === undefined) return state;
  const next = change(agent);
  return next === agent ? state : { ...state, agents: { ...state.agents, [id]: next } };
}
