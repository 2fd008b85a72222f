// Many readers of one host: what they all wait for is asked once, and whoever goes leaves nothing behind.
import { expect, it } from 'vitest';
import { sharedStatus } from '../../../../src/servers/a2a/status-feed.js';
import { FakeA2aHost } from '../../../helpers/fake-a2a-host.js';

const turn = () => new Promise((resolve) => setImmediate(resolve));

it('readers that wait for the same change are one question', async () => {
  const host = new FakeA2aHost();
  const feed = sharedStatus(host);
  const first = await feed.request('statusAfter', { seq: -1 });
  if (!first.ok) throw new Error('it is refused');
  const { seq } = first.value;
  const waiting = Array.from({ length: 20 }, () => feed.request('statusAfter', { seq }));
  await turn();
  expect(host.watchers).toBe(1);
  host.is({});
  const answers = await Promise.all(waiting);
  expect(new Set(answers).size).toBe(1);
  void feed.request('statusAfter', { seq: seq + 1 });
  await turn();
  expect(host.watchers).toBe(1);
});

it('all else is asked as it comes, and the host is the same in everything else', async () => {
  const host = new FakeA2aHost();
  host.answers = { goalStop: () => ({ agents: [] }) as never };
  const feed = sharedStatus(host);
  await Promise.all([feed.request('goalStop', { goal: 'g1' }), feed.request('goalStop', { goal: 'g1' })]);
  expect(host.orders).toHaveLength(2);
  expect(await feed.facts()).toMatchObject({ repository: 'widget' });
  expect(feed.createId()).toBe('id-1');
});
