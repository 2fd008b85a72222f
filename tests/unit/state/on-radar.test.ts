// Whose changes the radar looks at, and what stays of what it found when they leave.
import { describe, expect, test } from 'vitest';
import type { EventBody } from '../../../src/core/model/event.js';
import type { Overlap } from '../../../src/core/model/overlap.js';
import type { AppState } from '../../../src/core/model/state.js';
import { areRivals, isOnRadar } from '../../../src/core/state/on-radar.js';
import { statusOf } from '../../../src/core/state/status.js';
import { atWork, created, fold, newAgent, shows, submitted } from '../../helpers/fold-events.js';

const asks = (agent: string): EventBody => ({ type: 'finish.requested', agent, kind: 'merge', removeWorktree: false });
const done = (agent: string, kind: 'merge' | 'pr' | 'branch'): EventBody => ({
  type: 'finish.done',
  agent,
  result: { kind, url: null, commit: 'm1', path: null },
  notes: [],
});
const gone = (agent: string): EventBody => ({ type: 'worktree.removed', agent, rescueRef: null, trash: null, restore: null });
const found = (...agents: readonly string[]): Overlap => ({ agents, base: null, files: [{ path: 'x', level: 'lines' }] });
const changed = (...overlaps: readonly Overlap[]): EventBody => ({ type: 'overlaps.changed', overlaps });
const isOn = (state: AppState, id = 'a') => isOnRadar(state.agents[id]!, state);

describe('on the radar', () => {
  test.each([
    ['one at work', atWork('a'), true],
    ['one without a worktree yet', [submitted(newAgent('a'))], false],
    ['one that is idle', [...atWork('a'), shows('a', 'idle')], true],
    ['one that is merged', [...atWork('a'), asks('a'), done('a', 'merge')], false],
    ['one whose pull request is open', [...atWork('a'), asks('a'), done('a', 'pr'), gone('a')], true],
    ['one whose branch is its result', [...atWork('a'), asks('a'), done('a', 'branch')], true],
    ['one whose worktree went without a result', [...atWork('a'), gone('a')], false],
    ['one that ends in a file', atWork('a', { plan: { artifact: 'design.md' } }), false],
  ] as const)('%s: %#', (_, bodies, expected) => {
    expect(isOn(fold(bodies))).toBe(expected);
  });

  test('a try that was not picked is off it, and tries are no danger to each other', () => {
    const state = fold([...atWork('a', { plan: { competes: true } })]);
    const goal = state.goals.g1!;
    const tries = { state: 'picked', isUnattended: false, facts: [], judgement: null, unjudged: null, picked: 'b', sinceSeq: 1 } as const;
    expect(isOnRadar(state.agents.a!, { ...state, goals: { g1: { ...goal, tries } } })).toBe(false);
    expect(isOnRadar(state.agents.a!, { ...state, goals: { g1: { ...goal, tries: { ...tries, picked: 'a' } } } })).toBe(true);
    expect(areRivals(state.agents.a!, { ...state.agents.a!, id: 'b' })).toBe(true);
    expect(areRivals(state.agents.a!, { ...state.agents.a!, id: 'b', task: 't2' })).toBe(false);
  });
});

describe('what was found', () => {
  const two = [submitted(newAgent('a'), newAgent('b')), created('a'), created('b')];

  test('is in the state, and by name in the status', () => {
    const state = fold([...two, changed(found('a', 'b'))]);
    expect(state.overlaps).toEqual([found('a', 'b')]);
    expect(statusOf(state, null).overlaps).toEqual([{ agents: ['a', 'b'], files: ['x'], lines: ['x'], base: null }]);
  });

  test('is left out where nothing is found any more', () => {
    expect('overlaps' in fold([...two, changed(found('a', 'b')), changed()])).toBe(false);
  });

  test('goes with those who leave the radar, at once', () => {
    const state = fold([...two, changed(found('a', 'b'), found('b')), gone('a')]);
    expect(state.overlaps).toEqual([found('b')]);
    expect('overlaps' in fold([gone('b')], state)).toBe(false);
  });

  test('of agents that nobody knows is passed over', () => {
    expect('overlaps' in fold([...two, changed(found('a', 'z'))])).toBe(false);
  });

  test('a state of an older version has none', () => {
    expect(statusOf(fold(two), null).overlaps).toEqual([]);
  });
});
