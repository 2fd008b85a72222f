// What a screen says of other machines and of an agent's family.
import { expect, it } from 'vitest';
import type { BrokerCondition, NodeEntry } from '../../../src/core/model/node.js';
import { familyFacts, restText } from '../../../src/core/view/family-words.js';
import { teamParts } from '../../../src/core/view/team.js';
import { ago, anAgent } from '../../helpers/view-fixtures.js';

const redis: BrokerCondition = { kind: 'redis', state: 'ready', address: 'redis://h', since: ago(60), error: null, waiting: 0 };
const node = (name: string, over: Partial<NodeEntry> = {}): NodeEntry => ({
  name,
  kind: 'worker',
  version: '1',
  slots: 3,
  busy: 1,
  labels: [],
  seenAt: ago(5),
  isSelf: false,
  ...over,
});
const self = node('here', { kind: 'host', slots: 0, busy: 0, isSelf: true });

it.each([
  ['nothing is known', null, ''],
  ['this host is alone', { broker: { ...redis, kind: 'embedded' as const }, nodes: [self] }, ''],
  ['Redis is there and nobody else', { broker: redis, nodes: [self] }, 'redis ready · 1 node'],
  ['workers are there', { broker: redis, nodes: [self, node('a', { busy: 2 }), node('b')] }, 'redis ready · 3 nodes · 3/6 slots'],
  [
    'Redis is away',
    { broker: { ...redis, state: 'away' as const, waiting: 4 }, nodes: [self] },
    'redis away: local · 4 kept until it is back',
  ],
])('where %s', (_, team, said) => {
  expect(teamParts(team).join(' · ')).toBe(said);
});

it('tells whose it is, who is below it, where it runs, and what it said at its end', () => {
  const lead = anAgent({ name: 'lead', number: 1 });
  const own = anAgent({
    name: 'login',
    number: 2,
    parent: 'id-lead',
    node: 'gpu-1',
    delegation: { depth: 1, waits: true, message: 'm1' },
    report: { summary: 'The login\nis done.', artifacts: [], at: ago(10) },
  });
  const child = anAgent({ name: 'schema', number: 3, parent: 'id-login', state: 'failed' });
  expect(familyFacts(own, [lead, own, child])).toEqual([
    'Delegated by lead, which waits for it.',
    'Below it: schema failed.',
    'Runs on gpu-1.',
    'It said at its end: The login is done.',
  ]);
  expect(familyFacts(anAgent({ name: 'alone' }), [lead])).toEqual([]);
});

it('says how many it waits for, and that all have ended', () => {
  const rests = anAgent({ name: 'lead', waitsForChildren: true });
  const child = anAgent({ name: 'a', number: 2, parent: 'id-lead' });
  expect(restText(rests, [rests, child])).toBe('waits for 1 child');
  expect(restText(rests, [rests, { ...child, state: 'done' }])).toBe('waits for results');
  expect(restText(child, [rests, child])).toBeNull();
});
