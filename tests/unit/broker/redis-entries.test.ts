// Who takes part, where the nodes share a secret: nobody who has only Redis can say that a node or an agent is there.
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { AgentEntry } from '../../../src/core/ports/broker.js';
import { Heard, sampleTask } from '../../helpers/brokers.js';
import { RedisNodes } from '../../helpers/redis-nodes.js';

const redis = new RedisNodes();
beforeEach(() => redis.start());
afterEach(() => redis.end());

const node: RedisNodes['node'] = (name, order) => redis.node(name, order);

const WORKER = { kind: 'worker', version: '1', slots: 2, busy: 0, labels: [] } as const;
const KEYS = 'orch-tui:sample';

function agentOf(node: string, name: string): AgentEntry {
  const seenAt = '2026-11-21T12:00:00.000Z';
  return { id: `${node}-${name}`, name, node, role: null, harness: 'demo', capabilities: [], state: 'working', seenAt };
}

/** What `here` finds. */
async function found(here: Awaited<ReturnType<typeof node>>) {
  const [nodes, agents] = [await here.nodes(), await here.agents()];
  return {
    nodes: nodes.ok ? nodes.value.map(({ name }) => name).sort() : nodes,
    agents: agents.ok ? agents.value.map(({ id }) => id).sort() : agents,
  };
}

it('are those alone who know it; others are told of once, by their names', async () => {
  const notices = new Heard<string>();
  const here = await node('here', { secret: 'of us', onNotice: (text) => notices.add(text) });
  const friend = await node('friend', { secret: 'of us' });
  const [stranger, guesser] = [await node('stranger'), await node('guesser', { secret: 'guessed' })];
  for (const [broker, name] of [
    [friend, 'friend'],
    [stranger, 'stranger'],
    [guesser, 'guesser'],
  ] as const)
    await broker.announce({ name, ...WORKER }, [agentOf(name, 'one')]);
  for (let times = 0; times < 2; times += 1) expect(await found(here)).toEqual({ nodes: ['friend'], agents: ['friend-one'] });
  expect(notices.items.map((text) => /\((.*?)\)/u.exec(text)?.[1]).sort()).toEqual(['guesser', 'stranger']);
  expect(notices.items[0]).toContain('with our ORCH_CLUSTER_SECRET');
});

it('can not be given other agents, nor the name of another node, by whoever has only Redis', async () => {
  const here = await node('here', { secret: 'of us' });
  const friend = await node('friend', { secret: 'of us' });
  await friend.announce({ name: 'friend', ...WORKER }, [agentOf('friend', 'one'), agentOf('here', 'stolen')]);
  expect(await found(here)).toEqual({ nodes: ['friend'], agents: ['friend-one'] });
  await redis.server.command('SADD', `${KEYS}:nodes`, 'twin');
  await redis.server.command('COPY', `${KEYS}:node:friend`, `${KEYS}:node:twin`);
  await redis.server.command('COPY', `${KEYS}:agents:friend`, `${KEYS}:agents:twin`);
  expect(await found(here)).toEqual({ nodes: ['friend'], agents: ['friend-one'] });
  await redis.server.command('SET', `${KEYS}:agents:friend`, JSON.stringify([agentOf('friend', 'made-up')]));
  // What it has said itself counts for whoever has read that.
  expect(await found(here)).toEqual({ nodes: ['friend'], agents: ['friend-one'] });
  expect(await found(await node('late', { secret: 'of us' }))).toEqual({ nodes: ['friend'], agents: [] });
});

it('are read again only where they have said something else since', async () => {
  const [here, friend, third] = [
    await node('here', { secret: 'of us' }),
    await node('friend', { secret: 'of us' }),
    await node('third', { secret: 'of us' }),
  ];
  const many = Array.from({ length: 400 }, (_, at) => agentOf('friend', `${at}`));
  const sent = async () => Number(/total_net_output_bytes:(\d+)/u.exec(await redis.server.command('INFO', 'stats'))?.[1]);
  await friend.announce({ name: 'friend', ...WORKER }, many);
  expect((await found(here)).agents).toHaveLength(400);
  const before = await sent();
  await third.announce({ name: 'third', ...WORKER }, [agentOf('third', 'one')]);
  for (let times = 0; times < 5; times += 1) expect((await found(here)).agents).toHaveLength(401);
  expect((await sent()) - before).toBeLessThan(JSON.stringify(many).length);
  await friend.announce({ name: 'friend', ...WORKER }, [agentOf('friend', 'last')]);
  expect((await found(here)).agents).toEqual(['friend-last', 'third-one']);
  await friend.close();
  expect((await found(here)).agents).toEqual(['third-one']);
});

it('without a secret, as on one machine, are all who say so', async () => {
  const [a, b] = [await node('a'), await node('b')];
  await b.announce({ name: 'b', ...WORKER }, [agentOf('b', 'one')]);
  expect(await found(a)).toEqual({ nodes: ['b'], agents: ['b-one'] });
});

it('a worker with another secret takes no task away from those who can do it', async () => {
  const notices = new Heard<string>();
  const owner = await node('owner', { secret: 'of us' });
  const old = await node('old', { secret: 'of last year', onNotice: (text) => notices.add(text) });
  const ran = new Heard<string>();
  old.work({ slots: 1, labels: [], run: async ({ task }) => ran.add(`old ${task.id}`) });
  await owner.offer(sampleTask('t1', { owner: 'owner', secret: 'of us' }));
  await notices.count(1);
  const friend = await node('friend', { secret: 'of us' });
  friend.work({
    slots: 1,
    labels: [],
    run: async (held) => {
      await held.complete(null);
      ran.add(`friend ${held.task.id}`);
    },
  });
  await ran.count(1);
  expect(ran.items).toEqual(['friend t1']);
});
