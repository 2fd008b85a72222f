// Redis that goes and comes back, nodes that are killed, and what a node leaves behind.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { redisKeys } from '../../../src/core/adapters/redis/redis-keys.js';
import { ok } from '../../../src/core/model/error.js';
import type { HeldTask } from '../../../src/core/ports/broker.js';
import { Heard, inState, sampleLetter, sampleTask } from '../../helpers/brokers.js';
import { RedisNodes } from '../../helpers/redis-nodes.js';

const redis = new RedisNodes();
beforeEach(() => redis.start());
afterEach(() => redis.end());

const node: RedisNodes['node'] = (name, order) => redis.node(name, order);

const NODE = { kind: 'host', version: '1', slots: 0, busy: 0, labels: [] } as const;

describe('two nodes', () => {
  it('hear each other: who is there, letters, news', async () => {
    const [a, b] = [await node('a'), await node('b')];
    await a.announce({ name: 'a', ...NODE }, []);
    await b.announce({ name: 'b', ...NODE }, []);
    const nodes = await a.nodes();
    expect(nodes.ok && nodes.value.map(({ name, isSelf }) => `${name} ${isSelf}`).sort()).toEqual(['a true', 'b false']);

    const heard = new Heard<string>();
    b.receive(async ({ message }) => {
      heard.add(message.payload.text);
      return ok(undefined);
    });
    await a.send(sampleLetter('m-1', 'b', 'good day'));
    await heard.count(1);
    expect(heard.items).toEqual(['good day']);

    const news = new Heard<unknown>();
    b.subscribe('weather', (one) => news.add(one));
    // Live news go to whoever listens already: said until it does.
    const listens = new Heard<unknown>();
    a.subscribe('listens', () => listens.add(1));
    b.subscribe('asks', () => b.publish({ topic: 'listens', body: null }));
    while (listens.items.length === 0) {
      a.publish({ topic: 'asks', body: null });
      await a.nodes();
    }
    a.publish({ topic: 'weather', body: { sun: true } });
    await news.count(1);
    expect(news.items[0]).toEqual({ topic: 'weather', from: 'a', body: { sun: true } });
  });

  it('queue a letter once, however often it is sent', async () => {
    const a = await node('a');
    for (let n = 0; n < 3; n++) expect(await a.send(sampleLetter('m-1', 'b'))).toEqual(ok(undefined));
    expect(await a.send(sampleLetter('m-2', 'b'))).toEqual(ok(undefined));
    const b = await node('b');
    const heard = new Heard<string>();
    b.receive(async ({ message }) => {
      heard.add(message.id);
      return ok(undefined);
    });
    await heard.until((ids) => ids.includes('m-2'));
    expect(heard.items).toEqual(['m-1', 'm-2']);
  });
});

describe('a Redis that is killed', () => {
  it('in the middle of 200 letters: all arrive, in order, none is lost', async () => {
    const [a, b] = [await node('a'), await node('b')];
    const heard = new Heard<string>();
    const once = new Set<string>();
    b.receive(async ({ message }) => {
      // As the post does: an id that it knows is taken and not kept again.
      if (!once.has(message.id)) heard.add(message.id);
      once.add(message.id);
      return ok(undefined);
    });
    const ids = Array.from({ length: 200 }, (_, n) => `m-${n}`);
    const killed = heard.count(50).then(async () => {
      await redis.server.kill();
      await Promise.all([inState(a, 'away'), inState(b, 'away')]);
      await redis.server.start();
    });
    for (const id of ids) {
      // What the broker does not keep, the sender still has.
      while (!(await a.send(sampleLetter(id, 'b'))).ok) await inState(a, 'ready');
    }
    await killed;
    await heard.count(200);
    expect(heard.items).toEqual(ids);
  });

  it('makes a send fail at once, and tells that it is away', async () => {
    const a = await node('a');
    await redis.server.kill();
    await inState(a, 'away');
    const sent = await a.send(sampleLetter('m-1', 'b'));
    expect(sent).toMatchObject({ ok: false, error: { kind: 'broker' } });
    expect(a.condition).toMatchObject({ kind: 'redis', state: 'away', address: redis.server.url });
  });

  it('tells when it is another process than before', async () => {
    const a = await node('a');
    const back = new Heard<boolean>();
    a.onBack((isRestarted) => back.add(isRestarted));
    await redis.server.kill();
    await inState(a, 'away');
    await redis.server.start();
    await back.until((all) => all.includes(true));
  });

  it('does not begin a task twice that it held meanwhile', async () => {
    const a = await node('a');
    const ends = new Heard<unknown>();
    const begun = new Heard<HeldTask>();
    a.onResult(async (end) => ok(ends.add(end)));
    let finish: () => void = () => undefined;
    const told = new Promise<void>((resolve) => {
      finish = resolve;
    });
    a.work({
      slots: 2,
      labels: [],
      run: async (held) => {
        begun.add(held);
        await told;
        await held.complete('well');
      },
    });
    await a.offer(sampleTask('t1', { owner: 'a' }));
    await begun.count(1);
    await redis.server.kill();
    await inState(a, 'away');
    expect(await begun.items[0]?.holds()).toMatchObject({ ok: false });
    await redis.server.start();
    await inState(a, 'ready');
    expect(await begun.items[0]?.holds()).toEqual(ok(true));
    finish();
    await ends.count(1);
    expect(begun.items).toHaveLength(1);
  });

  it('says of no task that it was lost because it only gives no good answer', async () => {
    const a = await node('a');
    const begun = new Heard<HeldTask>();
    a.onResult(async () => ok(undefined));
    a.work({
      slots: 1,
      labels: [],
      run: async (held) => {
        begun.add(held);
        await inState(a, 'away');
      },
    });
    await a.offer(sampleTask('t1', { owner: 'a' }));
    await begun.count(1);
    await redis.server.command('CONFIG', 'SET', 'min-replicas-to-write', '1');
    expect(await begun.items[0]?.holds()).toMatchObject({ ok: false });
    expect(await begun.items[0]?.complete('well')).toMatchObject({ ok: false, error: { kind: 'broker' } });
    expect(a.condition.state).toBe('ready');
    await redis.server.command('CONFIG', 'SET', 'min-replicas-to-write', '0');
    expect(await begun.items[0]?.holds()).toEqual(ok(true));
    // Nobody closes the line, and nobody answers: known by the first command that waits too long.
    redis.server.freeze();
    expect(await begun.items[0]?.holds()).toMatchObject({ ok: false });
    expect(a.condition).toMatchObject({ state: 'away', error: { said: 'it does not answer' } });
    redis.server.thaw();
    await inState(a, 'ready');
  });
});

describe('a Redis that is away at the start', () => {
  it('is found when it comes', async () => {
    await redis.server.kill();
    const broker = redis.unopened('a');
    expect(await broker.open()).toMatchObject({ ok: false, error: { said: 'nothing listens there' } });
    const heard = new Heard<string>();
    broker.receive(async ({ message }) => {
      heard.add(message.id);
      return ok(undefined);
    });
    await redis.server.start();
    await inState(broker, 'ready');
    await broker.send(sampleLetter('m-1', 'a'));
    await heard.count(1);
  });
});

describe('a node', () => {
  it('gets what it had taken and not acknowledged when it was killed, first and at once', async () => {
    const a = await node('a');
    for (const id of ['m-1', 'm-2', 'm-3']) await a.send(sampleLetter(id, 'b'));
    // As a process does that takes two of them, and is killed.
    const queue = `orch-tui:sample:${redisKeys('orch-tui', 'sample').nodeQueue('b')}`;
    for (let n = 0; n < 2; n++) await redis.server.command('RPOPLPUSH', `${queue}:wait`, `${queue}:active`);
    const b = await node('b');
    const heard = new Heard<string>();
    b.receive(async ({ message }) => {
      heard.add(message.id);
      return ok(undefined);
    });
    await heard.count(3);
    expect(heard.items).toEqual(['m-1', 'm-2', 'm-3']);
  });

  it('leaves no key where nobody else is there', async () => {
    const a = await node('a');
    const ends = new Heard<unknown>();
    a.onResult(async (end) => ok(ends.add(end)));
    a.receive(async () => ok(undefined));
    await a.announce({ name: 'a', ...NODE }, []);
    await a.send(sampleLetter('m-1', 'a'));
    a.work({ slots: 1, labels: ['gpu'], run: async (held) => void (await held.complete(1)) });
    await a.offer(sampleTask('t1', { owner: 'a', labels: ['gpu'] }));
    await ends.count(1);
    expect(await a.close()).toEqual([]);
    expect(await redis.server.command('KEYS', '*')).toBe('');
  });

  it('leaves nothing of a task that a killed worker had in its hands, once another has done it', async () => {
    const [owner, killed] = [await node('a'), await node('b')];
    const ends = new Heard<unknown>();
    owner.onResult(async (end) => ok(ends.add(end)));
    owner.receive(async () => ok(undefined));
    const held = new Heard<string>();
    let letGo = (): void => undefined;
    const isOver = new Promise<void>((resolve) => {
      letGo = resolve;
    });
    killed.work({
      slots: 1,
      labels: [],
      run: async ({ task }) => {
        held.add(task.id);
        await isOver;
      },
    });
    await owner.putBlob('base-t1-1', Buffer.from('one'));
    await owner.offer(sampleTask('t1', { owner: 'a' }));
    await held.count(1);
    const next = await node('c');
    await killed.putBlob('work-t1-1-1', Buffer.from('half'));
    await owner.putBlob('base-t2-1', Buffer.from('of another'));
    next.work({ slots: 1, labels: [], run: async (task) => void (await task.complete(1)) });
    await owner.offer(sampleTask('t1', { owner: 'a', fence: 2 }));
    await ends.count(1);
    await next.close();
    await owner.close();
    expect(await redis.server.command('KEYS', '*:tasks*')).toBe('');
    expect((await redis.server.command('KEYS', '*:blob:*')).split('\n').sort()).toEqual([
      'orch-tui:sample:blob:base-t2-1',
      'orch-tui:sample:blob:base-t2-1:0',
    ]);
    letGo();
  });

  it('keeps large things for an hour, and what waits for somebody who may be away for a week', async () => {
    const a = await node('a');
    await a.putBlob('b-1', Buffer.from('so far'));
    await a.putBlob('b-2', Buffer.from('the end'), 'week');
    const hours = async (key: string) => Math.ceil(Number(await redis.server.command('PTTL', `orch-tui:sample:${key}`)) / 3_600_000);
    expect(await hours('blob:b-1')).toBe(1);
    expect([await hours('blob:b-2'), await hours('blob:b-2:0'), await hours('blobs')]).toEqual([168, 168, 168]);
  });

  it('says what it left for others, and leaves that alone', async () => {
    const [a, b] = [await node('a'), await node('b')];
    await a.announce({ name: 'a', ...NODE }, []);
    await b.announce({ name: 'b', ...NODE }, []);
    await b.close();
    await a.send(sampleLetter('m-1', 'b'));
    await a.offer(sampleTask('t1', { owner: 'a' }));
    expect(await a.close()).toEqual(['1 task in Redis, for the next start']);
    const later = await node('b');
    const heard = new Heard<string>();
    later.receive(async ({ message }) => {
      heard.add(message.id);
      return ok(undefined);
    });
    await heard.count(1);
  });

  it('runs no task without the right signature, and says so once', async () => {
    const notices = new Heard<string>();
    const a = await node('a');
    const b = await node('b', { secret: 'of us', onNotice: (text) => notices.add(text) });
    const ran = new Heard<string>();
    await a.offer(sampleTask('t1', { priority: 1 }));
    await a.offer(sampleTask('t2', { priority: 2, secret: 'guessed' }));
    await a.offer(sampleTask('t3', { priority: 3, secret: 'of us' }));
    b.work({
      slots: 1,
      labels: [],
      run: async (held) => {
        await held.complete(null);
        ran.add(held.task.id);
      },
    });
    await ran.count(1);
    expect(ran.items).toEqual(['t3']);
    expect(notices.items.filter((text) => text.includes('wrong signature'))).toHaveLength(1);
  });

  it('takes no message and no result that was not signed by the secret', async () => {
    const notices = new Heard<string>();
    const heard = new Heard<string>();
    const ends = new Heard<unknown>();
    const forger = await node('forger');
    const friend = await node('friend', { secret: 'of us' });
    const here = await node('here', { secret: 'of us', onNotice: (text) => notices.add(text) });
    here.onResult(async ({ body }) => ok(ends.add(body)));
    here.receive(async ({ message }) => {
      heard.add(message.id);
      return ok(undefined);
    });
    await here.offer(sampleTask('t1', { secret: 'of us' }));
    // Who has only Redis makes up the result that is kept there, and a message.
    const keys = redisKeys('orch-tui', 'sample');
    const made = JSON.stringify({ told: { task: 't1', fence: 1, by: 'friend', body: 'made up' }, signature: '' });
    await redis.server.command('HSET', keys.task('t1'), 'result', made);
    await forger.send(sampleLetter('m1', 'here'));
    friend.work({ slots: 1, labels: [], run: (held) => held.complete('done').then(() => undefined) });
    await notices.count(2);
    await friend.send(sampleLetter('m2', 'here'));
    await heard.count(1);
    expect(heard.items).toEqual(['m2']);
    expect(ends.items).toEqual([]);
    expect(notices.items.map((text) => /held (.*?) that/.exec(text)?.[1]).sort()).toEqual(['a message', 'the result of a task']);
  });

  it('drops what no node would say', async () => {
    const notices = new Heard<string>();
    const a = await node('a', { onNotice: (text) => notices.add(text) });
    await redis.server.command('SADD', 'orch-tui:sample:nodes', 'evil');
    await redis.server.command('SET', 'orch-tui:sample:node:evil', '{"name":"\\u001b[31mred","slots":"many"}');
    expect(await a.nodes()).toEqual(ok([]));
    expect(notices.items).toEqual([expect.stringContaining('an entry of a node')]);
  });
});
