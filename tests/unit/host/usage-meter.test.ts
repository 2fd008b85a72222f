// What a run has used: measured where its CLI tells it or writes it down, else estimated; only when it stands still, and at its end.
import { expect, it } from 'vitest';
import type { UsageLog } from '../../../src/core/harness/usage-log.js';
import type { Usage } from '../../../src/core/model/usage.js';
import { UsageMeter, type UsageMeterOrder } from '../../../src/host/usage-meter.js';
import { FakeClock } from '../../helpers/fake-clock.js';

const BEFORE = '2026-11-21T11:00:00.000Z';
const NOW = '2026-11-21T12:00:01.000Z';
const usedBefore: Usage = { inputTokens: 1000, outputTokens: 10, costUsd: 0.5, estimated: false };

/** Lines are `AT MODEL INPUT OUTPUT`. */
const log: UsageLog = {
  home: () => '/cli',
  find: async ({ conversations }) => conversations.map((id) => `/cli/${id}`),
  reader: () => (line) => {
    const [at = '', model = '', input, output] = line.split(' ');
    return { at, model, inputTokens: Number(input), cachedTokens: 0, writtenTokens: 0, outputTokens: Number(output) };
  },
};

function meter(harness: UsageMeterOrder['harness'], printed: string[] = []) {
  const clock = new FakeClock();
  const files: Record<string, string[]> = {};
  const told: Usage[] = [];
  let looks = 0;
  const built = new UsageMeter({
    harness,
    place: { worktree: '/wt/a', env: {}, since: BEFORE },
    conversation: 'one',
    model: null,
    usedBefore,
    clock,
    openFile: ({ path }) => ({
      async read(onLine) {
        looks += 1;
        for (const line of files[path]?.splice(0) ?? []) onLine(line);
      },
    }),
    printed: async () => printed.splice(0).join(''),
    onUsage: (usage) => told.push(usage),
  });
  return { meter: built, clock, files, told, looks: () => looks };
}

it('adds what was written down in this run to what earlier runs have used', async () => {
  const { meter: one, clock, files, told } = meter({ usageLog: log });
  files['/cli/one'] = [`${BEFORE} gpt-6-sol 9000000 9000`, `${NOW} gpt-6-sol 1000000 100000`];
  one.stands({ turnEnds: true });
  clock.advance(1000);
  await one.close();
  expect(told).toEqual([{ inputTokens: 1_001_000, outputTokens: 100_010, costUsd: 3.5, estimated: false }]);
});

it('looks only when it stands still, once for several signs of that, and at the end', async () => {
  const { meter: one, clock, looks } = meter({ usageLog: log });
  one.given('the task');
  clock.advance(3_600_000);
  expect([looks(), clock.timers]).toEqual([0, 0]);
  one.stands({ turnEnds: false });
  one.stands({ turnEnds: true });
  expect(clock.timers).toBe(1);
  clock.advance(1000);
  await one.close();
  expect([looks(), clock.timers]).toEqual([2, 0]);
});

it('adds up its conversations, also where it goes back to one', async () => {
  const { meter: one, files, told } = meter({ usageLog: log });
  files['/cli/one'] = [`${NOW} gpt-6-sol 100 1`];
  files['/cli/two'] = [`${NOW} gpt-6-sol 1000 10`];
  one.follow('two');
  one.follow('one');
  await one.close();
  expect(told).toMatchObject([{ inputTokens: 2100, outputTokens: 21, estimated: false }]);
});

it('marks a model without a known price as estimated', async () => {
  const { meter: one, files, told } = meter({ usageLog: log });
  files['/cli/one'] = [`${NOW} a-new-one 100 1`];
  await one.close();
  expect(told).toMatchObject([{ inputTokens: 1100, outputTokens: 11, estimated: true }]);
});

it('estimates a command that tells nothing, turn by turn, from what it was given and what it printed', async () => {
  const printed = ['12345678\n'];
  const { meter: one, clock, told } = meter({}, printed);
  one.given('four');
  one.given('more');
  one.stands({ turnEnds: true });
  clock.advance(1000);
  await one.close();
  expect(told).toMatchObject([{ inputTokens: 1002, outputTokens: 12, estimated: true }]);
});

it.each([
  ['one that was given nothing: it only shows an old conversation', {}, '', 'a long text\n'],
  ['one that has printed nothing', {}, 'the task', ''],
  ['one that asks no model', { isFree: true as const }, 'the task', 'a long text\n'],
  ['one that will tell', { usageOfHook: () => null }, 'the task', 'a long text\n'],
])('estimates nothing of %s', async (_what, harness, given, printed) => {
  const { meter: one, told } = meter(harness, [printed]);
  one.given(given);
  await one.close();
  expect(told).toEqual([]);
});

it('estimates one that should have told only at its end, and never beside what it has told', async () => {
  const silent = meter({ usageLog: log }, ['12345678\n']);
  silent.meter.given('four');
  silent.meter.stands({ turnEnds: true });
  silent.clock.advance(1000);
  await silent.meter.close();
  expect(silent.told).toMatchObject([{ inputTokens: 1001, outputTokens: 12, estimated: true }]);
  const telling = meter({ usageLog: log }, ['12345678\n']);
  telling.meter.given('four');
  telling.meter.told(usedBefore);
  telling.meter.stands({ turnEnds: true });
  await telling.meter.close();
  expect([telling.told, telling.looks()]).toEqual([[usedBefore], 0]);
});
