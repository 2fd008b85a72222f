// When a shell that an agent CLI was started by is alone: the CLI has ended.
import { expect, it } from 'vitest';
import { watchShell } from '../../../src/host/shell-watch.js';
import { FakeClock } from '../../helpers/fake-clock.js';

function watching(children: readonly (number | null)[]) {
  const clock = new FakeClock();
  const left = [...children];
  let alone = 0;
  const stop = watchShell({
    process: { pid: 7, startTicks: 1 },
    processes: { shellChildren: () => left.shift() ?? null },
    clock,
    onAlone: () => {
      alone += 1;
    },
  });
  const tick = (times: number) => {
    for (let time = 0; time < times; time += 1) clock.advance(5000);
  };
  return { clock, tick, stop, alone: () => alone };
}

it.each([
  ['has run and is gone', [1, 1, 0, 0], 1],
  ['was between two commands', [1, 0, 1, 0, 1], 0],
  ['has not begun', [0, 0, 0, 0], 0],
  ['is the process itself', [null], 0],
] as const)('what it started %s', (_what, children, expected) => {
  const watch = watching(children);
  watch.tick(children.length + 2);
  expect(watch.alone()).toBe(expected);
  expect(watch.clock.timers).toBe(0);
});

it('looks no more when it was told to stop', () => {
  const watch = watching([1, 0, 0]);
  watch.tick(1);
  watch.stop();
  watch.tick(3);
  expect([watch.alone(), watch.clock.timers]).toEqual([0, 0]);
});
