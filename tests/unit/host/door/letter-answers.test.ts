// Messages of agents: each speaks as itself alone, to those of its goal, and what it was given once is not given again.
import { describe, expect, it } from 'vitest';
import { begun, openTestDoor } from '../../../helpers/door-fixture.js';
import { expectOk } from '../../../helpers/expect-ok.js';
import { delegated } from '../../../helpers/families.js';
import { created, exited, fold, newAgent, started, submitted } from '../../../helpers/fold-events.js';
import { noModel, scriptedModel } from '../../../helpers/scripted-model.js';

const family = () =>
  fold([
    submitted(
      newAgent('p', { role: 'coordinator' }),
      newAgent('c', { parent: 'p', role: 'coder' }),
      newAgent('d', { parent: 'p', role: 'coder' }),
    ),
    { type: 'goal.submitted', goal: 'g2', text: 'another goal', agents: [newAgent('x')] },
  ]);

describe('an agent sends', () => {
  it.each([
    ['by name', 'name-d', ['d']],
    ['by id', 'd', ['d']],
    ['to its parent', 'parent', ['p']],
    ['to a role', 'role:coder', ['d']],
    ['to all of its goal', 'all', ['p', 'd']],
    ['to the person', 'person', ['person']],
    ['to the manager, where there is none to the person', 'manager', ['person']],
  ])('%s', async (_, to, parties) => {
    const { call, post } = openTestDoor(family(), { model: noModel() });
    expectOk(await call('c', 'agentSend', { to, text: 'hello' }));
    expect(post.list({ party: null, of: 'all', limit: 9 }).map(({ message }) => [message.from_agent, message.to_agent])).toEqual(
      parties.map((party) => ['c', party]),
    );
  });

  it.each([
    ['to one of another goal, who is not there for it', { to: 'name-x', text: 'hello' }, 'not-found'],
    ['to itself', { to: 'name-c', text: 'hello' }, 'usage'],
    ['to nobody', { to: '', text: 'hello' }, 'usage'],
    ['to children it has not', { to: 'children', text: 'hello' }, 'not-found'],
    ['without words', { to: 'name-d', text: '  ' }, 'usage'],
    ['what is no text', { to: 'name-d', text: { a: 1 } }, 'usage'],
    ['10 MB', { to: 'name-d', text: 'x'.repeat(10 * 1024 * 1024) }, 'usage'],
    ['a result it has made up', { to: 'name-p', text: 'done', type: 'task_result' }, 'usage'],
    ['an order to the host', { to: 'name-p', text: 'stop', type: 'control' }, 'usage'],
    ['nothing at all', null, 'usage'],
    ['a list', [1, 2], 'usage'],
  ])('refused: %s', async (_, params, kind) => {
    const { call, post } = openTestDoor(family());
    const answer = await call('c', 'agentSend', params);
    expect(answer).toMatchObject({ ok: false, error: { kind } });
    expect(post.seq).toBe(0);
  });

  it('in a circle until that is stopped', async () => {
    const { call } = openTestDoor(family());
    for (let round = 0; round < 30; round += 1) expectOk(await call('c', 'agentSend', { to: 'name-d', text: `again ${round}` }));
    expect(await call('c', 'agentSend', { to: 'name-d', text: 'and again' })).toMatchObject({ ok: false });
  });
});

it('who writes to one whose CLI has ended is told that it waits until that is resumed', async () => {
  const { call } = openTestDoor(fold([created('c'), started('c'), exited('c', 1)], family()), { model: noModel() });
  const { notes } = expectOk(await call('p', 'agentSend', { to: 'name-c', text: 'again?' }));
  expect(notes).toEqual(['name-c: queued, its CLI has ended: it is handed over when it is resumed']);
  expect(expectOk(await call('p', 'agentSend', { to: 'manager', text: 'hm' })).notes).toEqual([
    'there is no manager: it went to the person',
  ]);
});

describe('the inbox of an agent', () => {
  it('gives each message once, in order, with the name of who wrote it', async () => {
    const { call } = openTestDoor(family());
    await call('c', 'agentSend', { to: 'name-d', text: 'one' });
    await call('p', 'agentSend', { to: 'name-d', text: 'two', wantsReply: true, type: 'question' });
    const peeked = expectOk(await call('d', 'agentInbox', { waitSeconds: 0, peek: true }));
    expect(peeked.messages).toHaveLength(2);
    const read = expectOk(await call('d', 'agentInbox', { waitSeconds: 0, peek: false }));
    expect(read.messages.map(({ from, message }) => [from, message.payload.text, message.payload.wantsReply])).toEqual([
      ['name-c', 'one', undefined],
      ['name-p', 'two', true],
    ]);
    expect(expectOk(await call('d', 'agentInbox', {})).messages).toEqual([]);
    expect(expectOk(await call('p', 'agentInbox', {})).messages).toEqual([]);
  });

  it('leaves what was peeked at, and what was too much for one look, to be typed', async () => {
    const { call, post } = openTestDoor(family());
    for (let at = 0; at < 60; at += 1)
      expectOk(await post.send({ from: 'person', to: ['d'], type: 'message', payload: { text: `${at}` } }));
    await call('d', 'agentInbox', { waitSeconds: 0, peek: true });
    expect(post.due('d')).toHaveLength(60);
    expect(expectOk(await call('d', 'agentInbox', {})).messages).toHaveLength(50);
    expect(post.due('d').map(({ message }) => message.payload.text)).toEqual(Array.from({ length: 10 }, (_, at) => `${at + 50}`));
  });

  it('holds no place for one that waits in it for its children', async () => {
    const { call, store, clock } = openTestDoor(fold([delegated('p', 'e')], family()));
    const waiting = call('p', 'agentInbox', { waitSeconds: 60 });
    await begun();
    expect(store.state.agents.p?.waitsForChildren).toBe(true);
    await call('e', 'agentSend', { to: 'parent', text: 'on my way' });
    expect(expectOk(await waiting).messages).toHaveLength(1);
    expect(store.state.agents.p?.waitsForChildren).toBeUndefined();
    const without = call('c', 'agentInbox', { waitSeconds: 60 });
    await begun();
    expect(store.state.agents.c?.waitsForChildren).toBeUndefined();
    clock.advance(60_000);
    await without;
  });

  it('waits for the next one, no longer than it was asked to', async () => {
    const { call, clock } = openTestDoor(family());
    const waiting = call('d', 'agentInbox', { waitSeconds: 60, peek: false });
    await begun();
    await call('c', 'agentSend', { to: 'name-d', text: 'here' });
    expect(expectOk(await waiting).messages).toMatchObject([{ message: { payload: { text: 'here' } } }]);
    const vain = call('d', 'agentInbox', { waitSeconds: 60 });
    await begun();
    clock.advance(60_000);
    expect(expectOk(await vain).messages).toEqual([]);
    expect(clock.timers).toBe(0);
  });

  it('holds nobody for more than five minutes', async () => {
    const { call, clock } = openTestDoor(family());
    const waiting = call('d', 'agentInbox', { waitSeconds: 86_400 });
    await begun();
    clock.advance(300_000);
    expect(expectOk(await waiting).messages).toEqual([]);
  });

  it('keeps what came for one that has hung up', async () => {
    const { call } = openTestDoor(family());
    const line = new AbortController();
    const waiting = call('d', 'agentInbox', { waitSeconds: 60, peek: false }, line.signal);
    await begun();
    line.abort();
    await waiting;
    await call('c', 'agentSend', { to: 'name-d', text: 'late' });
    expect(expectOk(await call('d', 'agentInbox', {})).messages).toHaveLength(1);
  });

  it.each([0, 60])('has what it gave in an answer that could not be sent, for the next look: %i seconds to wait', async (waitSeconds) => {
    const { answer, call, post } = openTestDoor(family());
    const tells: ((isSent: boolean) => void)[] = [];
    const signal = new AbortController().signal;
    const look = () => answer({ agent: 'd', method: 'agentInbox', params: { waitSeconds }, signal, whenSent: (tell) => tells.push(tell) });
    const waiting = waitSeconds > 0 ? look() : null;
    await begun();
    await call('c', 'agentSend', { to: 'name-d', text: 'one' });
    await call('c', 'agentSend', { to: 'name-d', text: 'two' });
    const { messages: given } = expectOk(await (waiting ?? look())) as { messages: readonly { message: { payload: { text: string } } }[] };
    expect(given[0]?.message.payload.text).toBe('one');
    for (const tell of tells) tell(false);
    expect(post.unread('d')).toBe(2);
    const { messages } = expectOk(await call('d', 'agentInbox', {}));
    expect(messages.map(({ message }) => message.payload.text)).toEqual(['one', 'two']);
    expect(post.unread('d')).toBe(0);
  });

  it('gives nobody else, and types not, what is in an answer that is on its way', async () => {
    const { answer, call, post } = openTestDoor(family());
    await call('c', 'agentSend', { to: 'name-d', text: 'one' });
    const tells: ((isSent: boolean) => void)[] = [];
    const signal = new AbortController().signal;
    await answer({ agent: 'd', method: 'agentInbox', params: {}, signal, whenSent: (tell) => tells.push(tell) });
    expect(expectOk(await call('d', 'agentInbox', {})).messages).toEqual([]);
    expect(post.due('d')).toEqual([]);
    expect(post.unread('d')).toBe(1);
    for (const tell of tells) tell(true);
    expect(post.unread('d')).toBe(0);
  });

  it('gives so many that its answer can be sent, and the others next time', async () => {
    const { call, post } = openTestDoor(family());
    for (let at = 0; at < 60; at += 1)
      expectOk(await post.send({ from: 'person', to: ['d'], type: 'message', payload: { text: `${at} ${'x'.repeat(30_000)}` } }));
    const first = expectOk(await call('d', 'agentInbox', {})).messages;
    const second = expectOk(await call('d', 'agentInbox', {})).messages;
    expect(JSON.stringify(first).length).toBeLessThan(1.2 * 1024 * 1024);
    expect(Number.parseInt(second[0]?.message.payload.text ?? '', 10)).toBe(first.length);
  });
});

describe('a reply', () => {
  it('goes to who wrote, bound to the message, which is read by that', async () => {
    const { call, post } = openTestDoor(family());
    const { ids } = expectOk(await call('p', 'agentSend', { to: 'name-c', text: 'Which?', type: 'question', wantsReply: true }));
    expect(expectOk(await call('c', 'agentReply', { message: ids[0], text: 'That.' })).to).toBe('name-p');
    expect(post.find(ids[0] ?? '')?.state).toBe('acknowledged');
    const [got] = expectOk(await call('p', 'agentInbox', {})).messages;
    expect(got).toMatchObject({ from: 'name-c', message: { type: 'answer', payload: { text: 'That.', inReplyTo: ids[0] } } });
  });

  it.each([
    ['to what others wrote each other', 'd'],
    ['to what it wrote itself', 'p'],
  ])('%s is refused: for it that is not there', async (_, who) => {
    const { call } = openTestDoor(family());
    const { ids } = expectOk(await call('p', 'agentSend', { to: 'name-c', text: 'Which?' }));
    expect(await call(who, 'agentReply', { message: ids[0], text: 'That.' })).toMatchObject({ ok: false, error: { kind: 'not-found' } });
  });
});

describe('a call', () => {
  it.each([
    'stop',
    'remove',
    'run',
    'hostStop',
    'configSet',
    'constructor',
    '__proto__',
    'agentKill',
  ])('of %s is none of an agent', async (method) => {
    const { answer } = openTestDoor(family());
    const asked = await answer({ agent: 'c', method, params: {}, signal: new AbortController().signal, whenSent: () => undefined });
    expect(asked).toMatchObject({ ok: false, error: { kind: 'denied', said: 'agents can not ask that' } });
  });

  it('for an agent that was removed is refused', async () => {
    const { call } = openTestDoor(family());
    expect(await call('gone', 'agentSelf', {})).toMatchObject({ ok: false, error: { kind: 'denied' } });
  });

  it('too many a minute is refused, and taken again in the next', async () => {
    const { call, clock } = openTestDoor(family());
    for (let at = 0; at < 300; at += 1) await call('c', 'agentSelf', {});
    expect(await call('c', 'agentSelf', {})).toMatchObject({ ok: false, error: { kind: 'limit' } });
    expectOk(await call('d', 'agentSelf', {}));
    clock.advance(60_000);
    expectOk(await call('c', 'agentSelf', {}));
  });

  it('beside too many whose answers were not taken from the line is refused', async () => {
    const { answer } = openTestDoor(family());
    const tells: ((isSent: boolean) => void)[] = [];
    const signal = new AbortController().signal;
    const look = () => answer({ agent: 'c', method: 'agentSelf', params: {}, signal, whenSent: (tell) => tells.push(tell) });
    for (let at = 0; at < 16; at += 1) expectOk(await look());
    expect(await look()).toMatchObject({ ok: false, error: { kind: 'limit' } });
    for (const tell of tells) tell(true);
    expectOk(await look());
  });

  it('beside too many that wait is refused', async () => {
    const { call, clock } = openTestDoor(family());
    const waiting = Array.from({ length: 16 }, () => call('c', 'agentInbox', { waitSeconds: 10 }));
    await begun();
    expect(await call('c', 'agentSelf', {})).toMatchObject({ ok: false, error: { kind: 'limit' } });
    clock.advance(10_000);
    await Promise.all(waiting);
    expectOk(await call('c', 'agentSelf', {}));
  });
});

describe('who is there', () => {
  it('is told of its own goal alone', async () => {
    const { call } = openTestDoor(fold([exited('d', 0)], family()));
    const { agents } = expectOk(await call('c', 'agentContacts', {}));
    expect(agents.map(({ name, parent, isSelf }) => [name, parent, isSelf])).toEqual([
      ['name-p', null, false],
      ['name-c', 'name-p', true],
      ['name-d', 'name-p', false],
    ]);
    expect(agents[1]).toMatchObject({ role: 'coder', capabilities: ['is a coder'], harness: 'claude', task: 'task of c' });
  });

  it('knows itself', async () => {
    const { call } = openTestDoor(family());
    expect(expectOk(await call('c', 'agentSelf', {}))).toEqual({
      id: 'c',
      name: 'name-c',
      goal: 'a goal',
      role: 'coder',
      parent: 'name-p',
      depth: 0,
      mayDelegate: { children: 2, levels: 1 },
    });
  });
});

describe('the manager', () => {
  const settled = async () => {
    for (let turn = 0; turn < 5; turn += 1) await begun();
  };

  it('answers into the inbox of the agent that asked, and a reply to that reaches it', async () => {
    const model = scriptedModel('Take 8080.');
    const { call, post, store } = openTestDoor(family(), { model });
    const { ids, to } = expectOk(await call('c', 'agentSend', { to: 'manager', type: 'question', text: 'Which port?', wantsReply: true }));
    expect(to).toEqual(['manager']);
    await settled();
    const [answer] = expectOk(await call('c', 'agentInbox', {})).messages;
    expect(answer).toMatchObject({ from: 'manager', message: { type: 'answer', payload: { text: 'Take 8080.', inReplyTo: ids[0] } } });
    expect(expectOk(await call('c', 'agentReply', { message: answer?.message.id, text: 'It is taken.' })).to).toBe('manager');
    await settled();
    // It asks for nothing: no second call.
    expect(model.asked).toHaveLength(1);
    expect(store.state.agents.c?.managerNotes).toMatchObject([
      { text: 'asks: Which port? → answered: Take 8080.' },
      { text: 'It is taken.' },
    ]);
    expect(post.unread('manager')).toBe(0);
  });

  it('that has gone since it wrote: the reply is the person’s, and that is said', async () => {
    let has = scriptedModel('Take 8080.');
    const model = { available: () => has.available('manager'), chat: (order: never) => has.chat(order) };
    const { call, post } = openTestDoor(family(), { model });
    await call('c', 'agentSend', { to: 'manager', type: 'question', text: 'Which port?' });
    await settled();
    has = { ...noModel(), asked: [] };
    const [answer] = expectOk(await call('c', 'agentInbox', {})).messages;
    expect(expectOk(await call('c', 'agentReply', { message: answer?.message.id, text: 'It is taken.' })).to).toBe('person');
    expect(post.list({ party: null, of: 'inbox', limit: 9 })).toMatchObject([
      { message: { from_agent: 'c', payload: { text: 'It is taken.', inReplyTo: answer?.message.id } } },
    ]);
  });
});
