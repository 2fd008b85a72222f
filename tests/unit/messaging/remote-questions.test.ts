// What those below an agent on another machine ask the person at home: shown once, answered from here, and not open any more when nobody waits for it.
import { describe, expect, it } from 'vitest';
import { expectOk } from '../../helpers/expect-ok.js';
import { newAgent } from '../../helpers/fold-events.js';
import { readAll } from '../../helpers/post-fixture.js';
import { remoteStory } from '../../helpers/remote-story.js';

async function begun() {
  const story = remoteStory({ others: [newAgent('a-boss', { name: 'boss' })], parent: 'a-boss' });
  const { link } = await story.addWorker('far');
  void story.start();
  await story.rest();
  const mine = () =>
    story
      .post()
      .list({ party: 'person', of: 'all', limit: 100 })
      .filter(({ message }) => message.to_agent === 'person');
  const answers = (id: string, text: string) =>
    story.post().send({ from: 'person', to: ['a-1234'], type: 'answer', payload: { text, inReplyTo: id } });
  const heardBelow = async () => (await readAll(link.post, 'a-below')).map(({ message: { from_agent, payload } }) => [from_agent, payload]);
  return { ...story, link, mine, answers, heardBelow };
}

it('is a message of the agent that has the task, says who asks, and is told once', async () => {
  const { link, rest, passes, mine, agent } = await begun();
  const id = await link.asksBelow('Which port?', ['80', '8080']);
  await rest();
  await passes(12_000);
  expect(mine()).toMatchObject([
    {
      state: 'queued',
      fromName: 'fix',
      message: {
        id,
        type: 'question',
        from_agent: 'a-1234',
        payload: { text: 'From below, which does a part of this:\nWhich port?', options: ['80', '8080'], wantsReply: true },
      },
    },
  ]);
  expect(agent().asksBelow).toEqual([id]);
});

it.each([
  ['an option by its number', '2', '8080'],
  ['words of its own', 'neither, take 9090', 'neither, take 9090'],
  ['a number of none of them', '7', '7'],
])('the reply with %s goes to the one that asks, and ends its question', async (_, reply, heard) => {
  const { link, rest, mine, answers, heardBelow, agent } = await begun();
  const id = await link.asksBelow('Which port?', ['80', '8080']);
  await rest();
  await answers(id, reply);
  await rest();
  expect(link.isAskedBelow).toBeNull();
  expect(await heardBelow()).toEqual([['person', { text: heard, inReplyTo: id }]]);
  expect(await link.reads()).toEqual([]);
  await rest();
  expect(mine()).toMatchObject([{ state: 'acknowledged' }]);
  expect(agent().asksBelow).toBeUndefined();
});

it('a reply counts as read here when the one that asks has read it', async () => {
  const { link, rest, answers, heardBelow, post } = await begun();
  const id = await link.asksBelow('Which port?');
  await rest();
  await answers(id, '80');
  await rest();
  const replyState = () => post().list({ party: 'a-1234', of: 'all', limit: 9 }).at(-1)?.state;
  expect(replyState()).toBe('queued');
  await heardBelow();
  await rest();
  expect(replyState()).toBe('acknowledged');
});

it('answered over there, or not waited for any more, it is not unread here', async () => {
  const { link, rest, mine, agent } = await begun();
  const id = await link.asksBelow('Which port?');
  await rest();
  link.happens({ type: 'agent.inquiryOver', agent: 'a-below', inquiry: id, answer: null });
  await rest();
  expect(mine()).toMatchObject([{ state: 'acknowledged' }]);
  expect(agent().asksBelow).toBeUndefined();
});

it('nobody hears of it where its asker has ended before it came here', async () => {
  const { link, rest, passes, mine, cluster } = await begun();
  cluster.cut('far');
  await link.asksBelow('Which port?');
  link.happens({ type: 'agent.exited', agent: 'a-below', exitCode: 1, signal: null, tail: '', attended: false });
  cluster.restore('far');
  await passes(6000);
  await rest();
  expect(mine()).toEqual([]);
});

it('a reply that comes when its asker has ended is given up, with the reason', async () => {
  const { link, rest, answers, post } = await begun();
  const id = await link.asksBelow('Which port?');
  await rest();
  link.happens({ type: 'agent.exited', agent: 'a-below', exitCode: 1, signal: null, tail: '', attended: false });
  await answers(id, '80');
  await rest();
  expect(post().list({ party: 'a-1234', of: 'dead', limit: 9 })).toMatchObject([
    { error: { said: expect.stringContaining('waits for no answer') } },
  ]);
});

it('the end of the task ends it, too', async () => {
  const { link, rest, mine, agent } = await begun();
  await link.asksBelow('Which port?');
  await rest();
  link.shows({ state: 'failed', pid: null });
  await rest();
  expect(agent().state).toBe('failed');
  expect(mine()).toMatchObject([{ state: 'acknowledged' }]);
});

it('the host of the clone, the worker and the host at home may be killed while it is open', async () => {
  const story = await begun();
  const { link, rest, passes, mine, answers, heardBelow } = story;
  const id = await link.asksBelow('Which port?');
  await rest();
  link.restarts();
  await passes(6000);
  story.cluster.kill('far');
  story.cluster.lose('far');
  story.cluster.restore('far');
  await story.addWorker('far', { link });
  await passes(6000);
  story.restartsHome();
  await passes(12_000);
  expect(mine().filter(({ message }) => message.type === 'question')).toMatchObject([{ state: 'queued', message: { id } }]);
  await answers(id, '80');
  await passes(6000);
  expect(await heardBelow()).toMatchObject([['person', { text: '80', inReplyTo: id }]]);
});

it('of a machine that has lost the task it is not asked, and whoever asks hears that', async () => {
  const story = await begun();
  story.cluster.cut('far');
  const id = await story.link.asksBelow('Which port?');
  await story.addWorker('near');
  story.cluster.lose('far');
  await story.passes(1000);
  expect(story.agent().node).toBe('near');
  story.cluster.restore('far');
  await story.passes(12_000);
  expect(story.mine()).toEqual([]);
  expect(await story.heardBelow()).toMatchObject([
    ['host', { text: expect.stringContaining('another machine has the task'), inReplyTo: id }],
  ]);
});

it('whoever takes the task over asks for itself: what one before it asked is open no more', async () => {
  const story = await begun();
  await story.link.asksBelow('Which port?');
  await story.rest();
  story.cluster.cut('far');
  await story.addWorker('near');
  story.cluster.lose('far');
  await story.passes(6000);
  expect(story.agent().node).toBe('near');
  expect(story.mine()).toMatchObject([{ state: 'acknowledged' }]);
});

it('it is known to be waited for before anybody can be called for it', async () => {
  const { link, rest, post, agent } = await begun();
  const known: (readonly string[])[] = [];
  post().listen(() => known.push(agent().asksBelow ?? []));
  const id = await link.asksBelow('Which port?');
  await rest();
  expect(known[0]).toEqual([id]);
});

it('the next host sees that nobody waits for it any more, where this one was killed with the end of the task', async () => {
  const story = await begun();
  await story.link.asksBelow('Which port?');
  await story.rest();
  // Of the end this host has noted nothing but that its run is over.
  story.agents.dispose();
  story.dispatch({ type: 'agent.exited', agent: 'a-1234', exitCode: 1, signal: null, tail: '', attended: false });
  expect(story.agent().asksBelow).toHaveLength(1);
  story.restartsHome();
  await story.rest();
  expect(story.mine()).toMatchObject([{ state: 'acknowledged' }]);
  expect(story.agent().asksBelow).toBeUndefined();
});

describe('answered in both ways', () => {
  const given = (story: Awaited<ReturnType<typeof begun>>) =>
    story
      .post()
      .list({ party: 'a-1234', of: 'dead', limit: 9 })
      .map(({ message: { payload }, error }) => [payload.text, error?.kind, error?.said]);

  it('the reply that comes later is given up, and whoever wrote it is told what was answered', async () => {
    const story = await begun();
    const { link, rest, answers, heardBelow, said } = story;
    const id = await link.asksBelow('Which port?', ['80', '8080']);
    await rest();
    expect(await link.answersBelow('2')).toMatchObject({ ok: true });
    await answers(id, '80');
    await rest();
    expect(await heardBelow()).toEqual([['person', { text: '8080', inReplyTo: id }]]);
    expect(given(story)).toEqual([['80', 'conflict', 'it was answered already: 8080']]);
    expect(said).toEqual([expect.stringContaining('to fix was given up: it was answered already: 8080')]);
  });

  it('the answer on its row that comes later is refused', async () => {
    const { link, rest, answers, heardBelow } = await begun();
    const id = await link.asksBelow('Which port?');
    await rest();
    await answers(id, '80');
    await rest();
    const late = { ok: false, error: { kind: 'conflict', tried: 'answer below', said: 'it was answered already: 80' } };
    expect(await link.answersBelow('8080', id)).toMatchObject(late);
    // Also once its asker has read it, and goes on.
    expect(await heardBelow()).toEqual([['person', { text: '80', inReplyTo: id }]]);
    expect(await link.answersBelow('8080', id)).toMatchObject(late);
    expect(await heardBelow()).toEqual([]);
  });

  it('at once on its host the first one counts', async () => {
    const story = await begun();
    const { link, rest, answers, heardBelow } = story;
    const id = await link.asksBelow('Which port?');
    await rest();
    const [reply, ...rows] = await Promise.all([answers(id, '1'), link.answersBelow('2'), link.answersBelow('3')]);
    expect(reply.ok).toBe(true);
    expect(rows).toMatchObject([{ ok: true }, { ok: false, error: { said: 'it was answered already: 2' } }]);
    await rest();
    expect(await heardBelow()).toEqual([['person', { text: '2', inReplyTo: id }]]);
    expect(given(story)).toEqual([['1', 'conflict', 'it was answered already: 2']]);
  });

  it('so it does where two replies are on their way', async () => {
    const story = await begun();
    const { link, rest, answers, heardBelow } = story;
    const id = await link.asksBelow('Which port?');
    await rest();
    await Promise.all([answers(id, '80'), answers(id, '8080')]);
    await rest();
    expect(await heardBelow()).toEqual([['person', { text: '80', inReplyTo: id }]]);
    expect(given(story)).toEqual([['8080', 'conflict', 'it was answered already: 80']]);
  });

  it('so it does where the host there was killed before it had noted the answer, which ends the question then', async () => {
    const story = await begun();
    const { link, rest, heardBelow } = story;
    const id = await link.asksBelow('Which port?');
    await rest();
    expectOk(await link.post.send({ from: 'person', to: ['a-below'], type: 'answer', payload: { text: '80', inReplyTo: id } }));
    link.restarts();
    expect(link.isAskedBelow).toBe(id);
    expect(await link.answersBelow('8080')).toMatchObject({ ok: false, error: { said: 'it was answered already: 80' } });
    expect(link.isAskedBelow).toBeNull();
    expect(await heardBelow()).toEqual([['person', { text: '80', inReplyTo: id }]]);
  });

  it('one that was given up does not count', async () => {
    const { link, rest, answers, heardBelow } = await begun();
    const id = await link.asksBelow('Which port?');
    await rest();
    const lost = await link.post.send({ from: 'person', to: ['a-below'], type: 'answer', payload: { text: '1', inReplyTo: id } });
    link.post.giveUp('a-below', { kind: 'harness', tried: 't', said: 's', next: 'n' }, [expectOk(lost)[0]?.id ?? '']);
    await answers(id, '80');
    await rest();
    expect(await heardBelow()).toEqual([['person', { text: '80', inReplyTo: id }]]);
  });
});
