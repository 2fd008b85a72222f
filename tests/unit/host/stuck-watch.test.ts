// Whether an agent that says it works gets anywhere, by what changes on its screen.
import { expect, it } from 'vitest';
import { StuckWatch } from '../../../src/host/stuck-watch.js';
import { FakeClock } from '../../helpers/fake-clock.js';

const MINUTE = 60_000;

function watched(minutes = 15) {
  const clock = new FakeClock();
  const told: string[] = [];
  const watch = new StuckWatch({ clock, minutes, onStuck: () => told.push('stuck'), onMoved: () => told.push('moved') });
  return { clock, told, watch };
}

it('is stuck when no word changes, whatever spinners and counters do', () => {
  const { clock, told, watch } = watched();
  watch.enters('working');
  for (let second = 0; second < 15 * 60; second += 1) {
    watch.look(
      `● Bash(npm test)\n  ran ${second} of 900\n✽ Brewing… (${second}s · esc to interrupt)\n  Tip: ${second % 2 === 0 ? 'one' : 'two'}`,
    );
    clock.advance(1000);
  }
  expect(told).toEqual(['stuck']);
  watch.look('● Done');
  expect(told).toEqual(['stuck', 'moved']);
});

it('a word now and then is progress, and costs no timer', () => {
  const { clock, told, watch } = watched();
  watch.enters('working');
  for (const word of ['one', 'two', 'three', 'four']) {
    clock.advance(10 * MINUTE);
    watch.look(word);
    expect(clock.timers).toBe(1);
  }
  expect(told).toEqual([]);
});

it.each([
  ['at rest', 15, 'idle'],
  ['where it is switched off', 0, 'working'],
])('nothing is stuck %s', (_name, minutes, state) => {
  const { clock, told, watch } = watched(minutes);
  watch.enters(state);
  clock.advance(60 * MINUTE);
  expect(told).toEqual([]);
});

it('one that rests and works again is measured anew', () => {
  const { clock, told, watch } = watched();
  watch.enters('working');
  clock.advance(10 * MINUTE);
  watch.enters('idle');
  clock.advance(10 * MINUTE);
  watch.enters('working');
  clock.advance(10 * MINUTE);
  expect(told).toEqual([]);
  clock.advance(6 * MINUTE);
  expect(told).toEqual(['stuck']);
});

it('leaves no timer behind', () => {
  const { clock, watch } = watched();
  watch.enters('working');
  watch.dispose();
  expect(clock.timers).toBe(0);
});
