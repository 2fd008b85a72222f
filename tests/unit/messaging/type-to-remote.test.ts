// Keys for an agent of here that another machine has: typed there at once, or not at all, which is said.
import { expect, it } from 'vitest';
import { remoteStory } from '../../helpers/remote-story.js';

const SAID = 'far does not answer: keys are not typed until it does';

async function atWork() {
  const story = remoteStory();
  const there = await story.addWorker('far');
  void story.start();
  await story.rest();
  const typed = () => there.link.asked.filter((asked) => asked.startsWith('terminalKeys')).length;
  return { ...story, ...there, typed };
}

it('go to the worker that has it', async () => {
  const { agents, typed, notices, passes } = await atWork();
  agents.type('a-1234', 'x');
  await passes(10_000);
  agents.type('a-1234', 'y');
  await passes(10_000);
  expect([typed(), notices]).toEqual([2, []]);
});

it('are said to be lost where that was killed, at once and once', async () => {
  const { agents, cluster, silent, notices, rest } = await atWork();
  cluster.kill('far');
  agents.type('a-1234', 'x');
  agents.type('a-1234', 'y');
  await rest();
  expect([notices, silent.since('far') === null]).toEqual([[SAID], false]);
});

it('are not left for one that is cut off, and go again when it is back', async () => {
  const { agents, cluster, typed, silent, notices, passes } = await atWork();
  await passes(10_000);
  cluster.cut('far');
  agents.type('a-1234', 'x');
  await passes(7000);
  expect([silent.takesKeys('far'), notices]).toEqual([false, [SAID]]);
  agents.type('a-1234', 'y');
  cluster.restore('far');
  await passes(5000);
  expect(typed()).toBe(0);
  // It is asked whether it is there with these, if nothing of it has come before.
  agents.type('a-1234', 'z');
  await passes(1000);
  const before = typed();
  expect(silent.since('far')).toBeNull();
  agents.type('a-1234', 'w');
  await passes(1000);
  expect([typed() - before, notices]).toEqual([1, [SAID]]);
});
