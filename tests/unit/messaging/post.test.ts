import { describe, expect, test } from 'vitest';
import { fail, type OrchError } from '../../../src/core/model/error.js';
import { MAX_MESSAGE_BYTES } from '../../../src/core/model/message.js';
import { LIMITS, openTestPost, readAll, textsOf } from '../../helpers/post-fixture.js';

const ERROR: OrchError = { kind: 'harness', tried: 'type', said: 'it did not take it', next: 'Look' };

describe('sending', () => {
  test('a message has exactly the keys of the format, and is kept before it is there', async () => {
    const { post, log } = openTestPost();
    const sent = await post.send({ from: 'a1', to: ['a2'], type: 'question', payload: { text: 'which port?', wantsReply: true } });
    expect(sent).toEqual({
      ok: true,
      value: [
        {
          id: 'm1',
          type: 'question',
          from_agent: 'a1',
          to_agent: 'a2',
          timestamp: '2026-11-21T12:00:00.000Z',
          payload: { text: 'which port?', wantsReply: true },
          retry_count: 0,
        },
      ],
    });
    expect([...log.stored.keys()]).toEqual(['m1']);
    expect(post.find('m1')).toMatchObject({ state: 'queued', fromName: 'a1', toName: 'a2', via: null });
  });

  test('one to several is a message each, with one group', async () => {
    const { post } = openTestPost();
    const sent = await post.send({ from: 'person', to: ['a1', 'a2', 'a1'], type: 'message', payload: { text: 'stop' } });
    const messages = sent.ok ? sent.value : [];
    expect(messages.map(({ to_agent }) => to_agent)).toEqual(['a1', 'a2']);
    expect(new Set(messages.map(({ payload }) => payload.group)).size).toBe(1);
    expect(messages[0]?.payload.group).toBeDefined();
  });

  test.each([
    ['to nobody', { from: 'a1', to: ['nobody'] }, 'not-found'],
    ['to no party at all', { from: 'a1', to: [] }, 'not-found'],
    ['to itself', { from: 'a1', to: ['a1'] }, 'usage'],
    ['from somebody who is not there', { from: 'nobody', to: ['a1'] }, 'denied'],
    ['to somebody who is there and to nobody', { from: 'a1', to: ['a2', 'nobody'] }, 'not-found'],
  ] as const)('%s is refused, and nothing is kept', async (_name, order, kind) => {
    const { post, log } = openTestPost();
    const sent = await post.send({ ...order, type: 'message', payload: { text: 'hello' } });
    expect(sent).toMatchObject({ ok: false, error: { kind } });
    expect(log.stored.size).toBe(0);
    expect(post.list({ party: null, of: 'all', limit: 10 })).toEqual([]);
  });

  test('one of 10 MB is refused with what to do instead, and one that just fits is taken whole', async () => {
    const { post, send } = openTestPost();
    const large = await post.send({ from: 'a1', to: ['a2'], type: 'message', payload: { text: 'x'.repeat(10 * 1024 * 1024) } });
    expect(large).toMatchObject({ ok: false, error: { kind: 'usage', said: 'it has 10240 KB, and a message has at most 64' } });
    const most = 'x'.repeat(MAX_MESSAGE_BYTES - 100);
    expect((await send('a1', 'a2', most)).payload.text).toBe(most);
  });

  test('what would fill the memory of the next host is refused until some of it was read', async () => {
    const { post, send } = openTestPost();
    const large = 'x'.repeat(60_000);
    for (let at = 0; at < 280; at += 1) await send('person', 'a1', large);
    const order = { from: 'person', to: ['a1'], type: 'message', payload: { text: 'one more' } } as const;
    expect(await post.send(order)).toMatchObject({ ok: false, error: { kind: 'limit', said: '280 messages wait for a1 unread' } });
    await readAll(post, 'a1');
    expect(await post.send(order)).toMatchObject({ ok: true });
  });

  test('what acts on a terminal is taken out of every text', async () => {
    const { send } = openTestPost();
    expect((await send('a1', 'a2', 'one\u001b]52;c;aGk=\u0007\ntwo\u202e')).payload.text).toBe('one\ntwo');
  });

  test('what the receiver would never take is refused by its reason', async () => {
    const { post } = openTestPost({ admits: () => fail(ERROR) });
    expect(await post.send({ from: 'a1', to: ['a2'], type: 'message', payload: { text: 'x' } })).toEqual(fail(ERROR));
  });

  test('where it can not be kept it was not sent', async () => {
    const { post, log } = openTestPost();
    log.answer = fail({ kind: 'storage', tried: 'write', said: 'no space', next: 'Free some' });
    expect(await post.send({ from: 'a1', to: ['a2'], type: 'message', payload: { text: 'x' } })).toMatchObject({
      ok: false,
      error: { kind: 'storage' },
    });
    expect(post.unread('a2')).toBe(0);
    log.answer = { ok: true, value: undefined };
    expect(await readAll(post, 'a2')).toEqual([]);
  });
});

describe('a loop between two agents', () => {
  test('what is beyond the bound is refused, and the person is told once', async () => {
    const { post, send } = openTestPost();
    for (let i = 0; i < 15; i++) {
      await send('a1', 'a2', 'ping');
      await send('a2', 'a1', 'pong');
    }
    const refusal = await post.send({ from: 'a1', to: ['a2'], type: 'message', payload: { text: 'ping' } });
    expect(refusal).toMatchObject({
      ok: false,
      error: { kind: 'denied', said: 'more than 30 messages a minute or 150 an hour between a1 and a2' },
    });
    await post.send({ from: 'a2', to: ['a1'], type: 'message', payload: { text: 'pong' } });
    const told = post.list({ party: null, of: 'inbox', limit: 10 });
    expect(told.map(({ message }) => message.from_agent)).toEqual(['host']);
    expect(textsOf(told)[0]).toContain('between a1 and a2');
  });

  test('is found as well where each takes its time, by how long it goes on', async () => {
    const { post, clock, send } = openTestPost();
    for (let i = 0; i < 75; i++) {
      await send('a1', 'a2', 'ping');
      clock.advance(10_000);
      await send('a2', 'a1', 'pong');
      clock.advance(10_000);
    }
    expect(await post.send({ from: 'a1', to: ['a2'], type: 'message', payload: { text: 'ping' } })).toMatchObject({ ok: false });
    clock.advance(3_600_000);
    await send('a1', 'a2', 'ping');
  });

  test('with the manager is found as with another agent', async () => {
    const { post } = openTestPost();
    const ask = () => post.send({ from: 'a1', to: ['manager'], type: 'question', payload: { text: 'and now?' } });
    for (let round = 0; round < LIMITS.perMinute; round += 1) {
      expect(await ask()).toMatchObject({ ok: true });
      await post.send({ from: 'manager', to: ['a1'], type: 'answer', payload: { text: 'go on' } });
    }
    expect(await ask()).toMatchObject({ ok: false, error: { kind: 'denied' } });
    await ask();
    const told = textsOf(post.list({ party: null, of: 'inbox', limit: 10 }));
    expect(told).toEqual([expect.stringContaining('between a1 and manager')]);
  });

  test('what is refused for one of several counts for none of them', async () => {
    const { post, said, send } = openTestPost({ limits: { ...LIMITS, perMinute: 3 } });
    for (let i = 0; i < 3; i++) await send('a1', 'a2', 'ping');
    const toBoth = () => post.send({ from: 'a1', to: ['a2', 'a3'], type: 'message', payload: { text: 'all of you' } });
    for (let i = 0; i < 3; i++) expect(await toBoth()).toMatchObject({ ok: false, error: { kind: 'denied' } });
    for (let i = 0; i < 3; i++) await send('a1', 'a3', 'you alone');
    expect(said).toEqual([]);
  });

  test('others go on meanwhile, and a minute later so do these two', async () => {
    const { post, clock, send } = openTestPost();
    for (let i = 0; i < 30; i++) await send('a1', 'a2', 'ping');
    await send('a1', 'a3', 'hello');
    await send('person', 'a2', 'hello');
    clock.advance(60_001);
    await send('a1', 'a2', 'ping');
    expect(post.unread('a2')).toBe(32);
  });

  test('the result of a task is never refused for it', async () => {
    const { post, send } = openTestPost();
    for (let i = 0; i < 30; i++) await send('a1', 'a2', 'ping');
    expect(await post.send({ from: 'a1', to: ['a2'], type: 'task_result', payload: { text: 'done' } })).toMatchObject({ ok: true });
  });
});

describe('the inbox', () => {
  test('gives what waits, the oldest first, once', async () => {
    const { post, send } = openTestPost();
    await send('a1', 'a3', 'one');
    await send('a2', 'a3', 'two');
    await send('a1', 'a3', 'three');
    expect(textsOf(await readAll(post, 'a3'))).toEqual(['one', 'two', 'three']);
    expect(await readAll(post, 'a3')).toEqual([]);
    expect(post.find('m1')).toMatchObject({ state: 'acknowledged', via: 'inbox' });
  });

  test('what was looked at stays until it is acknowledged', async () => {
    const { post, send } = openTestPost();
    const { id } = await send('a1', 'a3', 'one');
    expect([textsOf(post.inbox('a3')), textsOf(post.due('a3')), post.unread('a3')]).toEqual([['one'], ['one'], 1]);
    expect(textsOf(post.inbox('a3'))).toEqual(['one']);
    await post.acknowledge([id]);
    expect(post.inbox('a3')).toEqual([]);
  });

  test('what is behind one that is on its way waits for its turn, also for one that awaits it', async () => {
    const { post, send } = openTestPost();
    const one = await send('a1', 'a3', 'one');
    post.begin([one.id], 'terminal');
    const next = post.next('a3', () => true, new AbortController().signal);
    const two = await send('a1', 'a3', 'two');
    expect(post.find(two.id)?.state).toBe('queued');
    post.delivered([one.id]);
    expect((await next)?.message.id).toBe(two.id);
  });

  test('what is behind one that is answered while it is on its way has its turn by that', async () => {
    const { post, send } = openTestPost();
    const one = await send('a1', 'a3', 'one');
    post.begin([one.id], 'terminal');
    const next = post.next('a3', () => true, new AbortController().signal);
    const two = await send('a1', 'a3', 'two');
    const flushed = post.flush();
    await post.acknowledge([one.id]);
    expect((await next)?.message.id).toBe(two.id);
    post.delivered([two.id]);
    await flushed;
  });

  test('what is being handed over is not given out, nor what the same sender sent behind it', async () => {
    const { post, send } = openTestPost();
    const { id } = await send('a1', 'a3', 'one');
    post.begin([id], 'terminal');
    await send('a1', 'a3', 'two');
    await send('a2', 'a3', 'three');
    expect(textsOf(await readAll(post, 'a3'))).toEqual(['three']);
    post.delivered([id]);
    expect(textsOf(await readAll(post, 'a3'))).toEqual(['two']);
  });
});

describe('waiting for one', () => {
  test('what is given is nobody else’s until it was taken for sure, and is there again where it was not', async () => {
    const { post, send } = openTestPost();
    const signal = new AbortController().signal;
    const { id } = await send('a2', 'a1', 'hello');
    expect((await post.next('a1', () => true, signal))?.message.id).toBe(id);
    expect([await readAll(post, 'a1'), post.due('a1')]).toEqual([[], []]);
    const next = post.next('a1', () => true, signal);
    post.putBack([id]);
    expect((await next)?.message.id).toBe(id);
    post.delivered([id]);
    expect(post.find(id)).toMatchObject({ state: 'acknowledged', via: 'inbox' });
  });

  test('the first that holds is given; others stay', async () => {
    const { post, send } = openTestPost();
    const next = post.next('a1', ({ payload }) => payload.inReplyTo === 'm1', new AbortController().signal);
    await send('a2', 'a1', 'by the way');
    await post.send({ from: 'person', to: ['a1'], type: 'answer', payload: { text: 'yes', inReplyTo: 'm1' } });
    expect((await next)?.message.payload.text).toBe('yes');
    expect(textsOf(await readAll(post, 'a1'))).toEqual(['by the way']);
  });

  test('one that waits already is given at once, and nothing when the wait is over', async () => {
    const { post, send } = openTestPost();
    const { id } = await send('a2', 'a1', 'hello');
    const over = new AbortController();
    expect((await post.next('a1', () => true, over.signal))?.message.payload.text).toBe('hello');
    post.delivered([id]);
    const next = post.next('a1', () => true, over.signal);
    over.abort();
    expect(await next).toBeNull();
    await send('a2', 'a1', 'late');
    expect(post.unread('a1')).toBe(1);
  });
});

describe('retries', () => {
  test('three more tries, each after twice as long; then it is given up, and sender and person are told', async () => {
    const { post, clock, said, send } = openTestPost();
    const { id } = await send('a1', 'a2', 'hello');
    const waits: number[] = [];
    for (let tries = 0; tries < 4; tries++) {
      expect(textsOf(post.due('a2'))).toEqual(['hello']);
      post.begin([id], 'terminal');
      post.failed([id], ERROR);
      expect(post.due('a2')).toEqual([]);
      if (tries < 3) {
        waits.push(clock.waits[0] ?? 0);
        clock.advance(clock.waits[0] ?? 0);
      }
    }
    expect(waits).toEqual([2000, 4000, 8000]);
    expect(post.find(id)).toMatchObject({ state: 'dead', message: { retry_count: 4 }, error: ERROR, retryAt: null });
    expect(clock.timers).toBe(0);
    await post.flush();
    expect(said[0]).toContain('was given up: it did not take it');
    expect(textsOf(await readAll(post, 'a1'))[0]).toContain(`message ${id} to a2 was given up`);
    expect(textsOf(post.list({ party: null, of: 'dead', limit: 10 }))).toEqual(['hello']);
  });

  test('a later one of the same sender is not handed over before one that waits for its next try; one of another is', async () => {
    const { post, clock, send } = openTestPost();
    const { id } = await send('a1', 'a3', 'one');
    post.begin([id], 'terminal');
    post.failed([id], ERROR);
    await send('a1', 'a3', 'two');
    await send('a2', 'a3', 'three');
    expect(textsOf(post.due('a3'))).toEqual(['three']);
    clock.advance(2000);
    expect(textsOf(post.due('a3'))).toEqual(['one', 'two', 'three']);
  });

  test('a child is not told that its result was given up: the host had sent it, in its name', async () => {
    const { post, said } = openTestPost();
    const result = { agent: 'a1', state: 'done', summary: 'net is there', artifacts: [], branch: null, commit: null } as const;
    await post.send({ from: 'a1', to: ['a2'], type: 'task_result', payload: { text: 'net is there', result } });
    post.giveUp('a2', ERROR);
    await post.flush();
    expect(said[0]).toContain('was given up');
    expect(post.inbox('a1')).toEqual([]);
  });

  test('many that are given up at once are told in one message to each sender, and once to the person', async () => {
    const { post, said, send } = openTestPost();
    for (let at = 1; at <= 12; at++) await send('a1', 'a3', `${at}`);
    await send('a2', 'a3', 'one');
    await send('person', 'a3', 'mine');
    post.giveUp('a3', ERROR);
    await post.flush();
    expect(said).toHaveLength(3);
    const told = textsOf(await readAll(post, 'a1'));
    expect(told).toEqual([
      expect.stringMatching(/^12 messages to a3 were given up \(m1, m2, m3, m4, m5 and 7 more\): it did not take it/u),
    ]);
    expect(textsOf(await readAll(post, 'a2'))).toEqual([expect.stringMatching(/^message m13 to a3 was given up: /u)]);
  });

  test('a given up one does not hold up what comes behind it', async () => {
    const { post, send } = openTestPost({ limits: { ...LIMITS, retries: 0, keep: 1000, perMinute: 30 } });
    const { id } = await send('a1', 'a2', 'one');
    await send('a1', 'a2', 'two');
    post.begin([id], 'terminal');
    post.failed([id], ERROR);
    expect(textsOf(post.due('a2'))).toEqual(['two']);
  });

  test('a person sends a given up one again, from the beginning; or drops it', async () => {
    const { post, log, send } = openTestPost({ limits: { ...LIMITS, retries: 0, keep: 1000, perMinute: 30 } });
    const one = await send('person', 'a2', 'one');
    const two = await send('person', 'a2', 'two');
    post.begin([one.id, two.id], 'terminal');
    post.failed([one.id, two.id], ERROR);
    expect(await post.retry([one.id])).toEqual([one.id]);
    expect(await post.drop([one.id, two.id])).toEqual([one.id, two.id]);
    expect(post.list({ party: 'a2', of: 'all', limit: 10 })).toEqual([]);
    expect(log.stored.has(two.id)).toBe(false);
  });

  test('what is for somebody who was removed is given up with the reason', async () => {
    const { post, send } = openTestPost();
    const one = await send('person', 'a2', 'one');
    await readAll(post, 'a2');
    const two = await send('person', 'a2', 'two');
    post.giveUp('a2', ERROR);
    expect([one, two].map(({ id }) => post.find(id)?.state)).toEqual(['acknowledged', 'dead']);
    expect(post.find(two.id)?.error).toEqual(ERROR);
  });
});

describe('one that goes to somebody else', () => {
  test('is the same message there, unseen, and is not with the first one any more', async () => {
    const { post, log, send } = openTestPost();
    const [first] = [await send('a1', 'manager', 'which port?'), await send('a1', 'manager', 'and the host?')];
    await post.begin([first.id], 'inbox');
    post.redirect(first.id, { to: 'person', text: 'which port? (the manager does not know)' });
    expect(textsOf(post.inbox('person'))).toEqual(['which port? (the manager does not know)']);
    expect(post.find(first.id)).toMatchObject({
      state: 'queued',
      toName: 'person',
      via: null,
      message: { from_agent: 'a1', to_agent: 'person' },
    });
    expect(textsOf(post.due('manager'))).toEqual(['and the host?']);
    expect(log.stored.get(first.id)?.message.to_agent).toBe('person');
    await post.flush();
  });

  test('reaches whoever waits for one there, and keeps its own words where the new ones are too many', async () => {
    const { post, send } = openTestPost();
    const { id } = await send('a1', 'manager', 'which port?');
    const waiting = post.next('person', () => true, new AbortController().signal);
    await post.begin([id], 'inbox');
    post.redirect(id, { to: 'person', text: 'x'.repeat(70_000) });
    expect((await waiting)?.message.payload.text).toBe('which port?');
  });

  test('that is not under way stays where it is', async () => {
    const { post, send } = openTestPost();
    const { id } = await send('a1', 'manager', 'which port?');
    post.redirect(id, { to: 'person', text: 'other' });
    expect(post.find(id)?.message.to_agent).toBe('manager');
  });
});

describe('looking on', () => {
  test('changes are counted, and listeners are called once for all of a turn', async () => {
    const { post, send } = openTestPost();
    let calls = 0;
    const forget = post.listen(() => {
      calls += 1;
    });
    await send('a1', 'a2', 'one');
    const { seq } = post;
    await send('a1', 'a2', 'two');
    await readAll(post, 'a2');
    await new Promise<void>((resolve) => setImmediate(resolve));
    expect(calls).toBe(1);
    expect(post.since(seq).map(({ message, state }) => [message.id, state])).toEqual([
      ['m2', 'queued'],
      ['m1', 'acknowledged'],
      ['m2', 'acknowledged'],
    ]);
    forget();
    await send('a1', 'a2', 'three');
    await new Promise<void>((resolve) => setImmediate(resolve));
    expect(calls).toBe(1);
  });

  test('whoever is behind by more than is remembered is told how many changes that are', async () => {
    const { post, send } = openTestPost({ limits: { ...LIMITS, perMinute: 10_000 } });
    await send('person', 'a2', 'first');
    expect(post.sinceWithin(0, 1000)).toMatchObject({ missed: 0, messages: [{}] });
    for (let at = 0; at < 2500; at++) {
      await send('person', 'a2', '');
      await readAll(post, 'a2');
    }
    const { missed, messages, seq } = post.sinceWithin(1, 10_000_000);
    expect(missed).toBeGreaterThan(0);
    expect([missed + messages.length, seq]).toEqual([post.seq - 1, post.seq]);
    expect(post.sinceWithin(seq - 1, 1000)).toMatchObject({ missed: 0, messages: [{}] });
  });

  test('so many that are over are kept, and all that wait', async () => {
    const { post, send } = openTestPost({ limits: { ...LIMITS, retries: 3, keep: 10, perMinute: 10_000 } });
    await send('a1', 'a9', 'waits');
    for (let i = 0; i < 111; i++) {
      await send('a1', 'a2', `m${i}`);
      await readAll(post, 'a2');
    }
    const all = textsOf(post.list({ party: null, of: 'all', limit: 1000 }));
    expect(all).toEqual(['waits', ...Array.from({ length: 10 }, (_, i) => `m${i + 101}`)]);
  });

  test('what would fill the memory is not taken from another node either: it is brought again', async () => {
    const { post, send } = openTestPost();
    const large = 'x'.repeat(60_000);
    for (let at = 0; at < 280; at += 1) await send('person', 'a1', large);
    const message = {
      id: 'far',
      type: 'message',
      from_agent: 'b1',
      to_agent: 'a1',
      timestamp: '2026-11-21T12:00:00.000Z',
      payload: { text: 'hello' },
      retry_count: 0,
    } as const;
    const letter = { to: 'here', message, fromName: 'far one', toName: 'a1' };
    expect(await post.accept(letter)).toMatchObject({ ok: false, error: { kind: 'limit' } });
    await readAll(post, 'a1');
    expect(await post.accept(letter)).toMatchObject({ ok: true });
  });

  test('from another node: once per id, and only for somebody who is here', async () => {
    const { post, send } = openTestPost({ limits: { ...LIMITS, keep: 20 } });
    const message = {
      id: 'far1',
      type: 'message',
      from_agent: 'b1',
      to_agent: 'a1',
      timestamp: '2026-11-21T11:00:00.000Z',
      payload: { text: 'hello' },
      retry_count: 0,
    } as const;
    const letter = { to: 'here', message, fromName: 'far', toName: 'near' };
    expect(await Promise.all([post.accept(letter), post.accept(letter)])).toMatchObject([{ ok: true }, { ok: true }]);
    expect(textsOf(await readAll(post, 'a1'))).toEqual(['hello']);
    expect(await post.accept(letter)).toMatchObject({ ok: true });
    expect(await readAll(post, 'a1')).toEqual([]);
    // Also when so much has come since that it is not among what is kept any more.
    for (let at = 0; at < 150; at += 1) await send('person', 'a2', `${at}`);
    await readAll(post, 'a2');
    expect(post.find('far1')).toBeNull();
    expect(await post.accept(letter)).toMatchObject({ ok: true });
    expect(await readAll(post, 'a1')).toEqual([]);
    expect(await post.accept({ ...letter, message: { ...message, id: 'far2', to_agent: 'nobody' } })).toMatchObject({
      ok: false,
      error: { kind: 'not-found' },
    });
  });
});
