// Hosts elsewhere and the agents of a worker: what they order is done in its clone and answered, screens are told while they look, and nobody without
// the secret is heard, nor anybody about other agents.
import { expect, it } from 'vitest';
import { readNeighbourNews } from '../../../src/core/messaging/neighbour-wire.js';
import { readSealed } from '../../../src/core/messaging/remote-wire.js';
import { newDoor, Opener, Sealer } from '../../../src/core/messaging/sealed.js';
import { fail, type OrchError, ok } from '../../../src/core/model/error.js';
import {
  forNeighbours,
  forOnlooker,
  type NeighbourCall,
  type NeighbourOrder,
  toNeighbours,
  toOnlooker,
} from '../../../src/core/model/neighbour.js';
import { AttendedSizes } from '../../../src/servers/worker/attended-sizes.js';
import { Visitors } from '../../../src/servers/worker/visitors.js';
import type { HostLink } from '../../../src/servers/worker/worker-world.js';
import { FakeCluster } from '../../helpers/fake-broker.js';
import { FakeClock } from '../../helpers/fake-clock.js';
import { remoteStory } from '../../helpers/remote-story.js';

const TOPIC = toNeighbours('far');
const SIZE = { cols: 80, rows: 24 };
const BUSY: OrchError = { kind: 'conflict', tried: 'answer fix', said: 'it asks nothing', next: 'Look' };

const rest = async () => {
  for (let turn = 0; turn < 30; turn += 1) await new Promise<void>((resolve) => setImmediate(resolve));
};

function visited(agents: Readonly<Record<string, string>> = { 'a-1234': 'a-70', 'a-71': 'a-71' }) {
  const clock = new FakeClock();
  const cluster = new FakeCluster(clock);
  const asked: string[] = [];
  const there = new Map(Object.entries(agents));
  const answers = new Map<string, unknown>([
    ['words', ok({ text: 'last words' })],
    ['answer', ok({ agent: 'x', question: 'y', answer: 'yes' })],
    ['messageSend', ok({ ids: ['m-1'], to: ['x'], notes: ['x: queued', 'until then'] })],
    ['terminalAfter', ok({ data: Buffer.from('screen').toString('base64'), isNew: true, mark: null, size: SIZE })],
  ]);
  const link: HostLink = {
    request: async (method, params) => {
      asked.push(`${method} ${JSON.stringify(params)}`);
      return (answers.get(method) ?? ok({})) as never;
    },
  };
  const said: string[] = [];
  const visitors = new Visitors({
    broker: cluster.broker('far'),
    secret: 'secret',
    clock,
    find: (id) => {
      const agent = there.get(id);
      return agent === undefined ? null : { link, agent };
    },
    sizes: new AttendedSizes(clock),
    sayOnce: (text) => said.push(text),
  });
  const close = visitors.listen();
  const onlooker = (name: string, secret = 'secret') => {
    const sealer = new Sealer(secret);
    const door = newDoor();
    const opener = new Opener(forOnlooker(name, door), 'secret');
    const heard: { readonly id: string; readonly news: ReturnType<typeof readNeighbourNews> }[] = [];
    cluster.broker(name).subscribe(toOnlooker(name), ({ body }) => {
      const sealed = readSealed(body);
      if (sealed !== null && opener.opens(sealed)) heard.push({ id: sealed.task, news: readNeighbourNews(sealed.body) });
    });
    const sealed = (id: string, call: unknown, to = visitors.door) => ({
      topic: TOPIC,
      from: name,
      body: sealer.seal(forNeighbours('far', to), { task: id, fence: 0, body: { door, call } }),
    });
    const calls = async (id: string, call: NeighbourCall) => {
      cluster.repeat(sealed(id, call));
      await rest();
    };
    const orders = (id: string, order: NeighbourOrder, turn = 1) => calls(id, { kind: 'order', id: turn, order });
    const screens = () => heard.filter(({ news }) => news?.kind === 'output').length;
    return { heard, sealed, calls, orders, screens };
  };
  const passes = async (ms: number) => {
    for (let left = ms; left > 0; left -= 100) {
      clock.advance(Math.min(100, left));
      await rest();
    }
  };
  return { clock, cluster, asked, answers, there, said, visitors, close, onlooker, passes };
}

it.each<[NeighbourOrder, string, string | null]>([
  [{ what: 'send', text: 'go on', wait: true }, 'send {"agent":"a-71","text":"go on","wait":true}', null],
  [{ what: 'message', text: 'later' }, 'messageSend {"to":"a-71","text":"later","wantsReply":false}', 'x: queued\nuntil then'],
  [{ what: 'answer', digest: 'd1', choice: 'yes' }, 'answer {"agent":"a-71","choice":"yes","digest":"d1"}', 'yes'],
  [{ what: 'interrupt' }, 'interrupt {"agent":"a-71"}', null],
  [{ what: 'stop' }, 'stop {"agent":"a-71","children":"too"}', null],
  [{ what: 'words' }, 'words {"agent":"a-71"}', 'last words'],
])('%j is done in the clone, and answered once', async (order, done, words) => {
  const { asked, onlooker } = visited();
  const host = onlooker('here');
  await host.orders('a-71', order, 7);
  expect(asked).toEqual([done]);
  expect(host.heard).toEqual([{ id: 'a-71', news: { kind: 'answered', id: 7, said: words, error: null } }]);
});

it('the agent of a task is meant by the id that its owner knows it by', async () => {
  const { asked, onlooker } = visited();
  await onlooker('here').orders('a-1234', { what: 'interrupt' });
  expect(asked).toEqual(['interrupt {"agent":"a-70"}']);
});

it('what the clone refuses is told in its words', async () => {
  const { answers, onlooker } = visited();
  answers.set('answer', fail(BUSY));
  const host = onlooker('here');
  await host.orders('a-71', { what: 'answer', digest: 'd1', choice: 'yes' });
  expect(host.heard[0]?.news).toEqual({ kind: 'answered', id: 1, said: null, error: BUSY });
});

it('keys and sizes reach its terminal, in order', async () => {
  const { cluster, asked, onlooker } = visited();
  const host = onlooker('here');
  for (const data of ['YQ==', 'Yg==']) cluster.repeat(host.sealed('a-71', { kind: 'keys', data }));
  cluster.repeat(host.sealed('a-71', { kind: 'size', size: SIZE }));
  await rest();
  expect(asked).toEqual([
    'terminalKeys {"agent":"a-71","data":"YQ=="}',
    'terminalKeys {"agent":"a-71","data":"Yg=="}',
    'terminalSize {"agent":"a-71","size":{"cols":80,"rows":24}}',
  ]);
});

it('whoever only looks leaves it the size that another works in, and hears what that is', async () => {
  const { asked, answers, onlooker, passes } = visited();
  const [one, other] = [onlooker('one'), onlooker('other')];
  const size = { cols: 132, rows: 40 };
  await other.calls('a-71', { kind: 'watch', on: true });
  await one.calls('a-71', { kind: 'size', size, attended: true });
  await other.calls('a-71', { kind: 'size', size: SIZE });
  expect(asked.filter((line) => line.startsWith('terminalSize'))).toEqual(['terminalSize {"agent":"a-71","size":{"cols":132,"rows":40}}']);
  const mark = { inode: 1, offset: 6 };
  answers.set('terminalAfter', ok({ data: '', isNew: true, mark, size: SIZE }));
  await passes(200);
  other.heard.splice(0);
  answers.set('terminalAfter', ok({ data: '', isNew: false, mark, size }));
  await passes(500);
  expect(other.heard.map(({ news }) => news)).toMatchObject([{ kind: 'output', data: '', isNew: false, size }]);
});

it('of one that is not there an order is answered so, and the rest is left out', async () => {
  const { asked, said, onlooker } = visited();
  const host = onlooker('here');
  await host.orders('a-99', { what: 'send', text: 'x', wait: false }, 3);
  await host.calls('a-99', { kind: 'keys', data: 'YQ==' });
  await host.calls('a-99', { kind: 'watch', on: true });
  expect(asked).toEqual([]);
  expect(said).toEqual([]);
  expect(host.heard.map(({ news }) => news)).toMatchObject([
    { kind: 'answered', id: 3, error: { kind: 'not-found', said: expect.stringContaining('not there any more') } },
  ]);
});

it('nobody is heard without the secret, or with what was said before, or for another machine', async () => {
  const { cluster, visitors, asked, said, onlooker } = visited();
  const host = onlooker('here');
  await onlooker('evil', 'guess').orders('a-71', { what: 'stop' });
  cluster.repeat({ topic: TOPIC, from: 'evil', body: { task: 'a-71', kind: 'order' } });
  const elsewhere = new Sealer('secret').seal(forNeighbours('other', visitors.door), {
    task: 'a-71',
    fence: 0,
    body: { door: newDoor(), call: { kind: 'order', id: 1, order: { what: 'stop' } } },
  });
  cluster.repeat({ topic: TOPIC, from: 'here', body: elsewhere });
  await rest();
  expect(asked).toEqual([]);
  expect(said).toHaveLength(3);
  const once = host.sealed('a-71', { kind: 'order', id: 1, order: { what: 'interrupt' } });
  cluster.repeat(once);
  cluster.repeat({ ...once, from: 'evil' });
  await rest();
  expect(asked).toHaveLength(1);
  expect(host.heard).toHaveLength(1);
});

it('nobody repeats to a worker what was said to the one that ran here before', async () => {
  const { cluster, asked, said, onlooker } = visited();
  const host = onlooker('here');
  const order = { kind: 'order', id: 1, order: { what: 'stop' } };
  cluster.repeat(host.sealed('a-71', order, visited().visitors.door));
  cluster.repeat({ topic: TOPIC, from: 'here', body: new Sealer('secret').seal(TOPIC, { task: 'a-71', fence: 0, body: order }) });
  await rest();
  expect([asked, host.heard, said.length]).toEqual([[], [], 2]);
});

it('a host that was begun anew is told the screen from the beginning, and for itself', async () => {
  const { asked, onlooker, passes } = visited();
  const killed = onlooker('here');
  await killed.calls('a-71', { kind: 'watch', on: true });
  const anew = onlooker('here');
  await anew.calls('a-71', { kind: 'watch', on: true });
  const before = killed.screens();
  await passes(1000);
  expect(asked.filter((line) => line.includes('"mark":null')).length).toBeGreaterThan(1);
  expect([killed.screens(), anew.screens() > 5]).toEqual([before, true]);
});

it('what this version can not read is left out, and said', async () => {
  const { cluster, asked, said, onlooker } = visited();
  cluster.repeat(onlooker('here').sealed('a-71', { kind: 'sung' }));
  await rest();
  expect(asked).toEqual([]);
  expect(said).toEqual([expect.stringContaining('can not read')]);
});

it('a screen is told to each host that looks, until it does not say so any more', async () => {
  const { onlooker, passes, clock } = visited();
  const [one, other] = [onlooker('one'), onlooker('other')];
  await one.calls('a-71', { kind: 'watch', on: true });
  await other.calls('a-71', { kind: 'watch', on: true });
  await passes(10_000);
  await one.calls('a-71', { kind: 'watch', on: true });
  expect(one.screens()).toBeGreaterThan(50);
  expect(one.heard[0]).toEqual({
    id: 'a-71',
    news: { kind: 'output', data: Buffer.from('screen').toString('base64'), isNew: true, size: SIZE, piece: 1 },
  });
  await passes(6000);
  const [ofOne, ofOther] = [one.screens(), other.screens()];
  await passes(1000);
  expect(one.screens()).toBeGreaterThan(ofOne);
  expect(other.screens()).toBe(ofOther);
  await one.calls('a-71', { kind: 'watch', on: false });
  const seen = one.screens();
  await passes(1000);
  expect(one.screens()).toBe(seen);
  expect(clock.timers).toBe(0);
});

it('whoever looks again gets it from the beginning', async () => {
  const { asked, onlooker } = visited();
  const host = onlooker('here');
  for (const on of [true, false, true]) await host.calls('a-71', { kind: 'watch', on });
  expect(asked.map((line) => line.includes('"mark":null'))).toEqual([true, true]);
});

it('no more than fifty screens are told at once; one that nobody looks at any more gives its place', async () => {
  const { said, onlooker, passes } = visited();
  for (let at = 0; at < 50; at += 1) await onlooker(`host-${at}`).calls('a-71', { kind: 'watch', on: true });
  const late = onlooker('late');
  await late.calls('a-71', { kind: 'watch', on: true });
  expect(late.screens()).toBe(0);
  expect(said).toEqual([expect.stringContaining('more than 50')]);
  await passes(15_000);
  await late.calls('a-71', { kind: 'watch', on: true });
  expect(late.screens()).toBe(1);
});

it('one host that looks at them all leaves room for another, which gets the place of the one it looks at longest', async () => {
  const ids = Array.from({ length: 51 }, (_, at) => `a-${at}`);
  const { onlooker, asked, said } = visited(Object.fromEntries(ids.map((id) => [id, id])));
  const [greedy, modest] = [onlooker('greedy'), onlooker('modest')];
  for (const id of ids.slice(0, 50)) await greedy.calls(id, { kind: 'watch', on: true });
  await modest.calls('a-50', { kind: 'watch', on: true });
  expect(modest.screens()).toBe(1);
  const count = asked.length;
  await greedy.calls('a-49', { kind: 'watch', on: true });
  expect(asked).toHaveLength(count);
  await greedy.calls('a-0', { kind: 'watch', on: true });
  expect(asked).toHaveLength(count);
  expect(said).toEqual([expect.stringContaining('more than 50')]);
});

it('screens end with the task, and one that does the task anew is another', async () => {
  const { there, visitors, onlooker, passes, clock, asked, close } = visited();
  const host = onlooker('here');
  await host.calls('a-71', { kind: 'watch', on: true });
  await host.calls('a-1234', { kind: 'watch', on: true });
  there.delete('a-71');
  visitors.sweep();
  there.set('a-1234', 'a-80');
  await host.calls('a-1234', { kind: 'watch', on: true });
  asked.length = 0;
  await passes(200);
  expect(asked.every((line) => line.includes('"agent":"a-80"'))).toBe(true);
  expect(asked.length).toBeGreaterThan(0);
  close();
  expect(clock.timers).toBe(0);
});

it('at a worker, agents of its tasks are meant and nobody else in the clone', async () => {
  const story = remoteStory();
  const { link } = await story.addWorker('far');
  void story.start();
  await story.rest();
  link.showsBelow({ state: 'working' });
  await story.rest();
  story.clock.advance(500);
  await story.rest();
  const sealer = new Sealer('secret');
  const door = story.cluster.announced.flatMap(({ agents }) => agents).find(({ id }) => id === 'a-be10')?.row?.door ?? '';
  const order = (id: string, text: string) => ({
    task: id,
    fence: 0,
    body: { door: newDoor(), call: { kind: 'order', id: 1, order: { what: 'send', text, wait: false } } },
  });
  for (const [id, text] of [
    ['a-1234', 'to the task'],
    ['a-be10', 'to the part'],
    ['a-there', 'by its name here'],
    ['a-5678', 'to a stranger'],
  ] as const)
    story.cluster.repeat({ topic: TOPIC, from: 'other', body: sealer.seal(forNeighbours('far', door), order(id, text)) });
  await story.rest();
  expect(link.asked.filter((line) => line.startsWith('send'))).toEqual(['send to the task', 'send to the part']);
});
