// The list: who needs a person first, families together, and nothing jumping under the cursor.
import { describe, expect, it } from 'vitest';
import type { Agent } from '../../../src/core/model/agent.js';
import { settleOrder, sortByNeed } from '../../../src/core/view/list-order.js';
import { listRows } from '../../../src/core/view/list-rows.js';
import type { Pulls } from '../../../src/core/view/shown-pull.js';
import { pullRequest } from '../../helpers/pulls.js';
import { anAgent, sampleAgents } from '../../helpers/view-fixtures.js';

const listed = (agents: readonly Agent[], pulls: Pulls = {}) => ({ agents, pulls });
const rowsOf = (agents: readonly Agent[], filter: string, folded: readonly string[] = []) =>
  listRows({ order: sortByNeed(listed(agents)), ...listed(agents), filter, folded });
const names = (ids: readonly string[]) => ids.map((id) => id.replace('id-', ''));

describe('sorting by need', () => {
  it('puts whoever is done with a stuck pull request to those that wait', () => {
    const pull = pullRequest({ follow: 'paused', error: { kind: 'needs-person', tried: 't', said: 's', next: 'n' } });
    const agents = [
      anAgent({ name: 'fails', number: 1, state: 'failed' }),
      anAgent({ name: 'done', number: 2, state: 'done', seen: true, pull: pull.id }),
    ];
    expect(names(sortByNeed(listed(agents, { [pull.id]: pull })))).toEqual(['done', 'fails']);
    expect(names(sortByNeed(listed(agents, { [pull.id]: { ...pull, follow: 'on', error: null } })))).toEqual(['fails', 'done']);
  });

  it('puts waiting, failed, unseen done and working before the rest, children under their parents', () => {
    expect(names(sortByNeed(listed(sampleAgents())))).toEqual([
      'add-tests',
      'flaky-ci',
      'fix-login',
      'api-spec',
      'db-schema',
      'docs',
      'release',
      'typo',
    ]);
  });

  it('lifts a family to where its neediest member belongs', () => {
    const agents = [
      anAgent({ name: 'a', number: 1, state: 'idle' }),
      anAgent({ name: 'b', number: 2, state: 'working' }),
      anAgent({ name: 'c', number: 3, parent: 'id-a', state: 'waiting' }),
    ];
    expect(names(sortByNeed(listed(agents)))).toEqual(['a', 'c', 'b']);
  });

  it('keeps equals in the order of their numbers', () => {
    const agents = ['b', 'a', 'c'].map((name, at) => anAgent({ name, number: at + 1 }));
    expect(names(sortByNeed(listed([...agents].reverse())))).toEqual(['b', 'a', 'c']);
  });

  it('lists everybody once, also with parents that are gone or form a circle', () => {
    const agents = [
      anAgent({ name: 'a', parent: 'id-b' }),
      anAgent({ name: 'b', parent: 'id-a' }),
      anAgent({ name: 'c', parent: 'gone' }),
      anAgent({ name: 'd', parent: 'id-a' }),
    ];
    expect([...sortByNeed(listed(agents))].sort()).toEqual(['id-a', 'id-b', 'id-c', 'id-d']);
    expect(rowsOf(agents, '')).toHaveLength(4);
  });
});

describe('settling', () => {
  const before = [anAgent({ name: 'a', number: 1 }), anAgent({ name: 'b', number: 2 }), anAgent({ name: 'c', number: 3 })];
  const order = sortByNeed(listed(before));
  const after = [before[0]!, anAgent({ name: 'b', number: 2, state: 'waiting' }), anAgent({ name: 'd', number: 4, state: 'failed' })];

  it('keeps the order while the selection moves: the gone leave, the new come last', () => {
    expect(names(settleOrder(order, listed(after), 'moving'))).toEqual(['a', 'b', 'd']);
  });

  it('sorts once it rests', () => {
    expect(names(settleOrder(order, listed(after), 'resting'))).toEqual(['b', 'd', 'a']);
  });

  it('gives the very same order back when nothing changed', () => {
    expect(settleOrder(order, listed(before), 'resting')).toBe(order);
    expect(settleOrder(order, listed(before), 'moving')).toBe(order);
  });
});

describe('the filter', () => {
  const agents = sampleAgents();
  const shown = (filter: string) => rowsOf(agents, filter).flatMap((row) => (row.isAround ? [] : [row.agent.name]));

  it.each([
    ['a part of a name', 'log', ['fix-login']],
    ['a harness', 'gemini', ['db-schema', 'release']],
    ['a state and a harness, in any order', 'codex done', ['api-spec', 'typo']],
    ['words of the task', 'work on docs', ['docs']],
    ['nothing that fits', 'zebra', []],
  ])('finds %s', (_, filter, expected) => {
    expect(shown(filter)).toEqual(expected);
  });

  it('keeps those above one that fits, quietly', () => {
    const rows = rowsOf(agents, 'db-schema');
    expect(rows.map(({ agent, depth, isAround }) => [agent.name, depth, isAround])).toEqual([
      ['fix-login', 0, true],
      ['db-schema', 1, false],
    ]);
    expect(
      rowsOf(agents, '')
        .filter((row) => row.depth === 1)
        .map((row) => row.isLastChild),
    ).toEqual([false, true]);
  });
});

describe('the tree', () => {
  const tree = [
    anAgent({ name: 'top', number: 1 }),
    anAgent({ name: 'w1', number: 2, parent: 'id-top' }),
    anAgent({ name: 's1', number: 3, parent: 'id-w1' }),
    anAgent({ name: 'w2', number: 4, parent: 'id-top' }),
    anAgent({ name: 's2', number: 5, parent: 'id-w2', state: 'idle' }),
    anAgent({ name: 'other', number: 6 }),
  ];

  it('draws the lines of each level only as far as it goes on', () => {
    expect(rowsOf(tree, '').map(({ agent, depth, rails, isLastChild }) => [agent.name, depth, rails, isLastChild])).toEqual([
      ['top', 0, [], false],
      ['w1', 1, [], false],
      ['s1', 2, [true], true],
      ['w2', 1, [], true],
      ['s2', 2, [false], true],
      ['other', 0, [], false],
    ]);
  });

  it('folds all that is below one, and says how many and who needs a person most', () => {
    const asking = tree.map((agent) => (agent.name === 's2' ? { ...agent, state: 'waiting' as const } : agent));
    const [top, ...rest] = rowsOf(asking, '', ['id-top', 'id-w1']);
    expect([top?.folded?.count, top?.folded?.neediest.name]).toEqual([4, 's2']);
    expect(rest.map(({ agent }) => agent.name)).toEqual(['other']);
  });

  it('finds also what is folded away', () => {
    expect(rowsOf(tree, 's1', ['id-top']).map(({ agent, isAround }) => [agent.name, isAround])).toEqual([
      ['top', true],
      ['w1', true],
      ['s1', false],
    ]);
  });
});
