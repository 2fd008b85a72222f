// What an agent on another machine has used: all that it has delegated to there counts with it, once, and on whichever machines it was.
import { expect, it } from 'vitest';
import type { Usage } from '../../../src/core/model/usage.js';
import { breachesOf } from '../../../src/core/state/budget.js';
import { remoteStory } from '../../helpers/remote-story.js';

const used = (costUsd: number): Usage => ({ inputTokens: costUsd * 1000, outputTokens: 0, costUsd, estimated: false });
const NO_BOUNDS = { dayUsd: null, goalUsd: null, agentUsd: null, dayTokens: null, goalTokens: null, agentTokens: null };

async function atWork() {
  const story = remoteStory();
  const far = await story.addWorker('far');
  void story.start();
  await story.rest();
  return { story, ...far };
}

it('counts those that it has delegated to, and on when they are removed', async () => {
  const { story, link } = await atWork();
  link.shows({ usage: used(1) });
  await story.rest();
  expect(story.agent().usage).toEqual(used(1));
  link.showsBelow({ state: 'working', usage: used(3) });
  await story.rest();
  expect(story.agent().usage).toEqual(used(4));
  link.showsBelow({ parent: 'a-other', usage: used(50) });
  await story.rest();
  expect(story.agent().usage).toEqual(used(4));
  link.shows({ usage: used(2) });
  await story.rest();
  expect(story.agent().usage).toEqual(used(5));
});

it('tells all of it with the end, too', async () => {
  const { story, link, carrier } = await atWork();
  link.showsBelow({ state: 'done', usage: used(3) });
  const work = story.commits.make(story.first);
  carrier.stands = work;
  link.shows({ state: 'done', pid: null, usage: used(1), result: { kind: 'branch', url: null, commit: work, path: null } });
  await story.rest();
  expect(story.agent()).toMatchObject({ state: 'finishing', usage: used(4) });
});

it('a goal that has spent what it may there is told of here', async () => {
  const { story, link } = await atWork();
  link.shows({ usage: used(1) });
  link.showsBelow({ state: 'working', usage: used(9) });
  await story.rest();
  const breaches = breachesOf(story.state(), { ...NO_BOUNDS, goalUsd: 10 });
  expect(breaches.map(({ said }) => said)).toEqual(['$10.00 of $10.00 for its goal are spent']);
});

it('what was used on a machine that is lost still counts when another goes on', async () => {
  const { story, link } = await atWork();
  link.shows({ usage: used(6) });
  await story.rest();
  story.cluster.cut('far');
  const next = await story.addWorker('near');
  story.cluster.lose('far');
  await story.rest();
  expect(story.agent()).toMatchObject({ node: 'near', usage: used(6) });
  next.link.shows({ usage: used(2) });
  await story.rest();
  expect(story.agent().usage).toEqual(used(8));
});

it('one that goes on where it was is not counted twice', async () => {
  const { story, link } = await atWork();
  link.shows({ usage: used(6) });
  await story.rest();
  story.agents.dispose();
  story.dispatch({ type: 'host.started', pid: 2, version: '1', bootId: null });
  story.newOwner().begin();
  await story.passes(6000);
  expect(story.agent().usage).toEqual(used(6));
  link.shows({ usage: used(7) });
  await story.rest();
  expect(story.agent().usage).toEqual(used(7));
});
