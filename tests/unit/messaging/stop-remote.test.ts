// Agents on other machines that are to end: how long their nodes are waited for, and what a person is told of it.
import { expect, it } from 'vitest';
import { remoteStory } from '../../helpers/remote-story.js';

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
