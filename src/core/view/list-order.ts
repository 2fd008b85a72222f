// The order of the agent list: by need, children under their parents, and never jumping under the cursor.
import type { Agent } from '../model/agent.js';
import { familiesOf } from '../state/tree.js';
import { byPlace, othersAmong, ownAmong, wasSeen } from './neighbour.js';
import { needsPerson, type Pulls } from './shown-pull.js';

/** The list waits this long after the last move of the selection before it sorts itself anew. */
export const SETTLE_MS = 1000;

/** What is listed, and what its place hangs on. */
export interface Listed {
  readonly agents: readonly Agent[];
  readonly pulls: Pulls;
}

/** Rows of the list: agents, and before them the orchestrator, which is there as soon as there is anything of its own. */
export function listedRows(world: { readonly agents: readonly Agent[]; readonly goals: readonly unknown[] }): number {
  return world.agents.length + (hasOwn(world) ? 1 : 0);
}

/** This host has agents or goals, whatever others have. */
export function hasOwn({ agents, goals }: { readonly agents: readonly Agent[]; readonly goals: readonly unknown[] }): boolean {
  return goals.length > 0 || ownAmong(agents).length > 0;
}

// Waiting for a person, failed and done but unseen come first; then what works; then the rest.
export function needOf(agent: Agent, pulls: Pulls): number {
  if (needsPerson(agent, pulls)) return 0;
  switch (agent.state) {
    case 'waiting':
      return 0;
    case 'failed':
      return wasSeen(agent) ? 7 : 1;
    case 'done':
      return wasSeen(agent) ? 7 : 2;
    case 'working':
    case 'finishing':
    case 'unknown':
      return 3;
    case 'preparing':
    case 'starting':
    case 'idle':
      return 4;
    case 'limited':
    case 'queued':
      return 5;
    case 'interrupted':
    case 'stopped':
      return 6;
  }
}

/**
 * Ids by need, children right after their parents; a family stands where its neediest member belongs. Behind all of them come the trees of
 * other hosts: they need nobody here, so nothing moves them.
 */
export function sortByNeed({ agents, pulls }: Listed): readonly string[] {
  return [...ownByNeed({ agents: ownAmong(agents), pulls }), ...inTrees(othersAmong(agents), byPlace)];
}

function ownByNeed({ agents, pulls }: Listed): readonly string[] {
  const children = familiesOf(agents);
  const needs = new Map<string, number>();
  const familyNeed = (agent: Agent): number => {
    const known = needs.get(agent.id);
    if (known !== undefined) return known;
    needs.set(agent.id, needOf(agent, pulls));
    const need = Math.min(needOf(agent, pulls), ...(children.get(agent.id) ?? []).map(familyNeed));
    needs.set(agent.id, need);
    return need;
  };
  return inTrees(agents, (a, b) => familyNeed(a) - familyNeed(b) || byPlace(a, b));
}

function inTrees(agents: readonly Agent[], compare: (a: Agent, b: Agent) => number): readonly string[] {
  const children = familiesOf(agents);
  const order: string[] = [];
  const visit = (agent: Agent): void => {
    order.push(agent.id);
    [...(children.get(agent.id) ?? [])].sort(compare).forEach(visit);
  };
  [...(children.get(null) ?? [])].sort(compare).forEach(visit);
  return order;
}

/** The order to show now: sorted when the selection rests, else the known one with the gone left out and the new at the end. */
export function settleOrder(order: readonly string[], listed: Listed, isResting: 'resting' | 'moving'): readonly string[] {
  const sorted = sortByNeed(listed);
  if (isResting === 'resting' || order.length === 0) return sameOrder(order, sorted) ? order : sorted;
  const alive = new Set(sorted);
  const known = new Set(order);
  const kept = order.filter((id) => alive.has(id));
  const added = sorted.filter((id) => !known.has(id));
  return kept.length === order.length && added.length === 0 ? order : [...kept, ...added];
}

function sameOrder(a: readonly string[], b: readonly string[]): boolean {
  return a.length === b.length && a.every((id, at) => id === b[at]);
}
