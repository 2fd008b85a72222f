// Several machines look at one agent in panes of other sizes: whoever works in it keeps its size, whoever only looks leaves it as it is.
import { expect, it } from 'vitest';
import { AttendedSizes } from '../../../src/servers/worker/attended-sizes.js';
import { FakeClock } from '../../helpers/fake-clock.js';

const SIZE = { kind: 'size', size: { cols: 80, rows: 24 } } as const;
const KEYS = { kind: 'keys', data: 'YQ==' } as const;
const WATCH = { kind: 'watch', on: true } as const;

function sizes() {
  const clock = new FakeClock();
  return { clock, made: new AttendedSizes(clock) };
}

it('nobody works in it: the last one that looks has it in its size', () => {
  const { made } = sizes();
  expect([made.takes('a-1', 'one', SIZE), made.takes('a-1', 'other', SIZE), made.takes('a-1', 'one', SIZE)]).toEqual([true, true, true]);
});

it.each([
  ['is attached in its size', { ...SIZE, attended: true }],
  ['types', KEYS],
  ['looks at it attached', { ...WATCH, attended: true }],
])('one that %s is not disturbed by another that only looks, but in another agent', (_how, news) => {
  const { made } = sizes();
  made.takes('a-1', 'one', news);
  expect([made.takes('a-1', 'other', SIZE), made.takes('a-1', 'one', SIZE), made.takes('a-2', 'other', SIZE)]).toEqual([false, true, true]);
  expect(made.takes('a-1', 'other', WATCH)).toBe(true);
  expect(made.takes('a-1', 'other', SIZE)).toBe(false);
});

it('of two that are attached the last one has it in its size', () => {
  const { made } = sizes();
  made.takes('a-1', 'one', { ...SIZE, attended: true });
  expect(made.takes('a-1', 'other', { ...SIZE, attended: true })).toBe(true);
  expect(made.takes('a-1', 'one', SIZE)).toBe(false);
});

it.each([
  ['looks without being attached', WATCH],
  ['does not look any more', { ...WATCH, on: false }],
])('one that %s leaves the size to others', (_how, news) => {
  const { made } = sizes();
  made.takes('a-1', 'one', KEYS);
  made.takes('a-1', 'one', news);
  expect(made.takes('a-1', 'other', SIZE)).toBe(true);
});

it('one that is not heard of any more leaves the size to others after a moment', () => {
  const { made, clock } = sizes();
  made.takes('a-1', 'one', KEYS);
  clock.advance(14_999);
  expect(made.takes('a-1', 'other', SIZE)).toBe(false);
  clock.advance(1);
  expect(made.takes('a-1', 'other', SIZE)).toBe(true);
});

it('whoever is attached and then looks on renews that', () => {
  const { made, clock } = sizes();
  made.takes('a-1', 'one', KEYS);
  clock.advance(10_000);
  made.takes('a-1', 'one', { ...WATCH, attended: true });
  clock.advance(10_000);
  expect(made.takes('a-1', 'other', SIZE)).toBe(false);
});
