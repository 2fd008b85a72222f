// A host that ends while agents of it are elsewhere, or wait for a place there: it waits for nobody, and the next host has them again.
import { expect, it } from 'vitest';
import { ok } from '../../../src/core/model/error.js';
import { remoteStory } from '../../helpers/remote-story.js';

type Story = ReturnType<typeof remoteStory>;

function nextHost(story: Story): void {
  story.agents.dispose();
  story.dispatch({ type: 'host.started', pid: 2, version: '1', bootId: null });
  story.newOwner().begin();
}

it('one that no node has taken is waited for no longer, stays as it is, and is taken from the next host', async () => {
  const story = remoteStory();
  const started = story.start();
  await story.rest();
  story.agents.letGo();
  expect(await started).toEqual(ok(null));
  expect(story.types()).not.toContain('agent.startFailed');
  expect(story.agent().state).toBe('starting');
  nextHost(story);
  await story.addWorker('far');
  await story.passes(6000);
  expect(story.agent()).toMatchObject({ state: 'working', node: 'far' });
});

it('one that is taken in that moment is begun with by the next host', async () => {
  const story = remoteStory();
  void story.start();
  await story.rest();
  story.agents.letGo();
  const { link } = await story.addWorker('far');
  await story.passes(3000);
  expect(link.orders).toEqual([]);
  nextHost(story);
  await story.passes(60_000);
  expect(story.agent()).toMatchObject({ state: 'working', node: 'far' });
  expect(link.orders).toHaveLength(1);
});

it('one that would be given out then is not', async () => {
  const story = remoteStory();
  story.agents.letGo();
  expect(await story.start()).toEqual(ok(null));
  expect(story.types()).toEqual([]);
});

it('a result that comes then is for the next host', async () => {
  const story = remoteStory();
  const { link, carrier } = await story.addWorker('far');
  void story.start();
  await story.rest();
  story.agents.letGo();
  const work = story.commits.make(story.first);
  carrier.stands = work;
  link.shows({ state: 'done', pid: null, result: { kind: 'branch', url: null, commit: work, path: null } });
  await story.passes(6000);
  expect(story.types()).not.toContain('agent.exited');
  nextHost(story);
  await story.passes(6000);
  expect(story.types().filter((type) => type === 'agent.exited')).toHaveLength(1);
  expect(story.carrier.refs.get('refs/heads/orch/fix')).toBe(work);
});

it('while the broker is away nobody hears that it is to end, and nobody waits for an answer', async () => {
  const story = remoteStory();
  await story.addWorker('far');
  void story.start();
  await story.rest();
  story.cluster.cut('home');
  let hasEnded = false;
  story.dispatch({ type: 'agent.stopRequested', agent: 'a-1234' });
  void story.agents.stop('a-1234').then(() => {
    hasEnded = true;
  });
  await story.rest();
  expect(hasEnded).toBe(true);
  expect(story.agent()).toMatchObject({ state: 'stopped', process: null });
});
