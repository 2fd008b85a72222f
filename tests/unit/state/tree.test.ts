// Agents as trees: who is below whom, also where a parent is gone or parents form a circle.
import { describe, expect, it } from 'vitest';
import type { AgentState } from '../../../src/core/model/agent.js';
import { ancestorsOf, childrenOf, depthFirst, descendantsOf, familiesOf, liveChildrenOf, rootOf } from '../../../src/core/state/tree.js';

const agents = [
  { id: 'c', parent: null },
  { id: 'w1', parent: 'c' },
  { id: 'other', parent: null },
  { id: 'w2', parent: 'c' },
  { id: 's1', parent: 'w1' },
  { id: 's2', parent: 'w2' },
  { id: 's3', parent: 'w1' },
];
const ids = (list: readonly { readonly id: string }[]) => list.map(({ id }) => id);
const agent = (id: string) => agents.find((each) => each.id === id) ?? { id, parent: null };

describe('tree', () => {
  it('knows the children of an agent, and all below it with each parent before its children', () => {
    expect(ids(childrenOf(agents, 'c'))).toEqual(['w1', 'w2']);
    expect(ids(descendantsOf(agents, 'c'))).toEqual(['w1', 's1', 's3', 'w2', 's2']);
    expect(ids(descendantsOf(agents, 's1'))).toEqual([]);
  });

  it('leads from a specialist up to the coordinator', () => {
    expect(ids(ancestorsOf(agents, agent('s3')))).toEqual(['w1', 'c']);
    expect(rootOf(agents, agent('s3')).id).toBe('c');
    expect(rootOf(agents, agent('other')).id).toBe('other');
  });

  it('lists every agent once, children right behind their parent', () => {
    expect(depthFirst(agents).map(({ agent: { id }, depth }) => `${depth} ${id}`)).toEqual([
      '0 c',
      '1 w1',
      '2 s1',
      '2 s3',
      '1 w2',
      '2 s2',
      '0 other',
    ]);
  });

  it('takes agents whose parent has left the list, or whose parents form a circle, for roots', () => {
    const damaged = [
      { id: 'a', parent: 'b' },
      { id: 'b', parent: 'a' },
      { id: 'orphan', parent: 'gone' },
    ];
    expect(ids(familiesOf(damaged).get(null) ?? [])).toEqual(['a', 'b', 'orphan']);
    expect(depthFirst(damaged)).toHaveLength(3);
    expect(ids(ancestorsOf(damaged, { id: 'a', parent: 'b' }))).toEqual(['b']);
    expect(ids(childrenOf([{ id: 'own', parent: 'own' }], 'own'))).toEqual([]);
  });

  it('counts only children that are not over as live', () => {
    const states: readonly AgentState[] = ['working', 'done', 'waiting', 'failed', 'interrupted'];
    const family = states.map((state) => ({ id: state, parent: 'p', state }));
    expect(ids(liveChildrenOf(family, 'p'))).toEqual(['working', 'waiting']);
  });
});
