// Agents that find no place here go to workers that have one; those that need this machine wait for it.
import { expect, it } from 'vitest';
import { ok } from '../../../src/core/model/error.js';
import type { EventBody, NewAgent } from '../../../src/core/model/event.js';
import type { NodeEntry } from '../../../src/core/model/node.js';
import { type AppState, emptyState } from '../../../src/core/model/state.js';
import { reduce } from '../../../src/core/state/reduce.js';
import { freeSlots, Overflow } from '../../../src/host/remote/remote-places.js';
import { FakeCluster } from '../../helpers/fake-broker.js';
import { FakeClock } from '../../helpers/fake-clock.js';
import { fold, newAgent, stamp, submitted } from '../../helpers/fold-events.js';

const worker = (slots: number, busy: number): NodeEntry => ({
  name: `w${slots}`,
  kind: 'worker',
  version: '1',
  slots,
  busy,
  labels: [],
  seenAt: '',
  isSelf: false,
});

async function story(free: number, ...agents: readonly NewAgent[]) {
  const clock = new FakeClock();
  const broker = new FakeCluster(clock).broker('home');
  if (free > 0) await broker.announce({ ...worker(free, 0), name: 'far' }, []);
  let state: AppState = fold([submitted(newAgent('first'), ...agents)], emptyState(1));
  const dispatch = (event: EventBody) => {
    state = reduce(state, stamp(event, state.seq + 1));
  };
  const overflow = new Overflow({ clock, broker: () => broker, secret: () => 's', state: () => state, dispatch });
  overflow.check();
  clock.advance(2000);
  await new Promise((resolve) => setImmediate(resolve));
  overflow.dispose();
  return (id: string) => state.agents[id];
}

it('counts the free places of all workers, and knows when there is none at all', async () => {
  const nodes = async () => ok([worker(3, 1), worker(2, 4), { ...worker(9, 0), kind: 'host' as const }]);
  expect(await freeSlots({ nodes })).toEqual(ok(2));
  expect(await freeSlots({ nodes: async () => ok([]) })).toEqual(ok(null));
});

it('as many go as find a place there, in the order in which they wait', async () => {
  const of = await story(2, newAgent('a'), newAgent('b'), newAgent('c'));
  expect(['first', 'a', 'b', 'c'].map((id) => of(id)?.state)).toEqual(['preparing', 'preparing', 'preparing', 'queued']);
  expect(of('a')).toMatchObject({ placement: { on: 'any' } });
  expect(of('c')?.placement).toBeUndefined();
});

it.each([
  ['was told to run here', { placement: { on: 'here' } }],
  ['runs a command of its own', { launch: { harness: 'command', command: ['x'], args: [], model: null } }],
  ['has arguments of its own', { launch: { harness: 'claude', command: null, args: ['-x'], model: null } }],
  ['may not do what a worker might let it', { policy: { preset: 'worktree', rules: [{ tool: 'shell', do: 'ask' }] } }],
  ['ends in a file', { plan: { artifact: 'report.md' } }],
] as const)('one that %s waits for a place here', async (_what, changes) => {
  const of = await story(5, newAgent('a', changes));
  expect(of('a')).toMatchObject({ state: 'queued' });
});

it('one whose own rules only allow goes: without them it is asked more', async () => {
  const of = await story(5, newAgent('a', { policy: { preset: 'strict', rules: [{ tool: 'edit', do: 'allow' }] } }));
  expect(of('a')).toMatchObject({ placement: { on: 'any' } });
});

it('without a worker all wait', async () => {
  const of = await story(0, newAgent('a'));
  expect(of('a')?.state).toBe('queued');
});
