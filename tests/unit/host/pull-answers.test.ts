// `pulls`, `pullFollow` and `pullMerge` as requests: whom they mean, what they ask for, what they wait for, and what they refuse.
import { describe, expect, it } from 'vitest';
import { createHandlers } from '../../../src/core/effects/handlers.js';
import { createStore } from '../../../src/core/effects/store.js';
import { fail, type OrchError, ok } from '../../../src/core/model/error.js';
import type { PullRequest } from '../../../src/core/model/pull-request.js';
import { emptyState } from '../../../src/core/model/state.js';
import type { Forge } from '../../../src/core/ports/forge.js';
import type { AnswerWorld } from '../../../src/host/answers/answer-world.js';
import { pullAnswers } from '../../../src/host/answers/pull-answers.js';
import { FakeStorage, fakePorts } from '../../helpers/fake-effect-ports.js';
import { PULL_ID, pullRequest } from '../../helpers/pulls.js';

const error: OrchError = { kind: 'needs-person', tried: 't', said: 'lint failed', next: 'Look at it' };
const sight = {
  isDraft: false,
  head: 'h2',
  checks: 'passed',
  failedChecks: [],
  review: 'none',
  mergeable: 'yes',
  openThreads: 0,
} as const;

function world(pulls: readonly PullRequest[], mergePull?: Forge['mergePull']) {
  const merges: unknown[] = [];
  const told: Forge['mergePull'] = async (order) => {
    merges.push(order);
    return mergePull === undefined ? ok({ commit: 'm1' }) : mergePull(order);
  };
  const ports = fakePorts({ forge: { mergePull: told } });
  const state = { ...emptyState(5), pulls: Object.fromEntries(pulls.map((pull) => [pull.id, pull])) };
  const store = createStore({ state, storage: new FakeStorage(), clock: ports.clock, handlers: createHandlers(ports) });
  const events: string[] = [];
  store.subscribe((_state, { type }) => events.push(type));
  const answered = {
    store: {
      get state() {
        return store.state;
      },
      dispatch: store.dispatch,
      listen: (listener: (event: never) => void) => store.subscribe((_state, event) => listener(event as never)),
    },
    until: (holds: () => boolean) =>
      new Promise<void>((resolve) => {
        const look = () => holds() && resolve();
        store.subscribe(look);
        look();
      }),
  } as unknown as AnswerWorld;
  return { ...pullAnswers(answered), store, merges, events };
}

const other = pullRequest({
  id: 'github.com/o/r#13',
  number: 13,
  url: 'https://github.com/o/r/pull/13',
  openedAt: '2026-11-26T21:00:00.000Z',
});

describe('the list', () => {
  it('has the newest first', async () => {
    const { pulls } = world([pullRequest(), other]);
    expect(await pulls({})).toEqual(ok({ pulls: [other, pullRequest()] }));
  });

  it('is empty in a state of an older version', async () => {
    const { pulls, store } = world([]);
    expect(store.state.agents).toEqual({});
    expect(await pulls({})).toEqual(ok({ pulls: [] }));
  });
});

describe('following', () => {
  it.each([
    '12',
    '#12',
    PULL_ID,
    'https://github.com/o/r/pull/12',
  ])('goes on with the one called %s, and with another plan', async (pull) => {
    const { pullFollow, store } = world([pullRequest({ follow: 'paused', error, rounds: 3 }), other]);
    const answer = await pullFollow({ pull, follow: 'on', merge: 'auto', method: 'squash' });
    expect(answer).toMatchObject({
      ok: true,
      value: { pull: { number: 12, follow: 'on', error: null, rounds: 0, plan: { merge: 'auto', method: 'squash', rounds: 3 } } },
    });
    expect(store.state.pulls?.[other.id]).toEqual(other);
  });

  it('keeps the plan that nobody changes, and leaves one alone', async () => {
    const { pullFollow } = world([pullRequest()]);
    expect(await pullFollow({ pull: '12', follow: 'off' })).toMatchObject({ value: { pull: { follow: 'off', plan: pullRequest().plan } } });
  });

  it('is refused of one that is merged, and of none', async () => {
    const { pullFollow, events } = world([pullRequest({ state: 'merged' })]);
    expect(await pullFollow({ pull: '12', follow: 'on' })).toMatchObject({ ok: false, error: { said: 'it is merged already' } });
    expect(await pullFollow({ pull: '99', follow: 'on' })).toMatchObject({
      ok: false,
      error: { kind: 'not-found', said: expect.stringContaining('#12') },
    });
    expect(events).toEqual([]);
  });
});

describe('merging', () => {
  it('merges what its forge showed last, by the method of its plan, and waits for that', async () => {
    const { pullMerge, merges } = world([pullRequest({ sight })]);
    expect(await pullMerge({ pull: '12', method: null })).toMatchObject({
      ok: true,
      value: { commit: 'm1', pull: { number: 12, state: 'merged' }, notes: [] },
    });
    expect(merges).toEqual([expect.objectContaining({ number: 12, head: 'h2', method: 'merge' })]);
  });

  it('merges what was pushed where its forge was not asked yet, by the method that is named', async () => {
    const { pullMerge, merges } = world([pullRequest()]);
    expect((await pullMerge({ pull: '#12', method: 'rebase' })).ok).toBe(true);
    expect(merges).toEqual([expect.objectContaining({ head: 'h1', method: 'rebase' })]);
  });

  it('is the refusal of its forge, and it stays open', async () => {
    const refusal: OrchError = { kind: 'conflict', tried: 'merge PR #12', said: 'it conflicts', next: 'Take main in' };
    const { pullMerge, store } = world([pullRequest()], async () => fail(refusal));
    expect(await pullMerge({ pull: '12', method: null })).toMatchObject({ ok: false, error: { said: 'it conflicts' } });
    expect(store.state.pulls?.[PULL_ID]?.state).toBe('open');
  });

  it('is refused of one that is merged, and of none', async () => {
    const { pullMerge, merges } = world([pullRequest({ state: 'merged' })]);
    expect(await pullMerge({ pull: '12', method: null })).toMatchObject({ ok: false, error: { said: 'it is merged already' } });
    expect(await pullMerge({ pull: 'nobody', method: null })).toMatchObject({ ok: false, error: { kind: 'not-found' } });
    expect(merges).toEqual([]);
  });

  it('is refused of one that was closed, also meanwhile', async () => {
    const closed = world([pullRequest({ state: 'closed' })]);
    const refusal = { ok: false, error: { kind: 'usage', said: 'it was closed without a merge' } };
    expect(await closed.pullMerge({ pull: '12', method: null })).toMatchObject(refusal);
    const { pullMerge, store } = world([pullRequest()], () => new Promise(() => undefined));
    const answer = pullMerge({ pull: '12', method: null });
    store.dispatch({ type: 'pull.closed', pull: PULL_ID });
    expect(await answer).toMatchObject(refusal);
  });

  it('ends when the host does', async () => {
    const { pullMerge, store } = world([pullRequest()], () => new Promise(() => undefined));
    const answer = pullMerge({ pull: '12', method: null });
    store.dispatch({ type: 'host.stopping' });
    expect(await answer).toMatchObject({ ok: false, error: { kind: 'interrupted' } });
  });
});
