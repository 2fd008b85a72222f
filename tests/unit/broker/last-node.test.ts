// Whoever ends last takes away what all of them made in Redis; whoever ends before leaves to the others what they need.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { redisKeys } from '../../../src/core/adapters/redis/redis-keys.js';
import { ok } from '../../../src/core/model/error.js';
import type { Broker } from '../../../src/core/ports/broker.js';
import { Heard, redisBroker, sampleTask } from '../../helpers/brokers.js';
import { type RedisServer, startRedis } from '../../helpers/redis-server.js';

const KEYS = redisKeys('orch-tui', 'sample');
const TASKS_META = `${KEYS.base}:tasks:meta`;
const GPU_META = `${KEYS.base}:${KEYS.taskQueue(['gpu'])}:meta`;

let server: RedisServer;
const open = new Set<Broker>();
beforeEach(async () => {
  server = await startRedis();
});
afterEach(async () => {
  await Promise.all([...open].map((broker) => broker.close()));
  open.clear();
  await server.end();
});

async function node(name: string, kind: 'host' | 'worker') {
  const broker = redisBroker({ node: name, url: server.url });
  open.add(broker);
  expect(await broker.open()).toEqual(ok(undefined));
  expect(await broker.announce({ name, kind, version: '1', slots: 1, busy: 0, labels: [] }, [])).toEqual(ok(undefined));
  return broker;
}

/** One that takes tasks, and has begun to. */
async function worker(name: string, labels: readonly string[] = []) {
  const broker = await node(name, 'worker');
  const work = broker.work({ slots: 1, labels, run: async (held) => void (await held.complete(held.task.id)) });
  return {
    broker,
    async end() {
      await work.stop();
      open.delete(broker);
      return broker.close();
    },
  };
}

async function host() {
  const broker = await node('host', 'host');
  const ends = new Heard<string>();
  broker.onResult(async ({ task }) => ok(ends.add(task)));
  const end = () => {
    open.delete(broker);
    return broker.close();
  };
  return { broker, ends, end };
}

/** Asks Redis until it is so: it says nothing by itself. */
async function untilThere(key: string): Promise<void> {
  while ((await server.command('EXISTS', key)) !== '1');
}

const allKeys = async () => (await server.command('KEYS', '*')).split('\n').filter(Boolean).sort();

describe('a worker that ends last', () => {
  it('leaves no key, where nobody else was ever there', async () => {
    const one = await worker('one');
    await untilThere(TASKS_META);
    expect(await one.end()).toEqual([]);
    expect(await allKeys()).toEqual([]);
  });

  it('leaves no key of labels that only a host before it has asked for', async () => {
    const owner = await host();
    const one = await worker('one', ['gpu']);
    await owner.broker.offer(sampleTask('t1', { owner: 'host', labels: ['gpu'] }));
    await owner.ends.count(1);
    await owner.end();
    // As its next look for stalled tasks does.
    await server.command('HSET', GPU_META, 'opts.maxLenEvents', '10000');
    await one.end();
    expect(await allKeys()).toEqual([]);
  });

  it.each([2, 5])('leaves no key, though %i of them end at the same moment', async (count) => {
    const all = await Promise.all(Array.from({ length: count }, (_, at) => worker(`w${at}`)));
    await untilThere(TASKS_META);
    await Promise.all(all.map((one) => one.end()));
    expect(await allKeys()).toEqual([]);
  });
});

describe('a worker that ends while others are there', () => {
  it('leaves to the host what that has made, which goes with the host', async () => {
    const owner = await host();
    const one = await worker('one');
    await owner.broker.offer(sampleTask('t1', { owner: 'host' }));
    await owner.ends.count(1);
    await one.end();
    // Without it BullMQ would begin to keep news that nobody reads.
    expect(await server.command('HGET', TASKS_META, 'opts.maxLenEvents')).toBe('0');
    // Should the host be killed, it goes by itself.
    expect(Number(await server.command('PTTL', TASKS_META))).toBeGreaterThan(0);
    const next = await worker('next');
    await owner.broker.offer(sampleTask('t2', { owner: 'host' }));
    await owner.ends.count(2);
    expect(owner.ends.items).toEqual(['t1', 't2']);
    await next.end();
    await owner.end();
    expect(await allKeys()).toEqual([]);
  });

  it('leaves to another worker what it takes tasks by', async () => {
    const [one, two] = [await worker('one'), await worker('two')];
    await untilThere(TASKS_META);
    await one.end();
    const owner = await host();
    await owner.broker.offer(sampleTask('t1', { owner: 'host' }));
    await owner.ends.count(1);
    await owner.end();
    await two.end();
    expect(await allKeys()).toEqual([]);
  });

  it('takes a queue whose last node was killed and is forgotten', async () => {
    const one = await worker('one');
    await untilThere(TASKS_META);
    // A member whose key has expired.
    await server.command('SADD', KEYS.nodes, 'killed');
    await one.end();
    expect((await allKeys()).filter((key) => key !== KEYS.nodes)).toEqual([]);
    expect(Number(await server.command('PTTL', KEYS.nodes))).toBeGreaterThan(0);
  });
});

describe('tasks that wait', () => {
  it('stay when the last worker ends, and the next one takes them', async () => {
    const owner = await host();
    await owner.broker.offer(sampleTask('t1', { owner: 'host', labels: ['gpu'] }));
    await owner.broker.offer(sampleTask('t2', { owner: 'host', labels: ['tpu'] }));
    expect(await owner.end()).toEqual(['2 tasks in Redis, for the next start']);
    const one = await worker('one');
    await untilThere(TASKS_META);
    // They are not its own: it has nothing to say of them.
    expect(await one.end()).toEqual([]);
    const again = await host();
    const next = await worker('next', ['gpu', 'tpu']);
    await again.ends.count(2);
    expect([...again.ends.items].sort()).toEqual(['t1', 't2']);
    await next.end();
    await again.end();
    expect(await allKeys()).toEqual([]);
  });

  it('are found although a worker ends while one is offered', async () => {
    const owner = await host();
    for (let round = 0; round < 20; round++) {
      const one = await worker(`one${round}`, ['gpu']);
      const offered = owner.broker.offer(sampleTask(`t${round}`, { owner: 'host', labels: ['gpu'] }));
      await Promise.all([one.end(), offered]);
    }
    const next = await worker('next', ['gpu']);
    await owner.ends.count(20);
    await next.end();
    await owner.end();
    expect(await allKeys()).toEqual([]);
  });
});
