// A third machine, which has given nothing out, and an agent at a worker: it knows what that asks, answers, looks at its screen, types to it and ends it.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { repositoryIdentity } from '../../src/core/adapters/git/repository-identity.js';
import type { RedisBroker } from '../../src/core/adapters/redis/redis-broker.js';
import { readNeighbourNews } from '../../src/core/messaging/neighbour-wire.js';
import { readSealed } from '../../src/core/messaging/remote-wire.js';
import { Opener, Sealer } from '../../src/core/messaging/sealed.js';
import { ok } from '../../src/core/model/error.js';
import { type NeighbourCall, type NeighbourNews, type NeighbourOrder, toNeighbours, toOnlooker } from '../../src/core/model/neighbour.js';
import { REGISTRY_TOPIC } from '../../src/core/model/node.js';
import type { AgentEntry } from '../../src/core/ports/broker.js';
import { Heard, inState, redisBroker } from '../helpers/brokers.js';
import { type RedisServer, startRedis } from '../helpers/redis-server.js';
import { makeSandbox, type Sandbox } from '../helpers/sandbox.js';
import { untilAgent } from '../helpers/watch-status.js';
import { SECRET, WorkerMachine } from '../helpers/worker-machine.js';

const secret = SECRET.ORCH_CLUSTER_SECRET;
const TOPIC = toNeighbours('far');

let redis: RedisServer;
let owner: Sandbox;
let far: WorkerMachine;
let third: RedisBroker;

beforeEach(async () => {
  redis = await startRedis();
  owner = await makeSandbox({ env: { ...SECRET, ORCHESTRATOR_REDIS__URL: redis.url } });
  far = await WorkerMachine.make({ name: 'far', of: owner.repo });
  await far.start(['--redis', redis.url]);
});
afterEach(async () => {
  await third?.close();
  await owner.end();
  await far.end();
  await redis.end();
});

async function thirdMachine() {
  const root = (await owner.git('rev-list', '--max-parents=0', 'HEAD')).trim();
  const identity = await repositoryIdentity({ rootOf: async () => ok(root), remote: async () => ok(null) });
  if (!identity.ok) throw new Error(identity.error.said);
  third = redisBroker({ node: 'third', url: redis.url, secret, namespace: identity.value });
  await third.open();
  await inState(third, 'ready');
  const seen = new Heard<readonly AgentEntry[]>();
  const look = async () => {
    const found = await third.agents();
    if (found.ok) seen.add(found.value.filter(({ node }) => node === 'far'));
  };
  third.subscribe(REGISTRY_TOPIC, () => void look());
  const heard = new Heard<NeighbourNews>();
  const opener = new Opener(toOnlooker('third'), secret);
  third.subscribe(toOnlooker('third'), ({ body }) => {
    const sealed = readSealed(body);
    const news = sealed !== null && opener.opens(sealed) ? readNeighbourNews(sealed.body) : null;
    if (news !== null) heard.add(news);
  });
  const sealer = new Sealer(secret);
  const call = (id: string, body: NeighbourCall) => third.publish({ topic: TOPIC, body: sealer.seal(TOPIC, { task: id, fence: 0, body }) });
  let turn = 0;
  const order = async (id: string, what: NeighbourOrder) => {
    turn += 1;
    const mine = turn;
    call(id, { kind: 'order', id: mine, order: what });
    const isMine = (news: NeighbourNews) => news.kind === 'answered' && news.id === mine;
    await heard.until((items) => items.some(isMine));
    return heard.items.find(isMine);
  };
  const until = async (holds: (entries: readonly AgentEntry[]) => boolean) => {
    await look();
    await seen.until((items) => holds(items.at(-1) ?? []));
    return seen.items.at(-1) ?? [];
  };
  return { call, order, until, heard };
}

test('its question is known and answered, its screen shown, and it is typed to and stopped', { timeout: 120_000 }, async () => {
  const { call, order, until, heard } = await thirdMachine();
  await owner.cli(['run', 'write notes.txt with "from far"', '--name', 'fix', '--agent', 'claude', '--policy', 'strict', '--on', 'far']);
  const [asks] = await until(([first]) => first?.row?.question != null);
  const { id, row } = asks as AgentEntry;
  const mine = await untilAgent(owner, 'fix', 'waiting');
  expect(asks).toMatchObject({ id: mine.id, name: 'fix', node: 'far', harness: 'claude', state: 'waiting' });
  expect(row).toMatchObject({ parent: null, isOpen: true, task: 'write notes.txt with "from far"' });
  const { digest = '', options = [] } = row?.question ?? {};
  expect(await order(id, { what: 'answer', digest, choice: options[0] ?? '' })).toMatchObject({ error: null });
  await until(([first]) => first?.state === 'idle');
  expect(await order(id, { what: 'words' })).toMatchObject({ said: expect.stringContaining('DONE: wrote notes.txt.') });

  call(id, { kind: 'watch', on: true });
  await heard.until((items) => items.some((news) => news.kind === 'output'));
  expect(heard.items.find((news) => news.kind === 'output')).toMatchObject({ isNew: true });
  call(id, { kind: 'keys', data: Buffer.from('typed from afar').toString('base64') });
  const shown = (items: readonly NeighbourNews[]) =>
    items.map((news) => (news.kind === 'output' ? Buffer.from(news.data, 'base64').toString() : '')).join('');
  await heard.until((items) => shown(items).includes('typed'));
  call(id, { kind: 'watch', on: false });

  expect(await order(id, { what: 'stop' })).toMatchObject({ error: null });
  await until((entries) => entries.length === 0);
  // Its owner has ordered no stop.
  await untilAgent(owner, 'fix', 'stopped', 'failed');
  expect(await order(id, { what: 'words' })).toMatchObject({ error: { kind: 'not-found' } });
});
