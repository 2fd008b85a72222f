import { describe, expect, test } from 'vitest';
import type { AppState } from '../../../src/core/model/state.js';
import { admitsMessage, lateNotes, partiesOf, partyName, whyLate } from '../../../src/core/state/parties.js';
import { created, fold, newAgent, shows, started, submitted } from '../../helpers/fold-events.js';

/** Goal g1: a1 with the children a2 (qa) and a3 (done); goal g2: b1. */
function state(): AppState {
  const all = [newAgent('a1'), newAgent('a2', { parent: 'a1', role: 'qa' }), newAgent('a3', { parent: 'a1', role: 'qa' })];
  const one = fold([submitted(...all), created('a3'), started('a3'), shows('a3', 'working')]);
  const two = fold([{ type: 'goal.submitted', goal: 'g2', text: 'another', agents: [newAgent('b1', { role: 'qa' })] }], one);
  const done = { ...two.agents.a3, state: 'done', process: null } as AppState['agents'][string];
  return { ...two, agents: { ...two.agents, a3: done } };
}

const named = (to: string, from: string, manager: 'there' | 'none' = 'none') => {
  const found = partiesOf(state(), { to, from, manager });
  return found.ok ? found.value.parties : found.error.kind;
};

describe('whom a sender means', () => {
  test.each<[string, string, readonly string[] | string]>([
    ['person', 'a1', ['person']],
    ['name-a2', 'a1', ['a2']],
    ['a2', 'a1', ['a2']],
    ['name-b', 'person', ['b1']],
    ['parent', 'a2', ['a1']],
    ['children', 'a1', ['a2']],
    ['all', 'a1', ['a2']],
    ['all', 'person', ['a1', 'a2', 'b1']],
    ['role:qa', 'a1', ['a2']],
    ['role:qa', 'person', ['a2', 'b1']],
    ['parent', 'a1', 'not-found'],
    ['children', 'a2', 'not-found'],
    ['children', 'person', 'not-found'],
    ['role:writer', 'person', 'not-found'],
    ['b1', 'a1', 'not-found'],
    ['name-', 'person', 'usage'],
    ['nobody', 'person', 'not-found'],
    ['manager', 'person', 'not-found'],
  ])('%s of %s', (to, from, expected) => {
    expect(named(to, from)).toEqual(expected);
  });

  test('an agent is told another way to the names than a person', () => {
    const next = (from: string) => {
      const found = partiesOf(state(), { to: 'nobody', from, manager: 'there' });
      return found.ok ? null : found.error.next;
    };
    expect(next('person')).toBe('`orch-tui status` lists the agents');
    expect(next('a1')).toBe('List the agents of your goal for names');
  });

  test('the manager is the person where there is none, and that is said', () => {
    expect(named('manager', 'a1', 'there')).toEqual(['manager']);
    expect(partiesOf(state(), { to: 'manager', from: 'a1', manager: 'none' })).toEqual({
      ok: true,
      value: { parties: ['person'], notes: ['there is no manager: it went to the person'] },
    });
  });

  test.each<[string, string, string, boolean]>([
    ['one that is not over takes all', 'b1', 'a2', true],
    ['one that is over takes words of the person', 'person', 'a3', true],
    ['of its parent', 'a1', 'a3', true],
    ['and no others', 'a2', 'a3', false],
    ['the person takes all', 'a3', 'person', true],
  ])('%s', (_name, from, to, expected) => {
    expect(admitsMessage(state(), from, to).ok).toBe(expected);
  });

  test('one whose worktree is gone takes nothing any more', () => {
    const there = state();
    const gone = { ...there.agents.a3, worktree: null } as AppState['agents'][string];
    expect(admitsMessage({ ...there, agents: { ...there.agents, a3: gone } }, 'person', 'a3')).toMatchObject({
      ok: false,
      error: { said: 'it is done and its worktree is gone: it can not be resumed, and takes no more messages' },
    });
  });

  test('a party is called by its name, and nobody has none', () => {
    expect(['person', 'a1', 'x', '__proto__'].map((party) => partyName(state(), party))).toEqual(['person', 'name-a1', null, null]);
  });

  describe('what waits longer than until its receiver rests', () => {
    const agent = (changes: Partial<AppState['agents'][string]>) => ({ ...state().agents.a3, ...changes }) as AppState['agents'][string];
    const LATE = 'its CLI has ended: it is handed over when it is resumed';

    test.each<[string, Partial<AppState['agents'][string]>, string | null]>([
      ['is over', { state: 'done', process: null }, LATE],
      ['was interrupted', { state: 'interrupted', process: null }, LATE],
      ['waits for a person with nothing of it running', { state: 'waiting', process: null }, LATE],
      ['is queued, and begins by itself', { state: 'queued', process: null }, null],
      ['works', { state: 'working', process: { pid: 1, startTicks: null } }, null],
      ['waits on another node', { state: 'waiting', process: null, placement: { on: 'any' } }, null],
    ])('for one that %s', (_, changes, expected) => {
      expect(whyLate(agent(changes))).toBe(expected);
    });

    test('is told by the name of each', () => {
      expect(lateNotes(state(), ['a2', 'a3', 'person'])).toEqual([`name-a3: queued, ${LATE}`]);
    });
  });
});
