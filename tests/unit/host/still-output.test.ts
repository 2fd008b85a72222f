import { expect, it } from 'vitest';
import { untilStill } from '../../../src/host/still-output.js';
import { FakeClock } from '../../helpers/fake-clock.js';

function waiting(draws: (clock: FakeClock) => number | null) {
  const clock = new FakeClock();
  const seen = { isOver: false };
  const last = { at: draws(clock) };
  void untilStill(clock, () => last.at).then(() => {
    seen.isOver = true;
  });
  const passes = async (ms: number) => {
    clock.advance(ms);
    await new Promise<void>((resolve) => setImmediate(resolve));
  };
  return { clock, last, seen, passes };
}

it('waits for what is still to be drawn when it is asked, also where the last was long ago', async () => {
  const { seen, passes } = waiting((clock) => clock.now() - 60_000);
  await passes(399);
  expect(seen.isOver).toBe(false);
  await passes(1);
  expect(seen.isOver).toBe(true);
});

it('waits on while something is drawn', async () => {
  const { clock, last, seen, passes } = waiting(() => null);
  await passes(300);
  last.at = clock.now();
  await passes(300);
  expect(seen.isOver).toBe(false);
  await passes(100);
  expect(seen.isOver).toBe(true);
});

it('does not wait for ever for what never stands still', async () => {
  const { clock, last, seen, passes } = waiting(() => null);
  for (let ms = 0; ms < 2900; ms += 100) {
    last.at = clock.now();
    await passes(100);
  }
  expect(seen.isOver).toBe(false);
  await passes(100);
  expect([seen.isOver, clock.timers]).toEqual([true, 0]);
});
