// The list: who needs a person first, families together, and nothing jumping under the cursor.
import { describe, expect, it } from 'vitest';
import type { Agent } from '../../../src/core/model/agent.js';
import { listRows, settleOrder, sortByNeed } from '../../../src/core/view/list-order.js';
import type { Pulls } from '../../../src/core/view/shown-pull.js';
import { pullRequest } from '../../helpers/pulls.js';
import { anAgent, sampleAgents } from '../../helpers/view-fixtures.js';

const listed = (agents: readonly Agent[], pulls: Pulls = {}) => ({ agents, pulls });
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
    expect(listRows(sortByNeed(listed(agents)), agents, '')).toHaveLength(4);
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
  const shown = (filter: string) => listRows(sortByNeed(listed(agents)), agents, filter).map((row) => row.agent.name);

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
    expect(listRows(sortByNeed(listed(agents)), agents, 'db-schema')[0]).toMatchObject({ depth: 0 });
    expect(
      listRows(sortByNeed(listed(agents)), agents, '')
        .filter((row) => row.depth === 1)
        .map((row) => row.isLastChild),
    ).toEqual([false, true]);
  });
});
