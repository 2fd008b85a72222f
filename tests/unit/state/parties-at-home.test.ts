// Whom an agent means that does a task of another machine: who is here first, then who is at home.
import { describe, expect, it } from 'vitest';
import { partyName } from '../../../src/core/state/parties.js';
import { guestAbove, partiesWithHome, replyParty } from '../../../src/core/state/parties-at-home.js';
import { fold, newAgent, submitted } from '../../helpers/fold-events.js';

const CIRCLE = [{ name: 'boss', role: 'coordinator', harness: 'claude', task: 'a shop', isParent: true }];

/** `g` does a task of another machine and has had a part of it done by `k`; `x` is of this machine alone. */
const state = (parent: string | null = 'boss') =>
  fold([
    submitted(newAgent('g', { home: { parent, owner: 'box', task: 'a-1234' } }), newAgent('k', { parent: 'g', role: 'specialist' })),
    { type: 'goal.submitted', goal: 'g2', text: 'another', agents: [newAgent('x')] },
  ]);
const named = (to: string, from = 'g', { circle = CIRCLE, parent = 'boss' as string | null } = {}) => {
  const found = partiesWithHome(state(parent), { to, from, manager: 'none' }, () => circle);
  return found.ok ? found.value.parties : found.error.kind;
};

describe('an agent with a home', () => {
  it.each<[string, string, readonly string[] | string]>([
    ['person', 'g', ['home:person']],
    ['manager', 'g', ['home:manager']],
    ['parent', 'g', ['home:parent']],
    ['boss', 'g', ['home:boss']],
    ['a-5c1e', 'g', ['home:a-5c1e']],
    ['home:boss', 'g', ['home:boss']],
    ['name-k', 'g', ['k']],
    ['children', 'g', ['k']],
    ['all', 'g', ['k', 'home:all']],
    ['role:specialist', 'g', ['k']],
    ['role:coordinator', 'g', ['home:role:coordinator']],
    ['role:nobody', 'g', 'not-found'],
    ['no name', 'g', 'not-found'],
    ['name-x', 'g', ['home:name-x']],
    ['parent', 'k', ['g']],
    ['person', 'k', ['home:person']],
    ['boss', 'k', ['home:boss']],
  ])('%s of %s', (to, from, expected) => {
    expect(named(to, from)).toEqual(expected);
  });

  it('without a parent at home has none', () => {
    expect(named('parent', 'g', { parent: null })).toBe('not-found');
  });

  it('to all is here alone where nobody else is at home', () => {
    expect(named('all', 'g', { circle: [] })).toEqual(['k']);
  });

  it('replies to the person of its home', () => {
    expect(replyParty(state(), 'k', 'person')).toBe('home:person');
    expect(replyParty(state(), 'k', 'g')).toBe('g');
  });
});

it('one of this machine alone has no other home', () => {
  expect(guestAbove(state(), 'x')).toBeNull();
  expect(named('person', 'x')).toEqual(['person']);
  expect(named('boss', 'x')).toBe('not-found');
  expect(replyParty(state(), 'x', 'person')).toBe('person');
});

it('those at home have a name here', () => {
  expect(partyName(state(), 'home:person')).toBe('person at home');
});
