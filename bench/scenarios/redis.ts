// Messages from one host to another through a Redis on this machine: 500 a second, each acknowledged. Two brokers in this process, a real redis-server.
import { spawnSync } from 'node:child_process';
import { setTimeout } from 'node:timers/promises';
import { ok } from '../../src/core/model/error.js';
import { redisBroker, sampleLetter } from '../../tests/helpers/brokers.js';
import { startRedis } from '../../tests/helpers/redis-server.js';
import { type Context, interleaved, type Scenario } from '../rig/context.js';
import { type MessageSample, messageFigures } from '../rig/message-figures.js';
import { percentile } from '../rig/stats.js';

const PER_SECOND = 500;
const AGENTS = 50;
const FIRST = 'first';
const TEXT = 'the port is 4021; the rest of what is to be said about it stands in notes/ports.md '.repeat(2);

export const redis: Scenario = {
  name: 'redis',
  async run(context) {
    if (spawnSync('redis-server', ['--version']).error !== undefined) {
      context.log('redis: skipped, there is no redis-server (Debian: apt-get install redis-server)');
      return [];
    }
    const title = 'messages from host to host through Redis on loopback';
    const samples = await interleaved(context, { title, of: ['orch-tui'], measure: () => measure(context) });
    return messageFigures(title, samples, { perSecond: PER_SECOND, belowMs: 20, end: 'receipt' });
  },
};

async function measure(context: Context): Promise<MessageSample> {
  const server = await startRedis(['--appendfsync', 'everysec']);
  const [a, b] = [redisBroker({ node: 'a', url: server.url }), redisBroker({ node: 'b', url: server.url })];
  try {
    for (const broker of [a, b]) {
      const opened = await broker.open();
      if (!opened.ok) throw new Error(opened.error.said);
    }
    const count = (context.isQuick ? 4 : 20) * PER_SECOND;
    const tookMs = new Map<string, number>();
    let twice = 0;
    let done: () => void = () => undefined;
    const all = new Promise<void>((resolve) => {
      done = resolve;
    });
    let warm: () => void = () => undefined;
    const isWarm = new Promise<void>((resolve) => {
      warm = resolve;
    });
    b.receive(async ({ message }) => {
      if (message.id === FIRST) {
        warm();
        return ok(undefined);
      }
      const [sentAt = ''] = message.payload.text.split(' ');
      if (tookMs.has(message.id)) twice += 1;
      tookMs.set(message.id, performance.now() - Number(sentAt));
      if (tookMs.size === count) done();
      return ok(undefined);
    });
    // The first one of two hosts makes the queue and loads Redis's scripts.
    await a.send(sampleLetter(FIRST, 'b'));
    await isWarm;
    const start = performance.now();
    let sent = 0;
    while (sent < count) {
      const due = Math.min(count, Math.floor(((performance.now() - start) * PER_SECOND) / 1000));
      for (; sent < due; sent++) void a.send(letter(sent));
      await setTimeout(1);
    }
    await Promise.race([all, setTimeout(30_000)]);
    const seconds = (performance.now() - start) / 1000;
    const times = [...tookMs.values()];
    return {
      perSecond: tookMs.size / seconds,
      p50Ms: percentile(times, 0.5),
      p99Ms: percentile(times, 0.99),
      lost: count - tookMs.size + twice,
    };
  } finally {
    await Promise.all([a.close(), b.close()]);
    await server.end();
  }
}

function letter(number: number) {
  const sample = sampleLetter(`m-${number}`, 'b', `${performance.now()} ${TEXT}`);
  return { ...sample, message: { ...sample.message, from_agent: `a${number % AGENTS}`, to_agent: `b${(number * 7) % AGENTS}` } };
}
