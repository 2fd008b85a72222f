// Questions of agents: to the person, to the manager, and what of them stands when nobody waits any more.
import { describe, expect, it } from 'vitest';
import { answerQuestion } from '../../../../src/host/answers/answer-question.js';
import type { AnswerWorld } from '../../../../src/host/answers/answer-world.js';
import { begun, type DoorFixture, openTestDoor } from '../../../helpers/door-fixture.js';
import { expectOk } from '../../../helpers/expect-ok.js';
import { childAtWork } from '../../../helpers/families.js';
import { atWork, fold, shows } from '../../../helpers/fold-events.js';
import { noModel, scriptedModel } from '../../../helpers/scripted-model.js';

function asking(fixture: DoorFixture = {}, plan: object = {}) {
  const door = openTestDoor(fold(atWork('a', { plan })), fixture);
  const { store, post } = door;
  const answers = (choice: string, digest: string | null = null) =>
    answerQuestion({ store, post, runtime: {} } as unknown as AnswerWorld, { agent: 'name-a', choice, digest });
  const inquiry = () => store.state.agents.a?.inquiry;
  const inbox = async () =>
    expectOk(await door.call('a', 'agentInbox', {})).messages.map(({ from, message }) => `${from}: ${message.payload.text}`);
  return { ...door, answers, inquiry, inbox };
}

describe('a question to the person', () => {
  it('waits for the answer, which the call itself brings', async () => {
    const { call, answers, inquiry, inbox } = asking();
    const waiting = call('a', 'agentAsk', { of: 'person', text: 'Which port?', options: ['80', '8080'], waitSeconds: 60 });
    await begun();
    expect(inquiry()).toMatchObject({ text: 'Which port?', options: ['80', '8080'], with: 'person' });
    expect(expectOk(await answers('2'))).toEqual({ agent: 'name-a', question: 'Which port?', answer: '8080' });
    expect(expectOk(await waiting)).toMatchObject({ answer: '8080', by: 'person' });
    expect(inquiry()).toBeUndefined();
    expect(await inbox()).toEqual([]);
  });

  it('stands when nobody waits any more, and its answer is a message', async () => {
    const { call, clock, answers, inquiry, inbox } = asking();
    const waiting = call('a', 'agentAsk', { of: 'person', text: 'Which port?', waitSeconds: 60 });
    await begun();
    clock.advance(60_000);
    const { id, answer } = expectOk(await waiting);
    expect(answer).toBeNull();
    expect(inquiry()?.id).toBe(id);
    expect(await call('a', 'agentAsk', { text: 'And the host?' })).toMatchObject({ ok: false, error: { kind: 'conflict' } });
    await answers('any words will do', id);
    expect(await inbox()).toEqual(['person: any words will do']);
    expect(inquiry()).toBeUndefined();
  });

  it('has its answer in its own call, where another one of the agent waited for anything before', async () => {
    const { call, clock, answers } = asking();
    const inbox = call('a', 'agentInbox', { waitSeconds: 300 });
    await begun();
    const waiting = call('a', 'agentAsk', { text: 'Which port?', waitSeconds: 60 });
    await begun();
    await answers('80');
    await begun();
    clock.advance(300_000);
    expect(expectOk(await waiting)).toMatchObject({ answer: '80' });
    expect(expectOk(await inbox).messages).toEqual([]);
  });

  it('is answered by a reply to its message as well', async () => {
    const { call, post } = asking();
    const waiting = call('a', 'agentAsk', { text: 'Which port?', waitSeconds: 60 });
    await begun();
    const [question] = post.list({ party: 'person', of: 'inbox', limit: 5 });
    expectOk(
      await post.send({ from: 'person', to: ['a'], type: 'answer', payload: { text: '80', inReplyTo: question?.message.id ?? '' } }),
    );
    expect(expectOk(await waiting)).toMatchObject({ answer: '80' });
  });

  it('stays for the next message where the asker has hung up', async () => {
    const { call, answers, inbox } = asking();
    const line = new AbortController();
    const waiting = call('a', 'agentAsk', { text: 'Which port?', waitSeconds: 60 }, line.signal);
    await begun();
    line.abort();
    await waiting;
    await answers('80');
    expect(await inbox()).toEqual(['person: 80']);
  });

  it('is refused where nobody is to be asked', async () => {
    const { call, post } = asking({}, { whenStuck: 'fail' });
    expect(await call('a', 'agentAsk', { text: 'Which port?' })).toMatchObject({ ok: false, error: { kind: 'needs-person' } });
    expect(post.seq).toBe(0);
  });

  it.each<[string, 'wait' | 'fail', boolean]>([
    ['is asked by one that was delegated, where whoever ordered the whole is there', 'wait', true],
    ['is refused to it where nobody is to be asked about the whole', 'fail', false],
  ])('%s', async (_, whenStuck, isAsked) => {
    const family = [...atWork('a', { plan: { unattended: true, whenStuck } }), ...childAtWork('a', 'c')];
    const { call, post, store } = openTestDoor(fold(family), {});
    expect(await call('c', 'agentAsk', { text: 'Which port?' })).toMatchObject({ ok: isAsked });
    expect(store.state.agents.c?.inquiry?.with).toBe(isAsked ? 'person' : undefined);
    expect(post.list({ party: 'person', of: 'inbox', limit: 5 })).toHaveLength(isAsked ? 1 : 0);
  });

  it('is refused below one that does a task of a machine with an older version: nobody there would see it', async () => {
    const delegation = { depth: 0, waits: false, message: '', maxDepth: 3 };
    const family = [
      ...atWork('a', { role: 'coordinator', delegation, plan: { unattended: true, whenStuck: 'wait' } }),
      ...childAtWork('a', 'c'),
    ];
    const { call } = openTestDoor(fold(family), {});
    expect(await call('c', 'agentAsk', { text: 'Which port?' })).toMatchObject({ ok: false, error: { kind: 'needs-person' } });
    expect(await call('a', 'agentAsk', { text: 'Which port?' })).toMatchObject({ ok: true });
  });

  it.each<[string, boolean, 'wait' | 'fail']>([
    ['is asked by an agent of another machine and by those below it, where a person is there', true, 'fail'],
    ['is refused to them where nobody is there, although nothing else says so', false, 'wait'],
  ])('%s', async (_, asksPerson, whenStuck) => {
    const home = { owner: 'box', task: 'a-1234', parent: 'boss', asksPerson };
    const family = [...atWork('a', { home, plan: { unattended: true, whenStuck } }), ...childAtWork('a', 'c')];
    const { call } = openTestDoor(fold(family), {});
    const answer = { ok: asksPerson, ...(asksPerson ? {} : { error: { said: 'nobody is to be asked about this task' } }) };
    expect(await call('c', 'agentAsk', { text: 'Which port?' })).toMatchObject(answer);
    expect(await call('a', 'agentAsk', { text: 'Which port?' })).toMatchObject(answer);
  });

  it.each([
    ['to somebody else', { of: 'root', text: 'x' }],
    ['without words', { text: '' }],
    ['with answers that are none', { text: 'x', options: [1] }],
    ['with too many answers', { text: 'x', options: Array.from({ length: 11 }, (_, at) => `${at}`) }],
    ['with a time that is none', { text: 'x', waitSeconds: 'long' }],
  ])('is refused %s', async (_, params) => {
    expect(await asking().call('a', 'agentAsk', params)).toMatchObject({ ok: false, error: { kind: 'usage' } });
  });
});

describe('an answer of the person', () => {
  it('that is a number of no option is a slip', async () => {
    const { call, answers, inquiry } = asking();
    await call('a', 'agentAsk', { text: 'Which?', options: ['left', 'right'] });
    expect(await answers('3')).toMatchObject({ ok: false });
    expect(inquiry()).toBeDefined();
    expect(expectOk(await answers('neither: straight on')).answer).toBe('neither: straight on');
  });

  it('to one that is over goes nowhere else', async () => {
    const { call, answers, inquiry, inbox } = asking();
    const { id } = expectOk(await call('a', 'agentAsk', { text: 'Which?' }));
    await answers('this', id);
    await inbox();
    await call('a', 'agentAsk', { text: 'Another?' });
    expect(await answers('this', id)).toMatchObject({ ok: false, error: { kind: 'conflict', said: expect.stringContaining('Another?') } });
    expect(inquiry()?.text).toBe('Another?');
  });
});

describe('a question to the manager', () => {
  it('is answered in words, from what is known, and counted', async () => {
    const model = scriptedModel('Take 8080.');
    const { call, events, inquiry, post } = asking({ model });
    expect(expectOk(await call('a', 'agentAsk', { of: 'manager', text: 'Which port?', waitSeconds: 60 }))).toMatchObject({
      answer: 'Take 8080.',
      by: 'manager',
    });
    expect(inquiry()).toBeUndefined();
    const shown = model.asked[0]?.messages.at(-1)?.content ?? '';
    expect(shown).toMatch(/<<<BEGIN \w+ question>>>\nWhich port\?/u);
    expect(shown).toMatch(/<<<BEGIN \w+ task of name-a>>>\ntask of a/u);
    expect(events.filter(({ type }) => type === 'model.called')).toMatchObject([{ about: { agent: 'a', goal: 'g1' } }]);
    // What both have said can be read; nobody has to answer it.
    expect(post.unread('manager')).toBe(0);
    expect(post.list({ party: 'a', of: 'all', limit: 9 }).map(({ message }) => message.type)).toEqual(['question', 'answer']);
  });

  it.each([
    ['it leaves it to the person', scriptedModel('PERSON'), 'the manager leaves it to you'],
    [
      'it can not be asked, however often that is tried',
      scriptedModel(...Array.from({ length: 4 }, () => new Error('503'))),
      'could not be asked: 503',
    ],
    ['there is none', noModel(), 'can not be asked: no key is set'],
  ])("is the person's where %s, and that is said", async (_, model, why) => {
    const { call, inquiry, answers, clock } = asking({ model });
    const waiting = call('a', 'agentAsk', { of: 'manager', text: 'Which port?', waitSeconds: 60 });
    for (const seconds of [0, 2, 4, 8]) {
      clock.advance(seconds * 1000);
      for (let turn = 0; turn < 5; turn += 1) await begun();
    }
    expect(inquiry()).toMatchObject({ with: 'person', text: expect.stringContaining(why) });
    await answers('80');
    expect(expectOk(await waiting)).toMatchObject({ answer: '80', by: 'person' });
  });

  it('asked again and again is the person’s in the end', async () => {
    const { call, inquiry, clock, answers, inbox } = asking({
      model: scriptedModel(...Array.from({ length: 11 }, (_, at) => `Take ${at}.`)),
    });
    const ask = () => call('a', 'agentAsk', { of: 'manager', text: 'Which port?', waitSeconds: 60 });
    for (let round = 0; round < 10; round += 1) {
      clock.advance(5000);
      expect(expectOk(await ask()).by).toBe('manager');
    }
    void ask();
    for (let turn = 0; turn < 5; turn += 1) await begun();
    expect(inquiry()).toMatchObject({ with: 'person', text: expect.stringContaining('10 times within ten minutes') });
    await answers('80');
    await inbox();
    clock.advance(10 * 60_000);
    expect(expectOk(await ask()).by).toBe('manager');
  });

  it('that nobody can answer is said to the agent', async () => {
    const { call, inquiry } = asking({ model: scriptedModel('PERSON') }, { whenStuck: 'fail' });
    const { answer } = expectOk(await call('a', 'agentAsk', { of: 'manager', text: 'Which port?', waitSeconds: 60 }));
    expect(answer).toContain('nobody is to be asked');
    expect(inquiry()).toBeUndefined();
  });

  it('of one that was delegated is left to the person who ordered the whole', async () => {
    const family = [...atWork('a', { plan: { unattended: true } }), ...childAtWork('a', 'c')];
    const { call, store } = openTestDoor(fold(family), { model: scriptedModel('PERSON') });
    void call('c', 'agentAsk', { of: 'manager', text: 'Which port?', waitSeconds: 60 });
    for (let turn = 0; turn < 5; turn += 1) await begun();
    expect(store.state.agents.c?.inquiry?.with).toBe('person');
  });

  it('whose agent has meanwhile ended is answered to nobody', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const plain = scriptedModel('Take 8080.');
    const model = { ...plain, chat: async (order: Parameters<typeof plain.chat>[0]) => held.then(() => plain.chat(order)) };
    const { call, store, post } = asking({ model });
    await call('a', 'agentAsk', { of: 'manager', text: 'Which port?', waitSeconds: 0 });
    store.dispatch({ type: 'agent.exited', agent: 'a', exitCode: 1, signal: null, tail: '', attended: false });
    release();
    for (let turn = 0; turn < 5; turn += 1) await begun();
    expect(post.list({ party: 'a', of: 'all', limit: 9 })).toHaveLength(1);
  });
});

it('what stands on its screen is answered first, and its question by the tool stays', async () => {
  const { call, store, inquiry } = asking();
  await call('a', 'agentAsk', { text: 'Which port?' });
  const sign = shows('a', 'waiting') as Extract<ReturnType<typeof shows>, { type: 'agent.stateChanged' }>;
  store.dispatch({ ...sign, question: { kind: 'text', text: 'Shall I?', options: [], digest: 'd1', with: 'person' } });
  const typed: string[] = [];
  const runtime = {
    send: async (_id: string, text: string) => {
      typed.push(text);
      return { ok: true, value: { proof: 'Enter pressed', ms: 1 } };
    },
  };
  expectOk(await answerQuestion({ store, runtime } as unknown as AnswerWorld, { agent: 'a', choice: 'yes', digest: null }));
  expect(typed).toEqual(['yes']);
  expect(inquiry()).toBeDefined();
});
