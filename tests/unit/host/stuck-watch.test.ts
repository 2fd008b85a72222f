// Whether an agent that says it works gets anywhere, by what changes on its screen.
import { expect, it } from 'vitest';
import { StuckWatch } from '../../../src/host/stuck-watch.js';
import { FakeClock } from '../../helpers/fake-clock.js';

const MINUTE = 60_000;

function watched(minutes = 15, { cpu = () => 10, runsTool = () => false }: { cpu?: () => number | null; runsTool?: () => boolean } = {}) {
  const clock = new FakeClock();
  const told: string[] = [];
  const evidence: string[] = [];
  /** Minutes after the beginning at which its processes were looked at. */
  const looks: number[] = [];
  const startedAt = clock.now();
  const watch = new StuckWatch({
    clock,
    minutes,
    cpuPercent() {
      looks.push((clock.now() - startedAt) / MINUTE);
      return cpu();
    },
    runsTool,
    onStuck(verdict) {
      told.push('stuck');
      evidence.push(verdict.why.evidence);
    },
    onMoved: () => told.push('moved'),
  });
  return { clock, told, watch, looks, evidence };
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

it('costs two looks at its processes, just before it is called stuck', () => {
  const { clock, told, watch, looks } = watched();
  watch.enters('working');
  clock.advance(13 * MINUTE);
  watch.look('a word');
  clock.advance(14 * MINUTE);
  expect([looks, told]).toEqual([[27], []]);
  clock.advance(MINUTE);
  expect([looks, told]).toEqual([[27, 28], ['stuck']]);
});

it.each([
  ['whose command burns CPU', 90, false],
  ['whose tool runs by its own word, asleep as it may be', null, true],
] as const)('one %s is not stuck for four times as long', (_what, percent, runsTool) => {
  const { clock, told, watch, evidence } = watched(15, { cpu: () => percent, runsTool: () => runsTool });
  watch.enters('working');
  clock.advance(59 * MINUTE);
  expect(told).toEqual([]);
  clock.advance(MINUTE);
  expect(told).toEqual(['stuck']);
  expect(evidence).toEqual(['it works, and nothing on its screen has changed for 60 minutes']);
});

it('one whose command has ended and says nothing is stuck as long after that', () => {
  let percent = 90;
  const { clock, told, watch, evidence } = watched(15, { cpu: () => percent });
  watch.enters('working');
  clock.advance(20 * MINUTE);
  percent = 3;
  clock.advance(9 * MINUTE);
  expect(told).toEqual([]);
  clock.advance(MINUTE);
  expect(evidence).toEqual(['it works, and nothing on its screen has changed for 30 minutes']);
});

it('a minute is the shortest, and is measured whole', () => {
  const { clock, told, watch, looks } = watched(1);
  watch.enters('working');
  clock.advance(MINUTE);
  expect([looks, told]).toEqual([[0, 1], ['stuck']]);
});
