// What a new host does about what a killed one left: ends what it is sure of, tells the rest, deletes nothing.
import { describe, expect, it } from 'vitest';
import { recover } from '../../../src/core/effects/recovery.js';
import type { AgentProcess } from '../../../src/core/model/agent.js';
import type { EventBody } from '../../../src/core/model/event.js';
import type { Processes } from '../../../src/core/ports.js';
import { FakeTextFiles } from '../../helpers/fake-effect-ports.js';
import { atWork, created, fold, newAgent, submitted } from '../../helpers/fold-events.js';

interface World {
  readonly boot?: string | null;
  readonly alive?: readonly number[];
  readonly marked?: readonly { readonly agent: string; readonly process: AgentProcess }[];
  readonly folders?: readonly string[];
  readonly process?: AgentProcess;
}

async function recovered(world: World) {
  const ended: string[] = [];
  const processes: Processes = {
    bootId: () => world.boot ?? 'boot-1',
    startTicks: () => null,
    isAlive: ({ pid }) => world.alive?.includes(pid) ?? false,
    survivors: (ids) => (world.marked ?? []).filter(({ agent }) => ids.includes(agent)),
    end: async ({ agent, process }) => void ended.push(`${agent} ${process.pid}`),
    shellChildren: () => null,
    usage: () => null,
  };
  const files = new FakeTextFiles();
  files.folders.set('/wt', world.folders ?? []);
  const hostStarted: EventBody = { type: 'host.started', pid: 1, version: '1', bootId: 'boot-1' };
  const startedAs: EventBody = {
    type: 'agent.started',
    agent: 'a',
    process: world.process ?? { pid: 100, startTicks: 7 },
    conversation: null,
  };
  const state = fold([hostStarted, ...atWork('a'), startedAs]);
  const events = await recover({ state, processes, files, worktrees: '/wt' });
  return { ended, events: events.map((event) => (event.type === 'notice.raised' ? event.text : event.type)) };
}

describe('survivors', () => {
  const rows: readonly (readonly [string, World, readonly string[]])[] = [
    ['nothing is left', {}, []],
    ['the recorded process still runs', { alive: [100] }, ['a 100']],
    ['only a child of it still runs, found by its mark', { marked: [{ agent: 'a', process: { pid: 101, startTicks: 8 } }] }, ['a 101']],
    [
      'several of one agent are ended as one',
      {
        alive: [100],
        marked: [
          { agent: 'a', process: { pid: 101, startTicks: 8 } },
          { agent: 'a', process: { pid: 102, startTicks: 9 } },
        ],
      },
      ['a 100'],
    ],
    ['a pid of another boot is nobody', { boot: 'boot-2', alive: [100] }, []],
    ['a process of another repository is not ours', { marked: [{ agent: 'zz', process: { pid: 9, startTicks: 1 } }] }, []],
    ['a pid without its start time may be anybody', { alive: [100], process: { pid: 100, startTicks: null } }, []],
  ];
  it.each(rows)('%s', async (_sentence, world, ended) => {
    expect((await recovered(world)).ended).toEqual(ended);
  });

  it('are told, and so is what could not be ended for sure', async () => {
    expect((await recovered({ alive: [100] })).events).toEqual(['agent.interrupted']);
    expect((await recovered({ alive: [100], process: { pid: 100, startTicks: null } })).events).toEqual([
      'process 100 may be left of name-a: look at it, and end it before you resume name-a',
    ]);
  });
});

describe('worktrees', () => {
  it('that no agent knows are told and left alone', async () => {
    expect((await recovered({ folders: ['name-a', 'stranger', '.tmp'] })).events).toEqual([
      'the worktree stranger belongs to no agent known here and was left alone: /wt/stranger',
    ]);
  });

  it('of agents that were still being prepared are known by their name', async () => {
    const files = new FakeTextFiles();
    files.folders.set('/wt', ['name-b', 'other']);
    const processes = { bootId: () => null, survivors: () => [], isAlive: () => false } as unknown as Processes;
    const state = fold([
      submitted(newAgent('a'), newAgent('b', { worktree: '/wt/name-b' })),
      { ...created('a'), worktree: '/wt/other' } as EventBody,
    ]);
    expect(await recover({ state, processes, files, worktrees: '/wt' })).toEqual([]);
  });
});
