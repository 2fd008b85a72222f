// Agents on other machines that are to end: how long their nodes are waited for, and what a person is told of it.
import { expect, it } from 'vitest';
import { fail, type Result } from '../../../src/core/model/error.js';
import { type FakeCarrier, remoteStory } from '../../helpers/remote-story.js';

async function atWork() {
  const story = remoteStory();
  const worker = await story.addWorker('far');
  void story.start();
  await story.rest();
  return { ...story, ...worker };
}

function stopping({ agents, dispatch }: Awaited<ReturnType<typeof atWork>>) {
  dispatch({ type: 'agent.stopRequested', agent: 'a-1234' });
  const stop = { isOver: false };
  void agents.stop('a-1234').then(() => {
    stop.isOver = true;
  });
  return stop;
}

it('a node that does not answer is told of while it is waited for', async () => {
  const story = await atWork();
  story.cluster.cut('far');
  const stop = stopping(story);
  await story.passes(1000);
  expect([story.notices, stop.isOver]).toEqual([['far has not ended fix yet: it is waited for, 20 s at most'], false]);
  await story.passes(19_000);
  expect([story.notices.slice(1), stop.isOver]).toEqual([['far did not answer: what it does for fix counts no more'], true]);
  expect(story.agent()).toMatchObject({ state: 'stopped', process: null });
});

it('of one that answers at once nothing is said', async () => {
  const story = await atWork();
  const stop = stopping(story);
  await story.rest();
  expect(stop.isOver).toBe(true);
  await story.passes(5000);
  expect(story.notices).toEqual([]);
});

it('who is stopped from here is asked to stop once, and who is stopped there as well', async () => {
  const orders = async (stops: (story: Awaited<ReturnType<typeof atWork>>) => unknown) => {
    const story = await atWork();
    stops(story);
    await story.rest();
    expect(story.agent()).toMatchObject({ state: 'stopped', pending: null, process: null });
    return story.types().filter((type) => type === 'agent.stopRequested').length;
  };
  expect(await orders(stopping)).toBe(1);
  expect(await orders(({ link }) => link.shows({ state: 'stopped', pid: null }))).toBe(1);
});

it('one that is not among the nodes any more is not waited for', async () => {
  const story = await atWork();
  await story.passes(61_000);
  story.cluster.cut('far');
  story.cluster.lose('far');
  const stop = stopping(story);
  await story.rest();
  expect([story.notices, stop.isOver]).toEqual([['far is gone: what it does for fix counts no more'], true]);
  expect(story.agent()).toMatchObject({ state: 'stopped', process: null });
});

/** A remote that answers nothing, until whoever asks it gives up. */
function hangs(carrier: FakeCarrier): void {
  const error = { kind: 'interrupted', tried: 'fetch', said: 'nobody waits for it any more', next: 'Try again' } as const;
  carrier.fetch = () =>
    new Promise<Result<void>>((resolve) => {
      const end = () => resolve(fail(error));
      if (carrier.ends?.aborted === true) end();
      carrier.ends?.addEventListener('abort', end);
    });
}

/** Gives the way to let arrive what is fetched. */
function slowly(carrier: FakeCarrier): () => void {
  const fetch = carrier.fetch.bind(carrier);
  let arrives = () => {};
  carrier.fetch = async (order) => {
    await new Promise<void>((resolve) => {
      arrives = resolve;
    });
    return fetch(order);
  };
  return () => arrives();
}

/** Its work is pushed, and this machine does not get it. */
async function doneAndNotHere() {
  const story = remoteStory();
  story.carrier.origin = new Map();
  const { link, carrier: there } = await story.addWorker('far');
  void story.start();
  await story.rest();
  const fetch = story.carrier.fetch;
  hangs(story.carrier);
  const work = story.commits.make(story.first);
  there.stands = work;
  link.shows({ state: 'done', pid: null, result: { kind: 'branch', url: null, commit: work, path: null } });
  await story.rest();
  const comesBack = () => {
    story.carrier.fetch = fetch;
  };
  return { ...story, link, work, comesBack };
}

it('a fetch of its work that hangs holds up nobody for longer, and the work is fetched when it goes on', async () => {
  const story = await doneAndNotHere();
  expect(story.types()).not.toContain('agent.exited');
  const stop = stopping(story as never);
  await story.passes(19_000);
  expect([story.notices, stop.isOver]).toEqual([['the work of fix is on its way from far: it is waited for, 20 s at most'], false]);
  await story.passes(1000);
  expect([story.notices.slice(1), stop.isOver]).toEqual([
    ['the work of fix could not be fetched from far by then: press r to fetch it'],
    true,
  ]);
  expect(story.agent()).toMatchObject({ process: null, offer: { owed: { node: 'far', isDone: true, work: { commit: story.work } } } });
  story.comesBack();
  expect(await story.agents.start(story.agent(), 'resume', null)).toMatchObject({ ok: true });
  expect(story.carrier.refs.get('refs/heads/orch/fix')).toBe(story.work);
});

it('work that is fetched before a new run holds up neither a stop nor the end of the host', async () => {
  const story = await doneAndNotHere();
  stopping(story as never);
  await story.passes(20_000);
  const refused = { ok: false, error: { kind: 'interrupted', next: expect.stringContaining('press r to fetch it') } };
  const started = story.agents.start(story.agent(), 'resume', null);
  await story.rest();
  await story.agents.stop('a-1234');
  expect(await started).toMatchObject(refused);
  const again = story.agents.start(story.agent(), 'resume', null);
  await story.rest();
  story.agents.letGo();
  expect(await again).toMatchObject(refused);
  expect(story.agent().offer?.owed).toMatchObject({ work: { commit: story.work } });
});

it('one that was removed is forgotten, and what its node still brings of it is well and of no more use', async () => {
  const story = await atWork();
  story.dispatch({ type: 'agent.removed', agent: 'a-1234', rescueRef: null, trash: null, restore: null });
  story.agents.begin();
  expect(story.agents.has('a-1234')).toBe(false);
  const before = story.events.length;
  story.link.shows({ state: 'done', pid: null });
  await story.rest();
  expect([story.events.length, story.worker.busy]).toEqual([before, 0]);
});

/** What it has done so far is pushed, and this machine does not get it. */
async function soFarNotHere() {
  const story = remoteStory();
  story.carrier.origin = new Map();
  const { link, carrier: there } = await story.addWorker('far');
  void story.start();
  await story.rest();
  const fetch = story.carrier.fetch;
  hangs(story.carrier);
  const work = story.commits.make(story.first);
  there.stands = work;
  link.shows({ state: 'idle' });
  await story.rest();
  const comesBack = () => {
    story.carrier.fetch = fetch;
  };
  return { ...story, link, work, comesBack };
}

it('a fetch of its work so far that hangs keeps nothing from being seen, asked or answered', async () => {
  const { link, rest, agent, agents } = await soFarNotHere();
  const question = { kind: 'choice', text: 'Which port?', options: ['80', '8080'], digest: 'd1' } as const;
  link.shows({ state: 'waiting', question });
  await rest();
  expect(agent()).toMatchObject({ state: 'waiting', question: { text: 'Which port?' }, offer: { fence: 2 } });
  const answer = agents.answer('a-1234', 'd1', '80');
  await rest();
  expect(await answer).toEqual({ ok: true, value: '80' });
});

it('a fetch of its work so far that hangs is broken off by its end, which is fetched then', async () => {
  const { link, rest, agent, comesBack, carrier, work } = await soFarNotHere();
  comesBack();
  link.shows({ state: 'done', pid: null, result: { kind: 'branch', url: null, commit: work, path: null } });
  await rest();
  expect(agent().process).toBeNull();
  expect(carrier.refs.get('refs/heads/orch/fix')).toBe(work);
});

it('a fetch of its work so far that hangs is broken off half a minute after its node was lost, and another one goes on from what is here', async () => {
  const story = await soFarNotHere();
  story.cluster.cut('far');
  await story.addWorker('near');
  story.cluster.lose('far');
  await story.passes(1000);
  expect(story.agent().node).toBe('far');
  await story.passes(30_000);
  expect(story.agent()).toMatchObject({ node: 'near', state: 'working' });
});

it('work so far that is just fetched when its node gives it back is what another one goes on from', async () => {
  const story = remoteStory();
  story.carrier.origin = new Map();
  const { carrier: there, worker } = await story.addWorker('far');
  void story.start();
  await story.rest();
  const arrives = slowly(story.carrier);
  const work = story.commits.make(story.first);
  there.stands = work;
  await story.addWorker('near');
  void worker.stop();
  await story.rest();
  arrives();
  await story.rest();
  expect(story.agent()).toMatchObject({ node: 'near', offer: { checkpoint: work } });
});

it('whoever asks for its work so far has it here with the answer', async () => {
  const story = remoteStory();
  story.carrier.origin = new Map();
  const { carrier: there } = await story.addWorker('far');
  void story.start();
  await story.rest();
  there.stands = story.commits.make(story.first);
  const arrives = slowly(story.carrier);
  const saved = story.agents.save('a-1234');
  await story.rest();
  arrives();
  await story.rest();
  expect(await saved).toBe(true);
});
