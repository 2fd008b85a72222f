// A person's requests about messages, over a real post.
import { describe, expect, it } from 'vitest';
import type { EventBody } from '../../../src/core/model/event.js';
import type { AppState } from '../../../src/core/model/state.js';
import { answerQuestion } from '../../../src/host/answers/answer-question.js';
import type { AnswerWorld } from '../../../src/host/answers/answer-world.js';
import { messageAnswers } from '../../../src/host/answers/message-answers.js';
import { atWork, fold } from '../../helpers/fold-events.js';
import { openTestPost, textsOf } from '../../helpers/post-fixture.js';

function opened() {
  const test = openTestPost();
  const events: EventBody[] = [];
  const store = { state: fold([...atWork('a1'), ...atWork('a2', { role: 'qa' })]), dispatch: (event: EventBody) => events.push(event) };
  const manager: { is: 'there' | 'none' } = { is: 'none' };
  const alone = { network: { others: new Map() }, neighbours: { find: () => null } };
  const world = { store, post: test.post, manager: () => manager.is, ...alone } as unknown as AnswerWorld;
  const become = (state: AppState) => {
    store.state = state;
  };
  return { ...test, answers: messageAnswers(world), world, events, store, become, manager };
}

const ERROR = { kind: 'harness', tried: 't', said: 's', next: 'n' } as const;

describe('a person', () => {
  it('writes to one, to a role and to all', async () => {
    const { answers, post } = opened();
    expect(await answers.messageSend({ to: 'name-a1', text: 'hello', wantsReply: false })).toEqual({
      ok: true,
      value: { ids: ['m1'], to: ['name-a1'], notes: [] },
    });
    expect(await answers.messageSend({ to: 'role:qa', text: 'well?', wantsReply: true })).toMatchObject({ value: { to: ['name-a2'] } });
    expect(await answers.messageSend({ to: 'all', text: 'stop', wantsReply: false })).toMatchObject({
      value: { to: ['name-a1', 'name-a2'] },
    });
    expect(await answers.messageSend({ to: 'all', text: ' \n', wantsReply: false })).toMatchObject({ error: { kind: 'usage' } });
    expect(post.find('m2')?.message.payload).toEqual({ text: 'well?', wantsReply: true });
  });

  it('sends and answers once under one id, whatever has come in between', async () => {
    const { answers, post, send, events } = opened();
    const message = { to: 'name-a1', text: 'hello', wantsReply: false, id: 'mine' } as const;
    for (const _ of [1, 2]) expect(await answers.messageSend(message)).toMatchObject({ value: { ids: ['mine'] } });
    const asked = await send('a1', 'person', 'which port?');
    expect(await answers.messageReply({ message: asked.id, text: 'hello', id: 'mine' })).toMatchObject({
      value: { id: 'mine' },
    });
    expect(textsOf(post.due('a1'))).toEqual(['hello']);
    expect(post.find(asked.id)?.state).toBe('queued');
    for (const _ of [1, 2])
      expect(await answers.messageReply({ message: asked.id, text: '4021', id: 'other' })).toMatchObject({ value: { id: 'other' } });
    expect(textsOf(post.due('a1'))).toEqual(['hello', '4021']);
    expect(events).toEqual([]);
  });

  it('is told whom the name of an agent meant, so that what comes later is that one’s alone', async () => {
    const { answers } = opened();
    for (const agent of ['name-a1', 'a1'])
      expect(await answers.messages({ of: 'all', agent, limit: 1 })).toMatchObject({ value: { party: 'a1' } });
    expect(await answers.messages({ of: 'all', agent: null, limit: 1 })).toMatchObject({ value: { party: null } });
  });

  it('is told where a message waits until its receiver is resumed', async () => {
    const { answers, post, send, store, become } = opened();
    await send('a1', 'person', 'which port?');
    const ended = { ...store.state.agents.a1, state: 'interrupted', process: null };
    become({ ...store.state, agents: { ...store.state.agents, a1: ended } } as AppState);
    const notes = ['name-a1: queued, its CLI has ended: it is handed over when it is resumed'];
    expect(await answers.messageSend({ to: 'name-a1', text: 'hello', wantsReply: false })).toMatchObject({ ok: true, value: { notes } });
    expect(await answers.messageReply({ message: 'm1', text: '4021' })).toMatchObject({ ok: true, value: { notes } });
    expect(post.unread('a1')).toBe(2);
  });

  it('sees all, those of one agent, those given up and those that wait for a read; reading takes them away', async () => {
    const { answers, post, send } = opened();
    await send('a1', 'person', 'which port?');
    await send('a2', 'person', 'done');
    await send('person', 'a1', 'lost');
    post.begin(['m3'], 'terminal');
    post.giveUp('a1', ERROR);
    const look = async (of: 'all' | 'dead' | 'inbox', agent: string | null = null) => {
      const answer = await answers.messages({ of, agent, limit: 10 });
      return answer.ok ? textsOf(answer.value.messages) : answer.error.kind;
    };
    expect(await look('all')).toEqual(['which port?', 'done', 'lost']);
    expect(await look('all', 'name-a1')).toEqual(['which port?', 'lost']);
    expect(await look('all', 'nobody')).toBe('not-found');
    expect(await look('dead')).toEqual(['lost']);
    expect(await look('inbox')).toEqual(['which port?', 'done']);
    // Neither one that is not there nor one to somebody else counts as read by that.
    for (const id of ['m9', 'm3'])
      expect(await answers.messageRead({ ids: [id] })).toMatchObject({ ok: false, error: { kind: 'not-found' } });
    await answers.messageRead({ ids: ['m1'] });
    expect(await look('inbox')).toEqual(['done']);
    expect(await answers.messageRead({ ids: ['m1'] })).toMatchObject({ ok: true });
    await answers.messageRead({ ids: 'all' });
    expect(await look('inbox')).toEqual([]);
  });

  it('sees the newest where all are too large for one answer, and each change in turn', async () => {
    const { answers, send } = opened();
    for (let at = 0; at < 100; at += 1)
      await send('a1', 'person', `${at} ${'x'.repeat(60_000)}`).catch(() => send('person', 'a1', `${at} ${'x'.repeat(60_000)}`));
    const looked = await answers.messages({ of: 'all', agent: null, limit: 200 });
    const found = looked.ok ? textsOf(looked.value.messages) : [];
    expect(JSON.stringify(looked).length).toBeLessThan(4 * 1024 * 1024);
    expect(found.at(-1)).toMatch(/^99 /u);
    let seq = 0;
    const told: string[] = [];
    for (let round = 0; round < 3; round += 1) {
      const after = await answers.messagesAfter({ seq });
      if (!after.ok) break;
      expect(JSON.stringify(after).length).toBeLessThan(4 * 1024 * 1024);
      told.push(...textsOf(after.value.messages).map((text) => text.split(' ')[0] as string));
      seq = after.value.seq;
      if (told.at(-1) === '99') break;
    }
    expect(told.filter((text) => /^\d+$/u.test(text))).toEqual(Array.from({ length: 100 }, (_, at) => String(at)));
  });

  it('answers one, which counts as read; the question that an agent asked by its tool is over by it', async () => {
    const { answers, post, events, store, become } = opened();
    await post.send({ from: 'a1', to: ['person'], type: 'question', payload: { text: 'which port?' } });
    const inquiry = { id: 'm1', text: 'which port?', options: [], with: 'person', at: '' } as const;
    become({ ...store.state, agents: { ...store.state.agents, a1: { ...store.state.agents.a1, inquiry } } } as AppState);
    expect(await answers.messageReply({ message: 'm1', text: '4021' })).toEqual({ ok: true, value: { id: 'm2', to: 'a1', notes: [] } });
    expect(post.find('m1')?.state).toBe('acknowledged');
    expect(post.find('m2')?.message).toMatchObject({ type: 'answer', to_agent: 'a1', payload: { text: '4021', inReplyTo: 'm1' } });
    expect(events).toEqual([{ type: 'agent.inquiryOver', agent: 'a1', inquiry: 'm1', answer: '4021' }]);
  });

  it('answers a question by the tool once, also from two terminals at once or by its row; what only wants a reply it answers as often as it likes', async () => {
    const { answers, post, events, store, become, world } = opened();
    const asked = async (text: string) => {
      const sent = await post.send({ from: 'a1', to: ['person'], type: 'question', payload: { text, wantsReply: true } });
      const id = sent.ok ? (sent.value[0]?.id ?? '') : '';
      return { id, inquiry: { id, text, options: [], with: 'person', at: '' } as const };
    };
    const { id, inquiry } = await asked('which port?');
    become(fold([{ type: 'agent.inquired', agent: 'a1', inquiry }], store.state));
    const [first, ...others] = await Promise.all([
      answers.messageReply({ message: id, text: '4021' }),
      answers.messageReply({ message: id, text: '4022' }),
      answerQuestion(world, { agent: 'name-a1', choice: '4023', digest: null }),
    ]);
    expect(first).toMatchObject({ ok: true });
    const late = { ok: false, error: { kind: 'conflict', said: 'it was answered already: 4021' } };
    expect(others).toMatchObject([late, late]);
    expect(events).toEqual([{ type: 'agent.inquiryOver', agent: 'a1', inquiry: id, answer: '4021' }]);
    become(fold(events, store.state));
    expect(await answers.messageReply({ message: id, text: '4022' })).toMatchObject(late);
    expect(await answerQuestion(world, { agent: 'name-a1', choice: '4022', digest: id })).toMatchObject(late);
    expect(textsOf(post.due('a1'))).toEqual(['4021']);
    const { id: told } = await asked('I take 4021. Well?');
    for (const text of ['yes', 'no, wait']) expect(await answers.messageReply({ message: told, text })).toMatchObject({ ok: true });
  });

  it('writes to the manager and answers it where there is one at that moment', async () => {
    const { answers, post, send, manager } = opened();
    await send('manager', 'person', 'Two are at work.');
    for (const refused of [
      await answers.messageSend({ to: 'manager', text: 'who?', wantsReply: false }),
      await answers.messageReply({ message: 'm1', text: 'who?' }),
    ])
      expect(refused).toMatchObject({ ok: false, error: { said: 'there is no manager', next: 'Send it to an agent' } });
    manager.is = 'there';
    expect(await answers.messageSend({ to: 'manager', text: 'who?', wantsReply: false })).toMatchObject({ value: { to: ['manager'] } });
    expect(await answers.messageReply({ message: 'm1', text: 'and what?' })).toMatchObject({ value: { to: 'manager' } });
    expect(textsOf(post.due('manager'))).toEqual(['who?', 'and what?']);
    expect(post.find('m1')?.state).toBe('acknowledged');
  });

  it('can not answer the host, itself, or what is not there', async () => {
    const { answers, send } = opened();
    await send('host', 'person', 'a loop');
    await send('person', 'a1', 'mine');
    for (const [message, kind] of [
      ['m1', 'usage'],
      ['m2', 'usage'],
      ['m', 'usage'],
      ['x9', 'not-found'],
    ] as const)
      expect([message, await answers.messageReply({ message, text: 'hi' })]).toMatchObject([message, { error: { kind } }]);
  });

  it('sends given up ones again, and drops them', async () => {
    const { answers, post, send } = opened();
    for (const text of ['one', 'two']) await send('person', 'a1', text);
    post.giveUp('a1', ERROR);
    expect(await answers.messageRetry({ ids: ['m1'] })).toEqual({ ok: true, value: { ids: ['m1'] } });
    expect(await answers.messageRetry({ ids: ['m1'] })).toMatchObject({ error: { kind: 'not-found' } });
    expect(await answers.messageRetry({ ids: 'all' })).toEqual({ ok: true, value: { ids: ['m2'] } });
    expect(await answers.messageDrop({ ids: ['m1', 'm2'] })).toEqual({ ok: true, value: { ids: ['m1', 'm2'] } });
    expect(post.list({ party: null, of: 'all', limit: 10 })).toEqual([]);
  });

  it('hears of changes as they come, and of all of them from a host that has started anew', async () => {
    const { answers, post, send } = opened();
    await send('a1', 'person', 'one');
    expect(await answers.messagesAfter({ seq: 7 })).toMatchObject({
      value: { seq: 1, missed: 0, messages: [{ message: { payload: { text: 'one' } } }] },
    });
    const next = answers.messagesAfter({ seq: post.seq });
    await send('a1', 'person', 'two');
    const answer = await next;
    expect(answer.ok ? textsOf(answer.value.messages) : []).toEqual(['two']);
  });
});
