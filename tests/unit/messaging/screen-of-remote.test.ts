// The screen of an agent of here that another machine has: what is shown goes on from a beginning that has come, whatever was lost on the way.
import { expect, it } from 'vitest';
import type { WorkerNews } from '../../../src/core/model/remote.js';
import { RemoteSights } from '../../../src/host/remote/remote-sights.js';
import { remoteStory } from '../../helpers/remote-story.js';

async function looked() {
  const story = remoteStory();
  const there = await story.addWorker('far');
  void story.start();
  await story.rest();
  void story.agents.look('a-1234');
  await story.rest();
  return { ...story, ...there };
}

it('goes on with what is printed', async () => {
  const { shown, link, passes } = await looked();
  link.printed += ' more';
  await passes(1000);
  expect(shown).toEqual(['screen', '+ more']);
});

it.each(['home', 'far'])('begins anew when Redis was away from %s for less than anybody waits for who looks', async (node) => {
  const { shown, link, cluster, passes } = await looked();
  cluster.cut(node);
  link.printed += ' lost';
  await passes(2000);
  cluster.restore(node);
  await passes(6000);
  link.printed += ' more';
  await passes(1000);
  expect(shown).toEqual(['screen', 'screen lost', '+ more']);
});

it('begins anew when Redis was away before it was looked at again', async () => {
  const { shown, link, cluster, agents, passes, rest } = await looked();
  cluster.cut('home');
  link.printed += ' lost';
  await passes(2000);
  cluster.restore('home');
  await rest();
  void agents.look('a-1234');
  await passes(1000);
  expect(shown).toEqual(['screen', 'screen lost']);
});

it('begins anew at a host that was killed while it looked', async () => {
  const { shown, link, newOwner, agents, passes, rest } = await looked();
  agents.dispose();
  shown.splice(0);
  const next = newOwner();
  next.begin();
  await rest();
  void next.look('a-1234');
  await rest();
  link.printed += ' more';
  await passes(1000);
  expect(shown).toEqual(['screen more']);
});

type Output = Omit<Extract<WorkerNews, { kind: 'output' }>, 'kind'>;

function sights() {
  const shown: string[] = [];
  const told: boolean[] = [];
  const text = (data: Uint8Array) => Buffer.from(data).toString();
  const made = new RemoteSights(
    { begin: (_, data) => void shown.push(text(data)), add: (_, data) => void shown.push(`+${text(data)}`), sized: () => undefined },
    (on) => void told.push(on),
  );
  const comes = (data: string, over: Partial<Output> = {}) =>
    made.saw('a-1', { data: Buffer.from(data).toString('base64'), isNew: false, size: { cols: 80, rows: 24 }, ...over });
  return { made, shown, told, comes };
}

it('a piece that never came is noticed by the next one, and it is asked for from the beginning, once', () => {
  const { made, shown, told, comes } = sights();
  made.watch(true);
  comes('one', { isNew: true, piece: 4 });
  comes('two', { piece: 5 });
  expect(told.splice(0)).toEqual([false, true]);
  comes('four', { piece: 7 });
  comes('five', { piece: 8 });
  expect(told).toEqual([false, true]);
  comes('all', { isNew: true, piece: 9 });
  comes('six', { piece: 10 });
  expect(shown).toEqual(['one', '+two', 'all', '+six']);
  expect(told).toEqual([false, true]);
});

it('what an older version tells without counting goes on as it comes', () => {
  const { made, shown, comes } = sights();
  made.watch(true);
  comes('one', { isNew: true });
  comes('two');
  expect(shown).toEqual(['one', '+two']);
});

it('a beginning that does not come is asked for again, and what comes after the last look asks for nothing', () => {
  const { made, shown, told, comes } = sights();
  made.watch(true);
  made.watch(true);
  expect(told.splice(0)).toEqual([false, true, false, true]);
  comes('one', { isNew: true });
  made.watch(true);
  made.watch(false);
  comes('late');
  expect([shown, told]).toEqual([['one'], [true, false]]);
});
