// Starting, stopping, resuming and removing agents through the whole loop, over fakes.
import { describe, expect, it } from 'vitest';
import { ok } from '../../../src/core/model/error.js';
import type { EventBody } from '../../../src/core/model/event.js';
import { refusal } from '../../helpers/fake-effect-ports.js';
import { exited, newAgent, shows, submitted } from '../../helpers/fold-events.js';
import { bench } from '../../helpers/store-with-fakes.js';

const resume: EventBody = { type: 'agent.resumeRequested', agent: 'a', fresh: false, text: null };
const found: EventBody = { type: 'agent.conversationFound', agent: 'a', conversation: 'c-1' };
const hostStarted: EventBody = { type: 'host.started', pid: 2, version: '1', bootId: null };
const remove: EventBody = { type: 'agent.removeRequested', agent: 'a' };

describe('agents that are resumed together', () => {
  const again = (agent: string): EventBody => ({ type: 'agent.resumeRequested', agent, fresh: false, text: null });

  it('start one after the other, each with its own conversation', async () => {
    const starts: string[] = [];
    const { store, ports } = bench({
      runtime: {
        start: async (agent, mode) => {
          starts.push(`${agent.id} ${mode} ${agent.conversation}`);
          return ok({ process: { pid: 1, startTicks: 1 }, conversation: agent.conversation });
        },
      },
    });
    const ids = ['a', 'b', 'c'];
    store.dispatch(submitted(...ids.map((id) => newAgent(id))));
    await store.whenSettled();
    for (const id of ids) store.dispatch({ type: 'agent.conversationFound', agent: id, conversation: `of-${id}` });
    store.dispatch(hostStarted);
    starts.length = 0;
    const turn = () => new Promise<void>((resolve) => setImmediate(resolve));
    for (const id of ids) store.dispatch(again(id));
    await turn();
    expect(starts).toEqual(['a resume of-a']);
    ports.clock.advance(1000);
    await turn();
    expect(starts).toEqual(['a resume of-a', 'b resume of-b']);
    // Whoever is stopped before its turn is not started.
    store.dispatch({ type: 'agent.stopRequested', agent: 'c' });
    ports.clock.advance(1000);
    await store.whenSettled();
    expect(starts).toHaveLength(2);
    expect(store.state.agents.c?.process).toBeNull();
  });
});

describe('a new agent', () => {
  it('gets its worktree and its CLI', async () => {
    const { play, ports } = bench();
    expect(await play(submitted(newAgent('a')))).toMatchObject({
      state: 'starting',
      branch: 'orch/name-a',
      worktree: '/wt/name-a',
      baseCommit: 'c0',
      process: { pid: 100 },
    });
    expect(ports.calls).toEqual(['createWorktree(orch/name-a)', 'start(a)']);
  });

  it.each([
    [{}, []],
    [{ artifact: 'design.md', artifactFolder: '/ws' }, ['/wt/name-a']],
  ])('finds the folder for its file made, where it has to leave one: %j', async (plan, prepared) => {
    const made: string[] = [];
    const { play } = bench({ artifacts: { prepare: async (worktree) => void made.push(worktree) } });
    await play(submitted(newAgent('a', { plan })));
    expect(made).toEqual(prepared);
  });

  it('takes branch and folder that were planned for it', async () => {
    const { play } = bench();
    expect(await play(submitted(newAgent('a', { branch: 'orch/other', worktree: '/wt/other' })))).toMatchObject({
      branch: 'orch/other',
      worktree: '/wt/other',
    });
  });

  it('says why it has no worktree, and gives its place to the next', async () => {
    const { play, store } = bench({ repository: { createWorktree: async () => refusal('no such base') } });
    store.dispatch({ type: 'limits.changed', maxAgents: 1 });
    expect(await play(submitted(newAgent('a'), newAgent('b')))).toMatchObject({ state: 'failed', error: { said: 'no such base' } });
    expect(store.state.agents.b?.state).toBe('failed');
  });

  it('says why its CLI did not start', async () => {
    const { play } = bench({ runtime: { start: async () => refusal('claude is not installed') } });
    expect(await play(submitted(newAgent('a')))).toMatchObject({
      state: 'failed',
      process: null,
      error: { said: 'claude is not installed' },
    });
  });

  it('that was stopped while it started is ended as soon as it runs', async () => {
    const { play, ports, store } = bench({
      runtime: {
        start: async () => {
          store.dispatch({ type: 'agent.stopRequested', agent: 'a' });
          return ok({ process: { pid: 5, startTicks: 5 }, conversation: null });
        },
        stop: async (id) => {
          if (store.state.agents.a?.process !== null) store.dispatch(exited(id, 143));
        },
      },
    });
    expect(await play(submitted(newAgent('a')))).toMatchObject({ state: 'stopped', process: null });
    expect(ports.calls.filter((call) => call === 'stop(a)')).toHaveLength(2);
  });

  it('that was stopped before its turn to start came never starts', async () => {
    const { play, ports, store } = bench();
    store.subscribe((_state, event) => {
      if (event.type === 'worktree.created') store.dispatch({ type: 'agent.stopRequested', agent: 'a' });
    });
    expect(await play(submitted(newAgent('a')))).toMatchObject({ state: 'stopped', pending: null, error: null });
    expect(ports.calls).not.toContain('start(a)');
  });

  it('is not shown as live for ever when its exit was told before its start', async () => {
    const { play, store } = bench({
      runtime: {
        start: async (agent) => {
          store.dispatch(exited(agent.id, 127));
          return ok({ process: { pid: 5, startTicks: 5 }, conversation: null });
        },
      },
    });
    expect(await play(submitted(newAgent('a')))).toMatchObject({ state: 'failed', process: null });
  });

  it('that was stopped while its worktree was made keeps it and starts nothing', async () => {
    const { play, ports, store } = bench({
      repository: {
        createWorktree: async ({ branch, path }) => {
          store.dispatch({ type: 'agent.stopRequested', agent: 'a' });
          return ok({ branch, worktree: path, baseCommit: 'c0', notes: [] });
        },
      },
    });
    expect(await play(submitted(newAgent('a')))).toMatchObject({ state: 'stopped', baseCommit: 'c0', worktree: '/wt/name-a' });
    expect(ports.calls).not.toContain('start(a)');
  });
});

describe('resuming', () => {
  const modes = () => {
    const seen: string[] = [];
    const start = async (_agent: unknown, mode: string) => {
      seen.push(mode);
      return ok({ process: { pid: 1, startTicks: 1 }, conversation: null });
    };
    return { seen, start };
  };

  it('goes on with its conversation after the host was lost', async () => {
    const { seen, start } = modes();
    const { play } = bench({ runtime: { start } });
    expect(await play(submitted(newAgent('a')), found, hostStarted, resume)).toMatchObject({ state: 'starting', conversation: 'c-1' });
    expect(seen).toEqual(['start', 'resume']);
  });

  it('looks for a conversation whose id was never told', async () => {
    const { seen, start } = modes();
    const { play } = bench({ runtime: { start, findConversation: async () => 'c-2' } });
    expect(await play(submitted(newAgent('a')), hostStarted, resume)).toMatchObject({ conversation: 'c-2' });
    expect(seen).toEqual(['start', 'resume']);
  });

  it('starts afresh in its worktree where the harness can not go on', async () => {
    const { seen, start } = modes();
    const { play, ports } = bench({ runtime: { start, canResume: () => false } });
    await play(submitted(newAgent('a')), found, hostStarted, resume);
    expect(seen).toEqual(['start', 'fresh']);
    expect(ports.calls.filter((call) => call.startsWith('createWorktree'))).toHaveLength(1);
  });

  it('says that the worktree is gone', async () => {
    const { play, ports } = bench();
    await play(submitted(newAgent('a')), exited('a', 1));
    ports.files.folders.delete('/wt/name-a');
    expect(await play(resume)).toMatchObject({
      state: 'failed',
      error: { kind: 'not-found', said: 'its worktree /wt/name-a is not there any more' },
    });
  });

  it('takes another name beside what a killed host left half made, and touches nothing of it', async () => {
    const { play, ports } = bench({ repository: { branches: async () => ok(['main', 'orch/name-a-2']) } });
    ports.files.folders.set('/wt/name-a', ['half made']);
    const lost = { ...submitted(newAgent('a')) };
    await play(
      { type: 'limits.changed', maxAgents: 0 },
      lost,
      { type: 'agent.stopRequested', agent: 'a' },
      { type: 'limits.changed', maxAgents: 1 },
    );
    expect(await play(resume)).toMatchObject({ state: 'starting', branch: 'orch/name-a-3', worktree: '/wt/name-a-3' });
    expect(ports.calls).toEqual(['stop(a)', 'branches()', 'createWorktree(orch/name-a-3)', 'start(a)']);
  });
});

describe('removing', () => {
  it('ends the CLI, rescues the work, and leaves the way back in the timeline', async () => {
    const { play, ports, store } = bench({
      runtime: {
        stop: async (id) => {
          if (store.state.agents.a?.process !== null) store.dispatch(exited(id, 143));
        },
      },
    });
    expect(await play(submitted(newAgent('a')), shows('a', 'working'), remove)).toBeUndefined();
    expect(ports.calls.indexOf('stop(a)')).toBeLessThan(ports.calls.indexOf('removeWorktree(orch/name-a)'));
    expect(store.recentEvents().at(-1)).toMatchObject({ type: 'agent.removed', restore: 'git branch x refs/orch/rescue/x' });
  });

  it('keeps everything when the rescue fails, and says why', async () => {
    const { play } = bench({ repository: { removeWorktree: async () => refusal('nested repository') } });
    expect(await play(submitted(newAgent('a')), exited('a', 1), remove)).toMatchObject({
      state: 'failed',
      worktree: '/wt/name-a',
      pending: null,
      error: { said: 'nested repository' },
    });
  });

  it('asks git nothing where no worktree was made', async () => {
    const { play, ports } = bench({ repository: { createWorktree: async () => refusal('no') } });
    expect(await play(submitted(newAgent('a')), remove)).toBeUndefined();
    expect(ports.calls.filter((call) => call.startsWith('removeWorktree'))).toEqual([]);
  });

  it('waits for the worktree that is being made, and takes it along', async () => {
    const { play, ports, store } = bench({
      repository: {
        createWorktree: async ({ branch, path }) => {
          store.dispatch(remove);
          return ok({ branch, worktree: path, baseCommit: 'c0', notes: [] });
        },
      },
    });
    expect(await play(submitted(newAgent('a')))).toBeUndefined();
    expect(ports.calls.filter((call) => !call.startsWith('measure'))).toEqual([
      'createWorktree(orch/name-a)',
      'stop(a)',
      'stop(a)',
      'removeWorktree(orch/name-a)',
    ]);
  });
});

describe('looking', () => {
  it('tells the size of the work only when it changed', async () => {
    const { play, store } = bench();
    await play(submitted(newAgent('a')), shows('a', 'working'), shows('a', 'idle'), shows('a', 'working'), shows('a', 'idle'));
    expect(store.recentEvents().filter((event) => event.type === 'agent.diffChanged')).toHaveLength(1);
  });

  it('says that a result could not be written', async () => {
    const { play, ports, store } = bench();
    ports.files.answer = refusal('read-only');
    await play(submitted(newAgent('a')), exited('a', 1));
    expect(store.recentEvents().at(-1)).toMatchObject({ type: 'notice.raised', text: 'try: read-only. do.' });
  });
});
