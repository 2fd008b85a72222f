// What the end of a host leaves for the next one, in words.
import { expect, it } from 'vitest';
import { leftBehind } from '../../../src/core/state/left-behind.js';
import { anAgent } from '../../helpers/view-fixtures.js';
import { aGoal } from '../../helpers/view-goals.js';

const byId = <Item extends { readonly id: string }>(items: readonly Item[]) => Object.fromEntries(items.map((item) => [item.id, item]));

it('says nothing where nothing waits', () => {
  const agents = byId([anAgent({ name: 'a', state: 'stopped' }), anAgent({ name: 'b', state: 'done' })]);
  expect(leftBehind({ agents, goals: byId([aGoal({ state: 'done' })]) })).toEqual([]);
});

it('counts as queued who was offered to other machines and is had by none', () => {
  const waits = anAgent({ name: 'waits', state: 'starting', offer: { fence: 1, checkpoint: null } });
  const begins = anAgent({ name: 'begins', state: 'starting', offer: { fence: 2, checkpoint: null }, node: 'far' });
  const agents = byId([waits, begins, anAgent({ name: 'here', state: 'starting' })]);
  expect(leftBehind({ agents, goals: {} })).toEqual(['queued: waits; begins when a host runs again']);
});

it('names who is queued and what is not finished, and of many how many', () => {
  const agents = byId(['a', 'b', 'c', 'd', 'e', 'f', 'g'].map((name) => anAgent({ name, state: 'queued' })));
  expect(leftBehind({ agents, goals: byId([aGoal({ id: 'g1', text: 'Fix\nit', state: 'running' })]) })).toEqual([
    'queued: a, b, c, d, e and 2 more; begins when a host runs again',
    'not finished: g1 (Fix it); `orch-tui resume` goes on',
  ]);
});
