// The loop: order, what is written before what, saving, and knowing when all is done.
import { describe, expect, it } from 'vitest';
import type { Handlers } from '../../../src/core/effects/effect-runner.js';
import { createStore } from '../../../src/core/effects/store.js';
import { fail, ok } from '../../../src/core/model/error.js';
import type { EventBody } from '../../../src/core/model/event.js';
import { emptyState } from '../../../src/core/model/state.js';
import { FakeClock } from '../../helpers/fake-clock.js';
import { FakeStorage } from '../../helpers/fake-effect-ports.js';
import { anError, atWork, created, exited, newAgent, started, submitted } from '../../helpers/fold-events.js';
import { carriedOut, plannedGoal, plannedTask, proposed } from '../../helpers/plans.js';

const note = (text: string): EventBody => ({ type: 'notice.raised', text });
const nothing = async (): Promise<void> => undefined;
const idleHandlers: Handlers = {
  'worktree.create': nothing,
  'agent.spawn': nothing,
  'agent.stop': nothing,
  'agent.remove': nothing,
  'work.finish': nothing,
  'verify.report': nothing,
  'limit.wait': nothing,
  'plan.make': nothing,
  'task.start': nothing,
  'tries.judge': async () => undefined,
  'goal.finish': nothing,
  'goal.halt': nothing,
  'manager.consult': nothing,
  'manager.wait': nothing,
  'agent.goOn': nothing,
  'agent.handOver': nothing,
  'question.judge': nothing,
  'diff.measure': nothing,
  'pull.giveBack': async () => undefined,
  'pull.takeIn': async () => undefined,
  'pull.merge': async () => undefined,
  'pull.answer': async () => undefined,
  'pull.tidy': async () => undefined,
  'child.report': async () => undefined,
  'parent.wake': async () => undefined,
  'result.write': nothing,
};

function setUp(handlers: Partial<Handlers> = {}) {
  const storage = new FakeStorage();
  const clock = new FakeClock();
  const trace: string[] = [];
  const bugs: unknown[] = [];
  const store = createStore({
    state: emptyState(5),
    storage,
    clock,
    handlers: { ...idleHandlers, ...handlers },
    trace: (line) => trace.push(line),
    onBug: (error) => bugs.push(error),
  });
  const types = () => store.recentEvents().map((event) => event.type);
  return { storage, clock, store, trace, bugs, types };
}

const full = fail({ kind: 'storage', tried: 'write', said: 'ENOSPC', next: 'free' } as const);

describe('dispatching', () => {
  it('numbers and dates events in the order they came, also those a listener adds', () => {
    const { store, clock } = setUp();
    store.subscribe((_state, event) => {
      if (event.type === 'host.stopping') store.dispatch(note('from a listener'));
    });
    store.dispatch({ type: 'host.stopping' });
    clock.advance(1000);
    store.dispatch(note('later'));
    expect(store.recentEvents()).toEqual([
      { seq: 1, at: '2026-11-21T12:00:00.000Z', type: 'host.stopping' },
      { seq: 2, at: '2026-11-21T12:00:00.000Z', type: 'notice.raised', text: 'from a listener' },
      { seq: 3, at: '2026-11-21T12:00:01.000Z', type: 'notice.raised', text: 'later' },
    ]);
  });

  it('shows a listener the state that holds the event, until it leaves', () => {
    const { store } = setUp();
    const seen: number[] = [];
    const leave = store.subscribe((state, event) => seen.push(state.seq - event.seq));
    store.dispatch(note('1'));
    leave();
    store.dispatch(note('2'));
    expect(seen).toEqual([0]);
  });

  it('keeps the newest two thousand, after those of earlier hosts', () => {
    const { store } = setUp();
    for (let count = 0; count < 4500; count += 1) store.dispatch(note(''));
    const recent = store.recentEvents();
    expect([recent.length, recent.at(-1)?.seq]).toEqual([2000, 4500]);
  });
});

describe('what is on the disk first', () => {
  it('an event that starts something outside is durable before its command runs', async () => {
    const order: string[] = [];
    const { store, storage } = setUp({
      'worktree.create': async () => {
        order.push(`create after ${storage.appended.length} events, durable ${storage.appended[0]?.durable}`);
      },
    });
    store.dispatch(submitted(newAgent('a')));
    await store.whenSettled();
    expect(order).toEqual(['create after 1 events, durable true']);
  });

  it('a plan, the delivery of a goal and what it came to are durable', async () => {
    const { storage, store } = setUp();
    const all = [plannedGoal(), proposed(plannedTask('a')), ...carriedOut('a')];
    for (const body of [...all, { type: 'goal.finished', goal: 'g1', result: null, notes: [] } as const]) store.dispatch(body);
    const durable = storage.appended.flatMap(({ event, durable: isDurable }) => (isDurable ? [event.type] : []));
    expect(durable).toEqual(expect.arrayContaining(['plan.proposed', 'finish.done', 'goal.finished']));
    // The event that the delivery follows is on the disk before it begins.
    store.dispatch(plannedGoal({ goal: 'g2', approvals: ['finish'], tasks: [plannedTask('b')] }));
    for (const body of carriedOut('b')) store.dispatch('goal' in body ? { ...body, goal: 'g2' } : body);
    store.dispatch({ type: 'goal.finishApproved', goal: 'g2' });
    expect(storage.appended.at(-1)).toMatchObject({ event: { type: 'goal.finishApproved' }, durable: true });
  });

  it('facts that cannot be looked up again are durable, chatter is not', () => {
    const { store, storage } = setUp();
    for (const body of [...atWork('a'), { type: 'agent.titleChanged', agent: 'a', title: 'x' } as const, exited('a', 0)])
      store.dispatch(body);
    expect(storage.appended.map(({ event, durable }) => [event.type, durable])).toEqual([
      ['goal.submitted', true],
      ['worktree.created', true],
      ['agent.started', true],
      ['agent.stateChanged', false],
      ['agent.titleChanged', false],
      ['agent.exited', true],
    ]);
  });
});

describe('saving', () => {
  it('takes a burst as one write a second after its first event, and rests afterwards', async () => {
    const { store, storage, clock } = setUp();
    store.dispatch(note('1'));
    clock.advance(900);
    store.dispatch(note('2'));
    expect(storage.saved).toHaveLength(0);
    clock.advance(100);
    await store.flush();
    expect(storage.saved.map((state) => state.seq)).toEqual([2]);
    expect(clock.timers).toBe(0);
  });

  it('sees what came while it was saving', async () => {
    const { store, storage, clock } = setUp();
    let finish: () => void = () => undefined;
    storage.saveAnswer = () =>
      new Promise((resolve) => {
        finish = () => resolve(ok(undefined));
      });
    store.dispatch(note('1'));
    clock.advance(1000);
    store.dispatch(note('2'));
    const flushed = [store.flush(), store.flush()];
    storage.saveAnswer = async () => ok(undefined);
    finish();
    await Promise.all(flushed);
    expect(storage.saved.map((state) => state.seq)).toEqual([1, 2]);
  });

  it('tells once that the disk is full, lets agents go on, and tries again with the next event', async () => {
    const { store, storage, clock, types } = setUp();
    storage.saveAnswer = async () => full;
    store.dispatch(note('1'));
    await store.flush();
    expect(store.state.storageError).toEqual(full.error);
    await store.flush();
    expect(types()).toEqual(['notice.raised', 'storage.failed']);
    expect(clock.timers).toBe(0);
    storage.saveAnswer = async () => ok(undefined);
    store.dispatch(note('2'));
    clock.advance(1000);
    await store.flush();
    expect(types().slice(2)).toEqual(['notice.raised', 'storage.recovered']);
    expect(store.state.storageError).toBeNull();
  });

  it('writes what the journal refused before what comes next, so that no number is missing', () => {
    const { store, storage, types } = setUp();
    storage.appendAnswer = full;
    store.dispatch(note('1'));
    store.dispatch(submitted(newAgent('a')));
    expect(store.state.agents.a?.state).toBe('preparing');
    storage.appendAnswer = ok(undefined);
    store.dispatch(note('4'));
    expect(types()).toEqual(['notice.raised', 'storage.failed', 'goal.submitted', 'notice.raised', 'storage.recovered']);
    expect(storage.appended.map(({ event, durable }) => [event.seq, durable])).toEqual([
      [1, false],
      [2, false],
      [3, true],
      [4, false],
      [5, false],
    ]);
  });

  it('does not write again what a snapshot holds by now', async () => {
    const { store, storage } = setUp();
    storage.appendAnswer = full;
    store.dispatch(note('1'));
    await store.flush();
    storage.appendAnswer = ok(undefined);
    store.dispatch(note('3'));
    expect(storage.appended.map(({ event }) => event.seq)).toEqual([3, 4]);
  });

  it('ends with everything saved and takes nothing more', async () => {
    const { store, storage, clock } = setUp();
    store.dispatch(note('1'));
    await store.close();
    store.dispatch(note('2'));
    expect([storage.saved.at(-1)?.seq, storage.isClosed, store.state.seq, clock.timers]).toEqual([1, true, 1, 0]);
  });
});

describe('commands', () => {
  it('of one agent take turns, a stop does not wait, and other agents go on', async () => {
    const log: string[] = [];
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { store } = setUp({
      'worktree.create': async ({ agent }, { dispatch }) => {
        log.push(`create ${agent}`);
        if (agent === 'a') await held;
        log.push(`created ${agent}`);
        dispatch(created(agent));
      },
      'agent.spawn': async ({ agent }) => void log.push(`spawn ${agent}`),
      'agent.stop': async ({ agent }) => void log.push(`stop ${agent}`),
      'agent.remove': async ({ agent }) => void log.push(`remove ${agent}`),
    });
    store.dispatch(submitted(newAgent('a'), newAgent('b')));
    store.dispatch({ type: 'agent.removeRequested', agent: 'a' });
    const settled = store.whenSettled();
    release();
    await settled;
    expect(log.filter((line) => line.endsWith('a'))).toEqual(['stop a', 'create a', 'created a', 'remove a']);
    expect(log.indexOf('spawn b')).toBeLessThan(log.indexOf('remove a'));
  });

  it('that only look are not queued twice', async () => {
    let looks = 0;
    const { store } = setUp({
      'diff.measure': async () => {
        looks += 1;
      },
    });
    for (const body of atWork('a')) store.dispatch(body);
    for (let count = 0; count < 10; count += 1) store.dispatch({ type: 'changes.committed', agent: 'a', commit: 'c', notes: [] });
    await store.whenSettled();
    expect(looks).toBe(1);
  });

  const bugs: readonly (readonly [keyof Handlers, readonly EventBody[], EventBody['type']])[] = [
    ['worktree.create', [submitted(newAgent('a'))], 'worktree.failed'],
    ['agent.spawn', [submitted(newAgent('a')), created('a')], 'agent.startFailed'],
    ['work.finish', [...atWork('a'), exited('a', 0)], 'finish.failed'],
    ['agent.remove', [...atWork('a'), { type: 'agent.removeRequested', agent: 'a' }], 'agent.removeFailed'],
    ['agent.stop', [...atWork('a'), { type: 'agent.stopRequested', agent: 'a' }], 'notice.raised'],
  ];
  it.each(bugs)('a bug in %s becomes an event that says so', async (name, bodies, type) => {
    const broken = async (): Promise<void> => {
      throw new TypeError('x is undefined');
    };
    const { store, bugs: told } = setUp({ [name]: broken });
    for (const body of bodies) store.dispatch(body);
    await store.whenSettled();
    const event = store.recentEvents().find((other) => other.type === type);
    expect(JSON.stringify(event)).toContain('x is undefined');
    expect(told).toEqual([new TypeError('x is undefined')]);
  });
});

describe('the trace', () => {
  it('has events, commands and the moment when all is done', async () => {
    const { store, trace } = setUp();
    store.dispatch(submitted(newAgent('a')));
    await store.whenSettled();
    expect(trace.map((line) => JSON.parse(line).type)).toEqual(['goal.submitted', 'command', 'app.settled']);
    expect(JSON.parse(trace[1]!).command).toEqual({ type: 'worktree.create', agent: 'a' });
  });

  it('is not settled while a command runs', async () => {
    let release: () => void = () => undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const { store, trace } = setUp({ 'worktree.create': () => held });
    store.dispatch(submitted(newAgent('a')));
    store.dispatch(note('meanwhile'));
    expect(trace.some((line) => line.includes('app.settled'))).toBe(false);
    release();
    await store.whenSettled();
    expect(trace.filter((line) => line.includes('app.settled'))).toHaveLength(1);
  });
});

it('has no use for an event about an agent it does not know', () => {
  const { store } = setUp();
  for (const body of [started('x'), { type: 'agent.removeFailed', agent: 'x', error: anError } as const]) store.dispatch(body);
  expect(store.state.agents).toEqual({});
});
