// What an agent's place among others comes to in words: its level, whom it waits for, where it runs. Pure.
import type { Agent } from '../model/agent.js';
import { LEVELS } from '../model/delegation.js';
import { plainText } from '../model/plain-text.js';
import { restsForChildren } from '../state/family.js';
import { childrenOf, liveChildrenOf } from '../state/tree.js';
import { kinOf } from './neighbour.js';

/** `coordinator`, `worker` or `specialist`; null for any other role. */
export function levelOf({ role }: Pick<Agent, 'role'>): string | null {
  return LEVELS.find((level) => level === role) ?? null;
}

/** `waits for 2 children`; null where it does not rest for them. */
export function restText(agent: Agent, agents: readonly Agent[]): string | null {
  if (!restsForChildren(agent)) return null;
  const count = liveChildrenOf(kinOf(agents, agent), agent.id).length;
  return count === 0 ? 'waits for results' : `waits for ${count} ${count === 1 ? 'child' : 'children'}`;
}

/** `claude`, `claude@gpu-1` on another node. */
export function harnessWords({ launch, node }: Pick<Agent, 'launch' | 'node'>): string {
  return node == null ? launch.harness : `${launch.harness}@${plainText(node, 30)}`;
}

/** Parent, children with their states, and what it said of its own end; empty where it stands alone. */
export function familyFacts(agent: Agent, agents: readonly Agent[]): readonly string[] {
  const kin = kinOf(agents, agent);
  const parent = kin.find(({ id }) => id === agent.parent);
  const children = childrenOf(kin, agent.id);
  const below = children.map(({ name, state }) => `${name} ${state}`).join(', ');
  return [
    ...(parent === undefined ? [] : [`Delegated by ${parent.name}${agent.delegation?.waits === true ? ', which waits for it' : ''}.`]),
    ...(children.length === 0 ? [] : [`Below it: ${plainText(below, 400)}.`]),
    ...(agent.node == null ? [] : [`Runs on ${plainText(agent.node, 60)}.`]),
    ...(agent.report === undefined ? [] : [`It said at its end: ${plainText(agent.report.summary, 600)}`]),
  ];
}
