// Who is waited for while agents end elsewhere: each node is told of once, with all that it has not ended.
import { expect, it } from 'vitest';
import { DEFAULT_CONFIG } from '../../../src/core/model/default-config.js';
import { AwaitedStops } from '../../../src/host/remote/awaited-stops.js';
import { FakeCluster } from '../../helpers/fake-broker.js';
import { FakeClock } from '../../helpers/fake-clock.js';

function opened() {
  const clock = new FakeClock();
  const said: string[] = [];
  const told: string[] = [];
  const broker = new FakeCluster(clock).broker('home');
  const { registry } = DEFAULT_CONFIG;
  const stops = new AwaitedStops({ clock, registry, broker: () => broker, say: (text) => said.push(text) });
  /** Gives the way to let it end. */
  const begins = (agent: string, node = 'far', comes = false) => {
    let end = () => {};
    const over = new Promise<void>((resolve) => {
      end = resolve;
    });
    const ended = stops.end({ agent, node, tell: () => void told.push(agent), comes: () => comes, over });
    return async () => {
      end();
      return ended;
    };
  };
  return { clock, said, told, begins };
}

it('one line for each node, with those of its agents that have not ended by then', async () => {
  const { clock, said, begins } = opened();
  const [, docs] = [begins('fix'), begins('docs'), begins('lint'), begins('net', 'near'), begins('here', 'far', true)];
  expect(await docs?.()).toBe('over');
  clock.advance(1000);
  expect(said).toEqual([
    'far has not ended fix and lint yet: it is waited for, 20 s at most',
    'near has not ended net yet: it is waited for, 20 s at most',
    'the work of here is on its way from far: it is waited for, 20 s at most',
  ]);
});

it('what was told is not told again with what is stopped after it, and no timer is left', async () => {
  const { clock, said, begins } = opened();
  const fix = begins('fix');
  clock.advance(5000);
  const docs = begins('docs');
  clock.advance(1000);
  expect(said.slice(1)).toEqual(['far has not ended docs yet: it is waited for, 20 s at most']);
  const net = begins('net');
  expect(await Promise.all([fix(), docs(), net()])).toEqual(['over', 'over', 'over']);
  clock.advance(1000);
  expect([said.length, clock.timers]).toEqual([2, 0]);
});

it('one that is stopped twice is told to end, and told of, once', async () => {
  const { clock, said, told, begins } = opened();
  const ends = [begins('fix'), begins('fix')];
  clock.advance(1000);
  expect([told, said]).toEqual([['fix'], ['far has not ended fix yet: it is waited for, 20 s at most']]);
  await ends[0]?.();
  expect(await ends[1]?.()).toBe('over');
});

it('of many the first are named', () => {
  const { clock, said, begins } = opened();
  for (const agent of ['a', 'b', 'c', 'd', 'e', 'f', 'g']) begins(agent);
  clock.advance(1000);
  expect(said).toEqual(['far has not ended a, b, c, d, e and 2 more yet: it is waited for, 20 s at most']);
});
