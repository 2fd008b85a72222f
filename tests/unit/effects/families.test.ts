// Effects of delegation: a parent is told once of each end, one whose CLI has ended goes on with the results, work goes upwards past what is in its way.
import { describe, expect, it } from 'vitest';
import { fail, ok } from '../../../src/core/model/error.js';
import type { EventBody } from '../../../src/core/model/event.js';
import type { KeptMessage } from '../../../src/core/model/message.js';
import { refusal } from '../../helpers/fake-effect-ports.js';
import { childAtWork, FakePost } from '../../helpers/families.js';
import { atWork, exited, newAgent, shows, started, submitted } from '../../helpers/fold-events.js';
import { type Bench, bench } from '../../helpers/store-with-fakes.js';

const family: readonly EventBody[] = [...atWork('p', { plan: { unattended: true } }), ...childAtWork('p', 'c')];

function told(post: FakePost): readonly (readonly [string, string | undefined, string | undefined])[] {
  return post.sent.map(({ to, type, payload }) => [`${type} to ${to.join(' ')}`, payload.result?.state, payload.result?.summary] as const);
}

async function settled(store: Bench['store']): Promise<void> {
  await new Promise((resolve) => setImmediate(resolve));
  await store.whenSettled();
}

function benchWithPost(changes: Parameters<typeof bench>[0] = {}): Bench & { readonly post: FakePost } {
  let clock = () => 0;
  const post = new FakePost(() => clock());
  const made = bench({ post: () => post, ...changes });
  clock = () => made.ports.clock.now();
  return Object.assign(made, { post });
}

describe('the end of a child', () => {
  it('is a message with what it said, its branch and the commit that was merged', async () => {
    const { play, post, store } = benchWithPost({ runtime: { shown: () => 'All parsers\nare there.' } });
    await play(...family, shows('c', 'idle'));
    expect(store.state.agents.c).toMatchObject({ state: 'done', result: { kind: 'merge', commit: 'm1' } });
    expect(post.sent).toEqual([
      {
        from: 'c',
        to: ['p'],
        type: 'task_result',
        payload: {
          text: 'name-c is done. Result: merged into orch/name-p (m1).\nAll parsers\nare there.',
          result: { agent: 'c', state: 'done', summary: 'All parsers\nare there.', artifacts: [], branch: 'orch/name-c', commit: 'm1' },
        },
      },
    ]);
    expect(store.state.agents.p).toMatchObject({ toldChildren: ['c'], awaits: ['c'] });
  });

  it('tells in its own words what it reported', async () => {
    const { play, post } = benchWithPost();
    const report = { summary: 'three tests added', artifacts: ['notes/tests.md'], at: '' };
    await play(...family, { type: 'agent.reportedEnd', agent: 'c', report }, shows('c', 'idle'));
    expect(post.sent[0]?.payload.result).toMatchObject({ summary: 'three tests added', artifacts: ['/wt/name-c/notes/tests.md'] });
  });

  it('is done where it changed nothing: what was delegated may be a question', async () => {
    const { play, post, store } = benchWithPost({ repository: { commitAll: async () => ok({ commit: 'c0', made: false, notes: [] }) } });
    await play(...family, shows('c', 'idle'));
    expect(store.state.agents.c).toMatchObject({ state: 'done', result: null });
    expect(post.sent[0]?.payload.text).toContain('It changed no file.');
  });

  it('tells of a failure with its reason, and where its work is', async () => {
    const { play, post } = benchWithPost();
    await play(...family, exited('c', 1, { tail: 'no such model' }));
    expect(told(post)).toEqual([['task_result to p', 'failed', expect.stringContaining('It failed: exit code 1')]]);
    expect(post.sent[0]?.payload.text).toContain('its work stays on the branch orch/name-c');
  });

  it('tells that it was stopped', async () => {
    const { play, post } = benchWithPost();
    await play(...family, { type: 'agent.stopRequested', agent: 'c' }, exited('c', null));
    expect(told(post)).toEqual([['task_result to p', 'stopped', expect.stringContaining('It was stopped')]]);
  });

  it('is told to the person where its parent is over, with its work kept on its branch', async () => {
    const { play, post, store, ports } = benchWithPost();
    await play(...family, exited('p', 1), shows('c', 'idle'));
    expect(store.state.agents.c).toMatchObject({ state: 'done', result: { kind: 'branch', commit: 'c1' } });
    expect(told(post).map(([what]) => what)).toEqual(['task_result to person']);
    expect(ports.calls).not.toContain('merge(orch/name-c)');
    expect(store.state.agents.p?.awaits).toBeUndefined();
  });

  it('is told to nobody where a person stopped it with its parent', async () => {
    const { play, post, store } = benchWithPost();
    const stop = (agent: string): EventBody => ({ type: 'agent.stopRequested', agent });
    await play(...family, stop('p'), stop('c'), exited('c', null), exited('p', null));
    expect(post.sent).toEqual([]);
    expect(store.state.agents.p).toMatchObject({ toldChildren: ['c'] });
  });

  it('is not told again where the message was kept before the host was killed', async () => {
    const { play, post } = benchWithPost();
    await play(...family, exited('c', 1));
    const before = post.kept;
    const next = benchWithPost();
    next.post.kept = before.map((kept) => ({ ...kept, message: { ...kept.message, timestamp: '2099-01-01T00:00:00.000Z' } }));
    await next.play(...family, exited('c', 1));
    expect(next.post.sent).toEqual([]);
    expect(next.store.state.agents.p).toMatchObject({ toldChildren: ['c'] });
  });

  it('is told as soon as messages can be kept again, and a person is told meanwhile', async () => {
    const { play, post, store, ports } = benchWithPost();
    post.refuses = refusal('the disk is full');
    await play(...family, shows('p', 'idle'), exited('c', 1));
    expect(store.recentEvents()).toContainEqual(
      expect.objectContaining({ type: 'notice.raised', text: expect.stringContaining('the result of name-c reached nobody') }),
    );
    expect(store.state.agents.p).toMatchObject({ awaits: ['c'] });
    expect(store.state.agents.p?.toldChildren ?? []).toEqual([]);
    post.refuses = null;
    ports.clock.advance(30_000);
    await settled(store);
    expect(told(post)).toEqual([['task_result to p', 'failed', expect.stringContaining('It failed')]]);
    expect(store.state.agents.p).toMatchObject({ toldChildren: ['c'] });
  });

  it('is told of a child that was removed before it could be', async () => {
    const { play, post, store, ports } = benchWithPost();
    post.refuses = refusal('the disk is full');
    await play(...family, exited('p', 0), exited('c', 1), { type: 'agent.removeRequested', agent: 'c' });
    expect(store.state.agents.c).toBeUndefined();
    post.refuses = null;
    ports.clock.advance(30_000);
    await settled(store);
    expect(post.sent.map(({ from, to }) => [from, ...to])).toEqual([['host', 'p']]);
  });

  it('of a child that was resumed at once is past: its next end is told, once', async () => {
    const { play, post, store, ports } = benchWithPost({ runtime: { canResume: () => true } });
    let goOn = () => undefined as unknown;
    const reading = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    ports.output.since = async () => {
      await reading;
      return { text: '', mark: null };
    };
    await play(...family);
    store.dispatch(exited('c', 1));
    store.dispatch({ type: 'agent.resumeRequested', agent: 'c', fresh: false, text: null });
    goOn();
    await play(started('c'), shows('c', 'working'));
    expect(post.sent).toEqual([]);
    expect(store.state.agents.p).toMatchObject({ awaits: ['c'], toldChildren: [] });
    await play(shows('c', 'idle'));
    expect(told(post).map(([, state]) => state)).toEqual(['done']);
    expect(store.state.agents.p).toMatchObject({ toldChildren: ['c'] });
  });

  it('is one where it was interrupted and is removed', async () => {
    const { play, post, store } = benchWithPost();
    await play(...family, shows('p', 'idle'), { type: 'agent.interrupted', agent: 'c', evidence: '' });
    expect(post.sent).toEqual([]);
    await play({ type: 'agent.removeRequested', agent: 'c' });
    expect(told(post).map(([what, state]) => [what, state])).toEqual([['task_result to p', 'stopped']]);
    expect(store.state.agents.c).toBeUndefined();
  });
});

describe('a parent whose CLI has ended', () => {
  it('goes on with all results once the last child has ended, and is finished after that', async () => {
    const { play, post, store, ports } = benchWithPost({ runtime: { canResume: () => true } });
    await play(...family, ...childAtWork('p', 'd'), exited('p', 0), exited('c', 1));
    expect(store.state.agents.p?.state).toBe('idle');
    await play(shows('d', 'idle'));
    expect(store.state.agents.p).toMatchObject({ state: 'starting', run: { mode: 'resume' } });
    expect(store.state.agents.p?.run.text).toContain('name-c is failed.');
    expect(store.state.agents.p?.run.text).toContain('name-d is done.');
    expect(post.kept.every(({ state }) => state === 'acknowledged')).toBe(true);
    expect(store.state.agents.p?.awaits).toBeUndefined();
    await play(shows('p', 'working'), shows('p', 'idle'));
    expect(store.state.agents.p).toMatchObject({ state: 'done', result: { kind: 'merge' } });
    expect(ports.calls.filter((call) => call === 'merge(orch/name-p)')).toHaveLength(1);
  });

  it('is told them also where it could not be started for that, and is resumed', async () => {
    let refuses = true;
    const { play, store, ports } = benchWithPost({
      runtime: {
        canResume: () => true,
        start: async ({ run }) =>
          run.mode === 'resume' && refuses ? refusal('no such file') : ok({ process: { pid: 9, startTicks: 1 }, conversation: null }),
      },
    });
    await play(...family, exited('p', 0), exited('c', 1));
    expect(store.state.agents.p?.state).toBe('failed');
    refuses = false;
    ports.clock.advance(1000);
    await play({ type: 'agent.resumeRequested', agent: 'p', fresh: false, text: null });
    expect(store.state.agents.p?.run.text).toContain('name-c is failed.');
  });

  it('is told them also where it was stopped in the queue, and resumed with words of a person', async () => {
    const { play, store } = benchWithPost({ runtime: { canResume: () => true } });
    const others = ['v', 'w', 'x', 'y'].flatMap((id) => [submitted(newAgent(id)), shows(id, 'working')]);
    await play(...family, exited('p', 0), ...others, submitted(newAgent('z')), exited('c', 1));
    expect(store.state.agents.p?.state).toBe('queued');
    await play({ type: 'agent.stopRequested', agent: 'p' }, { type: 'agent.resumeRequested', agent: 'p', fresh: false, text: 'Be quick' });
    expect(store.state.agents.p?.run.text).toMatch(/name-c is failed[\s\S]*Be quick$/u);
    await play({ type: 'agent.stopRequested', agent: 'p' }, { type: 'agent.resumeRequested', agent: 'p', fresh: true, text: null });
    expect(store.state.agents.p?.run.text).toMatch(/^task of p[\s\S]*name-c is failed[\s\S]*Be quick$/u);
  });

  it('is started anew for them once where it has no conversation, and finished when it ends again without having read any', async () => {
    const { play, post, store, ports } = benchWithPost();
    const again = (child: string): readonly EventBody[] => [...childAtWork('p', child), exited('p', 0), shows(child, 'idle')];
    const wakes = () => store.recentEvents().filter(({ type }) => type === 'agent.resumeRequested').length;
    await play(...family, exited('p', 0), shows('c', 'idle'));
    expect([wakes(), store.state.agents.p?.state]).toEqual([1, 'starting']);
    await play(started('p'), shows('p', 'working'), ...again('d'));
    expect(wakes()).toBe(1);
    expect(ports.calls).toContain('merge(orch/name-p)');
    expect(post.kept.every(({ state }) => state === 'acknowledged')).toBe(true);
    expect(store.state.agents.p).toMatchObject({ state: 'done' });
    expect(store.state.agents.p?.awaits).toBeUndefined();
  });

  it('goes on where this host keeps no messages and the result reached nobody', async () => {
    const { play, store } = benchWithPost({ post: () => null, runtime: { canResume: () => true } });
    await play(...family, exited('p', 0), exited('c', 1));
    expect(store.state.agents.p).toMatchObject({ state: 'starting', run: { mode: 'resume' } });
  });

  it('goes on as well where a person has asked for its finish, which comes after that', async () => {
    const { play, store } = benchWithPost({ runtime: { canResume: () => true } });
    const verifyFailed = {
      type: 'verify.failed',
      agent: 'p',
      attempt: 1,
      error: { kind: 'verify', tried: '', said: '', next: '' },
      tail: '',
    } as const;
    const finish = { type: 'finish.requested', agent: 'p', kind: 'merge', removeWorktree: false } as const;
    await play(...atWork('p'));
    store.dispatch(finish);
    store.dispatch(verifyFailed);
    await play(...childAtWork('p', 'c'), exited('p', 0), exited('c', 1));
    expect(store.state.agents.p).toMatchObject({ state: 'starting', run: { mode: 'resume' }, pending: { order: 'finish' } });
  });

  it('is told then what it could not be told while its CLI ran', async () => {
    const { play, post, store } = benchWithPost({ runtime: { canResume: () => true } });
    await play(...family, shows('p', 'idle'), shows('c', 'idle'));
    post.kept.splice(0, 1, { ...(post.kept[0] as KeptMessage), state: 'dead' });
    await play(exited('p', 0));
    expect(store.state.agents.p?.run.text).toContain('name-c is done.');
    expect(store.state.agents.p?.awaits).toBeUndefined();
    // It has it: nobody is to send it once more.
    expect(post.kept.map(({ state }) => state)).toEqual(['acknowledged']);
  });

  it('rests on for results that were too much for one text: they are typed after that', async () => {
    const { play, post, store } = benchWithPost({ runtime: { canResume: () => true } });
    const report = { summary: 'x'.repeat(4000), artifacts: Array.from({ length: 50 }, (_, at) => `${at}${'y'.repeat(480)}`), at: '' };
    const children = ['c', 'd'].flatMap((id) => (id === 'c' ? [] : childAtWork('p', id)));
    await play(...family, ...children, exited('p', 0));
    for (const agent of ['c', 'd']) await play({ type: 'agent.reportedEnd', agent, report }, shows(agent, 'idle'));
    expect(store.state.agents.p).toMatchObject({ state: 'starting', awaits: ['d'] });
    expect(post.kept.map(({ state }) => state)).toEqual(['acknowledged', 'queued']);
  });
});

describe('work on its way upwards', () => {
  const inTheWay = fail({ kind: 'conflict', tried: 'merge', said: 'base has local changes in a.ts', next: 'Commit them' });

  it('goes past what its parent has not committed: that is committed first', async () => {
    let tries = 0;
    const { play, store, ports } = benchWithPost({
      repository: { merge: async () => (++tries < 2 ? inTheWay : ok({ commit: 'm2', how: 'merge', notes: [] })) },
    });
    await play(...family, shows('c', 'idle'));
    expect(store.state.agents.c).toMatchObject({ state: 'done', result: { commit: 'm2' } });
    const steps = ports.calls.filter((call) => /^(?:merge|commitAll)\(/u.test(call));
    expect(steps).toEqual(['commitAll(orch/name-c)', 'merge(orch/name-c)', 'commitAll(orch/name-p)', 'merge(orch/name-c)']);
  });

  const locked = fail({ kind: 'git', tried: 'merge', said: 'another git holds the lock', next: 'Wait for it' });
  /** Time goes on while somebody waits for it. */
  const passing = (ports: Bench['ports']) => setImmediate(() => ports.clock.advance(60_000));

  it('waits while its parent commits: that lock is there for a moment', async () => {
    let tries = 0;
    const made = benchWithPost({
      repository: {
        merge: async () => {
          passing(made.ports);
          return ++tries < 3 ? locked : ok({ commit: 'm2', how: 'merge', notes: [] });
        },
      },
    });
    await made.play(...family, shows('c', 'idle'));
    expect([tries, made.store.state.agents.c]).toMatchObject([3, { state: 'done', result: { commit: 'm2' } }]);
  });

  it('fails, and is told, where that lock stays', async () => {
    const made = benchWithPost({
      repository: {
        merge: async () => {
          passing(made.ports);
          return locked;
        },
      },
    });
    await made.play(...family, shows('c', 'idle'));
    expect(made.store.state.agents.c?.state).toBe('failed');
    expect(told(made.post)).toEqual([['task_result to p', 'failed', expect.stringContaining('another git holds the lock')]]);
  });

  it('stays on its branch where its parent was stopped while it was verified', async () => {
    const { play, store, ports } = benchWithPost({
      commands: async () => {
        store.dispatch({ type: 'agent.stopRequested', agent: 'p' });
        return { exitCode: 0, timedOut: false, tail: '' };
      },
    });
    await play(
      ...atWork('p', { plan: { unattended: true } }),
      ...childAtWork('p', 'c', { plan: { verify: 'npm test' } }),
      shows('c', 'idle'),
    );
    expect(store.state.agents.c).toMatchObject({ state: 'done', result: { kind: 'branch', commit: 'c1' } });
    expect(ports.calls).not.toContain('merge(orch/name-c)');
  });

  it('fails, and is told, where what is in its way can not be committed', async () => {
    const { play, post, store } = benchWithPost({
      repository: {
        merge: async () => inTheWay,
        commitAll: async ({ branch }) => ok({ commit: 'c1', made: branch !== 'orch/name-p', notes: [] }),
      },
    });
    await play(...family, shows('c', 'idle'));
    expect(store.state.agents.c?.state).toBe('failed');
    expect(told(post).map(([, state]) => state)).toEqual(['failed']);
  });

  it('is given back with both sides where it conflicts, and fails when that was tried often enough', async () => {
    const conflict = fail({ kind: 'conflict', tried: 'merge', said: 'conflicts in a.ts', next: '' });
    const texts: string[] = [];
    const { play, post, store } = benchWithPost({
      repository: { merge: async () => conflict, takeInBase: async () => ok({ conflicts: ['a.ts'] }) },
      runtime: {
        send: async (_id: string, text: string) => {
          texts.push(text);
          return ok({ proof: 'left the input line' as const, ms: 1 });
        },
      },
    });
    await play(...family, shows('c', 'idle'));
    expect(store.state.agents.c).toMatchObject({ state: 'working', attempts: 1 });
    expect(texts[0]).toContain('- a.ts');
    await play(shows('c', 'working'), shows('c', 'idle'), shows('c', 'working'), shows('c', 'idle'));
    expect(store.state.agents.c).toMatchObject({ state: 'failed', attempts: 3 });
    expect(told(post)).toEqual([['task_result to p', 'failed', expect.stringContaining('conflicts in a.ts')]]);
  });
});
