// Other machines on the screen: asked for only where Redis is named, and not again while the answer is new.
import { expect, it } from 'vitest';
import type { BrokerCondition, NodeEntry } from '../../../src/core/model/node.js';
import { TeamWatch } from '../../../src/host/team-watch.js';
import { FakeClock } from '../../helpers/fake-clock.js';

const redis: BrokerCondition = { kind: 'redis', state: 'ready', address: 'redis://h', since: '', error: null, waiting: 0 };
const self: NodeEntry = { name: 'here', kind: 'host', version: '1', slots: 0, busy: 0, labels: [], seenAt: '', isSelf: true };

function watched(condition: BrokerCondition) {
  const clock = new FakeClock();
  const network = { condition, asked: 0, found: [self] as readonly NodeEntry[] };
  let changes = 0;
  const watch = new TeamWatch({
    clock,
    network: {
      get condition() {
        return network.condition;
      },
      nodes: async () => {
        network.asked += 1;
        return network.found;
      },
    },
    onChange: () => {
      changes += 1;
    },
  });
  return { clock, network, watch, changes: () => changes };
}

it('asks nobody where this host is alone', () => {
  const { watch, network } = watched({ ...redis, kind: 'embedded' });
  expect([watch.current, network.asked]).toEqual([null, 0]);
});

it('asks once for many frames, and again when the answer is old or Redis went', async () => {
  const { watch, network, clock, changes } = watched(redis);
  expect(watch.current?.nodes).toEqual([]);
  await Promise.resolve();
  await Promise.resolve();
  expect([watch.current?.nodes, network.asked, changes()]).toEqual([[self], 1, 1]);
  clock.advance(5000);
  expect(watch.current?.broker.state).toBe('ready');
  expect(network.asked).toBe(2);
  network.condition = { ...redis, state: 'away' };
  expect(watch.current?.broker.state).toBe('away');
  expect(network.asked).toBe(3);
  await Promise.resolve();
  expect(changes()).toBe(1);
});
