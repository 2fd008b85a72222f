// Hosts that share a Redis: they find each other, carry messages, and go on alone while it is away.
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { systemClock } from '../../../src/core/adapters/system-clock.js';
import { DEFAULT_CONFIG } from '../../../src/core/model/default-config.js';
import { ok } from '../../../src/core/model/error.js';
import type { AgentEntry } from '../../../src/core/ports/broker.js';
import { Network, type NetworkOrder } from '../../../src/host/network/network.js';
import { partiesElsewhere } from '../../../src/host/network/network-of.js';
import { Heard, sampleLetter } from '../../helpers/brokers.js';
import { type RedisServer, startRedis } from '../../helpers/redis-server.js';

let server: RedisServer;
const open: Network[] = [];
beforeEach(async () => {
  server = await startRedis();
});
afterEach(async () => {
  await Promise.all(open.splice(0).map((network) => network.close()));
  await server.end();
});

interface HostOrder {
  readonly url?: string;
  readonly agents?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly load?: NonNullable<NetworkOrder['load']>;
}

function host(node: string, { url, agents = [], env = {}, load }: HostOrder = {}) {
  const said = new Heard<string>();
  const taken = new Heard<string>();
  const changes = new Heard<number>();
  const entry = (name: string): AgentEntry => ({
    id: `a-${node}-${name}`,
    name,
    node,
    role: null,
    harness: 'demo',
    capabilities: [],
    state: 'working',
    seenAt: '2026-11-21T12:00:00.000Z',
  });
  const network = new Network({
    clock: systemClock,
    node,
    config: { redis: { ...DEFAULT_CONFIG.redis, url: url ?? null }, registry: DEFAULT_CONFIG.registry },
    environment: () => env,
    identity: async () => ok('sample'),
    self: () => ({ name: node, kind: 'host', version: '1', slots: 0, busy: 0, labels: [] }),
    agents: () => agents.map(entry),
    take: async ({ message }) => {
      taken.add(message.id);
      return ok(undefined);
    },
    waiting: () => 3,
    say: (text) => said.add(text),
    onChange: () => changes.add(1),
    ...(load === undefined ? {} : { load }),
  });
  open.push(network);
  return { network, said, taken, changes };
}

describe('a host without Redis', () => {
  it('is alone, and loads nothing of it', async () => {
    const { network, said } = host('a');
    await network.openConfigured();
    expect(network.broker).toBeNull();
    expect(network.condition).toMatchObject({ kind: 'embedded', state: 'ready', waiting: 0 });
    expect((await network.nodes()).map(({ name, isSelf }) => [name, isSelf])).toEqual([['a', true]]);
    expect(await network.carry(sampleLetter('m-1', 'b'))).toMatchObject({ ok: false, error: { kind: 'broker' } });
    expect(said.items).toEqual([]);
  });

  it('joins one when it is asked to, and stays with it', async () => {
    const { network } = host('a');
    expect(await network.serve(server.url)).toEqual(ok([]));
    expect(await network.serve(server.url)).toEqual(ok([]));
    expect(network.condition).toMatchObject({ kind: 'redis', state: 'ready', address: server.url });
    expect(await network.serve('redis://127.0.0.1:1')).toMatchObject({ ok: false, error: { kind: 'conflict' } });
  });

  it('goes on alone where the part for it was taken away under it', async () => {
    const { network, said } = host('a', { url: server.url, load: () => Promise.reject(new Error('Cannot find module')) });
    await network.openConfigured();
    expect(said.items).toEqual([expect.stringContaining('a part of the program can not be loaded')]);
    expect(network.isUnsure).toBe(false);
    expect(await network.serve(server.url)).toMatchObject({ ok: false, error: { kind: 'internal' } });
  });

  it('refuses one on another machine without TLS, and one that can not be used, and stays alone', async () => {
    const { network } = host('a');
    expect(await network.serve('redis://10.0.0.1')).toMatchObject({ ok: false, error: { kind: 'config' } });
    await server.command('SET', 'orch-tui:sample:nodes', 'of another program');
    expect(await network.serve(server.url)).toMatchObject({ ok: false, error: { kind: 'broker' } });
    expect(network.condition.kind).toBe('embedded');
    await server.command('DEL', 'orch-tui:sample:nodes');
    expect(await network.serve(server.url)).toEqual(ok([]));
  });
});

describe('a host that is to stay', () => {
  it('is kept while it shares a Redis, and only then', async () => {
    const { network } = host('a');
    network.stay();
    expect(network.keepsHost).toBe(false);
    await network.serve(server.url);
    expect(network.keepsHost).toBe(true);
    const { network: other } = host('b');
    await other.serve(server.url);
    expect(other.keepsHost).toBe(false);
    other.stay();
    expect(other.keepsHost).toBe(true);
  });

  it('is kept while that is looked for, and where it is away; not where it can not be used', async () => {
    const { network } = host('a', { url: server.url });
    network.stay();
    await server.command('SET', 'orch-tui:sample:nodes', 'of another program');
    const opened = network.openConfigured();
    expect(network.keepsHost).toBe(true);
    await opened;
    expect(network.keepsHost).toBe(false);
    await server.kill();
    await network.serve(server.url);
    expect(network.keepsHost).toBe(true);
  });
});

describe('two hosts', () => {
  it.each([
    ['without a secret', {}],
    ['with one that they share', { ORCH_CLUSTER_SECRET: 'of us' }],
  ])('%s find each other and their agents, and carry messages', async (_how, env) => {
    const a = host('a', { url: server.url, env, agents: ['ann'] });
    const b = host('b', { url: server.url, env, agents: ['bob'] });
    await a.network.openConfigured();
    await b.network.openConfigured();
    await a.changes.until(() => a.network.others.has('a-b-bob'));
    expect((await a.network.nodes()).map(({ name, isSelf }) => [name, isSelf])).toEqual([
      ['a', true],
      ['b', false],
    ]);
    expect(await a.network.carry(sampleLetter('m-1', 'b'))).toEqual(ok(undefined));
    await b.taken.count(1);
    expect(b.taken.items).toEqual(['m-1']);
  });
});

describe('a Redis that is away', () => {
  it('at the start is told in one line, found when it comes, and told of again', async () => {
    await server.kill();
    const { network, said } = host('a', { url: server.url });
    const notes = await network.serve(server.url);
    expect(notes).toEqual(ok([`Redis at ${server.url} is away: nothing listens there. Work goes on here alone, and it is tried again`]));
    expect(network.condition).toMatchObject({ kind: 'redis', state: 'away', waiting: 3 });
    await server.start();
    await said.until((lines) => lines.includes(`Redis at ${server.url} is there`));
    expect(network.isReady).toBe(true);
  });

  it('while it runs: what was handed to it last is sent again, as it may have forgotten', async () => {
    const a = host('a');
    await a.network.serve(server.url);
    await a.network.carry(sampleLetter('m-1', 'b'));
    await server.kill();
    await a.said.until((lines) => lines.some((line) => line.includes('is away')));
    expect(await a.network.carry(sampleLetter('m-2', 'b'))).toMatchObject({ ok: false, error: { kind: 'broker' } });
    await server.start(['--appendonly', 'no']);
    await a.said.until((lines) => lines.at(-1) === `Redis at ${server.url} is there`);
    const b = host('b');
    await b.network.serve(server.url);
    await b.taken.count(1);
    expect(b.taken.items).toEqual(['m-1']);
  });

  it('never says the password', async () => {
    const { network, said } = host('a');
    const url = server.url.replace('redis://', 'redis://:quite-secret@');
    await server.kill();
    const notes = await network.serve(url);
    const all = JSON.stringify([notes, network.condition, said.items]);
    expect(all).not.toContain('quite-secret');
  });
});

it('an agent of this host is never elsewhere, whatever another node says of it', () => {
  const network = {
    others: new Map([
      ['a-1', {}],
      ['a-2', {}],
    ]),
    isUnsure: false,
    isReady: true,
  } as unknown as Network;
  const store = { state: { agents: { 'a-1': {} } } } as unknown as Parameters<typeof partiesElsewhere>[1];
  const elsewhere = partiesElsewhere(network, store);
  expect([elsewhere.has('a-1'), elsewhere.has('a-2'), elsewhere.has('a-3')]).toEqual([false, true, false]);
});
