// Messages to the manager, by ports that the test plays: what is asked, what is only noted, and who has it where no answer comes.
import { describe, expect, it } from 'vitest';
import { managerInbox } from '../../../src/core/manager/manager-mail.js';
import { DEFAULT_CONFIG } from '../../../src/core/model/default-config.js';
import { fail } from '../../../src/core/model/error.js';
import type { EventBody } from '../../../src/core/model/event.js';
import type { KeptMessage, MessagePayload, MessageType } from '../../../src/core/model/message.js';
import type { AppState } from '../../../src/core/model/state.js';
import type { ChatModel } from '../../../src/core/ports.js';
import { reduce } from '../../../src/core/state/reduce.js';
import { expectOk } from '../../helpers/expect-ok.js';
import { atWork, exited, fold, stamp } from '../../helpers/fold-events.js';
import { openTestPost, textsOf } from '../../helpers/post-fixture.js';
import { noModel, scriptedModel } from '../../helpers/scripted-model.js';

interface Letter {
  readonly from?: string;
  readonly type?: MessageType;
  readonly payload?: Partial<MessagePayload>;
  readonly retries?: number;
}

function opened(model: ChatModel, { start = fold(atWork('a')), watch = 'goals' as 'goals' | 'off' } = {}) {
  const test = openTestPost();
  const events: EventBody[] = [];
  let state: AppState = start;
  const dispatch = (event: EventBody) => {
    events.push(event);
    state = reduce(state, stamp(event, state.seq + 1));
  };
  const config = { ...DEFAULT_CONFIG, manager: { ...DEFAULT_CONFIG.manager, watch } };
  const inbox = managerInbox({
    model,
    config,
    clock: test.clock,
    post: test.post,
    state: () => state,
    mayAskPerson: ({ finish }) => finish.whenStuck !== 'fail',
    dispatch,
  });
  const signal = new AbortController().signal;
  const send = async ({ from = 'a', type = 'question', payload = {}, retries = 0 }: Letter = {}): Promise<KeptMessage> => {
    const [sent] = expectOk(await test.post.send({ from, to: ['manager'], type, payload: { text: 'Which port?', ...payload } }));
    const kept = test.post.find(sent?.id ?? '') as KeptMessage;
    return { ...kept, message: { ...kept.message, retry_count: retries } };
  };
  const take = async (letter: Letter = {}) => inbox.take(await send(letter), signal);
  const to = (party: string) => test.post.list({ party, of: 'all', limit: 99 }).filter(({ message }) => message.to_agent === party);
  return { ...test, take, send, inbox, to, events, state: () => state, dispatch, signal };
}

describe('a message of an agent', () => {
  it.each<[string, Letter]>([
    ['a question', {}],
    ['a message that wants a reply', { type: 'message', payload: { wantsReply: true } }],
  ])('that asks (%s) is answered to it from what is known, and counted', async (_, letter) => {
    const model = scriptedModel('Take 8080.');
    const { take, to, events } = opened(model);
    expect(await take(letter)).toEqual({ ok: true, value: null });
    expect(to('a')).toMatchObject([
      { message: { from_agent: 'manager', type: 'answer', payload: { text: 'Take 8080.', inReplyTo: 'm1' } } },
    ]);
    const shown = model.asked[0]?.messages.at(-1)?.content ?? '';
    expect(shown).toMatch(/<<<BEGIN \w+ question>>>\nWhich port\?/u);
    expect(shown).toMatch(/<<<BEGIN \w+ state of goals and agents>>>/u);
    expect(events).toMatchObject([
      { type: 'model.called', use: 'manager', about: { goal: 'g1', agent: 'a' } },
      { type: 'manager.told', agent: 'a', text: 'asks: Which port? → answered: Take 8080.' },
    ]);
  });

  it.each<[string, Letter]>([
    ['a message', { type: 'message' }],
    ['an answer', { type: 'answer', payload: { inReplyTo: 'm0' } }],
    ['its progress', { type: 'progress' }],
  ])('that only tells (%s) is noted, and costs nothing', async (_, letter) => {
    const { take, state, events } = opened(scriptedModel());
    expect(await take({ ...letter, payload: { ...letter.payload, text: `It goes well. ${'x'.repeat(2000)}` } })).toEqual({
      ok: true,
      value: null,
    });
    expect(events).toMatchObject([{ type: 'manager.told', agent: 'a' }]);
    expect(state().agents.a?.managerNotes?.[0]?.text).toHaveLength(500);
  });

  it('that is over waits for no answer: it is noted', async () => {
    const { take, events, post } = opened(scriptedModel(), { start: fold([...atWork('a'), exited('a', 1)]) });
    expect(await take()).toEqual({ ok: true, value: null });
    expect(events.map(({ type }) => type)).toEqual(['manager.told']);
    expect(post.unread('a')).toBe(0);
  });

  it('in reply to what the manager wrote shows it that', async () => {
    const model = scriptedModel('Then 8081.');
    const { take, post } = opened(model);
    await post.send({ from: 'manager', to: ['a'], type: 'answer', payload: { text: 'Take 8080.' } });
    await take({ payload: { text: 'It is taken. And now?', inReplyTo: 'm1' } });
    expect(model.asked[0]?.messages.at(-1)?.content).toMatch(/<<<BEGIN \w+ what you wrote to it before>>>\nTake 8080\./u);
  });

  it('in reply to what it was never sent shows nothing of that', async () => {
    const model = scriptedModel('Take 8080.');
    const { take, post } = opened(model);
    await post.send({ from: 'manager', to: ['b'], type: 'answer', payload: { text: 'a secret of b' } });
    await take({ payload: { inReplyTo: 'm1' } });
    expect(model.asked[0]?.messages.at(-1)?.content).not.toContain('a secret of b');
  });

  it.each<[string, ChatModel, Letter, 'goals' | 'off', string]>([
    ['where there is no model', noModel(), {}, 'goals', 'the manager can not be asked: no key is set'],
    ['that only tells, where there is no model', noModel(), { type: 'message' }, 'goals', 'the manager can not be asked: no key is set'],
    ['where it is switched off', scriptedModel(), {}, 'off', 'the manager can not be asked: it is switched off'],
    ['where it leaves it to them', scriptedModel('PERSON'), {}, 'goals', 'the manager leaves it to you'],
    ['where the last try has failed', scriptedModel(new Error('503')), { retries: 3 }, 'goals', 'the manager could not be asked: 503'],
  ])("is the person's %s", async (_, model, letter, watch, why) => {
    const { take } = opened(model, { watch });
    expect(await take(letter)).toEqual({ ok: true, value: { toPerson: `Which port?\n(Sent to the manager; ${why}.)` } });
  });

  it("is the person's where its agent is not known here", async () => {
    const { take } = opened(scriptedModel());
    expect(await take({ from: 'b' })).toMatchObject({ value: { toPerson: expect.stringContaining('who wrote it is not here any more') } });
  });

  it('is tried again where the call has failed, but not when it has waited for minutes', async () => {
    const { send, inbox, clock, signal } = opened(scriptedModel(new Error('503'), new Error('503')));
    const kept = await send();
    expect(await inbox.take(kept, signal)).toMatchObject({ ok: false, error: { said: '503' } });
    clock.advance(181_000);
    expect(await inbox.take(kept, signal)).toMatchObject({ ok: true, value: { toPerson: expect.stringContaining('503') } });
  });

  it('stays with the manager where the host ends meanwhile, also at its last try', async () => {
    const interrupted = fail({ kind: 'interrupted', tried: 'ask', said: 'it was interrupted', next: 'Ask again' } as const);
    const { take, to, events } = opened({ ...scriptedModel(), chat: async () => interrupted });
    expect(await take({ retries: 3 })).toEqual(interrupted);
    expect(await take({ from: 'person', retries: 3 })).toEqual(interrupted);
    expect([events, to('person')]).toEqual([[], []]);
  });

  it("beyond ten within ten minutes is the person's; one that is tried again counts once, and other agents are not concerned", async () => {
    const model = scriptedModel(new Error('503'), ...Array.from({ length: 12 }, () => 'Take 8080.'));
    const { send, take, inbox, clock, signal } = opened(model, { start: fold([...atWork('a'), ...atWork('b')]) });
    const first = await send();
    await inbox.take(first, signal);
    expect(await inbox.take(first, signal)).toEqual({ ok: true, value: null });
    for (let round = 0; round < 9; round += 1) expect(await take()).toEqual({ ok: true, value: null });
    expect(await take()).toMatchObject({ value: { toPerson: expect.stringContaining('10 times within ten minutes') } });
    expect(await take({ from: 'b' })).toEqual({ ok: true, value: null });
    clock.advance(600_000);
    expect(await take()).toEqual({ ok: true, value: null });
  });

  it('that it asks by its tool, and that is left to the person, is the same question of theirs', async () => {
    const { send, inbox, dispatch, state, signal } = opened(scriptedModel('PERSON'));
    const kept = await send({ payload: { options: ['80', '8080'], wantsReply: true } });
    const asked = { id: kept.message.id, text: 'Which port?', options: ['80', '8080'], with: 'manager', at: '' } as const;
    dispatch({ type: 'agent.inquired', agent: 'a', inquiry: asked });
    const toPerson = 'Which port?\n(Asked of the manager; the manager leaves it to you.)';
    expect(await inbox.take(kept, signal)).toEqual({ ok: true, value: { toPerson } });
    expect(state().agents.a?.managerNotes).toMatchObject([{ text: 'asks: Which port? → left to the person' }]);
    expect(state().agents.a?.inquiry).toMatchObject({ id: kept.message.id, text: toPerson, options: ['80', '8080'], with: 'person' });
  });
});

describe('a message of the person', () => {
  it('is answered, also where it is no question', async () => {
    const model = scriptedModel('One agent is at work.');
    const { take, to, events } = opened(model);
    expect(await take({ from: 'person', type: 'message', payload: { text: 'Tell me how it goes.' } })).toEqual({ ok: true, value: null });
    expect(to('person')).toMatchObject([
      { message: { from_agent: 'manager', type: 'answer', payload: { text: 'One agent is at work.', inReplyTo: 'm1' } } },
    ]);
    expect(model.asked[0]?.messages.at(-1)?.content).toMatch(/The person asks:\nTell me how it goes\.$/u);
    expect(events).toMatchObject([{ type: 'model.called', about: { goal: null, agent: null } }]);
  });

  it.each<[string, ChatModel, number, string]>([
    ['where there is none any more', noModel(), 0, 'it can not be asked: no key is set'],
    ['where the last try has failed', scriptedModel(new Error('503')), 3, 'it could not be asked: 503'],
    ['where it says nothing', scriptedModel(' '), 0, 'it has said nothing'],
  ])('that gets no answer %s is told of', async (_, model, retries, why) => {
    const { take, to } = opened(model);
    expect(await take({ from: 'person', retries })).toEqual({ ok: true, value: null });
    expect(to('person').map(({ message }) => message.from_agent)).toEqual(['host']);
    expect(textsOf(to('person'))).toEqual([`The manager does not answer “Which port?”: ${why}.`]);
  });
});
