// The list: who needs a person first, families together, and nothing jumping under the cursor.
import { describe, expect, it } from 'vitest';
import { listRows, settleOrder, sortByNeed } from '../../../src/core/view/list-order.js';
import { anAgent, sampleAgents } from '../../helpers/view-fixtures.js';

const names = (ids: readonly string[]) => ids.map((id) => id.replace('id-', ''));

describe('sorting by need', () => {
  it('puts waiting, failed, unseen done and working before the rest, children under their parents', () => {
    expect(names(sortByNeed(sampleAgents()))).toEqual([
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
    expect(names(sortByNeed(agents))).toEqual(['a', 'c', 'b']);
  });

  it('keeps equals in the order of their numbers', () => {
    const agents = ['b', 'a', 'c'].map((name, at) => anAgent({ name, number: at + 1 }));
    expect(names(sortByNeed([...agents].reverse()))).toEqual(['b', 'a', 'c']);
  });

  it('lists everybody once, also with parents that are gone or form a circle', () => {
    const agents = [
      anAgent({ name: 'a', parent: 'id-b' }),
      anAgent({ name: 'b', parent: 'id-a' }),
      anAgent({ name: 'c', parent: 'gone' }),
      anAgent({ name: 'd', parent: 'id-a' }),
    ];
    expect([...sortByNeed(agents)].sort()).toEqual(['id-a', 'id-b', 'id-c', 'id-d']);
    expect(listRows(sortByNeed(agents), agents, '')).toHaveLength(4);
  });
});

describe('settling', () => {
  const before = [anAgent({ name: 'a', number: 1 }), anAgent({ name: 'b', number: 2 }), anAgent({ name: 'c', number: 3 })];
  const order = sortByNeed(before);
  const after = [before[0]!, anAgent({ name: 'b', number: 2, state: 'waiting' }), anAgent({ name: 'd', number: 4, state: 'failed' })];

  it('keeps the order while the selection moves: the gone leave, the new come last', () => {
    expect(names(settleOrder(order, after, 'moving'))).toEqual(['a', 'b', 'd']);
  });

  it('sorts once it rests', () => {
    expect(names(settleOrder(order, after, 'resting'))).toEqual(['b', 'd', 'a']);
  });

  it('gives the very same order back when nothing changed', () => {
    expect(settleOrder(order, before, 'resting')).toBe(order);
    expect(settleOrder(order, before, 'moving')).toBe(order);
  });
});

describe('the filter', () => {
  const agents = sampleAgents();
  const shown = (filter: string) => listRows(sortByNeed(agents), agents, filter).map((row) => row.agent.name);

  it.each([
    ['a part of a name', 'log', ['fix-login']],
    ['a harness', 'gemini', ['db-schema', 'release']],
    ['a state and a harness, in any order', 'codex done', ['api-spec', 'typo']],
    ['words of the task', 'work on docs', ['docs']],
    ['nothing that fits', 'zebra', []],
  ])('finds %s', (_, filter, expected) => {
    expect(shown(filter)).toEqual(expected);
  });

  it('draws a child whose parent is filtered out as a root', () => {
    expect(listRows(sortByNeed(agents), agents, 'db-schema')[0]).toMatchObject({ depth: 0 });
    expect(
      listRows(sortByNeed(agents), agents, '')
        .filter((row) => row.depth === 1)
        .map((row) => row.isLastChild),
    ).toEqual([false, true]);
  });
});
