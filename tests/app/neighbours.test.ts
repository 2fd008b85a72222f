// Agents of other nodes in the list of a host that shares a Redis with them: shown, looked at, typed to, stopped, and gone with their node.
import { expect, it } from 'vitest';
import { readSealed } from '../../src/core/messaging/remote-wire.js';
import { Sealer } from '../../src/core/messaging/sealed.js';
import {
  forOnlooker,
  type NeighbourAsk,
  type NeighbourCall,
  type NeighbourNews,
  toNeighbours,
  toOnlooker,
} from '../../src/core/model/neighbour.js';
import { REGISTRY_TOPIC } from '../../src/core/model/node.js';
import type { AgentEntry } from '../../src/core/ports/broker.js';
import { FakeCluster } from '../helpers/fake-broker.js';
import { FakeClock } from '../helpers/fake-clock.js';
import { launch } from '../helpers/launch-app.js';
import { ASKS, anEntry } from '../helpers/neighbours.js';

async function beside(...entries: readonly AgentEntry[]) {
  const cluster = new FakeCluster(new FakeClock());
  const worker = cluster.broker('far');
  const calls: NeighbourCall[] = [];
  let door = '';
  worker.subscribe(toNeighbours('far'), ({ body }) => {
    const ask = readSealed(body)?.body as NeighbourAsk;
    door = ask.door;
    calls.push(ask.call);
  });
  const app = await launch({ cols: 120, rows: 30, cluster, config: { redis: { url: 'redis://127.0.0.1:1' }, worker: { name: 'here' } } });
  const announces = async (...told: readonly AgentEntry[]) => {
    await worker.announce({ name: 'far', kind: 'worker', version: '1', slots: 1, busy: 1, labels: [] }, told);
    worker.publish({ topic: REGISTRY_TOPIC, body: null });
    await app.passes(1000);
  };
  const sealer = new Sealer('secret');
  const says = async (agent: string, news: NeighbourNews) => {
    const sealed = sealer.seal(forOnlooker('here', door), { task: agent, fence: 0, body: news });
    worker.publish({ topic: toOnlooker('here'), body: sealed });
    await app.settled();
  };
  await app.passes(1000);
  await announces(...entries);
  return { app, cluster, worker, calls, announces, says };
}

const output = (text: string) => ({
  kind: 'output' as const,
  data: Buffer.from(text).toString('base64'),
  isNew: true,
  size: { cols: 80, rows: 24 },
});

it('are in the list, and their screens in the pane as long as somebody looks', async () => {
  const { app, calls, says, announces } = await beside(anEntry({ id: 'a-1', name: 'fix-far', state: 'working' }));
  expect(app.me.shows.includes('fix-far')).toBe(true);
  await app.me.press('down');
  await app.passes(500);
  expect(calls).toContainEqual({ kind: 'watch', on: true, attended: false });
  await says('a-1', output('printed far away'));
  expect(app.me.shows.includes('printed far away')).toBe(true);
  await announces();
  expect([app.me.shows.includes('fix-far'), app.me.shows.includes('printed far away')]).toEqual([false, false]);
});

it('take keys of whoever has attached to them from the command line', async () => {
  const { app, calls, says } = await beside(anEntry({ id: 'a-1', name: 'fix-far' }));
  const other = await app.open({ cols: 80, rows: 24, agent: 'fix-far@far' });
  await says('a-1', output('ready'));
  await other.type('hi');
  const typed = calls.flatMap((call) => (call.kind === 'keys' ? [Buffer.from(call.data, 'base64').toString()] : []));
  expect(typed.join('')).toContain('hi');
  expect(calls.filter(({ kind }) => kind === 'size')).toContainEqual(expect.objectContaining({ attended: true }));
  expect((await app.open({ cols: 80, rows: 24, agent: 'fix-near' })).lastWords).toMatchObject({ reason: 'refused' });
});

it('say that their node does not answer, as soon as keys reach nobody, and as before when it is there again', async () => {
  const { app, cluster, announces, says } = await beside(anEntry({ id: 'a-1', name: 'fix-far' }));
  const other = await app.open({ cols: 80, rows: 24, agent: 'fix-far@far' });
  await says('a-1', output('ready'));
  cluster.kill('far');
  await other.type('hi');
  expect(other.shows.includes('far does not answer: keys are not typed until it does')).toBe(true);
  await app.passes(20_000);
  expect(app.me.shows.includes('no answer')).toBe(true);
  expect((await app.request('status', {})).others?.[0]?.silentSince).toBeDefined();
  cluster.broker('far').subscribe(toNeighbours('far'), () => undefined);
  await app.passes(5000);
  expect([app.me, other].map(({ shows }) => shows.includes('no answer'))).toEqual([false, false]);
  await announces();
});

it('are no part of what this host keeps, counts or waits for', async () => {
  const { app, announces } = await beside(anEntry({ id: 'a-1', name: 'fix-far', state: 'waiting', row: { question: ASKS } }));
  const status = await app.request('status', {});
  expect([status.agents, status.others?.map(({ id }) => id)]).toEqual([[], ['a-1']]);
  await announces(anEntry({ id: 'a-1', name: 'fix-far', state: 'idle' }));
  expect(app.storage.appended.filter(({ event }) => 'agent' in event)).toEqual([]);
  await app.me.leaves();
  await app.passes(11_000);
  expect(app.hasEnded).toBe(true);
});

it('are unknown while Redis is away, and as they were when it is back', async () => {
  const { app, cluster } = await beside(anEntry({ id: 'a-1', name: 'fix-far' }));
  cluster.cut('here');
  await app.passes(1000);
  expect((await app.request('status', {})).others?.[0]).toMatchObject({ state: 'unknown', open: false });
  cluster.restore('here');
  await app.passes(1000);
  expect((await app.request('status', {})).others?.[0]).toMatchObject({ state: 'working', open: true });
});

it('draw nothing anew with the heartbeats of their node', async () => {
  const { app, announces } = await beside(anEntry({ id: 'a-1', name: 'fix-far' }));
  const before = app.me.frames.length;
  await announces(anEntry({ id: 'a-1', name: 'fix-far', seenAt: '2026-11-21T12:00:30.000Z' }));
  expect(app.me.frames.slice(before)).toEqual([]);
});
