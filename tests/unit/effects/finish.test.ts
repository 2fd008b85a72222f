// Finishing, as a person sees it end: which steps ran, in which order, and what the agent's state says afterwards.
import { describe, expect, it } from 'vitest';
import { ok } from '../../../src/core/model/error.js';
import type { EventBody } from '../../../src/core/model/event.js';
import { refusal } from '../../helpers/fake-effect-ports.js';
import { exited, newAgent, shows, submitted } from '../../helpers/fold-events.js';
import { bench } from '../../helpers/store-with-fakes.js';

const finish = (kind: 'merge' | 'pr' | 'branch', removeWorktree = false): EventBody => ({
  type: 'finish.requested',
  agent: 'a',
  kind,
  removeWorktree,
});
const verified = { plan: { verify: 'npm test', attempts: 2 } };
const task = (changes: Parameters<typeof newAgent>[1] = {}) => [submitted(newAgent('a', changes)), shows('a', 'working')];
/** A promise that the test opens. */
function gate() {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}
/** Calls of the finish alone, without the looks beside it. */
const steps = (calls: readonly string[]) =>
  calls.filter((call) => /^(run|commitAll|merge|push|openPullRequest|removeWorktree|stop|send|start)\(/u.test(call)).slice(1);

describe('finishing', () => {
  it('verifies, commits and merges, then ends the CLI', async () => {
    const { play, ports } = bench();
    const agent = await play(...task(verified), finish('merge'));
    expect(steps(ports.calls)).toEqual(['run(npm test)', 'commitAll(orch/name-a)', 'merge(orch/name-a)', 'stop(a)']);
    expect(agent).toMatchObject({ state: 'done', attempts: 1, result: { kind: 'merge', commit: 'm1' }, diff: { additions: 2 } });
    expect(JSON.parse(ports.files.texts.get('/results/name-a.json')!)).toMatchObject({ state: 'done', result: { commit: 'm1' } });
  });

  it('of what was begun on another machine needs no change here: what it began with is its work', async () => {
    const { play } = bench({ repository: { commitAll: async () => ok({ commit: 'c0', made: false, notes: [] }) } });
    const order = { plan: { kind: 'branch', unattended: true, hasWork: true } } as const;
    const agent = await play(...task(order), shows('a', 'done'));
    expect(agent).toMatchObject({ state: 'done', result: { kind: 'branch', commit: 'c0' } });
  });

  it('pushes and opens a pull request with task, commits and size, fenced', async () => {
    let body = '';
    let base = '';
    let token: string | null = null;
    const { play } = bench({
      repository: {
        push: async (order) => {
          token = order.token;
          return ok({ commit: 'c1' });
        },
        commitSubjects: async () => ok(['fix @everyone `x`']),
        branchOnForge: async (branch) => ok(branch === 'origin/main' ? 'main' : branch),
      },
      forge: {
        openPullRequest: async (order) => {
          ({ body, base } = order);
          return ok({ url: 'https://github.com/o/r/pull/12', number: 12, notes: ['no such label: x'] });
        },
      },
    });
    const agent = await play(...task({ text: 'Fix it\n````\n# not a heading', base: 'origin/main' }), finish('pr'));
    expect(agent).toMatchObject({ state: 'done', result: { kind: 'pr', url: 'https://github.com/o/r/pull/12', commit: 'c1' } });
    expect([token, base]).toEqual(['secret-token', 'main']);
    expect(body).toContain('`````text\nFix it\n````\n# not a heading\n`````');
    expect(body).toContain("- `fix @everyone 'x'`");
    expect(body).toContain('1 files changed, +2 −3');
  });

  it('neither commits nor counts what the CLI of this agent leaves in the worktree', async () => {
    const told: unknown[] = [];
    const { play } = bench({
      repository: {
        commitAll: async ({ litter }) => {
          told.push(litter);
          return ok({ commit: 'c1', made: true, notes: [] });
        },
        measureDiff: async ({ litter }) => {
          told.push(litter);
          return ok({ files: 1, additions: 2, deletions: 3 });
        },
        measureChanges: async ({ litter }) => {
          told.push(litter);
          return ok({ size: { files: 1, additions: 2, deletions: 3 }, files: [], isCut: false });
        },
      },
    });
    await play(...task(), finish('pr'));
    expect(told.length).toBeGreaterThan(2);
    expect(told.every((litter) => JSON.stringify(litter) === '[".litter-of-name-a*"]')).toBe(true);
  });

  it('keeps the token out of state and events', async () => {
    const { play, store, storage } = bench();
    await play(...task(), finish('pr'));
    expect(JSON.stringify([store.state, storage.appended])).not.toContain('secret-token');
  });

  it('keeps the branch where nothing else was asked', async () => {
    const { play, ports } = bench();
    const agent = await play(...task({ plan: { kind: 'branch' } }), exited('a', 0));
    expect(steps(ports.calls)).toEqual(['commitAll(orch/name-a)']);
    expect(agent).toMatchObject({ state: 'done', result: { kind: 'branch', commit: 'c1' } });
  });

  it('lets the worktree go when asked: the CLI ends first, and the way back is told', async () => {
    const { play, ports, store } = bench();
    const agent = await play(...task(), finish('merge', true));
    expect(steps(ports.calls)).toEqual([
      'commitAll(orch/name-a)',
      'merge(orch/name-a)',
      'stop(a)',
      'removeWorktree(orch/name-a)',
      'stop(a)',
    ]);
    expect(agent).toMatchObject({ state: 'done', worktree: null });
    expect(store.recentEvents().find((event) => event.type === 'worktree.removed')).toMatchObject({ trash: '/trash/x' });
  });

  it('keeps the worktree whose branch is the result, and one that could not be rescued', async () => {
    const kept = bench();
    expect(await kept.play(...task(), finish('branch', true))).toMatchObject({ state: 'done', worktree: '/wt/name-a' });
    const stuck = bench({ repository: { removeWorktree: async () => refusal('rescue failed') } });
    expect(await stuck.play(...task(), finish('merge', true))).toMatchObject({ state: 'done', worktree: '/wt/name-a' });
  });

  it('is done without a result when nothing was changed', async () => {
    const { play, ports } = bench({ repository: { commitAll: async () => ok({ commit: 'c0', made: false, notes: [] }) } });
    expect(await play(...task(), exited('a', 0))).toMatchObject({ state: 'done', result: null, error: null });
    expect(steps(ports.calls)).toEqual(['commitAll(orch/name-a)']);
  });

  it('asks a person when an unattended CLI lives and changed nothing: it may have asked something', async () => {
    const { play } = bench({ repository: { commitAll: async () => ok({ commit: 'c0', made: false, notes: [] }) } });
    expect(await play(...task({ plan: { unattended: true } }), shows('a', 'idle'))).toMatchObject({
      state: 'waiting',
      error: { kind: 'needs-person' },
    });
  });
});

describe('a finish that can not be', () => {
  const cases: readonly (readonly [string, 'merge' | 'pr', Parameters<typeof bench>[0], string])[] = [
    ['a commit fails', 'merge', { repository: { commitAll: async () => refusal('no commit') } }, 'no commit'],
    ['the merge conflicts', 'merge', { repository: { merge: async () => refusal('conflict in x') } }, 'conflict in x'],
    ['there is no forge', 'pr', { repository: { forgeRemote: async () => ok(null) } }, 'no remote of this repository is a forge'],
    [
      'there is no token',
      'pr',
      { forge: { token: async () => null } },
      'there is no token for github.com (GITHUB_TOKEN, GH_TOKEN or `gh auth login`)',
    ],
    ['the push is refused', 'pr', { repository: { push: async () => refusal('denied') } }, 'denied'],
    ['the forge refuses', 'pr', { forge: { openPullRequest: async () => refusal('422') } }, '422'],
  ];
  it.each(cases)('%s: it waits for a person with the reason', async (_sentence, kind, changes, said) => {
    expect(await bench(changes).play(...task(), finish(kind))).toMatchObject({ state: 'waiting', error: { said }, result: null });
  });

  it('pushes nothing when the pull request could not be opened anyway', async () => {
    const { play, ports } = bench({ forge: { token: async () => null } });
    await play(...task(), finish('pr'));
    expect(ports.calls.filter((call) => call.startsWith('push'))).toEqual([]);
  });

  it('can be asked for again, otherwise', async () => {
    const { play } = bench({ repository: { merge: async () => refusal('conflict') } });
    expect(await play(...task(), finish('merge'), finish('branch'))).toMatchObject({
      state: 'done',
      error: null,
      result: { kind: 'branch' },
    });
  });
});

describe('a verify run that fails', () => {
  const failing = async () => ({ exitCode: 1, timedOut: false, tail: 'FAIL tests/x\n' });

  it('goes back to the live CLI, typed', async () => {
    const sent: string[] = [];
    const { play } = bench({
      commands: failing,
      runtime: {
        send: async (_id, text) => {
          sent.push(text);
          return ok({ proof: 'left the input line', ms: 1 });
        },
      },
    });
    expect(await play(...task(verified), finish('merge'))).toMatchObject({ state: 'working', attempts: 1 });
    expect(sent).toEqual([
      'The check `npm test` failed (run 1 of 2). Make it pass without weakening it, then finish.\n\nThe end of its output:\n\nFAIL tests/x',
    ]);
  });

  it('wakes an ended CLI by its conversation, with the failure alone', async () => {
    const starts: unknown[] = [];
    const { play } = bench({
      commands: failing,
      runtime: {
        start: async (_agent, mode, text) => {
          starts.push([mode, text?.slice(0, 30)]);
          return ok({ process: { pid: 1, startTicks: 1 }, conversation: 'c' });
        },
      },
    });
    expect(await play(...task(verified), exited('a', 0))).toMatchObject({ state: 'starting', process: { pid: 1 } });
    expect(starts).toEqual([
      ['start', undefined],
      ['resume', 'The check `npm test` failed (r'],
    ]);
  });

  it('starts a CLI anew that can not be woken, with task, diff and failure', async () => {
    const texts: (string | null)[] = [];
    const { play } = bench({
      commands: failing,
      runtime: {
        start: async (_agent, _mode, text) => {
          texts.push(text);
          return ok({ process: { pid: 1, startTicks: 1 }, conversation: null });
        },
      },
    });
    await play(...task(verified), exited('a', 0));
    expect(texts[1]).toMatch(/^The task:\n\ntask of a\n\nWhat was changed so far.*diff --git.*FAIL tests\/x$/su);
  });

  it('waits for a person after the last run, with the last words of the output', async () => {
    const { play } = bench({ commands: failing });
    const agent = await play(...task({ plan: { verify: 'npm test', attempts: 1 } }), finish('merge'));
    expect(agent).toMatchObject({
      state: 'waiting',
      attempts: 1,
      error: { kind: 'verify', said: 'check failed with exit code 1: FAIL tests/x' },
    });
  });

  it('has failed after the last run when nobody waits', async () => {
    const { play, ports } = bench({ commands: failing });
    const agent = await play(
      ...task({ plan: { verify: 'npm test', attempts: 1, unattended: true, whenStuck: 'fail' } }),
      shows('a', 'idle'),
    );
    expect(agent).toMatchObject({ state: 'failed', error: { kind: 'verify' } });
    expect(steps(ports.calls)).toEqual(['run(npm test)', 'stop(a)']);
  });

  it('says that it took too long', async () => {
    const { play } = bench({ commands: async () => ({ exitCode: null, timedOut: true, tail: '' }) });
    const agent = await play(...task({ plan: { verify: 'npm test', attempts: 1 } }), finish('merge'));
    expect(agent?.error?.said).toBe('check not done after 1 s');
  });

  it('asks a person when the CLI can not be told', async () => {
    const { play } = bench({ commands: failing, runtime: { send: async () => refusal('nothing runs') } });
    expect(await play(...task(verified), finish('merge'))).toMatchObject({ state: 'waiting', error: { said: 'nothing runs' } });
  });
});

describe('stopping in the middle', () => {
  it('ends a verify run at once and does nothing after it', async () => {
    const begun = gate();
    const { store, ports, play } = bench({
      commands: ({ signal }) =>
        new Promise((resolve) => {
          signal?.addEventListener('abort', () => resolve({ exitCode: null, timedOut: false, tail: '' }));
          begun.open();
        }),
    });
    await play(...task(verified));
    store.dispatch(exited('a', 0));
    await begun.opened;
    expect(await play({ type: 'agent.stopRequested', agent: 'a' })).toMatchObject({ state: 'stopped', attempts: 0, error: null });
    expect(steps(ports.calls)).toEqual(['run(npm test)', 'stop(a)']);
  });

  it('leaves a merge that has begun its result', async () => {
    const begun = gate();
    const release = gate();
    const { store, play } = bench({
      repository: {
        merge: async () => {
          begun.open();
          await release.opened;
          return ok({ commit: 'm1', how: 'merge', notes: [] });
        },
      },
    });
    await play(...task());
    store.dispatch(exited('a', 0));
    await begun.opened;
    store.dispatch({ type: 'agent.stopRequested', agent: 'a' });
    expect(store.state.agents.a?.state).toBe('stopped');
    release.open();
    await store.whenSettled();
    expect(store.state.agents.a).toMatchObject({ state: 'done', result: { commit: 'm1' } });
  });
});

it('who finishes at the same moment is merged together, and who comes later after that', async () => {
  const { ports, store, play } = bench();
  await play(submitted(newAgent('a'), newAgent('b'), newAgent('c')));
  store.dispatch(exited('a', 0));
  store.dispatch(exited('b', 0));
  await store.whenSettled();
  expect(ports.calls.filter((call) => call.startsWith('merge'))).toEqual(['mergeSeries()']);
  expect(store.state.agents.b).toMatchObject({ state: 'done', result: { kind: 'merge', commit: 'm1' } });
  store.dispatch(exited('c', 0));
  await store.whenSettled();
  expect(ports.calls.filter((call) => call.startsWith('merge'))).toEqual(['mergeSeries()', 'merge(orch/name-c)']);
});

it('work that fails only together with its base goes back with both in its worktree', async () => {
  let runs = 0;
  const { ports, store, play } = bench({
    repository: {
      merge: async ({ check }) => {
        const checked = await check?.({ worktree: '/scratch', commit: 'm', branches: ['orch/name-a'], isAsBranch: false });
        return checked?.ok === false ? checked : ok({ commit: 'm', how: 'merge', notes: [] });
      },
    },
    commands: async () => ({ exitCode: ++runs === 2 ? 1 : 0, timedOut: false, tail: 'not ok 7 - prices\n' }),
  });
  await play(submitted(newAgent('a', { plan: { verify: 'npm test' } })), exited('a', 0));
  expect(store.state.agents.a).toMatchObject({ attempts: 2, state: 'starting' });
  expect(ports.calls).toContain('takeInBase()');
});
