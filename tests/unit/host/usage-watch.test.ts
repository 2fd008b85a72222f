import { describe, expect, it } from 'vitest';
import { UsageWatch } from '../../../src/host/usage-watch.js';
import { FakeClock } from '../../helpers/fake-clock.js';

function watch(pids: Readonly<Record<string, number>>) {
  const clock = new FakeClock();
  const looks: number[] = [];
  let changes = 0;
  let cpuPercent = 1.4;
  const usage = (pid: number) => {
    looks.push(pid);
    return pid === 404 ? null : { cpuPercent, memoryBytes: 52e6 };
  };
  const onChange = () => {
    changes += 1;
  };
  const busy = (percent: number) => {
    cpuPercent = percent;
  };
  const it = new UsageWatch({ clock, processes: { usage }, pidOf: (agent) => pids[agent] ?? null, onChange });
  return { clock, looks, watch: it, changes: () => changes, busy };
}

describe('CPU and memory of agents', () => {
  it('looks at those that are shown and at nobody else, soon after they came into sight and then every 2 s', () => {
    const { watch: usage, clock, looks } = watch({ a: 1, b: 2, c: 3 });
    const [one, other] = [{}, {}];
    usage.show(one, ['a']);
    usage.show(other, ['b']);
    clock.advance(500);
    expect(looks).toEqual([1, 2]);
    clock.advance(2000);
    expect(looks).toEqual([1, 2, 1, 2]);
    usage.show(other, []);
    clock.advance(2000);
    expect(looks).toEqual([1, 2, 1, 2, 1]);
    expect(usage.current).toEqual({ a: { cpuPercent: 1, memoryBytes: 50 * 1_048_576 } });
  });

  it('has no timer and no figures once nobody shows an agent', () => {
    const { watch: usage, clock } = watch({ a: 1 });
    const client = {};
    usage.show(client, ['a']);
    clock.advance(600);
    usage.show(client, []);
    expect([clock.timers, usage.current]).toEqual([0, {}]);
  });

  it('tells only of what a person would see changed', () => {
    const { watch: usage, clock, changes, busy } = watch({ a: 1 });
    usage.show({}, ['a']);
    clock.advance(20_000);
    expect(changes()).toBe(1);
    busy(1.2);
    clock.advance(2000);
    expect(changes()).toBe(1);
    busy(40);
    clock.advance(10_000);
    expect(changes()).toBe(2);
    busy(41);
    clock.advance(10_000);
    expect(changes()).toBe(2);
  });

  it('looks ever more seldom, down to every 10 s, while nothing changes, and at once more often when something is drawn', () => {
    const { watch: usage, clock, looks, busy } = watch({ a: 1 });
    const client = {};
    const looksIn = (seconds: number) => {
      const before = looks.length;
      clock.advance(seconds * 1000);
      return looks.length - before;
    };
    usage.show(client, ['a']);
    clock.advance(60_000);
    expect(looksIn(60)).toBe(6);
    usage.show(client, ['a']);
    expect(looksIn(2)).toBe(1);
    clock.advance(60_000);
    busy(40);
    expect(looksIn(20)).toBeGreaterThan(2);
  });

  it('looks no more often where nothing can be told, however often the screen is drawn', () => {
    const { watch: usage, clock, looks, changes } = watch({ a: 404 });
    const client = {};
    for (let frame = 0; frame < 100; frame++) {
      usage.show(client, ['a', 'without-process']);
      clock.advance(100);
    }
    expect([looks.length, changes()]).toEqual([5, 0]);
  });
});
