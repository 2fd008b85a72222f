// Agents of other nodes for tests: entries as those announce them, and what a host sees of them over a cluster in memory.
import { readSealed } from '../../src/core/messaging/remote-wire.js';
import { newDoor, Sealer } from '../../src/core/messaging/sealed.js';
import type { Agent, Question } from '../../src/core/model/agent.js';
import {
  type AgentRow,
  forOnlooker,
  type NeighbourAsk,
  type NeighbourCall,
  type NeighbourNews,
  toNeighbours,
  toOnlooker,
} from '../../src/core/model/neighbour.js';
import { REMOTE_PROCESS } from '../../src/core/model/remote.js';
import type { AgentEntry } from '../../src/core/ports/broker.js';
import { Neighbours } from '../../src/host/neighbours/neighbours.js';
import { SilentNodes } from '../../src/host/network/silent-nodes.js';
import { FakeCluster } from './fake-broker.js';
import { FakeClock } from './fake-clock.js';
import { anAgent } from './view-fixtures.js';

/** Of the worker `far`. */
export const DOOR = newDoor();

export const ASKS: Question = { kind: 'choice', text: 'Delete it?', options: ['Yes', 'No'], digest: 'd1' };

export function aRow(over: Partial<AgentRow> = {}): AgentRow {
  return {
    owner: 'other',
    parent: null,
    task: 'Work on it',
    model: null,
    since: '2026-11-21T11:00:00.000Z',
    evidence: 'as it says',
    question: null,
    progress: null,
    usage: null,
    limit: null,
    isOpen: true,
    door: over.isOpen === false ? null : DOOR,
    ...over,
  };
}

/** One at the worker `far`; `row: null` as of an older version. */
export function anEntry(
  over: Partial<Omit<AgentEntry, 'row'>> & { readonly id: string; readonly row?: Partial<AgentRow> | null },
): AgentEntry {
  const { row = {}, ...rest } = over;
  return {
    name: `name-${over.id}`,
    node: 'far',
    role: null,
    harness: 'claude',
    capabilities: [],
    state: 'working',
    seenAt: '2026-11-21T12:00:00.000Z',
    ...rest,
    ...(row === null ? {} : { row: aRow(row) }),
  };
}

/** An agent of this host that was given to the worker `far`. */
export function givenOut(id: string, over: Partial<Agent> = {}): Agent {
  return anAgent({
    id,
    name: `name-${id}`,
    goal: 'g-own',
    process: REMOTE_PROCESS,
    placement: { on: 'any' },
    node: 'far',
    offer: { fence: 2, checkpoint: null },
    ...over,
  });
}

/** What the host `here` shows of others, and the worker `far` that is asked. */
export function neighbourStory(...first: readonly AgentEntry[]) {
  const clock = new FakeClock();
  const cluster = new FakeCluster(clock);
  const broker = cluster.broker('here');
  const worker = cluster.broker('far');
  const world = { own: {} as Record<string, Agent>, entries: first, secret: 'secret' as string | null };
  const shown: string[] = [];
  const forgotten: string[] = [];
  const looks = { at: new Set<string>(), attached: new Set<string>() };
  const calls: { readonly agent: string; readonly from: string; readonly call: NeighbourCall }[] = [];
  const sealer = new Sealer('secret');
  /** As the host has said last. */
  const door = () => (readSealed(cluster.said.findLast(({ topic }) => topic.startsWith('neighbours:'))?.body)?.body as NeighbourAsk).door;
  const says = (agent: string, news: NeighbourNews, from = worker) => {
    from.publish({
      topic: toOnlooker('here'),
      body: sealer.seal(forOnlooker('here', door()), { task: agent, fence: 0, body: news }),
    });
  };
  worker.subscribe(toNeighbours('far'), ({ from, body }) => {
    const sealed = readSealed(body);
    if (sealed === null) return;
    calls.push({ agent: sealed.task, from, call: (sealed.body as NeighbourAsk).call });
  });
  const notices: string[] = [];
  const silent: SilentNodes = new SilentNodes({
    clock,
    heartbeatMs: 30_000,
    broker: () => broker,
    onChange: () => neighbours.check(),
    say: (text) => void notices.push(text),
  });
  const neighbours: Neighbours = new Neighbours({
    clock,
    node: 'here',
    broker: () => broker,
    secret: () => world.secret,
    silent: () => silent,
    told: () => ({
      entries: new Map(world.entries.map((entry) => [entry.id, entry])),
      own: world.own,
      hasSecret: world.secret !== null,
      awaySince: broker.condition.state === 'away' ? broker.condition.since : null,
    }),
    screen: {
      begin: (agent, data, size) => void shown.push(`${agent} anew ${size.cols}x${size.rows}: ${Buffer.from(data).toString()}`),
      add: (agent, data) => void shown.push(`${agent}: ${Buffer.from(data).toString()}`),
      sized: (agent, size) => void shown.push(`${agent} is ${size.cols}x${size.rows}`),
      isShown: (agent) => looks.at.has(agent),
      isAttended: (agent) => looks.attached.has(agent),
      forget: (agent) => void forgotten.push(agent),
    },
  });
  let changes = 0;
  neighbours.listen(() => {
    changes += 1;
  });
  neighbours.check();
  const rest = async () => {
    for (let turn = 0; turn < 20; turn += 1) await new Promise<void>((resolve) => setImmediate(resolve));
  };
  return {
    clock,
    cluster,
    neighbours,
    notices,
    silent,
    world,
    looks,
    shown,
    forgotten,
    calls,
    says,
    rest,
    changes: () => changes,
    /** Others than before are announced. */
    announce: (...entries: readonly AgentEntry[]) => {
      world.entries = entries;
      neighbours.check();
    },
    /** The worker answers what it was asked last. */
    answers: (said: string | null, error: Extract<NeighbourNews, { kind: 'answered' }>['error'] = null) => {
      const last = calls.findLast(({ call }) => call.kind === 'order');
      if (last?.call.kind !== 'order') throw new Error('nothing was asked');
      says(last.agent, { kind: 'answered', id: last.call.id, said, error });
    },
    orders: () => calls.flatMap(({ call }) => (call.kind === 'order' ? [call.order] : [])),
  };
}
