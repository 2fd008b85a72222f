// What a parent is told of a child that has ended.
import { expect, test } from 'vitest';
import { childResult } from '../../../src/core/effects/child-result.js';
import type { EventBody } from '../../../src/core/model/event.js';
import { childAtWork } from '../../helpers/families.js';
import { created, exited, fold, newAgent, shows, started, submitted } from '../../helpers/fold-events.js';

const family = [submitted(newAgent('p')), created('p'), started('p'), shows('p', 'working'), ...childAtWork('p', 'c')];
const SCREEN = '────────\n❯\n────────\n  esc to interrupt';
const summary = (...events: readonly EventBody[]) => {
  const child = fold([...family, ...events]).agents.c;
  if (child === undefined) throw new Error('there is no child');
  return childResult(child, SCREEN).summary;
};

test('of one that was stopped, no rest of its screen', () => {
  expect(summary({ type: 'agent.stopRequested', agent: 'c' }, exited('c', 143))).toBe('It was stopped: exit code 143');
});

test('of one that has failed, what it said last', () => {
  expect(summary(exited('c', 1))).toContain('esc to interrupt');
});
