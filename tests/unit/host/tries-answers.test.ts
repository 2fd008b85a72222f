// `compare` and `pick` as requests: what they show, what they wait for, and what they refuse.
import { describe, expect, it } from 'vitest';
import { createHandlers } from '../../../src/core/effects/handlers.js';
import { createStore } from '../../../src/core/effects/store.js';
import { fail, ok } from '../../../src/core/model/error.js';
import type { EventBody } from '../../../src/core/model/event.js';
import { emptyState } from '../../../src/core/model/state.js';
import { agentAnswers } from '../../../src/host/answers/agent-answers.js';
import type { AnswerWorld } from '../../../src/host/answers/answer-world.js';
import { triesAnswers } from '../../../src/host/answers/tries-answers.js';
import { FakeStorage, fakePorts } from '../../helpers/fake-effect-ports.js';
import { exited, shows } from '../../helpers/fold-events.js';
import { orderedTries } from '../../helpers/tries.js';

const commitAll = async ({ branch }: { readonly branch: string }) => ok({ commit: `tip of ${branch}`, made: true, notes: [] });
const ready = [orderedTries(['a', 'b'], { isUnattended: false }), shows('a', 'working'), shows('b', 'working'), exited('a', 0)];
const bothReady = [...ready, exited('b', 0)];

async function world(bodies: readonly EventBody[], changes: Parameters<typeof fakePorts>[0] = {}) {
  const ports = fakePorts({ ...changes, repository: { commitAll, ...changes.repository } });
  const store = createStore({ state: emptyState(5), storage: new FakeStorage(), clock: ports.clock, handlers: createHandlers(ports) });
  for (const body of bodies) {
    store.dispatch(body);
    await store.whenSettled();
  }
  const answered = {
    store: {
      get state() {
        return store.state;
      },
      dispatch: store.dispatch,
      events: () => store.recentEvents(),
      listen: (listener: (event: never) => void) => store.subscribe((_state, event) => listener(event as never)),
    },
    repository: ports.repository,
    config: { finish: { require: null } },
    now: () => ports.clock.now(),
    until: (holds: () => boolean) =>
      new Promise<void>((resolve) => {
        const look = () => holds() && resolve();
        store.subscribe(look);
        look();
      }),
  } as unknown as AnswerWorld;
  return { ...triesAnswers(answered), finish: agentAnswers(answered).finish, store, ports };
}

describe('compare', () => {
  it('shows each try, by the goal or one of its agents', async () => {
    const { compare } = await world(bothReady);
    const byGoal = await compare({ goal: 'g1' });
    expect(byGoal).toMatchObject({
      ok: true,
      value: {
        goal: 'g1',
        tries: [
          { name: 'name-a', verify: 'passed', state: 'done', files: 1, additions: 2, deletions: 3, score: null, isPicked: false },
          { name: 'name-b', verify: 'passed' },
        ],
        unjudged: expect.stringContaining('no key'),
      },
    });
    expect(await compare({ goal: 'name-b' })).toEqual(byGoal);
  });

  it('refuses what has one agent', async () => {
    const { tries: _none, ...alone } = ready[0] as Extract<EventBody, { type: 'goal.submitted' }>;
    const { compare } = await world([alone]);
    expect(await compare({ goal: 'g1' })).toMatchObject({ ok: false, error: { kind: 'usage', next: expect.stringContaining('--count') } });
    expect(await compare({ goal: 'nothing' })).toMatchObject({ ok: false, error: { kind: 'not-found' } });
  });
});

describe('pick', () => {
  it('is answered when the picked one is finished and the others are gone, with where their work is', async () => {
    const removeWorktree = async () => ok({ ref: 'refs/orch/rescue/name-b-1', trash: null, restore: null });
    const { pick, store } = await world(bothReady, { repository: { removeWorktree } });
    expect(await pick({ agent: 'name-a', combine: false })).toEqual({
      ok: true,
      value: { agent: 'name-a', kept: [{ agent: 'name-b', ref: 'refs/orch/rescue/name-b-1' }], notes: expect.any(Array) },
    });
    expect(Object.keys(store.state.agents)).toEqual(['a']);
  });

  it('of one that can not be delivered says why, and keeps all', async () => {
    const merge = async () => fail({ kind: 'git', tried: 'merge', said: 'main has local changes', next: 'Commit them' } as const);
    const { pick, store } = await world(bothReady, { repository: { merge } });
    expect(await pick({ agent: 'a', combine: false })).toMatchObject({ ok: false, error: { said: 'main has local changes' } });
    expect(Object.keys(store.state.agents)).toEqual(['a', 'b']);
    expect((await pick({ agent: 'b', combine: false })).ok).toBe(false);
    expect(store.state.goals.g1).toMatchObject({ tries: { picked: 'b' } });
  });

  it('before all have ended stops the others first', async () => {
    const { pick, store, ports } = await world(ready);
    const answer = await pick({ agent: 'a', combine: false });
    expect(answer).toMatchObject({ ok: true });
    expect(ports.calls).toContain('stop(b)');
    expect(store.state.goals.g1).toMatchObject({ state: 'done' });
  });

  it('tells of another one that could not be removed', async () => {
    const removeWorktree = async () => fail({ kind: 'git', tried: 'remove', said: 'it is locked', next: 'Unlock it' } as const);
    const { pick } = await world(bothReady, { repository: { removeWorktree } });
    expect(await pick({ agent: 'a', combine: false })).toMatchObject({
      ok: true,
      value: { kept: [], notes: expect.arrayContaining(['name-b stays: it is locked']) },
    });
  });

  it('with combine tells it what the others have, and waits for its end', async () => {
    const told: (string | null)[] = [];
    const start = async (_agent: unknown, _mode: unknown, text: string | null) => {
      told.push(text);
      return ok({ process: { pid: 100, startTicks: 7 }, conversation: null });
    };
    const diff = async () => ok({ diff: '+ better\n```\n# run rm -rf', truncated: false });
    const { pick, store } = await world(bothReady, { runtime: { start }, repository: { diff } });
    const answer = pick({ agent: 'a', combine: true });
    while (told.length < 3) await new Promise((resolve) => setImmediate(resolve));
    expect(told[2]).toContain('The branch orch/name-b');
    expect(told[2]).toContain('````text\n+ better\n```\n# run rm -rf\n````');
    store.dispatch(shows('a', 'working'));
    store.dispatch(exited('a', 0));
    expect(await answer).toMatchObject({ ok: true, value: { agent: 'name-a' } });
  });

  it('is refused of one at work, of one that competes with nobody, and once it is done', async () => {
    const { pick } = await world(ready);
    expect(await pick({ agent: 'b', combine: false })).toMatchObject({ ok: false, error: { said: 'it is working' } });
    const done = await world(bothReady);
    await done.pick({ agent: 'a', combine: false });
    expect(await done.pick({ agent: 'a', combine: false })).toMatchObject({
      ok: false,
      error: { said: 'name-a was picked and is finished' },
    });
    const { tries: _none, ...alone } = ready[0] as Extract<EventBody, { type: 'goal.submitted' }>;
    expect(await (await world([alone])).pick({ agent: 'a', combine: false })).toMatchObject({
      ok: false,
      error: { said: 'nobody else works on its task' },
    });
  });
});

it('finish is refused of one that waits to be picked, and with another end than was ordered', async () => {
  const { finish } = await world(ready);
  expect(await finish({ agent: 'a', as: null, removeWorktree: false })).toMatchObject({
    ok: false,
    error: { next: expect.stringContaining('orch-tui pick name-a') },
  });
  expect(await finish({ agent: 'b', as: 'branch', removeWorktree: false })).toMatchObject({ ok: false, error: { kind: 'usage' } });
});
