// Who the others are: told of when something of them is another, looked up no more often than there is news, and never by signs of life alone.
import { expect, it } from 'vitest';
import { REGISTRY_TOPIC } from '../../../src/core/model/node.js';
import type { AgentEntry, Broker } from '../../../src/core/ports/broker.js';
import { Announcer } from '../../../src/host/network/announcer.js';
import { FakeCluster } from '../../helpers/fake-broker.js';
import { FakeClock } from '../../helpers/fake-clock.js';
import { anEntry } from '../../helpers/neighbours.js';

async function announcing() {
  const clock = new FakeClock();
  const cluster = new FakeCluster(clock);
  const broker = cluster.broker('here');
  const counts = { looks: 0, changes: 0 };
  const held: (() => void)[] = [];
  const gate = { isShut: false };
  const shared: Broker = {
    ...broker,
    agents: async () => {
      counts.looks += 1;
      if (gate.isShut) await new Promise<void>((resolve) => held.push(resolve));
      return broker.agents();
    },
  };
  const announcer = new Announcer({
    clock,
    node: 'here',
    heartbeatMs: 30_000,
    broker: () => shared,
    isShared: () => broker.condition.state === 'ready',
    self: () => ({ name: 'here', kind: 'host', version: '1', slots: 0, busy: 0, labels: [] }),
    agents: () => [],
    onChange: () => {
      counts.changes += 1;
    },
  });
  const rest = async () => {
    for (let turn = 0; turn < 20; turn += 1) await new Promise<void>((resolve) => setImmediate(resolve));
  };
  const says = async (node: string, agents: readonly AgentEntry[]) => {
    const other = cluster.broker(node);
    await other.announce({ name: node, kind: 'worker', version: '1', slots: 1, busy: 0, labels: [] }, agents);
    other.publish({ topic: REGISTRY_TOPIC, body: null });
    await rest();
  };
  const tells = async (node: string, agents: readonly AgentEntry[]) => {
    await says(node, agents);
    clock.advance(500);
    await rest();
  };
  announcer.changed();
  clock.advance(500);
  await rest();
  return { announcer, clock, counts, rest, says, tells, cluster, gate, held };
}

it('tells of one that came, of one that is another and of one that went', async () => {
  const { announcer, counts, tells } = await announcing();
  expect(counts.changes).toBe(1);
  await tells('far', [anEntry({ id: 'a-1' })]);
  await tells('far', [anEntry({ id: 'a-1', state: 'waiting' })]);
  await tells('far', [anEntry({ id: 'a-1', state: 'waiting', row: { progress: 'half' } })]);
  expect([counts.changes, announcer.others.get('a-1')?.row?.progress]).toEqual([4, 'half']);
  await tells('far', []);
  expect([counts.changes, announcer.others.size]).toEqual([5, 0]);
});

it('tells nothing where only signs of life are newer, and keeps what has not changed', async () => {
  const { announcer, clock, counts, tells, rest } = await announcing();
  await tells('far', [anEntry({ id: 'a-1' }), anEntry({ id: 'a-2' })]);
  const [before, changes] = [announcer.others, counts.changes];
  await tells('far', [anEntry({ id: 'a-1', seenAt: '2026-11-21T12:00:09.000Z' }), anEntry({ id: 'a-2' })]);
  clock.advance(90_000);
  await rest();
  expect([counts.changes, announcer.others === before]).toEqual([changes, true]);
  await tells('far', [anEntry({ id: 'a-1' }), anEntry({ id: 'a-2', state: 'idle' })]);
  expect(announcer.others.get('a-1')).toBe(before.get('a-1'));
});

it('believes the node that spoke last of an agent', async () => {
  const { announcer, tells } = await announcing();
  await tells('far', [anEntry({ id: 'a-1', seenAt: '2026-11-21T12:00:09.000Z' })]);
  await tells('third', [anEntry({ id: 'a-1', node: 'third' })]);
  expect(announcer.others.get('a-1')?.node).toBe('far');
  await tells('third', [anEntry({ id: 'a-1', node: 'third', seenAt: '2026-11-21T12:00:10.000Z' })]);
  expect(announcer.others.get('a-1')?.node).toBe('third');
});

it.each(['person', 'manager', 'host', 'orchestrator', '', '__proto__', 'a-', 'a-1 2'])('knows nobody whom a node calls %j', async (id) => {
  const { announcer, tells } = await announcing();
  await tells('far', [anEntry({ id }), anEntry({ id: 'a-1' })]);
  expect([...announcer.others.keys()]).toEqual(['a-1']);
});

it('looks once for all who tell at once, and once more for those who told while it looked', async () => {
  const { counts, tells, gate, held, rest, announcer } = await announcing();
  gate.isShut = true;
  const before = counts.looks;
  await tells('far', [anEntry({ id: 'a-1' })]);
  await tells('far', [anEntry({ id: 'a-1' }), anEntry({ id: 'a-2' })]);
  await tells('far', [anEntry({ id: 'a-3' })]);
  expect(counts.looks - before).toBe(1);
  gate.isShut = false;
  for (const go of held.splice(0)) go();
  await rest();
  expect([counts.looks - before, [...announcer.others.keys()]]).toEqual([2, ['a-3']]);
});

it('looks twice a second at most, however often others tell, and misses nothing of it', async () => {
  const { announcer, counts, says, clock, rest } = await announcing();
  const before = counts.looks;
  for (let turn = 1; turn <= 100; turn += 1) {
    await says('far', [anEntry({ id: 'a-1', row: { progress: `${turn}/100` } })]);
    clock.advance(10);
    await rest();
  }
  expect(counts.looks - before).toBeLessThanOrEqual(3);
  clock.advance(500);
  await rest();
  expect(announcer.others.get('a-1')?.row?.progress).toBe('100/100');
  const after = counts.looks;
  clock.advance(20_000);
  await rest();
  expect(counts.looks).toBe(after);
});

it('keeps those who have not told of theirs anew for a moment after Redis is back, which may have lost all', async () => {
  const { announcer, counts, tells, clock, rest } = await announcing();
  await tells('far', [anEntry({ id: 'a-1' }), anEntry({ id: 'a-2' })]);
  await tells('third', [anEntry({ id: 'a-3', node: 'third' }), anEntry({ id: 'a-4', node: 'third' })]);
  await tells('far', []);
  expect([...announcer.others.keys()]).toEqual(['a-3', 'a-4']);
  const before = counts.changes;
  announcer.isBack();
  await tells('third', []);
  expect([counts.changes, announcer.others.size]).toEqual([before, 2]);
  await tells('third', [anEntry({ id: 'a-3', node: 'third' })]);
  expect([...announcer.others.keys()]).toEqual(['a-3']);
  await tells('third', []);
  expect(announcer.others.size).toBe(1);
  clock.advance(10_000);
  await rest();
  expect(announcer.others.size).toBe(0);
});

it('keeps who was there while Redis is away', async () => {
  const { announcer, cluster, clock, tells, rest } = await announcing();
  await tells('far', [anEntry({ id: 'a-1' })]);
  cluster.cut('here');
  clock.advance(60_000);
  await rest();
  expect(announcer.others.size).toBe(1);
});
