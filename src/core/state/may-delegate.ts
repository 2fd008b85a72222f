// Whether an agent may delegate, and how much: its rights, depth, breadth, and what its goal may still spend. Pure.
import { type Agent, isOver } from '../model/agent.js';
import type { Config } from '../model/config.js';
import { LEVELS } from '../model/delegation.js';
import type { OrchError } from '../model/error.js';
import type { AppState } from '../model/state.js';
import { breachesOf } from './budget.js';
import { isDelegated } from './family.js';
import { liveChildrenOf } from './tree.js';

export type DelegationBounds = Pick<Config, 'hierarchy' | 'budget'>;

/** What it may still delegate: how many at once, how many levels deep. */
export interface DelegationRoom {
  readonly children: number;
  readonly levels: number;
}

const NONE: DelegationRoom = { children: 0, levels: 0 };

export function mayDelegate(state: AppState, agent: Agent, bounds: DelegationBounds): DelegationRoom {
  if (refusedDelegation(state, agent, bounds) !== null) return NONE;
  return { children: freePlaces(state, agent, bounds), levels: deepest(agent, bounds) - depthOf(agent) };
}

/** Null where it may have one more child. */
export function refusedDelegation(state: AppState, agent: Agent, bounds: DelegationBounds): OrchError | null {
  const { hierarchy } = bounds;
  const goal = state.goals[agent.goal];
  const refused = (said: string, next: string): OrchError => ({ kind: 'denied', tried: 'delegate a task', said, next });
  if (isOver(agent.state) || agent.pending !== null) return refused(`${agent.name} is over, or being ended`, 'Resume it first');
  if (agent.state === 'finishing') return refused('its work is being finished', 'Wait until that has ended, or end your work');
  if (state.host.isStopping || goal?.pause !== undefined || goal?.limit !== undefined)
    return refused('the goal is being ended', 'Finish what you have');
  if (!hasRight(agent, hierarchy.delegate)) return refused('this agent may not delegate', 'Do it yourself');
  if (agent.finish.competes === true) return refused('others work on the same task, and one of you is picked', 'Do it yourself');
  if (depthOf(agent) >= deepest(agent, bounds))
    return refused(`${deepest(agent, bounds)} levels below the first agent are allowed (hierarchy.maxDepth)`, 'Do it yourself');
  if (liveChildrenOf(Object.values(state.agents), agent.id).length >= hierarchy.maxChildren)
    return refused(
      `${hierarchy.maxChildren} children at once are allowed (hierarchy.maxChildren)`,
      'Wait until one has ended, then delegate again',
    );
  if (delegatedIn(state, agent.goal) >= hierarchy.maxAgents)
    return refused(`${hierarchy.maxAgents} delegated agents are allowed for one goal (hierarchy.maxAgents)`, 'Do it yourself');
  const breach = breachesOf(state, bounds.budget).find(
    ({ about }) => about.agent === agent.id || (about.agent === null && isOf(about.goal, agent)),
  );
  return breach === undefined ? null : refused(`the budget is spent: ${breach.said}`, 'Finish what you have');
}

/** 0 for one that a person or a plan has ordered. */
export function depthOf({ delegation }: Pick<Agent, 'delegation'>): number {
  return delegation?.depth ?? 0;
}

/** Where its task came from another machine, no more than is allowed there and here. */
function deepest({ delegation }: Agent, { hierarchy }: DelegationBounds): number {
  return Math.min(hierarchy.maxDepth, delegation?.maxDepth ?? hierarchy.maxDepth);
}

/** The role below that of `role`: a coordinator has workers, everybody else specialists. */
export function levelBelow(role: string | null): string {
  const [top, middle, bottom] = LEVELS;
  return role === top ? middle : bottom;
}

/** What a person or a plan has said of it comes before its role and the configuration. */
export function hasRight({ delegates, role }: Pick<Agent, 'delegates' | 'role'>, configured: Config['hierarchy']['delegate']): boolean {
  if (delegates !== undefined) return delegates === 'always';
  if (configured !== 'auto') return configured === 'always';
  return role !== null && DELEGATING.has(role);
}

const DELEGATING: ReadonlySet<string> = new Set(LEVELS.slice(0, -1));

function freePlaces(state: AppState, agent: Agent, { hierarchy }: DelegationBounds): number {
  const own = hierarchy.maxChildren - liveChildrenOf(Object.values(state.agents), agent.id).length;
  return Math.max(0, Math.min(own, hierarchy.maxAgents - delegatedIn(state, agent.goal)));
}

function delegatedIn(state: AppState, goal: string): number {
  return Object.values(state.agents).filter((agent) => agent.goal === goal && isDelegated(agent)).length;
}

function isOf(goal: string | null, agent: Agent): boolean {
  return goal === null || goal === agent.goal;
}
