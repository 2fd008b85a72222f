// What the post of a host bears: 10,000 messages a second between 50 agents, each on disk before it is there. In this process, with a real file.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { MessageFile } from '../../src/core/adapters/message-file.js';
import { systemClock } from '../../src/core/adapters/system-clock.js';
import { HostPost } from '../../src/core/messaging/host-post.js';
import { DEFAULT_CONFIG } from '../../src/core/model/default-config.js';
import { ok } from '../../src/core/model/error.js';
import { type Context, interleaved, type Scenario } from '../rig/context.js';
import { figure } from '../rig/figure.js';
import { type MessageSample, messageFigures } from '../rig/message-figures.js';
import { percentile } from '../rig/stats.js';

const AGENTS = 50;
const PER_SECOND = 10_000;
const TEXT = 'the port is 4021; the rest of what is to be said about it stands in notes/ports.md '.repeat(2);

interface Sample extends MessageSample {
  readonly burstPerSecond: number;
}

export const messages: Scenario = {
  name: 'messages',
  async run(context) {
    const title = `messages between ${AGENTS} agents of one host, kept on disk`;
    const samples = await interleaved(context, { title, of: ['orch-tui'], measure: () => measure(context) });
    return [
      ...messageFigures(title, samples, { perSecond: PER_SECOND, belowMs: 10, end: 'inbox' }),
      figure(title, samples, { name: 'as fast as it goes', unit: 'a second', of: ({ burstPerSecond }) => burstPerSecond }),
    ];
  },
};

async function measure(context: Context): Promise<Sample> {
  const folder = mkdtempSync(join(tmpdir(), 'orch-bench-messages-'));
  try {
    const paced = await paceOf(join(folder, 'paced.jsonl'), (context.isQuick ? 1 : 4) * PER_SECOND);
    const burst = await burstOf(join(folder, 'burst.jsonl'), context.isQuick ? 5000 : 20_000);
    return { ...paced, burstPerSecond: burst };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function paceOf(path: string, count: number): Promise<Omit<Sample, 'burstPerSecond'>> {
  const { post, received, end } = openWorld(path);
  const start = performance.now();
  let sent = 0;
  while (sent < count) {
    const due = Math.min(count, Math.floor(((performance.now() - start) * PER_SECOND) / 1000));
    for (; sent < due; sent++) void send(post, sent);
    await setTimeout(1);
  }
  await post.flush();
  const seconds = (performance.now() - start) / 1000;
  const kept = await end();
  const tookMs = [...received.values()];
  const twice = received.twice;
  return {
    perSecond: received.size / seconds,
    p50Ms: percentile(tookMs, 0.5),
    p99Ms: percentile(tookMs, 0.99),
    lost: count - received.size + twice + kept.filter(({ state }) => state !== 'acknowledged').length,
  };
}

async function burstOf(path: string, count: number): Promise<number> {
  const { post, end } = openWorld(path);
  const start = performance.now();
  for (let from = 0; from < count; from += 500) await Promise.all(Array.from({ length: 500 }, (_, at) => send(post, from + at)));
  await post.flush();
  const seconds = (performance.now() - start) / 1000;
  await end();
  return count / seconds;
}

/** Milliseconds from send to receipt, by the number of the message. */
class Received extends Map<number, number> {
  twice = 0;
}

function openWorld(path: string) {
  const log = new MessageFile(path);
  const post = new HostPost({
    clock: systemClock,
    log,
    kept: [],
    // Nobody is in a loop here.
    limits: { ...DEFAULT_CONFIG.messages, perMinute: Number.POSITIVE_INFINITY },
    nameOf: (party) => party,
    admits: () => ok(undefined),
    say: (text) => {
      throw new Error(text);
    },
  });
  const received = new Received();
  const over = Array.from({ length: AGENTS }, () => new AbortController());
  for (const [agent, { signal }] of over.entries()) void receiveAll(post, `a${agent}`, { received, signal });
  const end = async () => {
    for (const each of over) each.abort();
    post.dispose();
    await log.close();
    return (await new MessageFile(path).load()).messages;
  };
  return { post, received, end };
}

async function receiveAll(
  post: HostPost,
  party: string,
  { received, signal }: { readonly received: Received; readonly signal: AbortSignal },
) {
  for (;;) {
    const kept = await post.next(party, 'any', signal);
    if (kept === null) return;
    post.delivered([kept.message.id]);
    const [number = '', sentAt = ''] = kept.message.payload.text.split(' ');
    if (received.has(Number(number))) received.twice += 1;
    received.set(Number(number), performance.now() - Number(sentAt));
  }
}

async function send(post: HostPost, number: number): Promise<void> {
  const from = `a${number % AGENTS}`;
  const to = `a${(number + 1 + (number % 7)) % AGENTS}`;
  const sent = await post.send({
    from,
    to: [to],
    type: 'message',
    payload: { text: `${number} ${performance.now()} ${TEXT}` },
  });
  if (!sent.ok) throw new Error(sent.error.said);
}
