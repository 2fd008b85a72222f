// Agents of other nodes at a host: looked at, typed to and asked over the broker, and forgotten when they are gone.
import { expect, it } from 'vitest';
import { readNeighbourAsk } from '../../../../src/core/messaging/neighbour-wire.js';
import { readSealed } from '../../../../src/core/messaging/remote-wire.js';
import { toNeighbours } from '../../../../src/core/model/neighbour.js';
import { anEntry, givenOut, neighbourStory } from '../../../helpers/neighbours.js';

const OUTPUT = (text: string, isNew: boolean, cols = 80) =>
  ({ kind: 'output', data: Buffer.from(text).toString('base64'), isNew, size: { cols, rows: 24 } }) as const;
const LOOKS_ANEW = [
  { kind: 'watch', on: false, attended: false },
  { kind: 'watch', on: true, attended: false },
];
const ERROR = { kind: 'harness', tried: 't', said: 's', next: 'n' } as const;

it('says nothing and waits for nothing while nobody looks and nothing is asked', () => {
  const { cluster, clock } = neighbourStory(anEntry({ id: 'a-1' }));
  expect([cluster.said, clock.timers]).toEqual([[], 0]);
});

it('is shown the screen of one as long as somebody looks', async () => {
  const { neighbours, says, shown, calls, looks, clock, rest } = neighbourStory(anEntry({ id: 'a-1' }));
  looks.at.add('a-1');
  let hasSeen = false;
  void neighbours.look('a-1').then(() => {
    hasSeen = true;
  });
  await rest();
  expect([calls.splice(0).map(({ call }) => call), hasSeen]).toEqual([LOOKS_ANEW, false]);
  says('a-1', OUTPUT('one', true));
  says('a-1', OUTPUT('two', false));
  await rest();
  expect([shown, hasSeen]).toEqual([['a-1 anew 80x24: one', 'a-1 is 80x24', 'a-1: two'], true]);
  clock.advance(5000);
  looks.at.clear();
  clock.advance(5000);
  await rest();
  expect(calls.map(({ call }) => call)).toEqual([
    { kind: 'watch', on: true, attended: false },
    { kind: 'watch', on: false, attended: false },
  ]);
  expect(clock.timers).toBe(0);
});

it('begins its screen anew where its node has told of it again, and leaves out what goes on with what is not here', async () => {
  const { neighbours, says, shown, calls, announce, looks, rest } = neighbourStory(anEntry({ id: 'a-1' }));
  looks.at.add('a-1');
  void neighbours.look('a-1');
  says('a-1', OUTPUT('one', true));
  await rest();
  calls.splice(0);
  announce();
  announce(anEntry({ id: 'a-1' }));
  says('a-1', OUTPUT('two', false));
  says('a-1', OUTPUT('three', false));
  await rest();
  expect(calls.map(({ call }) => call)).toEqual(LOOKS_ANEW);
  says('a-1', OUTPUT('all', true));
  await rest();
  expect(shown).toEqual(['a-1 anew 80x24: one', 'a-1 anew 80x24: all']);
});

it('takes nothing that was told to a host before this one', async () => {
  const before = neighbourStory(anEntry({ id: 'a-1' }));
  void before.neighbours.look('a-1');
  before.says('a-1', OUTPUT('of old', true));
  await before.rest();
  const old = before.cluster.said.find(({ topic }) => topic.startsWith('onlooker:'));
  if (old === undefined) throw new Error('nothing was told');
  const { neighbours, cluster, says, shown, rest } = neighbourStory(anEntry({ id: 'a-1' }));
  void neighbours.look('a-1');
  cluster.repeat(old);
  says('a-1', OUTPUT('of now', true));
  await rest();
  expect([before.shown, shown]).toEqual([['a-1 anew 80x24: of old'], ['a-1 anew 80x24: of now']]);
});

it.each([
  ['another node has it', anEntry({ id: 'a-1', node: 'third' })],
  ['its node was begun anew', anEntry({ id: 'a-1', row: { door: 'fedcba9876543210' } })],
])('is looked at on when %s', async (_how, entry) => {
  const { neighbours, cluster, announce, says, looks, shown, rest, clock } = neighbourStory(anEntry({ id: 'a-1' }));
  looks.at.add('a-1');
  void neighbours.look('a-1');
  says('a-1', OUTPUT('one', true));
  await rest();
  cluster.said.splice(0);
  announce(entry);
  await rest();
  expect(cluster.said.map(({ topic, body }) => [topic, readNeighbourAsk(readSealed(body)?.body)?.call])).toEqual([
    [toNeighbours(entry.node), { kind: 'watch', on: false, attended: false }],
    [toNeighbours(entry.node), { kind: 'watch', on: true, attended: false }],
  ]);
  says('a-1', OUTPUT('two', true), cluster.broker(entry.node));
  await rest();
  expect(shown).toEqual(['a-1 anew 80x24: one', 'a-1 anew 80x24: two']);
  clock.advance(5000);
  await rest();
  expect(cluster.said.at(-1)?.topic).toBe(toNeighbours(entry.node));
});

it('lets the screen of one go that nobody looks at any more, and begins it anew for whoever comes back', async () => {
  const { neighbours, says, shown, forgotten, looks, clock, rest } = neighbourStory(anEntry({ id: 'a-1' }));
  looks.at.add('a-1');
  void neighbours.look('a-1');
  says('a-1', OUTPUT('one', true));
  await rest();
  clock.advance(5000);
  await rest();
  expect(forgotten).toEqual([]);
  looks.at.clear();
  clock.advance(5000);
  await rest();
  expect(forgotten).toEqual(['a-1']);
  says('a-1', OUTPUT('late', false));
  looks.at.add('a-1');
  void neighbours.look('a-1');
  says('a-1', OUTPUT('of before', false));
  says('a-1', OUTPUT('anew', true));
  await rest();
  expect(shown).toEqual(['a-1 anew 80x24: one', 'a-1 anew 80x24: anew']);
});

it('two that ask for its screen at once both have its first sight', async () => {
  const { neighbours, says, rest } = neighbourStory(anEntry({ id: 'a-1' }));
  const seen: string[] = [];
  void neighbours.look('a-1').then(() => seen.push('one'));
  void neighbours.look('a-1').then(() => seen.push('other'));
  await rest();
  expect(seen).toEqual([]);
  says('a-1', OUTPUT('one', true));
  await rest();
  expect(seen.sort()).toEqual(['one', 'other']);
  await neighbours.look('a-1');
});

it('does not wait for long for a screen that does not come', async () => {
  const { neighbours, clock, rest } = neighbourStory(anEntry({ id: 'a-1' }));
  let isOver = false;
  void neighbours.look('a-1').then(() => {
    isOver = true;
  });
  await rest();
  clock.advance(3000);
  await rest();
  expect(isOver).toBe(true);
});

it('takes keys in pieces, and a size until its node says that it is so', async () => {
  const { neighbours, says, calls, rest } = neighbourStory(anEntry({ id: 'a-1' }));
  neighbours.type('a-1', 'hi');
  neighbours.type('a-1', 'x'.repeat(256 * 1024 + 1));
  neighbours.resize('a-1', { cols: 80, rows: 24 });
  says('a-1', OUTPUT('', true));
  await rest();
  neighbours.resize('a-1', { cols: 80, rows: 24 });
  neighbours.resize('a-1', { cols: 90, rows: 24 });
  await rest();
  expect(
    calls.map(({ agent, from, call }) => [agent, from, call.kind, call.kind === 'keys' ? Buffer.from(call.data, 'base64').length : null]),
  ).toEqual([
    ['a-1', 'here', 'keys', 2],
    ['a-1', 'here', 'keys', 256 * 1024],
    ['a-1', 'here', 'keys', 1],
    ['a-1', 'here', 'size', null],
    ['a-1', 'here', 'size', null],
  ]);
});

it('says where somebody is attached to it, so that those who only look leave it that size', async () => {
  const { neighbours, looks, calls, rest } = neighbourStory(anEntry({ id: 'a-1' }));
  looks.at.add('a-1');
  looks.attached.add('a-1');
  void neighbours.look('a-1');
  neighbours.resize('a-1', { cols: 90, rows: 24 });
  await rest();
  expect(calls.map(({ call }) => call)).toEqual([
    { kind: 'watch', on: false, attended: false },
    { kind: 'watch', on: true, attended: true },
    { kind: 'size', size: { cols: 90, rows: 24 }, attended: true },
  ]);
});

it('gives what the node answers to an order, well or not', async () => {
  const { neighbours, answers, orders, rest } = neighbourStory(anEntry({ id: 'a-1' }));
  const words = neighbours.ask('a-1', { what: 'words' });
  await rest();
  answers('all of it');
  expect(await words).toEqual({ ok: true, value: 'all of it' });
  const sent = neighbours.ask('a-1', { what: 'send', text: 'go on', wait: true });
  await rest();
  answers(null, ERROR);
  expect(await sent).toEqual({ ok: false, error: ERROR });
  expect(orders()).toEqual([{ what: 'words' }, { what: 'send', text: 'go on', wait: true }]);
});

it('waits twenty seconds for one that does not answer, longer only for the end of a turn', async () => {
  const { neighbours, clock, rest } = neighbourStory(anEntry({ id: 'a-1' }));
  const ends: string[] = [];
  for (const wait of [false, true])
    void neighbours.ask('a-1', { what: 'send', text: 'hi', wait }).then(({ ok }) => ends.push(`${wait ? 'proven' : 'typed'} ${ok}`));
  clock.advance(20_000);
  await rest();
  expect(ends).toEqual(['typed false']);
  clock.advance(100_000);
  await rest();
  expect(ends).toEqual(['typed false', 'proven false']);
});

it('believes nobody but the node that has it', async () => {
  const { neighbours, cluster, says, shown, rest } = neighbourStory(anEntry({ id: 'a-1' }));
  void neighbours.look('a-1');
  says('a-1', OUTPUT('not me', true), cluster.broker('third'));
  await rest();
  expect(shown).toEqual([]);
});

it('asks nothing of one that is only shown, without a secret, or while Redis is away', async () => {
  const { neighbours, cluster, world, announce, calls, rest } = neighbourStory(anEntry({ id: 'a-1', row: { isOpen: false } }));
  expect(await neighbours.ask('a-1', { what: 'stop' })).toMatchObject({ error: { kind: 'conflict' } });
  announce(anEntry({ id: 'a-1' }));
  world.secret = null;
  expect(await neighbours.ask('a-1', { what: 'stop' })).toMatchObject({ error: { kind: 'config' } });
  world.secret = 'secret';
  cluster.cut('here');
  expect(await neighbours.ask('a-1', { what: 'stop' })).toMatchObject({ error: { kind: 'broker' } });
  neighbours.check();
  expect(neighbours.rows[0]?.agent).toMatchObject({ state: 'unknown', neighbour: { isOpen: false } });
  neighbours.type('a-1', 'hi');
  await rest();
  expect(calls).toEqual([]);
});

it('is looked at again when it is back while its screen is before somebody’s eyes', async () => {
  const { neighbours, cluster, looks, calls, says, shown, rest } = neighbourStory(anEntry({ id: 'a-1' }), anEntry({ id: 'a-2' }));
  looks.at.add('a-1');
  void neighbours.look('a-1');
  says('a-1', OUTPUT('one', true));
  await rest();
  calls.splice(0);
  cluster.cut('here');
  neighbours.check();
  cluster.restore('here');
  neighbours.check();
  await rest();
  // What was told meanwhile is lost: it begins anew.
  says('a-1', OUTPUT('late', false));
  says('a-1', OUTPUT('anew', true));
  await rest();
  expect(calls.slice(0, 2).map(({ agent, call }) => [agent, call])).toEqual([
    ['a-1', { kind: 'watch', on: false, attended: false }],
    ['a-1', { kind: 'watch', on: true, attended: false }],
  ]);
  expect(shown).toEqual(['a-1 anew 80x24: one', 'a-1 anew 80x24: anew']);
});

it('forgets the screen of one that is gone, but not that of one of here by its id', async () => {
  const { neighbours, world, announce, forgotten, changes } = neighbourStory(anEntry({ id: 'a-1' }), anEntry({ id: 'a-2' }));
  world.own = { 'a-2': givenOut('a-2') };
  neighbours.check();
  expect(neighbours.agents.map(({ id }) => id)).toEqual(['a-1']);
  announce();
  expect([forgotten, neighbours.rows, changes()]).toEqual([['a-1'], [], 3]);
});

it('an order that was its end is answered although it is gone, and one that is not answered is given up', async () => {
  const { neighbours, announce, answers, clock, rest } = neighbourStory(anEntry({ id: 'a-1' }));
  const stopped = neighbours.ask('a-1', { what: 'stop' });
  await rest();
  announce();
  answers(null);
  expect(await stopped).toEqual({ ok: true, value: '' });
  announce(anEntry({ id: 'a-1' }));
  const again = neighbours.ask('a-1', { what: 'stop' });
  await rest();
  announce();
  clock.advance(2000);
  expect(await again).toMatchObject({ ok: false, error: { kind: 'not-found' } });
  expect(clock.timers).toBe(0);
});
