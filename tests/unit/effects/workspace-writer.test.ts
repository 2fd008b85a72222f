// Documents follow the work: together after half a second, at once at the end, never anything while nothing happens.
import { describe, expect, it } from 'vitest';
import { WorkspaceWriter } from '../../../src/core/effects/workspace-writer.js';
import { fail, ok } from '../../../src/core/model/error.js';
import type { EventBody, OrchEvent } from '../../../src/core/model/event.js';
import { type AppState, emptyState } from '../../../src/core/model/state.js';
import { timeOfDay } from '../../../src/core/model/workspace.js';
import { reduce } from '../../../src/core/state/reduce.js';
import { FakeClock } from '../../helpers/fake-clock.js';
import { FakeTextFiles } from '../../helpers/fake-effect-ports.js';
import { anError, created, exited, newAgent, shows, stamp, started } from '../../helpers/fold-events.js';

const SUBMITTED: EventBody = { type: 'goal.submitted', goal: 'g1', text: 'a goal', workspace: '/ws/goal', agents: [newAgent('a')] };
const DONE: EventBody = { type: 'finish.done', agent: 'a', result: null, notes: [] };

interface Bench {
  readonly clock: FakeClock;
  readonly files: FakeTextFiles;
  readonly notices: string[];
  readonly writer: WorkspaceWriter;
  state: AppState;
  play(...bodies: readonly EventBody[]): void;
  text(name: string): string | undefined;
}

function bench(from: { readonly state?: AppState; readonly files?: FakeTextFiles; readonly recent?: readonly OrchEvent[] } = {}): Bench {
  const clock = new FakeClock();
  const files = from.files ?? new FakeTextFiles();
  const notices: string[] = [];
  const recent: OrchEvent[] = [...(from.recent ?? [])];
  const made: Bench = {
    clock,
    files,
    notices,
    state: from.state ?? emptyState(5),
    writer: new WorkspaceWriter({
      clock,
      files,
      state: () => made.state,
      recentEvents: () => recent,
      repository: '/r/.git',
      readOutput: async (agent) => `printed by ${agent.name}`,
      onNotice: (text) => notices.push(text),
    }),
    play(...bodies) {
      for (const body of bodies) {
        const event = stamp(body, made.state.seq + 1);
        made.state = reduce(made.state, event);
        recent.push(event);
        made.writer.update(event);
      }
    },
    text: (name) => files.texts.get(`/ws/goal/${name}`),
  };
  return made;
}

/** The state as a file has it. */
const told = (text: string | undefined) => JSON.parse(text ?? 'null') as { goal: { state: string }; agents: { state: string }[] } | null;

describe('the writer of workspaces', () => {
  it('writes each document once for a burst of events, half a second after the first', async () => {
    const { clock, writer, files, play, text } = bench();
    const written: string[] = [];
    const write = files.write.bind(files);
    files.write = (path, content) => {
      written.push(path);
      return write(path, content);
    };
    play(SUBMITTED, created('a'), started('a'), shows('a', 'working'));
    expect(clock.waits).toEqual([500]);
    expect(files.texts.size).toBe(0);
    clock.advance(500);
    await writer.flush();
    expect(written).toEqual(['workspace-info.json', 'workflow-state.json', 'context-main.md'].map((name) => `/ws/goal/${name}`));
    expect(told(text('workflow-state.json'))?.agents[0]?.state).toBe('working');
    expect((JSON.parse(text('workflow-history.json') ?? '') as { type: string }[]).map(({ type }) => type)).toEqual([
      'goal.submitted',
      'worktree.created',
      'agent.started',
      'agent.stateChanged',
    ]);
    expect(files.links.get('/ws/goal/worktrees/name-a')).toBe('/wt/name-a');
    expect(clock.timers).toBe(0);
  });

  it('writes at once when the goal has ended, with a summary', async () => {
    const { clock, writer, play, text } = bench();
    play(SUBMITTED, created('a'), started('a'), exited('a', 3));
    expect(clock.timers).toBe(0);
    await writer.flush();
    expect(text('execution-summary.md')).toContain('# a goal: failed');
    expect(told(text('workflow-state.json'))?.goal.state).toBe('failed');
  });

  it('keeps what an agent printed, a file for each run, by its role and the time it began', async () => {
    const { writer, files, play } = bench();
    play({ ...SUBMITTED, agents: [newAgent('a', { role: 'qa' }), newAgent('b', { role: 'qa' })] } as EventBody);
    play(created('a'), created('b'), started('a'), exited('a', 3));
    await writer.flush();
    const time = timeOfDay(Date.parse('2026-11-21T12:00:04.000Z'));
    expect(files.texts.get(`/ws/goal/agent_outputs/qa_${time}.log`)).toBe('printed by name-a');
  });

  it('does nothing while nothing that it tells of happens', () => {
    const { clock, play, files } = bench();
    play({ ...SUBMITTED, workspace: undefined } as unknown as EventBody, created('a'), { type: 'notice.raised', text: 'x' });
    expect(clock.timers).toBe(0);
    const other = bench();
    other.play(SUBMITTED);
    other.clock.advance(500);
    other.play({ type: 'agent.titleChanged', agent: 'a', title: 't' } as EventBody, { type: 'agent.seen', agent: 'a' });
    expect(other.clock.timers).toBe(0);
    expect(files.texts.size).toBe(0);
  });

  it('tells of a full disk once, goes on, and writes all of it later', async () => {
    const { clock, writer, files, notices, play, text } = bench();
    files.answer = fail(anError);
    play(SUBMITTED);
    await writer.flush();
    play(created('a'));
    await writer.flush();
    expect(notices).toHaveLength(1);
    files.answer = ok(undefined);
    play(started('a'));
    clock.advance(500);
    await writer.flush();
    expect(JSON.parse(text('workflow-history.json') ?? '')).toHaveLength(3);
    expect(told(text('workflow-state.json'))?.agents).toHaveLength(1);
  });

  it('after a crash the next host rewrites them from the state, and goes on with the history where it ended', async () => {
    const first = bench();
    first.play(SUBMITTED, created('a'));
    await first.writer.flush();
    const events = [started('a'), shows('a', 'working')].map((body, at) => stamp(body, first.state.seq + 1 + at));
    const state = events.reduce(reduce, first.state);
    const next = bench({ state, files: first.files, recent: events });
    next.play({ type: 'host.started', pid: 1, version: 'v', bootId: null });
    await next.writer.flush();
    const types = (JSON.parse(next.text('workflow-history.json') ?? '') as { type: string }[]).map(({ type }) => type);
    expect(types).toEqual(['goal.submitted', 'worktree.created', 'agent.started', 'agent.stateChanged', 'host.started']);
    expect(told(next.text('workflow-state.json'))?.agents[0]?.state).not.toBe('queued');
  });

  it('of a goal whose agents were all removed tells its end, with its agents', async () => {
    const { writer, files, play, text } = bench();
    play(SUBMITTED, created('a'), started('a'), DONE);
    await writer.flush();
    play({ type: 'agent.removed', agent: 'a', rescueRef: null, trash: null, restore: null });
    await writer.flush();
    expect(told(text('workflow-state.json'))?.goal.state).toMatch(/done|stopped/);
    expect(told(text('workflow-state.json'))?.agents).toHaveLength(1);
    expect(files.links.has('/ws/goal/worktrees/name-a')).toBe(false);
  });
});
