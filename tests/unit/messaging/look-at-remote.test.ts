// An agent of another machine, looked at from here while it works: what it has done by now is asked for when somebody wants to see it.
import { expect, it } from 'vitest';
import { readOwnerNews, readWorkerNews } from '../../../src/core/messaging/remote-wire.js';
import { MOST_WORDS, type WorkerNews } from '../../../src/core/model/remote.js';
import { remoteStory } from '../../helpers/remote-story.js';

async function atWork() {
  const story = remoteStory();
  const there = await story.addWorker('far');
  void story.start();
  await story.rest();
  return { ...story, ...there };
}

/** What was said over the broker of this kind. */
function saidOf({ cluster }: Awaited<ReturnType<typeof atWork>>, kind: WorkerNews['kind'] | 'order'): number {
  return cluster.said.filter(({ body }) => (body as { readonly body: { readonly kind: string } } | null)?.body.kind === kind).length;
}

it('its work is saved here when it is asked for, also in the middle of a turn', async () => {
  const story = await atWork();
  const half = story.commits.make(story.first);
  story.carrier.stands = half;
  expect(await story.agents.save('a-1234')).toBe(true);
  expect(story.agent()).toMatchObject({ state: 'working', offer: { checkpoint: half, saved: { node: 'far' } } });
});

it('several who look at once are one question, and where nothing is new nothing is sent', async () => {
  const story = await atWork();
  expect(await Promise.all([story.agents.save('a-1234'), story.agents.save('a-1234')])).toEqual([true, true]);
  expect(saidOf(story, 'order')).toBe(1);
  expect(saidOf(story, 'checkpoint')).toBe(0);
  expect(story.agent().offer?.checkpoint).toBeNull();
});

it('a node that gives no answer is waited for some seconds, and what was saved before stays', async () => {
  const story = await atWork();
  story.cluster.cut('far');
  let isNow: boolean | null = null;
  void story.agents.save('a-1234').then((told) => {
    isNow = told;
  });
  await story.rest();
  await story.passes(3000);
  expect(isNow).toBeNull();
  await story.passes(1000);
  expect(isNow).toBe(false);
});

it('nobody is waited for where Redis is away, or where the agent does not run', async () => {
  const story = await atWork();
  expect(await story.agents.save('a-none')).toBe(false);
  story.cluster.cut('home');
  await story.agents.save('a-1234');
  expect(saidOf(story, 'order')).toBe(0);
});

it('its last words are told when they are asked for, and not before', async () => {
  const story = await atWork();
  await story.passes(20_000);
  expect(story.link.asked).not.toContain('words');
  expect(await story.agents.words('a-1234')).toEqual({ ok: true, value: 'last words of fix-1234-2' });
  story.cluster.cut('far');
  const asked = story.agents.words('a-1234');
  await story.rest();
  await story.passes(4000);
  expect(await asked).toMatchObject({ ok: false, error: { said: 'far did not answer' } });
});

it('an order that only a newer version knows is dropped by the other side, which goes on', async () => {
  expect(readOwnerNews({ kind: 'order', id: 1, order: { what: 'of a later version' } })).toBeNull();
  expect(readOwnerNews({ kind: 'order', id: 1, order: { what: 'words' } })).toMatchObject({ order: { what: 'words' } });
  const long = { kind: 'answered', id: 1, error: null, said: `${'x'.repeat(20_000)}\u001b[2J the end` };
  const read = readWorkerNews(long);
  expect(read?.kind === 'answered' ? read.said : null).toMatch(/^x+ the end$/);
  expect(read?.kind === 'answered' ? (read.said?.length ?? 0) : 0).toBeLessThanOrEqual(MOST_WORDS);
});
