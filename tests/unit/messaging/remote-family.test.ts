// An agent of another machine in its hierarchy: its level and its rights go with it, its own words come back, and what those below it did is saved.
import { expect, it } from 'vitest';
import { newAgent } from '../../helpers/fold-events.js';
import { remoteStory } from '../../helpers/remote-story.js';

it('its place in the hierarchy goes with it, and what it says of its end comes back', async () => {
  const story = remoteStory();
  const { link, carrier } = await story.addWorker('far');
  void story.start();
  await story.rest();
  expect(link.orders[0]).toMatchObject({
    role: null,
    whenStuck: 'wait',
    delegate: 'never',
    part: { role: null, depth: 0, maxDepth: 3, isChild: false },
  });
  const work = story.commits.make(story.first);
  carrier.stands = work;
  const report = { summary: 'the shelf is there', artifacts: [], at: '2026-01-01T00:00:00.000Z' };
  link.shows({ state: 'done', pid: null, report, result: { kind: 'branch', url: null, commit: work, path: null } });
  await story.rest();
  expect(story.agent().report).toMatchObject({ summary: 'the shelf is there' });
});

it.each<[string, 'wait' | 'fail', boolean]>([
  ['one that was delegated may ask the person there who ordered the whole', 'wait', true],
  ['one of whose goal nobody is to be asked may not', 'fail', false],
])('%s, and neither waits when it is stuck', async (_, whenStuck, asksPerson) => {
  const boss = newAgent('a-boss', { name: 'boss', plan: { unattended: true, whenStuck } });
  const story = remoteStory({ others: [boss], parent: 'a-boss', delegation: { depth: 1, waits: false, message: '' } });
  const { link } = await story.addWorker('far');
  void story.start();
  await story.rest();
  expect(link.orders[0]).toMatchObject({ whenStuck: 'fail', part: { isChild: true, asksPerson }, home: { parent: 'boss', asksPerson } });
});

it('what those below it have done is saved at once', async () => {
  const story = remoteStory();
  const { link, carrier } = await story.addWorker('far');
  void story.start();
  await story.rest();
  const work = story.commits.make(story.first);
  carrier.stands = work;
  link.showsBelow({ state: 'working' });
  await story.rest();
  expect(story.agent().offer?.checkpoint).toBeNull();
  link.showsBelow({ state: 'done' });
  await story.rest();
  expect(story.agent().offer?.checkpoint).toBe(work);
});

it('what it asks a person by its tool is asked and answered at home', async () => {
  const story = remoteStory();
  const { link } = await story.addWorker('far');
  void story.start();
  await story.rest();
  const inquiry = { id: 'm-1', text: 'Which shelf?', options: [], with: 'person', at: '2026-01-01T00:00:00.000Z' } as const;
  link.shows({ state: 'working', inquiry });
  await story.rest();
  expect(story.agent()).toMatchObject({ state: 'waiting', question: { kind: 'text', text: 'Which shelf?', digest: 'm-1' } });
  await story.agents.answer('a-1234', 'm-1', 'the left one');
  expect(link.asked).toContain('answer the left one');
  link.shows({ state: 'working', inquiry: null });
  await story.rest();
  expect(story.agent()).toMatchObject({ state: 'working', question: null });
});

it('what it asks by its tool stands at home also when its turn has ended there', async () => {
  const story = remoteStory();
  const { link } = await story.addWorker('far');
  void story.start();
  await story.rest();
  const inquiry = { id: 'm-1', text: 'Which shelf?', options: ['left', 'right'], with: 'person', at: '2026-01-01T00:00:00.000Z' } as const;
  link.shows({ state: 'idle', inquiry });
  await story.rest();
  expect(story.agent()).toMatchObject({ state: 'waiting', question: { kind: 'choice', text: 'Which shelf?', digest: 'm-1' } });
});

it('what it asks by its tool stands at home also where nobody there knows what it does', async () => {
  const story = remoteStory();
  const { link } = await story.addWorker('far');
  void story.start();
  await story.rest();
  const inquiry = { id: 'm-1', text: 'Which shelf?', options: [], with: 'person', at: '2026-01-01T00:00:00.000Z' } as const;
  link.shows({ state: 'unknown', inquiry });
  await story.rest();
  expect(story.agent()).toMatchObject({ state: 'waiting', question: { text: 'Which shelf?', digest: 'm-1' } });
});

it('what it asks the manager there is for that one', async () => {
  const story = remoteStory();
  const { link } = await story.addWorker('far');
  void story.start();
  await story.rest();
  link.shows({ state: 'working', inquiry: { id: 'm-1', text: 'Which?', options: [], with: 'manager', at: '2026-01-01T00:00:00.000Z' } });
  await story.rest();
  expect(story.agent()).toMatchObject({ state: 'working', question: null });
});

it('what those below it have used is counted with its own, also when they are gone', async () => {
  const story = remoteStory();
  const { link } = await story.addWorker('far');
  void story.start();
  await story.rest();
  const used = (costUsd: number) => ({ inputTokens: 100, outputTokens: 10, costUsd, estimated: false });
  link.showsBelow({ state: 'working', usage: used(0.5) });
  link.shows({ usage: used(0.25) });
  await story.rest();
  expect(story.agent().usage).toMatchObject({ inputTokens: 200, costUsd: 0.75 });
  link.removesBelow();
  await story.rest();
  link.shows({ state: 'stopped', pid: null });
  await story.rest();
  expect(story.agent().usage).toMatchObject({ inputTokens: 200, costUsd: 0.75 });
});
