// A pull request that comes back: to its agent, however that stands, and out again by the finish that there is.
import { describe, expect, it } from 'vitest';
import { watchBudgets } from '../../../src/core/effects/budget-watch.js';
import { fail, ok } from '../../../src/core/model/error.js';
import type { EventBody } from '../../../src/core/model/event.js';
import type { PullPage, ReturnReason } from '../../../src/core/model/pull-request.js';
import { exited, newAgent, shows, submitted } from '../../helpers/fold-events.js';
import { opened, PULL_ID, pullRequest } from '../../helpers/pulls.js';
import { bench } from '../../helpers/store-with-fakes.js';

const PAGE: PullPage = { state: 'open', isDraft: false, title: 'T', text: 'B' };
const plan = { kind: 'pr', unattended: true, pull: pullRequest().plan } as const;
const delivered: readonly EventBody[] = [submitted(newAgent('a', { plan })), shows('a', 'working'), shows('a', 'done'), exited('a', 0)];
const returned = (reasons: readonly ReturnReason[] = ['check'], toAnswer: readonly number[] = []): EventBody => ({
  type: 'pull.returned',
  pull: PULL_ID,
  reasons,
  text: 'The check failed.',
  handled: [],
  toAnswer,
});
const world = (changes: Parameters<typeof bench>[0] = {}) => {
  let commit = 0;
  const told: (string | null)[] = [];
  const made = bench({
    ...changes,
    repository: { push: async () => ok({ commit: `h${++commit}` }), ...changes.repository },
    forge: { pullPage: async () => ok(PAGE), replyTo: async () => ok(undefined), ...changes.forge },
    runtime: {
      start: async (_agent, _mode, text) => {
        told.push(text);
        return ok({ process: { pid: 100, startTicks: 7 }, conversation: 'talk' });
      },
      send: async (_agent, text) => {
        told.push(text);
        return ok({ proof: 'left the input line' as const, ms: 1 });
      },
      ...changes.runtime,
    },
  });
  const pull = () => made.store.state.pulls?.[PULL_ID];
  return { ...made, told, pull };
};

describe('work that comes back', () => {
  it('resumes the agent with it, and what that does is committed and pushed to the same pull request', async () => {
    const { play, told, pull, ports } = world();
    await play(...delivered);
    expect(pull()).toMatchObject({ state: 'open', commit: 'h1' });
    const back = await play(returned());
    expect(back).toMatchObject({ state: 'starting', pending: { order: 'finish' } });
    expect(told.at(-1)).toContain('The check failed.');
    expect(pull()).toMatchObject({ isBack: true, back: { isTold: true }, rounds: 1 });
    const agent = await play(shows('a', 'working'), shows('a', 'done'));
    expect(agent).toMatchObject({ state: 'done', result: { kind: 'pr', commit: 'h2' } });
    expect(pull()).toMatchObject({ isBack: false, commit: 'h2' });
    expect(ports.calls.filter((call) => call.startsWith('openPullRequest'))).toHaveLength(1);
  });

  it('lets nobody spend more than a person has allowed: a budget that is held stays so', async () => {
    const { play, told, store } = world();
    const about = { goal: null, agent: null };
    watchBudgets({ store, bounds: { dayUsd: 1, goalUsd: null, agentUsd: null, dayTokens: null, goalTokens: null, agentTokens: null } });
    const usage = { inputTokens: 1, outputTokens: 1, costUsd: 1, estimated: false };
    await play(...delivered, { type: 'agent.usageChanged', agent: 'a', usage }, { type: 'budget.hit', about, said: '' });
    const agent = await play(returned());
    expect(agent).toMatchObject({ state: 'waiting', why: { rule: 'budget.hit' } });
    expect(Object.values(store.state.spending?.reached ?? {})).toEqual([{ times: 1, isHeld: true }]);
    expect(told).toHaveLength(1);
  });

  it('is typed into a CLI that rests, and finished by itself although a person attends to it', async () => {
    const { play, told, pull } = world();
    const attended = { plan: { kind: 'pr', unattended: false } } as const;
    await play(submitted(newAgent('a', attended)), shows('a', 'working'), opened({ goal: 'g1' }), shows('a', 'idle'));
    const agent = await play(returned());
    expect(told.at(-1)).toBe('The check failed.');
    expect(agent).toMatchObject({ state: 'idle', pending: { order: 'finish' } });
    await play(shows('a', 'working'), shows('a', 'idle'));
    expect(pull()).toMatchObject({ isBack: false, commit: 'h1' });
  });

  it('waits for an agent that works until that rests', async () => {
    const { play, told } = world();
    await play(submitted(newAgent('a', { plan: { kind: 'pr' } })), shows('a', 'working'), opened(), returned());
    expect(told).toHaveLength(1);
    await play(shows('a', 'idle'));
    expect(told.at(-1)).toBe('The check failed.');
  });

  it('makes a worktree that was removed again', async () => {
    const { play, ports } = world({
      repository: {
        reopenWorktree: async ({ path }) => {
          ports.files.folders.set(path, []);
          return ok({ worktree: path, notes: [] });
        },
      },
    });
    await play(...delivered, { type: 'worktree.removed', agent: 'a', rescueRef: null, trash: null, restore: null });
    const agent = await play(returned());
    expect(agent).toMatchObject({ state: 'starting', worktree: '/wt/name-a' });
  });

  it('needs a person where the branch is gone', async () => {
    const gone = fail({ kind: 'not-found', tried: 'open it', said: 'its branch is gone', next: 'Bring it back' });
    const { play, pull } = world({ repository: { reopenWorktree: async () => gone } });
    await play(...delivered, { type: 'worktree.removed', agent: 'a', rescueRef: null, trash: null, restore: null }, returned());
    expect(pull()).toMatchObject({ follow: 'paused', isBack: false, error: { said: 'its branch is gone' } });
  });

  it('of a conflict is the base, merged into its worktree with what conflicts', async () => {
    const { play, told } = world({ repository: { takeInBase: async () => ok({ conflicts: ['src/a.ts'] }) } });
    await play(...delivered, returned(['conflict']));
    expect(told.at(-1)).toMatch(/origin\/main was merged into your worktree, with conflicts[\s\S]*src\/a\.ts/u);
  });

  it('of a conflict that is none is pushed without its agent', async () => {
    const { play, told, pull } = world();
    const agent = await play(...delivered, returned(['conflict']));
    expect(told).toHaveLength(1);
    expect(agent?.state).toBe('done');
    expect(pull()).toMatchObject({ isBack: false, commit: 'h2' });
  });

  it('answers the conversations once it is pushed, without mentions', async () => {
    const replies: { readonly comment: number; readonly body: string }[] = [];
    const { play, pull } = world({
      forge: {
        replyTo: async ({ comment, body }) => {
          replies.push({ comment, body });
          return ok(undefined);
        },
      },
    });
    await play(...delivered, returned(['comment'], [7]), { type: 'agent.progressReported', agent: 'a', progress: 'Ask @eve. And so on.' });
    await play(shows('a', 'working'), shows('a', 'done'));
    expect(replies).toMatchObject([{ comment: 7, body: expect.stringMatching(/^Done in h2\. Ask @&#8203;eve\.\n\n<!-- orch-tui -->$/u) }]);
    expect(pull()?.toAnswer).toEqual([]);
  });

  it('of a planned goal as a whole is a task more, and it is delivered again', async () => {
    const { play, store } = world();
    const order = {
      launch: newAgent('x').launch,
      base: 'main',
      branch: 'orch/goal',
      finish: newAgent('x', { plan }).finish,
      limits: { retry: 'off', chain: [] } as never,
      planned: 'always',
    } as const;
    store.dispatch({ type: 'goal.submitted', goal: 'g1', text: 'a goal', agents: [], order, tasks: [] });
    await play(opened({ agent: null, branch: 'orch/goal', head: 'orch/goal' }), returned());
    expect(store.state.goals.g1?.tasks).toMatchObject([{ id: 't1', title: 'Mend what the forge says', agent: expect.any(String) }]);
  });
});

describe('commits of others', () => {
  const moved = (of: 'base' | 'branch'): EventBody => ({ type: 'pull.moved', pull: PULL_ID, of, head: 'x1' });

  it('on its branch are taken in, and are what is pushed onto from then on', async () => {
    const { play, pull, ports } = world({ repository: { fetch: async () => ok({ commit: 'x1', name: 'origin/orch/name-a' }) } });
    await play(...delivered, moved('branch'));
    expect(pull()?.commit).toBe('x1');
    expect(ports.calls.filter((call) => call.startsWith('push('))).toHaveLength(1);
  });

  it('on its base are taken in, verified and pushed', async () => {
    const { play, pull } = world();
    await play(...delivered, moved('base'));
    expect(pull()?.commit).toBe('h2');
  });

  it('that conflict go to its agent', async () => {
    const { play, told } = world({ repository: { takeInBase: async () => ok({ conflicts: ['src/a.ts'] }) } });
    await play(...delivered, moved('branch'));
    expect(told.at(-1)).toContain('src/a.ts');
  });
});

describe('the end', () => {
  const merging: EventBody = { type: 'pull.mergeRequested', pull: PULL_ID, head: 'h1', method: 'squash', by: 'host' };
  const ending = { mergePull: async () => ok({ commit: 'm1' }), deleteBranch: async () => ok(undefined) };

  it('is a merge there; then branch and worktree go', async () => {
    const { play, pull, ports } = world({ forge: ending });
    const agent = await play(...delivered, merging);
    expect(pull()).toMatchObject({ state: 'merged' });
    expect(agent).toMatchObject({ state: 'done', worktree: null });
    expect(ports.calls.filter((call) => /^(deleteBranch|fetch|removeWorktree)/u.test(call))).toEqual([
      'deleteBranch()',
      'fetch(main)',
      'removeWorktree(orch/name-a)',
    ]);
  });

  it('leaves everything where it can not be told what is merged', async () => {
    const down = fail({ kind: 'forge', tried: 'fetch', said: 'no network', next: 'wait' });
    const { play, ports } = world({ forge: ending, repository: { fetch: async () => down } });
    const agent = await play(...delivered, merging);
    expect(agent?.worktree).toBe('/wt/name-a');
    expect(ports.calls.join()).not.toContain('removeWorktree');
  });

  it('that a rule of the forge refuses needs a person', async () => {
    const rule = fail({ kind: 'needs-person', tried: 'merge', said: 'a review is missing', next: 'Get one' });
    const { play, pull } = world({ forge: { mergePull: async () => rule } });
    await play(...delivered, merging);
    expect(pull()).toMatchObject({ state: 'open', follow: 'paused', error: { said: 'a review is missing' } });
  });
});
