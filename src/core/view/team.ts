// Other machines in a line: how the broker is, how many nodes there are, and what they have room for. Pure.
import type { BrokerCondition, NodeEntry } from '../model/node.js';

/** What a screen knows of other nodes. */
export interface Team {
  readonly broker: BrokerCondition;
  readonly nodes: readonly NodeEntry[];
}

/** `redis ready`, `2 nodes`, `3/6 slots`, one each; empty where this host is alone without Redis. */
export function teamParts(team: Team | null): readonly string[] {
  if (team === null || (team.broker.kind === 'embedded' && team.nodes.length <= 1)) return [];
  const { broker, nodes } = team;
  if (isAway(team)) return [AWAY, ...(broker.waiting === 0 ? [] : [`${broker.waiting} kept until it is back`])];
  const workers = nodes.filter(({ kind }) => kind === 'worker');
  const sum = (of: (node: NodeEntry) => number) => workers.reduce((all, node) => all + of(node), 0);
  return [
    ...(broker.kind === 'redis' ? ['redis ready'] : []),
    `${nodes.length} ${nodes.length === 1 ? 'node' : 'nodes'}`,
    ...(workers.length === 0 ? [] : [`${sum(({ busy }) => busy)}/${sum(({ slots }) => slots)} slots`]),
  ];
}

/** Redis was asked for and is not there: work goes on here. */
export function isAway(team: Team | null): boolean {
  return team?.broker.kind === 'redis' && team.broker.state === 'away';
}

export const AWAY = 'redis away: local';
