// A worker tells everybody of its agents: at once or within a moment where others see a change, by its heartbeat where they do not, and never without need.
import { expect, it } from 'vitest';
import { REGISTRY_TOPIC } from '../../../src/core/model/node.js';
import type { AgentEntry } from '../../../src/core/ports/broker.js';
import { Presence } from '../../../src/servers/worker/presence.js';
import { FakeCluster } from '../../helpers/fake-broker.js';
import { FakeClock } from '../../helpers/fake-clock.js';
import { remoteStory } from '../../helpers/remote-story.js';

const USAGE = { inputTokens: 1, outputTokens: 1, costUsd: 0, estimated: false };

async function atWork() {
  const story = remoteStory();
  const there = await story.addWorker('far');
  void story.start();
  await story.rest();
  await story.passes(500);
  return { ...story, ...there };
}

type Story = Pick<ReturnType<typeof remoteStory>, 'cluster'>;

const told = ({ cluster }: Story) => cluster.announced.filter(({ node }) => node === 'far');
const newest = (story: Story) => told(story).at(-1)?.agents ?? [];
const news = ({ cluster }: Story) => cluster.said.filter(({ topic, from }) => topic === REGISTRY_TOPIC && from === 'far').length;

it('the agent of a task stands there under its own id and name, and whom it has delegated to below it', async () => {
  const story = await atWork();
  story.link.showsBelow({ state: 'idle' });
  await story.rest();
  await story.passes(500);
  expect(newest(story).map(({ id, name, state, row }) => [id, name, state, row?.owner, row?.parent])).toEqual([
    ['a-1234', 'fix', 'working', 'home', null],
    ['a-be10', 'below', 'idle', 'home', 'a-1234'],
  ]);
  const found = await story.cluster.broker('other').agents();
  expect(found.ok && found.value.map(({ id }) => id)).toEqual(['a-1234', 'a-be10']);
});

it('what others see is told within a moment, and many changes are told together', async () => {
  const story = await atWork();
  const [tellings, newsBefore] = [told(story).length, news(story)];
  for (const progress of ['1/3', '2/3', '3/3']) {
    story.link.shows({ progress });
    await story.rest();
  }
  expect(told(story)).toHaveLength(tellings);
  await story.passes(500);
  expect(told(story)).toHaveLength(tellings + 1);
  expect(news(story)).toBe(newsBefore + 1);
  expect(newest(story)[0]?.row?.progress).toBe('3/3');
});

it('without any change it costs its heartbeat alone, and that is no news', async () => {
  const story = await atWork();
  const [tellings, newsBefore] = [told(story).length, news(story)];
  story.link.shows({});
  await story.passes(29_000);
  expect(told(story)).toHaveLength(tellings);
  await story.passes(1000);
  expect(told(story)).toHaveLength(tellings + 1);
  expect(news(story)).toBe(newsBefore);
});

it('what has been used alone is told now and then, and is no news', async () => {
  const story = await atWork();
  const [tellings, newsBefore] = [told(story).length, news(story)];
  for (let used = 1; used <= 20; used += 1) {
    story.link.shows({ usage: { ...USAGE, inputTokens: used } });
    await story.passes(1000);
  }
  const more = told(story).length - tellings;
  expect(more).toBeGreaterThanOrEqual(1);
  expect(more).toBeLessThanOrEqual(2);
  expect(news(story)).toBe(newsBefore);
  expect(newest(story)[0]?.row?.usage?.inputTokens).toBeGreaterThan(8);
});

it('when the task ends its agents are gone at once', async () => {
  const story = await atWork();
  story.link.showsBelow({ state: 'done' });
  await story.rest();
  await story.passes(500);
  expect(newest(story)).toHaveLength(2);
  const newsBefore = news(story);
  const work = story.commits.make(story.first);
  story.carrier.stands = work;
  story.link.shows({ state: 'done', pid: null, result: { kind: 'branch', url: null, commit: work, path: null } });
  await story.rest();
  expect(story.worker.busy).toBe(0);
  expect(newest(story)).toEqual([]);
  expect(news(story)).toBe(newsBefore + 1);
});

it('what another machine may have by now is not told by this one, also while its own agent still ends', async () => {
  const story = await atWork();
  const asked = story.link.request;
  story.link.request = (method, params) => (method === 'stop' ? new Promise<never>(() => undefined) : asked(method, params));
  expect(newest(story)).toHaveLength(1);
  story.cluster.lose('far');
  await story.passes(7000);
  expect(story.worker.busy).toBe(1);
  expect(newest(story)).toEqual([]);
});

it('a broker that is back is told anew, also where nothing has changed', async () => {
  const story = await atWork();
  story.cluster.cut('far');
  await story.passes(2000);
  const [tellings, newsBefore] = [told(story).length, news(story)];
  story.link.shows({ progress: '1/2' });
  await story.passes(2000);
  story.link.shows({ progress: null });
  await story.passes(2000);
  expect(told(story)).toHaveLength(tellings);
  story.cluster.restore('far');
  await story.rest();
  expect(told(story)).toHaveLength(tellings + 1);
  expect(news(story)).toBe(newsBefore + 1);
});

it('one that comes after another of its name tells at once that it has nobody', async () => {
  const story = remoteStory();
  await story.addWorker('far');
  await story.rest();
  expect(newest(story)).toEqual([]);
  expect(news(story)).toBe(1);
});

it('nothing waits any more at its end, and the last is still told', async () => {
  const clock = new FakeClock();
  const cluster = new FakeCluster(clock);
  let agents: readonly AgentEntry[] = [];
  const broker = cluster.broker('far');
  const presence = new Presence({
    broker,
    clock,
    version: '1',
    slots: 1,
    labels: [],
    heartbeatMs: 30_000,
    busy: () => 0,
    agents: () => agents,
  });
  await presence.tell();
  presence.changed();
  presence.end();
  presence.changed();
  expect(clock.timers).toBe(0);
  agents = [{ id: 'a-1', name: 'x', node: 'far', role: null, harness: 'claude', capabilities: [], state: 'working', seenAt: '' }];
  await presence.tell();
  expect(cluster.announced.at(-1)?.agents).toEqual(agents);
  expect(clock.timers).toBe(0);
});
