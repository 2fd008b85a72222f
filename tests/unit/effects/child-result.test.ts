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

test('of one that told nothing of its end, what it said last without the frames that its CLI draws around its input line', () => {
  const child = fold([...family, exited('c', 0)]).agents.c;
  if (child === undefined) throw new Error('there is no child');
  const done = { ...child, state: 'done' as const };
  const said = 'The taxes are in taxes.md.\r\n\r\n  ┃\r\n  ┃  Build · Scripted model\r\n  ╹▀▀▀▀▀▀\r\n';
  expect(childResult(done, said).summary).toBe('The taxes are in taxes.md.');
  expect(childResult(done, '┃ Build\r\n╹▀▀').summary).toBe('It is done, without a word.');
});
