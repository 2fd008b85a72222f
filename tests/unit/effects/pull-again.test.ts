// One task, one pull request: opened once, stored at once, and pushed to when its work is finished again.
import { describe, expect, it } from 'vitest';
import type { EffectPorts } from '../../../src/core/effects/effect-ports.js';
import { fail, ok } from '../../../src/core/model/error.js';
import type { EventBody } from '../../../src/core/model/event.js';
import type { PullPage, PullPlan } from '../../../src/core/model/pull-request.js';
import type { PullRequestOrder } from '../../../src/core/model/repository.js';
import { refusal } from '../../helpers/fake-effect-ports.js';
import { newAgent, shows, submitted } from '../../helpers/fold-events.js';
import { type Bench, bench } from '../../helpers/store-with-fakes.js';

const PULL = 'github.com/o/r#12';
const PLAN: PullPlan = { rounds: 3, merge: 'auto', method: 'squash', approvals: 1, deleteBranch: true };
const finish = (draft?: true): EventBody => ({
  type: 'finish.requested',
  agent: 'a',
  kind: 'pr',
  removeWorktree: false,
  ...(draft ? { draft } : {}),
});

interface Story extends Bench {
  /** As it stands at the forge. */
  page: PullPage;
  readonly opened: PullRequestOrder[];
  readonly updates: { readonly title: string | null; readonly body: string | null }[];
  readonly ready: number[];
  pushed: string;
  check: 'passes' | 'fails';
  finished(draft?: true): Promise<unknown>;
}

/** A forge with one pull request, which keeps what is written to it. */
function story(changes: { readonly forge?: Partial<EffectPorts['forge']>; readonly plan?: Parameters<typeof newAgent>[1] } = {}): Story {
  const told: Pick<Story, 'page' | 'opened' | 'updates' | 'ready' | 'pushed' | 'check'> = {
    page: { state: 'open', isDraft: false, title: '', text: '' },
    opened: [],
    updates: [],
    ready: [],
    pushed: 'c1',
    check: 'passes',
  };
  const world = bench({
    repository: { push: async () => ok({ commit: told.pushed }) },
    commands: async () => ({ exitCode: told.check === 'passes' ? 0 : 1, timedOut: false, tail: 'the last line, fixes #3' }),
    forge: {
      openPullRequest: async (order) => {
        told.opened.push(order);
        told.page = { state: 'open', isDraft: order.draft, title: order.title, text: order.body };
        return ok({ url: 'https://github.com/o/r/pull/12', number: 12, notes: [] });
      },
      pullPage: async () => ok(told.page),
      updatePull: async ({ title, body }) => {
        told.updates.push({ title, body });
        told.page = { ...told.page, title: title ?? told.page.title, text: body ?? told.page.text };
        return ok(undefined);
      },
      readyForReview: async ({ number }) => {
        told.ready.push(number);
        return ok(undefined);
      },
      ...changes.forge,
    },
  });
  let isFirst = true;
  return Object.assign(told, world, {
    async finished(draft?: true) {
      const start = [submitted(newAgent('a', { plan: { verify: 'npm test', pull: PLAN }, ...changes.plan })), shows('a', 'working')];
      const begin = isFirst ? start : [];
      isFirst = false;
      return world.play(...begin, finish(draft));
    },
  });
}

const asked = (calls: readonly string[]) => calls.filter((call) => /^(push|openPullRequest|updatePull|readyForReview)\(/u.test(call));

describe('a pull request', () => {
  it('is stored with its number before its agent is done', async () => {
    const { finished, store, opened, storage } = story();
    expect(await finished()).toMatchObject({ state: 'done', pull: PULL, result: { url: 'https://github.com/o/r/pull/12' } });
    expect(store.state.pulls?.[PULL]).toMatchObject({
      ...{ host: 'github.com', owner: 'o', repo: 'r', number: 12, agent: 'a', goal: 'g1', head: 'orch/name-a', base: 'main' },
      ...{ commit: 'c1', plan: PLAN, follow: 'on', state: 'open' },
    });
    const types = store.recentEvents().map(({ type }) => type);
    expect(storage.appended.find(({ event }) => event.type === 'pull.opened')?.durable).toBe(true);
    expect(types.indexOf('pull.opened')).toBeLessThan(types.indexOf('finish.done'));
    expect(opened[0]?.body).toContain('### Verification\n\n`npm test` succeeded.\n\n```text\nthe last line, fixes (#3)\n```');
  });

  it('is not followed where that is switched off, and stored all the same', async () => {
    const { finished, store } = story({ plan: { plan: { verify: null } } });
    await finished();
    expect(store.state.pulls?.[PULL]).toMatchObject({ follow: 'off', plan: { merge: 'ask', rounds: 0 } });
  });

  it('is pushed to again when its work is finished again, and its text told anew', async () => {
    const world = story();
    await world.finished();
    world.pushed = 'c2';
    world.ports.calls.length = 0;
    world.ports.repository.commitSubjects = async () => ok(['fix it', 'and that']);
    expect(await world.finished()).toMatchObject({ state: 'done', result: { kind: 'pr', commit: 'c2' } });
    expect(asked(world.ports.calls)).toEqual(['push(orch/name-a)', 'updatePull()']);
    expect(world.updates).toEqual([{ title: null, body: expect.stringContaining('- `and that`') }]);
    expect(world.store.state.pulls?.[PULL]?.commit).toBe('c2');
  });

  it('keeps the words that a person wrote there, each by itself', async () => {
    const world = story();
    await world.finished();
    world.page = { ...world.page, text: 'my own words' };
    world.ports.repository.commitSubjects = async () => ok(['another']);
    await world.finished();
    expect(world.updates).toEqual([]);
    world.ports.calls.length = 0;
    world.page = { ...world.page, title: 'my own title' };
    await world.finished();
    expect(world.updates).toEqual([]);
    // Nothing of it is ours any more: nothing is read to write it anew.
    expect(world.ports.calls.filter((call) => call.startsWith('commitSubjects'))).toEqual([]);
  });

  it('whose line ends the forge has changed is still ours', async () => {
    const world = story();
    await world.finished();
    world.page = { ...world.page, text: world.page.text.replaceAll('\n', '\r\n').trim() };
    world.ports.repository.commitSubjects = async () => ok(['another']);
    await world.finished();
    expect(world.updates).toHaveLength(1);
  });

  it('whose text can not be changed is pushed to all the same, and that is said', async () => {
    const world = story({ forge: { updatePull: async () => refusal('status 500') } });
    await world.finished();
    world.ports.repository.commitSubjects = async () => ok(['another']);
    expect(await world.finished()).toMatchObject({ state: 'done' });
    expect(world.store.recentEvents().findLast(({ type }) => type === 'finish.done')).toMatchObject({
      notes: ['pushed to the pull request that it has, #12', 'its text is as it was: status 500. do.'],
    });
  });

  it.each([
    ['closed', /was closed; everything is in the branch orch\/name-a/, /Reopen it there and press f again/],
    ['merged', /is merged already; everything is in the branch/, /Finish otherwise/],
  ] as const)('that was %s is not pushed to, and no other is opened', async (state, said, next) => {
    const world = story();
    await world.finished();
    world.page = { ...world.page, state };
    world.ports.calls.length = 0;
    expect(await world.finished()).toMatchObject({
      state: 'waiting',
      error: { kind: 'needs-person', said: expect.stringMatching(said), next: expect.stringMatching(next) },
    });
    expect(asked(world.ports.calls)).toEqual([]);
  });

  it('whose forge does not answer is not pushed to', async () => {
    const world = story({ forge: { pullPage: async () => refusal('no answer within 30 s') } });
    await world.finished();
    world.ports.calls.length = 0;
    expect(await world.finished()).toMatchObject({ state: 'waiting', error: { said: 'no answer within 30 s' } });
    expect(asked(world.ports.calls)).toEqual([]);
  });

  it('of another repository is left alone: the remote was changed since', async () => {
    const world = story();
    await world.finished();
    world.ports.repository.forgeRemote = async () => ok({ remote: 'origin', host: 'github.com', owner: 'o', repo: 'moved' });
    await world.finished();
    expect(world.opened).toHaveLength(2);
    expect(Object.keys(world.store.state.pulls ?? {})).toEqual([PULL, 'github.com/o/moved#12']);
  });

  it('that was open already when it was to be opened is taken over, with the words it has', async () => {
    const notes = ['a pull request for this branch was open already'];
    const openPullRequest = async () => ok({ url: 'https://github.com/o/r/pull/12', number: 12, notes });
    const world = story({ forge: { openPullRequest } });
    world.page = { state: 'open', isDraft: false, title: 'of a person', text: 'of a person' };
    expect(await world.finished()).toMatchObject({ pull: PULL });
    await world.finished();
    expect(world.updates).toEqual([]);
  });
});

describe('a draft', () => {
  it('is opened although the check fails, with what failed; verified, it becomes ready for review', async () => {
    const world = story();
    world.check = 'fails';
    expect(await world.finished(true)).toMatchObject({ state: 'done', attempts: 0, finish: { despiteVerify: true } });
    expect(world.opened).toMatchObject([{ draft: true, body: expect.stringContaining('`npm test` **did not succeed**') }]);
    expect(world.store.recentEvents().some(({ type }) => type === 'verify.failed')).toBe(false);
    expect(world.store.state.pulls?.[PULL]?.unverified).toBe(true);
    world.check = 'passes';
    expect(await world.finished()).toMatchObject({ state: 'done' });
    expect(world.ready).toEqual([12]);
    expect(world.updates.at(-1)?.body).toContain('`npm test` succeeded.');
    expect(world.store.state.pulls?.[PULL]?.unverified).toBeUndefined();
  });

  it('stays one while its check fails', async () => {
    const world = story();
    world.check = 'fails';
    await world.finished(true);
    await world.finished(true);
    expect(world.ready).toEqual([]);
    expect(world.store.state.pulls?.[PULL]?.unverified).toBe(true);
  });

  it('that can not be made ready is told, and tried again', async () => {
    const world = story({
      forge: { readyForReview: async () => fail({ kind: 'forge', tried: 't', said: 'no GraphQL', next: 'Press it there' }) },
    });
    await world.finished(true);
    await world.finished();
    const notes = world.store.recentEvents().findLast((event) => event.type === 'finish.done')?.notes;
    expect(notes).toContain('it is still a draft: no GraphQL. Press it there.');
    expect(world.store.state.pulls?.[PULL]?.unverified).toBe(true);
  });

  it('that was ordered as one stays one', async () => {
    const world = story({ plan: { plan: { verify: 'npm test', draft: true } } });
    await world.finished();
    await world.finished();
    expect([world.page.isDraft, world.ready]).toEqual([true, []]);
  });
});

describe('what a forge says of branches', () => {
  it.each([
    ['orch/name-a has no history in common with main', /^main was written anew there: fetch it/],
    ['No commits between main and orch/name-a', /^All of it is in main there already/],
  ])('is told with what can be done: %s', async (said, next) => {
    const openPullRequest = async () => fail({ kind: 'forge', tried: 'open', said, next: 'Look' } as const);
    const agent = await story({ forge: { openPullRequest } }).finished();
    expect(agent).toMatchObject({ state: 'waiting', error: { said, next: expect.stringMatching(next) }, result: null });
  });
});
