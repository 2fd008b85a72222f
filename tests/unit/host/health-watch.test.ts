// Signs of life of agents at work, and what a silence leads to.
import { describe, expect, it } from 'vitest';
import type { Agent } from '../../../src/core/model/agent.js';
import type { EventBody } from '../../../src/core/model/event.js';
import { HealthWatch } from '../../../src/host/health-watch.js';
import { FakeClock } from '../../helpers/fake-clock.js';
import { stamp } from '../../helpers/fold-events.js';
import { anAgent } from '../../helpers/view-fixtures.js';

const STALE_MS = 300_000;

function watched(onStale: 'tell' | 'restart' | 'stop' = 'tell', change: Partial<Agent> = {}) {
  const clock = new FakeClock();
  const told: EventBody[] = [];
  const stopped: string[] = [];
  let isAlive = true;
  let agent = anAgent({ name: 'ann', id: 'a1', state: 'working', process: { pid: 7, startTicks: 1 }, ...change });
  const watch: HealthWatch = new HealthWatch({
    clock,
    config: { heartbeatSeconds: 30, staleSeconds: 300, onStale },
    agents: () => ({ a1: agent }),
    isAlive: () => isAlive,
    runtime: {
      async stop(id) {
        stopped.push(id);
      },
    },
    dispatch(event) {
      told.push(event);
      if (event.type === 'agent.interrupted') agent = { ...agent, state: 'interrupted' };
      if (event.type === 'agent.staleFound') agent = { ...agent, staleSince: event.lastSeen };
      if (event.type === 'agent.seenAgain') {
        const { staleSince: _past, ...rest } = agent;
        agent = rest;
      }
      watch.check(stamp(event, 9, clock.now()));
    },
  });
  const happened = (event: EventBody) => watch.check(stamp(event, 8, clock.now()));
  happened({ type: 'agent.interruptSent', agent: 'a1' });
  return {
    clock,
    watch,
    stopped,
    happened,
    types: () => told.map(({ type }) => type),
    told,
    becomes: (next: Partial<Agent>) => {
      agent = { ...agent, ...next };
    },
    dies: () => {
      isAlive = false;
    },
  };
}

describe('an agent at work', () => {
  it('has one timer, which output does not set anew', () => {
    const { clock, watch } = watched();
    for (let n = 0; n < 100; n++) watch.seen('a1');
    expect(clock.timers).toBe(1);
    expect(clock.delaysMs).toEqual([STALE_MS]);
  });

  it('that prints now and then is never looked at', () => {
    const { clock, watch, types } = watched();
    for (let n = 0; n < 10; n++) {
      clock.advance(STALE_MS - 1000);
      watch.seen('a1');
    }
    expect(types()).toEqual([]);
  });

  it('that is silent for too long and lives is told of once', () => {
    const { clock, told, stopped } = watched();
    clock.advance(STALE_MS * 3);
    expect(told).toEqual([
      { type: 'agent.staleFound', agent: 'a1', lastSeen: '2026-11-21T12:00:00.000Z', found: 'alive' },
      { type: 'notice.raised', text: 'ann: it lives and gave no sign of life for 300 seconds; look at its screen' },
    ]);
    expect(stopped).toEqual([]);
    expect(clock.timers).toBe(0);
  });

  it('is seen again when it prints, and watched again', () => {
    const { clock, watch, types } = watched();
    clock.advance(STALE_MS);
    watch.seen('a1');
    expect(types().at(-1)).toBe('agent.seenAgain');
    expect(clock.timers).toBe(1);
  });

  it('whose process is gone is ended like every other, and started again', async () => {
    const { clock, dies, types, stopped } = watched('tell');
    dies();
    clock.advance(STALE_MS);
    await Promise.resolve();
    expect(stopped).toEqual(['a1']);
    expect(types()).toEqual([
      'agent.staleFound',
      'notice.raised',
      'agent.interrupted',
      'agent.exited',
      'agent.seenAgain',
      'agent.resumeRequested',
    ]);
  });

  it.each([
    ['restart', ['agent.interrupted', 'agent.exited', 'agent.seenAgain', 'agent.resumeRequested']],
    ['stop', ['agent.stopRequested', 'agent.exited', 'agent.seenAgain']],
  ] as const)('is ended where the configuration says %s', async (onStale, types) => {
    const { clock, types: all } = watched(onStale);
    clock.advance(STALE_MS);
    await Promise.resolve();
    expect(all().slice(2)).toEqual(types);
  });
});

describe('one that is started again', () => {
  it('is told to go on: a CLI that only takes its conversation up waits at its input line', async () => {
    const { clock, told } = watched('restart');
    clock.advance(STALE_MS);
    await Promise.resolve();
    // No person has let it go on: a budget that is held stays so.
    expect(told.at(-1)).toMatchObject({ type: 'agent.resumeRequested', by: 'host', text: expect.stringContaining('Go on with the task') });
  });

  it('is left to a person when it has been silent again and again, until a turn of it has ended', async () => {
    const { clock, becomes, happened, types } = watched('restart');
    const restarts = () => types().filter((type) => type === 'agent.resumeRequested').length;
    const isSilent = async () => {
      becomes({ state: 'working', run: { mode: 'resume', text: null, startedAt: null, hasWorked: true } });
      happened({ type: 'agent.progressReported', agent: 'a1', progress: 'on it' });
      clock.advance(STALE_MS);
      await Promise.resolve();
    };
    for (let count = 0; count < 5; count += 1) await isSilent();
    expect(restarts()).toBe(3);
    expect(types().at(-1)).toBe('notice.raised');
    becomes({ state: 'idle' });
    happened({ type: 'agent.progressReported', agent: 'a1', progress: 'done' });
    await isSilent();
    expect(restarts()).toBe(4);
  });
});

describe('nothing is waited for', () => {
  it.each([
    ['that rests', { state: 'idle' }],
    ['that waits for a person', { state: 'waiting' }],
    ['that waits for its children', { waitsForChildren: true }],
    ['without a process', { process: null }],
  ] as const)('of one %s', (_what, change) => {
    expect(watched('tell', change as Partial<Agent>).clock.timers).toBe(0);
  });

  it('of one that rests again', () => {
    const { clock, becomes, happened } = watched();
    becomes({ state: 'idle' });
    happened({ type: 'agent.interruptSent', agent: 'a1' });
    expect(clock.timers).toBe(0);
  });

  it('when the host ends', () => {
    const { clock, happened } = watched();
    happened({ type: 'host.stopping' });
    expect(clock.timers).toBe(0);
  });
});
