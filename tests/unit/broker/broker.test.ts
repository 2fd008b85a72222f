// What both brokers promise: the embedded one, and the one over a real Redis.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createEmbeddedBroker } from '../../../src/core/adapters/embedded-broker.js';
import { systemClock } from '../../../src/core/adapters/system-clock.js';
import { fail, ok } from '../../../src/core/model/error.js';
import type { Broker, HeldTask } from '../../../src/core/ports/broker.js';
import { Heard, redisBroker, sampleLetter, sampleTask } from '../../helpers/brokers.js';
import { type RedisServer, startRedis } from '../../helpers/redis-server.js';

let server: RedisServer;
beforeAll(async () => {
  server = await startRedis();
});
afterAll(() => server.end());

const KINDS: readonly (readonly [string, () => Promise<Broker>])[] = [
  ['embedded', async () => createEmbeddedBroker({ node: 'here', clock: systemClock })],
  [
    'redis',
    async () => {
      await server.command('FLUSHALL');
      const broker = redisBroker({ url: server.url });
      expect(await broker.open()).toEqual(ok(undefined));
      return broker;
    },
  ],
];
const AGAIN = { kind: 'storage', tried: 'keep it', said: 'the disk is full', next: 'Make room' } as const;
const NODE = { name: 'here', kind: 'host', version: '1', slots: 0, busy: 0, labels: ['gpu'] } as const;
const AGENT = { id: 'a1', name: 'ann', node: 'here', role: null, harness: 'demo', capabilities: ['edits'], state: 'working' } as const;

describe.each(KINDS)('the %s broker', (_kind, open) => {
  async function withBroker(use: (broker: Broker) => Promise<void>) {
    const broker = await open();
    try {
      await use(broker);
    } finally {
      await broker.close();
    }
  }

  it('gives letters to this node out in order, those of one pair of parties', () =>
    withBroker(async (broker) => {
      const heard = new Heard<string>();
      for (let n = 0; n < 20; n++) expect(await broker.send(sampleLetter(`m-${n}`, 'here'))).toEqual(ok(undefined));
      broker.receive(async ({ message }) => {
        heard.add(message.id);
        return ok(undefined);
      });
      await heard.count(20);
      expect(heard.items).toEqual(Array.from({ length: 20 }, (_, n) => `m-${n}`));
    }));

  it('brings a letter again until it is taken, and the ones behind it after it', () =>
    withBroker(async (broker) => {
      const heard = new Heard<string>();
      let refusals = 1;
      broker.receive(async ({ message }) => {
        if (message.id === 'm-0' && refusals-- > 0) return fail(AGAIN);
        heard.add(message.id);
        return ok(undefined);
      });
      for (const id of ['m-0', 'm-1']) await broker.send(sampleLetter(id, 'here'));
      await heard.count(2);
      expect(heard.items).toEqual(['m-0', 'm-1']);
    }));

  it('tells who is there', () =>
    withBroker(async (broker) => {
      const agent = { ...AGENT, seenAt: '2026-11-21T12:00:00.000Z' };
      expect(await broker.announce(NODE, [agent])).toEqual(ok(undefined));
      const nodes = await broker.nodes();
      expect(nodes.ok && nodes.value.map(({ name, isSelf, labels }) => ({ name, isSelf, labels }))).toEqual([
        { name: 'here', isSelf: true, labels: ['gpu'] },
      ]);
      expect(await broker.agents()).toEqual(ok([agent]));
    }));

  it('has no news of its own', () =>
    withBroker(async (broker) => {
      const heard: unknown[] = [];
      const leave = broker.subscribe('x', (news) => heard.push(news));
      broker.publish({ topic: 'x', body: 1 });
      await broker.nodes();
      leave();
      expect(heard).toEqual([]);
    }));

  it('gives a task to whoever works, and its result to whoever offered it', () =>
    withBroker(async (broker) => {
      const ends = new Heard<unknown>();
      broker.onResult(async (end) => ok(ends.add(end)));
      expect(await broker.offer(sampleTask('t1'))).toEqual(ok(undefined));
      const work = broker.work({
        slots: 1,
        labels: [],
        run: async (held) => {
          expect(await held.holds()).toEqual(ok(true));
          expect(await held.complete({ done: held.task.body })).toEqual(ok(undefined));
        },
      });
      await ends.count(1);
      expect(ends.items).toEqual([{ task: 't1', fence: 1, by: 'here', body: { done: { what: 't1' } } }]);
      await work.stop();
    }));

  it('gives small priorities first, and a task with labels only to whoever has them all', () =>
    withBroker(async (broker) => {
      const ran = new Heard<string>();
      for (const [id, priority, labels] of [
        ['late', 5, []],
        ['early', 1, []],
        ['mac', 1, ['mac', 'gpu']],
      ] as const)
        await broker.offer(sampleTask(id, { priority, labels }));
      const run = async (held: HeldTask) => {
        await held.complete(null);
        ran.add(held.task.id);
      };
      const work = broker.work({ slots: 1, labels: ['gpu'], run });
      await ran.count(2);
      expect(ran.items).toEqual(['early', 'late']);
      const other = broker.work({ slots: 1, labels: ['gpu', 'mac'], run });
      await ran.count(3);
      expect(ran.items[2]).toBe('mac');
      await Promise.all([work.stop(), other.stop()]);
    }));

  it('refuses the end of a task that was offered anew meanwhile, and an older offer', () =>
    withBroker(async (broker) => {
      const held = new Heard<HeldTask>();
      const ends = new Heard<{ fence: number }>();
      broker.onResult(async (end) => ok(ends.add(end)));
      let finish: () => void = () => undefined;
      const first = new Promise<void>((resolve) => {
        finish = resolve;
      });
      const work = broker.work({
        slots: 2,
        labels: [],
        run: async (one) => {
          held.add(one);
          if (one.task.fence === 1) return first;
          await one.complete('second');
        },
      });
      await broker.offer(sampleTask('t1'));
      await held.count(1);
      await broker.offer(sampleTask('t1', { fence: 2 }));
      await ends.count(1);
      expect(await held.items[0]?.holds()).toEqual(ok(false));
      const refused = await held.items[0]?.complete('first');
      expect(refused?.ok === false && refused.error.kind).toBe('conflict');
      finish();
      await work.stop();
      expect(ends.items.map(({ fence }) => fence)).toEqual([2]);
    }));

  it('gives a task once more when whoever does it breaks', () =>
    withBroker(async (broker) => {
      const ends = new Heard<unknown>();
      broker.onResult(async (end) => ok(ends.add(end)));
      let tries = 0;
      const work = broker.work({
        slots: 1,
        labels: [],
        run: async (held) => {
          tries += 1;
          if (tries === 1) throw new Error('a bug of whoever does it');
          await held.complete('well');
        },
      });
      await broker.offer(sampleTask('t1'));
      await ends.count(1);
      await work.stop();
      expect(tries).toBe(2);
    }));

  it('refuses an offer with a number that is not higher', () =>
    withBroker(async (broker) => {
      await broker.offer(sampleTask('t1', { fence: 3 }));
      const refused = await broker.offer(sampleTask('t1', { fence: 3 }));
      expect(refused.ok === false && refused.error.kind).toBe('conflict');
    }));

  it('gives a task that was given back to somebody again', () =>
    withBroker(async (broker) => {
      const ran = new Heard<string>();
      let releases = 1;
      const work = broker.work({
        slots: 1,
        labels: [],
        run: async (held) => {
          if (releases-- > 0) return held.release(AGAIN);
          await held.complete(null);
          ran.add(held.task.id);
        },
      });
      await broker.offer(sampleTask('t1'));
      await ran.count(1);
      await work.stop();
    }));

  it('never gives out a task that was taken back', () =>
    withBroker(async (broker) => {
      const ran = new Heard<string>();
      await broker.offer(sampleTask('t1'));
      expect(await broker.withdraw('t1')).toEqual(ok(undefined));
      await broker.offer(sampleTask('t2'));
      const work = broker.work({
        slots: 1,
        labels: [],
        run: async (held) => {
          await held.complete(null);
          ran.add(held.task.id);
        },
      });
      await ran.count(1);
      expect(ran.items).toEqual(['t2']);
      await work.stop();
    }));

  it('keeps large things for a while', () =>
    withBroker(async (broker) => {
      const data = new Uint8Array(1_500_000).map((_, at) => at % 251);
      expect(await broker.putBlob('b1', data)).toEqual(ok(undefined));
      const found = await broker.getBlob('b1');
      expect(found.ok && found.value !== null && Buffer.from(found.value).equals(Buffer.from(data))).toBe(true);
      expect(await broker.getBlob('none')).toEqual(ok(null));
    }));
});
