// Messages between an agent on another machine and its home, both sides and both posts: none is lost, none is shown twice, whoever is killed or cut off.

import { expect, it } from 'vitest';
import { ok } from '../../../src/core/model/error.js';
import { MAX_MESSAGE_BYTES } from '../../../src/core/model/message.js';
import { RunLetters } from '../../../src/host/remote/run-letters.js';
import { tellLeftLetters } from '../../../src/servers/worker/strays.js';
import { childAtWork } from '../../helpers/families.js';
import { newAgent } from '../../helpers/fold-events.js';
import { readAll } from '../../helpers/post-fixture.js';
import { remoteStory } from '../../helpers/remote-story.js';

const OTHERS = [newAgent('a-boss', { name: 'boss', role: 'coordinator' }), newAgent('a-peer', { name: 'peer' })];

async function begun() {
  const story = remoteStory({ others: OTHERS, parent: 'a-boss' });
  const { link, worker } = await story.addWorker('far');
  void story.start();
  await story.rest();
  const at = (party: string) =>
    story
      .post()
      .list({ party, of: 'all', limit: 100 })
      .filter(({ message }) => message.to_agent === party)
      .map(({ message }) => message.payload.text);
  const waits = () => link.post.list({ party: null, of: 'all', limit: 100 }).filter(({ state }) => state === 'queued').length;
  const tell = (from: string, text: string) => story.post().send({ from, to: ['a-1234'], type: 'message', payload: { text } });
  const stateOf = (text: string) =>
    story
      .post()
      .list({ party: 'a-1234', of: 'all', limit: 100 })
      .find(({ message }) => message.payload.text === text)?.state;
  return { ...story, link, worker, at, waits, tell, stateOf };
}

it('what it writes to its parent, to the person and to another agent at home is there in its name', async () => {
  const { link, rest, at, waits, post } = await begun();
  expect(link.orders[0]?.home).toEqual({ parent: 'boss', owner: 'home', task: 'a-1234', asksPerson: true });
  for (const to of ['parent', 'person', 'manager', 'peer', 'home:peer'])
    expect(await link.writes(to, `to ${to}`)).toMatchObject({ ok: true });
  await rest();
  expect(at('a-boss')).toEqual(['to parent']);
  expect(at('person')).toEqual(['to person', 'to manager']);
  expect(at('a-peer')).toEqual(['to peer', 'to home:peer']);
  expect(post().find('mthere1')).toMatchObject({ fromName: 'fix', message: { from_agent: 'a-1234', to_agent: 'a-boss' } });
  expect(waits()).toBe(0);
});

it('one to all, or to a role, comes to each of them there', async () => {
  const { link, rest, at } = await begun();
  await link.writes('all', 'to all');
  await link.writes('role:coordinator', 'to the role');
  await rest();
  expect(at('a-boss')).toEqual(['to all', 'to the role']);
  expect(at('a-peer')).toEqual(['to all']);
});

it('what home refuses is given up with the reason, and its writer is told', async () => {
  const { link, rest } = await begun();
  expect(await link.writes('nobody', 'hello?')).toMatchObject({ ok: true });
  await rest();
  expect(link.post.find('mthere1')).toMatchObject({ state: 'dead' });
  expect((await link.reads()).join()).toMatch(/^host: message mthere1 to nobody at home was given up: there is none of that name/u);
});

it('nobody hears of it twice, however often it is told', async () => {
  const { link, rest, passes, at, cluster } = await begun();
  await link.writes('person', 'once');
  await rest();
  for (const news of cluster.said.filter(({ topic }) => topic === 'owner:home')) cluster.repeat(news);
  await passes(20_000);
  expect(at('person')).toEqual(['once']);
});

it('cut off it keeps what it is told to send, in order, and sends it when it is back', async () => {
  const { link, passes, rest, at, cluster } = await begun();
  cluster.cut('far');
  await link.writes('person', 'first');
  await link.writes('person', 'second');
  await passes(12_000);
  expect(at('person')).toEqual([]);
  cluster.restore('far');
  await passes(6000);
  await link.writes('person', 'third');
  await rest();
  expect(at('person')).toEqual(['first', 'second', 'third']);
});

it('more than fits into one piece of news comes whole and in order', async () => {
  const { link, rest, passes, at, cluster } = await begun();
  cluster.cut('far');
  const texts = Array.from({ length: 25 }, (_, at) => `${at} ${'x'.repeat(40_000)}`);
  for (const text of texts) expect(await link.writes('person', text)).toMatchObject({ ok: true });
  cluster.restore('far');
  await passes(6000);
  await rest();
  expect(at('person')).toEqual(texts);
});

it('the largest message of one below it comes, too, and who wrote it is said all the same', async () => {
  const { link, rest, at, waits } = await begun();
  link.happens(...childAtWork('a-there', 'a-below', { name: 'below' }));
  const text = 'x'.repeat(MAX_MESSAGE_BYTES - 20);
  expect(await link.writes('person', text, 'a-below')).toMatchObject({ ok: true });
  await rest();
  expect(at('person')).toMatchObject([expect.stringMatching(/^From below, which does a part of this:\nx{60000}.*…$/u)]);
  expect(waits()).toBe(0);
});

it('the host of the clone may be killed before anybody has heard it', async () => {
  const { link, passes, at, cluster, waits } = await begun();
  cluster.cut('far');
  await link.writes('parent', 'kept');
  link.restarts();
  cluster.restore('far');
  await link.writes('parent', 'and more');
  await passes(12_000);
  expect(at('a-boss')).toEqual(['kept', 'and more']);
  expect(waits()).toBe(0);
});

it('the worker may be killed before anybody has heard it', async () => {
  const story = await begun();
  story.cluster.cut('far');
  await story.link.writes('parent', 'kept');
  story.cluster.kill('far');
  story.cluster.lose('far');
  story.cluster.restore('far');
  await story.addWorker('far', { link: story.link });
  await story.passes(6000);
  expect(story.at('a-boss')).toEqual(['kept']);
});

it('the host at home may be killed: what it had not said it has taken comes again, and is there once', async () => {
  const { link, passes, at, cluster, restartsHome, waits } = await begun();
  cluster.cut('home');
  await link.writes('person', 'while nobody was there');
  restartsHome();
  cluster.restore('home');
  await passes(12_000);
  expect(at('person')).toEqual(['while nobody was there']);
  restartsHome();
  await link.writes('person', 'and then');
  await passes(6000);
  expect(at('person')).toEqual(['while nobody was there', 'and then']);
  expect(waits()).toBe(0);
});

it('what it had said and nobody had heard comes with its end', async () => {
  const { link, rest, at, cluster, waits, agent, passes } = await begun();
  cluster.cut('far');
  await link.writes('person', 'the last word');
  link.shows({ state: 'done', pid: null, result: null });
  await passes(3000);
  cluster.restore('far');
  await passes(5000);
  await rest();
  expect(agent().state).toBe('finishing');
  expect(at('person')).toEqual(['the last word']);
  expect(waits()).toBe(0);
});

it('what it had said before its task went to another machine is heard all the same', async () => {
  const story = await begun();
  story.cluster.cut('far');
  await story.link.writes('person', 'found it');
  await story.addWorker('near');
  story.cluster.lose('far');
  await story.passes(1000);
  expect(story.agent().node).toBe('near');
  story.cluster.restore('far');
  await story.passes(12_000);
  expect(story.at('person')).toEqual(['found it']);
});

it('what it had said before it was stopped here is heard also by the host that comes after this one', async () => {
  const { link, passes, at, cluster, agent, agents, dispatch, restartsHome, waits } = await begun();
  cluster.cut('far');
  await link.writes('person', 'found it');
  dispatch({ type: 'agent.stopRequested', agent: 'a-1234' });
  void agents.stop('a-1234');
  await passes(25_000);
  expect(agent().state).toBe('stopped');
  restartsHome();
  cluster.restore('far');
  await passes(12_000);
  expect(at('person')).toEqual(['found it']);
  expect(waits()).toBe(0);
});

it('a machine that fails before anybody has heard its agent tells that when a worker is there again, although its task is elsewhere', async () => {
  const story = await begun();
  story.cluster.cut('far');
  await story.link.writes('person', 'found it');
  story.cluster.kill('far');
  await story.addWorker('near');
  story.cluster.lose('far');
  await story.passes(1000);
  story.link.restarts();
  story.cluster.restore('far');
  const { worker } = await story.addWorker('far', { link: story.link });
  await story.passes(6000);
  expect(story.agent().node).toBe('near');
  expect(story.at('person')).toEqual([]);
  const repository = { link: story.link };
  await tellLeftLetters(
    repository,
    () => true,
    (agent, home) => worker.tellLate(repository, agent, home),
  );
  expect(story.at('person')).toEqual([]);
  const told = tellLeftLetters(
    repository,
    (agent) => worker.isDoing(agent),
    (agent, home) => worker.tellLate(repository, agent, home),
  );
  await story.rest();
  await told;
  expect(story.at('person')).toEqual(['found it']);
  expect(story.waits()).toBe(0);
});

it('what one had said that was removed here meanwhile is given up there, and does not wait for ever', async () => {
  const { link, passes, cluster, dispatch } = await begun();
  cluster.cut('far');
  await link.writes('person', 'found it');
  dispatch({ type: 'agent.removed', agent: 'a-1234', rescueRef: null, trash: null, restore: null });
  cluster.restore('far');
  await passes(12_000);
  expect(link.post.find('mthere1')).toMatchObject({ state: 'dead', error: { said: 'its task was removed there' } });
});

it('a message of home lies in its inbox there, by its id and sender, and counts as read here when it was read there', async () => {
  const { link, rest, tell, stateOf, passes } = await begun();
  const sent = await tell('a-boss', 'use port 4021');
  await rest();
  const id = sent.ok ? (sent.value[0]?.id ?? '') : '';
  expect(link.post.find(id)).toMatchObject({ fromName: 'boss', message: { from_agent: 'home:a-boss', to_agent: 'a-there' } });
  await passes(12_000);
  expect(stateOf('use port 4021')).toBe('queued');
  expect(await link.reads()).toEqual(['boss: use port 4021']);
  await rest();
  expect(stateOf('use port 4021')).toBe('acknowledged');
});

it('what was read there stands on the timeline here, once', async () => {
  const { link, rest, passes, tell, events } = await begun();
  await tell('person', 'hurry');
  await rest();
  await link.reads();
  await passes(12_000);
  expect(events.filter(({ type }) => type === 'message.sent')).toEqual([
    { type: 'message.sent', agent: 'a-1234', text: 'from person: hurry', by: 'person' },
  ]);
});

it('words of the person are words of the person there', async () => {
  const { link, rest, tell } = await begun();
  await tell('person', 'stop that');
  await rest();
  expect(link.post.inbox('a-there')[0]).toMatchObject({ message: { from_agent: 'person' } });
});

it('several of one sender are there together and in order, although news of them get lost', async () => {
  const { link, rest, passes, tell, cluster } = await begun();
  cluster.cut('far');
  await tell('a-boss', 'first');
  await tell('a-boss', 'second');
  await rest();
  cluster.restore('far');
  await tell('a-boss', 'third');
  await passes(6000);
  expect(await link.reads()).toEqual(['boss: first', 'boss: second', 'boss: third']);
  await passes(6000);
  expect(await link.reads()).toEqual([]);
});

it('what it had not read when its run ends stays queued here, and is there again when it is resumed', async () => {
  const { link, rest, passes, tell, stateOf, agent, agents, dispatch } = await begun();
  await tell('person', 'one thing more');
  await rest();
  dispatch({ type: 'agent.stopRequested', agent: 'a-1234' });
  await agents.stop('a-1234');
  await rest();
  expect(agent()).toMatchObject({ state: 'stopped', process: null });
  expect(stateOf('one thing more')).toBe('queued');
  dispatch({ type: 'agent.resumeRequested', agent: 'a-1234', fresh: false, text: null });
  void agents.start(agent(), 'resume', null).then((done) => {
    if (done.ok && done.value !== null) dispatch({ type: 'agent.started', agent: 'a-1234', ...done.value });
  });
  await passes(3000);
  expect(await link.reads()).toEqual(['person: one thing more']);
  await rest();
  expect(stateOf('one thing more')).toBe('acknowledged');
});

it('what it had not read goes to whoever takes the task over', async () => {
  const story = await begun();
  await story.tell('a-boss', 'mind the gap');
  await story.rest();
  story.cluster.cut('far');
  const next = await story.addWorker('near');
  story.cluster.lose('far');
  await story.passes(2000);
  expect(await next.link.reads()).toEqual(['boss: mind the gap']);
});

it('what waits for one that is removed here is given up, and its sender knows', async () => {
  const { link, rest, tell, stateOf, dispatch, post } = await begun();
  await tell('a-boss', 'too late');
  await rest();
  link.shows({ state: 'stopped', pid: null });
  await rest();
  dispatch({ type: 'agent.removed', agent: 'a-1234', rescueRef: null, trash: null, restore: null });
  await rest();
  expect(stateOf('too late')).toBe('dead');
  expect(
    post()
      .inbox('a-boss')
      .map(({ message }) => message.payload.text)
      .join(),
  ).toContain('was given up');
});

it('what could not be typed there is given up here with the reason', async () => {
  const { link, rest, tell, stateOf } = await begun();
  await tell('a-boss', 'hm');
  await rest();
  link.post.giveUp('a-there', { kind: 'harness', tried: 'deliver a message', said: 'a draft stands in its line', next: 'Send it again' });
  await rest();
  expect(stateOf('hm')).toBe('dead');
});

it('it is told who is at home, and of those who come later', async () => {
  const { link, passes, dispatch } = await begun();
  expect(link.circles.get('a-there')?.map(({ name, isParent }) => [name, isParent])).toEqual([
    ['boss', true],
    ['peer', false],
  ]);
  dispatch({ type: 'agent.delegated', agent: 'a-boss', order: newAgent('a-new', { name: 'late', parent: 'a-boss' }) });
  await passes(6000);
  expect(link.circles.get('a-there')?.map(({ name }) => name)).toContain('late');
});

it('a reply to its message goes to it, and its reply to that comes back', async () => {
  const { link, rest, at, post } = await begun();
  await link.writes('peer', 'which port?');
  await rest();
  await post().send({ from: 'a-peer', to: ['a-1234'], type: 'answer', payload: { text: '4021', inReplyTo: 'mthere1' } });
  await rest();
  const [came] = await readAll(link.post, 'a-there');
  expect(came).toMatchObject({ fromName: 'peer', message: { payload: { text: '4021', inReplyTo: 'mthere1' } } });
  await link.post.send({ from: 'a-there', to: [came?.message.from_agent ?? ''], type: 'message', payload: { text: 'thanks' } });
  await rest();
  expect(at('a-peer')).toEqual(['which port?', 'thanks']);
});

it('how to reach it is known when its worker has spoken; one of an older version takes no messages', async () => {
  const run = new RunLetters({ mail: {} as never, agents: () => ({}) }, 'a-1234', () => undefined);
  expect(run.way).toBe('later');
  run.isHeard();
  expect(run.way).toBe('typed');
  const mail = { due: () => [], take: async () => ok(undefined), ended: async () => undefined, asked: async () => undefined };
  const world = { mail, agents: () => ({}) };
  const newer = new RunLetters(world, 'a-1234', () => undefined);
  await newer.hear({ kind: 'letters', letters: [], taken: [], kept: [] }, true, () => undefined);
  newer.isHeard();
  expect(newer.way).toBe('letters');
  newer.left();
  expect(newer.way).toBe('later');
});
