// Goals carried out over fakes: the planner is asked, tasks get agents, files are taken, the whole is verified and delivered.
import { describe, expect, it } from 'vitest';
import { DEFAULT_CONFIG } from '../../../src/core/model/default-config.js';
import { fail, ok } from '../../../src/core/model/error.js';
import type { EventBody } from '../../../src/core/model/event.js';
import type { PlannedTask } from '../../../src/core/model/goal.js';
import type { Repository } from '../../../src/core/ports/repository.js';
import { anError, exited, newAgent } from '../../helpers/fold-events.js';
import { GOAL_ORDER, plannedGoal, plannedTask, says } from '../../helpers/plans.js';
import { scriptedModel } from '../../helpers/scripted-model.js';
import { bench } from '../../helpers/store-with-fakes.js';

const TWO = {
  tasks: [
    { id: 't1', title: 'Design', role: 'designer', text: 'draw it' },
    { id: 't2', title: 'Build', role: 'coder', after: ['t1'], text: 'build it', minutes: 4.4 },
  ],
};

async function planned(order: EventBody, ...answers: readonly (string | object | Error)[]) {
  const model = scriptedModel(...answers);
  const world = bench({ model });
  await world.play(order);
  return { ...world, model, goal: () => world.store.state.goals.g1, events: () => world.store.recentEvents() };
}

describe('the planner', () => {
  it('is asked once with goal, roles and files, and its plan is run', async () => {
    const { goal, model, events } = await planned(plannedGoal({ text: 'make a shop' }), TWO);
    expect(model.asked).toHaveLength(1);
    const [system, person] = model.asked[0]?.messages ?? [];
    expect(system?.content).toContain('- designer (artifact design.md): is a designer');
    expect(person?.content).toMatch(/make a shop[\s\S]*README\.md[\s\S]*npm test/);
    expect(goal()?.tasks.map(({ id, kind, artifact, estimateMinutes }) => [id, kind, artifact, estimateMinutes])).toEqual([
      ['t1', 'artifact', 'design.md', null],
      ['t2', 'code', null, 4],
    ]);
    expect(goal()?.tasks[0]).toMatchObject({ agent: 't1', state: 'running' });
    expect(events().find(({ type }) => type === 'model.called')).toMatchObject({ use: 'planner', about: { goal: 'g1' }, model: 'fast' });
  });

  it('whose plan has a cycle is told so, and asked once more', async () => {
    const cycle = { tasks: [{ id: 't1', title: 'x', role: 'coder', after: ['t1'], text: 'x' }] };
    const { goal, model } = await planned(plannedGoal(), cycle, TWO);
    expect(model.asked[1]?.messages.at(-1)?.content).toContain('tasks wait for each other: t1 → t1');
    expect(goal()?.plan?.state).toBe('approved');
  });

  it('that gives new work the id of work that is done is told so: it would be left out', async () => {
    const task = (id: string, title: string) => ({ id, title, role: 'coder', text: 'x' });
    const clash = { tasks: [task('a', 'Mend the login')] };
    const good = { tasks: [task('a', 'title of a'), task('n1', 'Mend the login')] };
    const { goal, model, play } = await planned(plannedGoal({ tasks: [plannedTask('a')] }), clash, good);
    await play(says('a', 'working'), { type: 'plan.replanRequested', goal: 'g1', wish: 'mend it' });
    expect(model.asked[1]?.messages.at(-1)?.content).toContain('a is “title of a” already');
    expect(goal()?.tasks.map(({ id, title }) => [id, title])).toEqual([
      ['a', 'title of a'],
      ['n1', 'Mend the login'],
    ]);
  });

  it('whose plans are no good twice fails the goal with what was wrong, and nothing is made', async () => {
    const wizard = { tasks: [{ id: 't1', title: 'x', role: 'wizard', text: 'x' }] };
    const { goal, ports } = await planned(plannedGoal(), wizard, wizard);
    expect(goal()).toMatchObject({
      state: 'failed',
      plan: { error: { kind: 'model', said: expect.stringContaining('no role `wizard`') } },
    });
    expect(ports.calls.filter((call) => call.startsWith('ensureBranch'))).toEqual([]);
  });

  it('that can not be reached leaves an optional plan to one agent for it all', async () => {
    const order = { ...GOAL_ORDER, planned: 'auto' } as const;
    const { goal } = await planned(plannedGoal({ order, text: 'all of it' }), new Error('the line is dead'));
    expect(goal()?.tasks).toMatchObject([{ id: 't1', role: null, text: 'all of it', kind: 'code' }]);
  });

  it('whose answer comes after a person has stopped the goal is not heard', async () => {
    const model = scriptedModel(TWO);
    const world = bench({ model });
    world.store.dispatch(plannedGoal());
    world.store.dispatch({ type: 'goal.stopRequested', goal: 'g1' });
    await world.store.whenSettled();
    expect(world.store.state.goals.g1).toMatchObject({ state: 'stopped', tasks: [] });
  });
});

describe('what of a goal is under way', () => {
  const broken = fail({ kind: 'interrupted', tried: 'wait', said: 'interrupted', next: 'again' } as const);
  const untilAborted = (signal: AbortSignal | undefined) =>
    signal?.aborted ? undefined : new Promise<void>((resolve) => signal?.addEventListener('abort', () => resolve()));

  it.each([
    [{ type: 'host.stopping' }, 'asked'],
    [{ type: 'goal.stopRequested', goal: 'g1' }, 'asked'],
  ] as const)('a planner that never answers is not waited for: %j', async (event, state) => {
    const chat = async ({ signal }: { readonly signal?: AbortSignal }) => {
      world.store.dispatch(event);
      await untilAborted(signal);
      return broken;
    };
    const world = bench({ model: { chat } });
    await world.play(plannedGoal({ order: { ...GOAL_ORDER, planned: 'auto' } }));
    // Neither failed nor left to one agent: the next host, or a person, has it asked again.
    expect(world.store.state.goals.g1).toMatchObject({ tasks: [], plan: { state } });
  });

  it.each([
    [{ type: 'host.stopping' }, 'running'],
    [{ type: 'goal.stopRequested', goal: 'g1' }, 'failed'],
  ] as const)('a check of the whole that never ends is broken off, and nothing is merged: %j', async (event, state) => {
    let runs = 0;
    const world = bench({
      commands: async ({ signal }) => {
        runs += 1;
        if (runs === 1) return { exitCode: 0, timedOut: false, tail: '' };
        world.store.dispatch(event);
        await untilAborted(signal);
        return { exitCode: null, timedOut: false, tail: '' };
      },
    });
    await world.play(withTasks(plannedTask('a')), says('a', 'working'), exited('a', 0));
    expect(world.store.state.goals.g1?.finish?.state).toBe(state);
    expect(world.ports.calls).not.toContain('merge(orch/goal)');
  });
});

/** A goal whose plan is given, carried out by agents that end well. */
const withTasks = (...tasks: readonly PlannedTask[]) => plannedGoal({ tasks });

describe('a task', () => {
  it('starts on the branch of its goal, with the results of those it waits for', async () => {
    const { store, play } = bench();
    const file = plannedTask('a', [], { kind: 'artifact', artifact: 'design.md', role: 'designer' });
    const result = { kind: 'artifact', url: null, commit: null, path: '/ws/goal/artifacts/design.md' } as const;
    await play(withTasks(file, plannedTask('b'), plannedTask('c', ['a', 'b'])));
    await play(
      says('a', 'working'),
      { type: 'finish.done', agent: 'a', result, notes: [] },
      exited('a', 0),
      says('b', 'working'),
      exited('b', 0),
    );
    const agent = store.state.agents.c;
    expect(agent).toMatchObject({ task: 'c', base: 'orch/goal' });
    expect(agent?.text).toContain('title of b');
  });

  it('whose role is gone fails with what to do', async () => {
    const { store, play } = bench();
    await play(withTasks(plannedTask('a', [], { role: 'wizard' })));
    const said = 'the role wizard is not there any more';
    expect(store.state.goals.g1?.tasks[0]).toMatchObject({ state: 'failed', agent: null, error: { said } });
  });

  it('asks for the branch with all that was merged into it, should that be gone', async () => {
    const held: (string | null)[] = [];
    let merges = 0;
    const { play } = bench({
      repository: {
        ensureBranch: async (order) => {
          held.push(order.held);
          return ok({ commit: 'c0' });
        },
        merge: async () => ok({ commit: `m${++merges}`, how: 'merge', notes: [] }),
      },
    });
    await play(withTasks(plannedTask('b'), plannedTask('a'), plannedTask('c', ['a', 'b'])));
    await play(says('a', 'working'), exited('a', 0), says('b', 'working'), exited('b', 0));
    expect(held).toEqual([null, null, 'm2']);
  });

  it('that can not have its branch fails, and nothing else is made for it', async () => {
    const { store, ports, play } = bench({ repository: { ensureBranch: async () => fail(anError) } });
    await play(withTasks(plannedTask('a')));
    expect(store.state.goals.g1?.tasks[0]?.error).toEqual(anError);
    expect(ports.calls.filter((call) => call.startsWith('createWorktree'))).toEqual([]);
  });
});

describe('a task that a person changes while it is being given to an agent', () => {
  it('is given as it was changed', async () => {
    let asked = 0;
    const ensureBranch: Repository['ensureBranch'] = async () => {
      asked += 1;
      const tasks = [plannedTask('a', [], { text: 'the new text' })];
      if (asked === 1) world.store.dispatch({ type: 'plan.edited', goal: 'g1', tasks });
      return ok({ commit: 'c0' });
    };
    const world = bench({ repository: { ensureBranch } });
    await world.play(withTasks(plannedTask('a', [], { text: 'the old text' })));
    expect(world.store.state.agents.a?.text).toContain('the new text');
  });
});

describe('a task of code whose agent changed nothing', () => {
  const unchanged: Partial<Repository> = { commitAll: async () => ok({ commit: 'c0', made: false, notes: [] }) };

  it('gets it back, and fails when all attempts came to nothing: words are no work', async () => {
    const { store, play } = bench({ repository: unchanged });
    await play(withTasks(plannedTask('a')), says('a', 'working'), exited('a', 0));
    expect(store.state.agents.a).toMatchObject({ state: 'starting', attempts: 1 });
    for (let run = 2; run <= 3; run++) await play(says('a', 'working'), exited('a', 0));
    expect(store.state.agents.a).toMatchObject({
      state: 'failed',
      error: { said: expect.stringContaining('nothing in its worktree has changed') },
    });
    expect(store.state.goals.g1?.state).toBe('failed');
  });
});

describe('a task that ends in a file', () => {
  const PATH = '/ws/goal/artifacts/r.md';
  const finish = {
    ...GOAL_ORDER.finish,
    kind: 'branch',
    verify: null,
    attempts: 2,
    artifact: 'r.md',
    artifactFolder: '/ws/goal/artifacts',
  } as const;

  /** Its agent has ended; `text` null: without the file. */
  async function ended(role: string, text: string | null) {
    const taken = text === null ? fail({ ...anError, kind: 'not-found' as const }) : ok({ path: PATH, text });
    const world = bench({
      artifacts: { take: async () => taken },
      taskAgent: async ({ task }) => ok(newAgent(task.id, { task: task.id, role, plan: finish })),
    });
    await world.play(withTasks(plannedTask('a', [], { kind: 'artifact', artifact: 'r.md', role })), says('a', 'working'), exited('a', 0));
    return { ...world, agent: () => world.store.state.agents.a };
  }

  it('is done with it, whatever it says, and hands it on', async () => {
    const { agent } = await ended('designer', 'a drawing');
    expect(agent()).toMatchObject({ state: 'done', result: { kind: 'artifact', path: PATH } });
  });

  it('is told when it is missing, as often as attempts are left', async () => {
    const { agent, play, ports } = await ended('designer', null);
    expect(agent()).toMatchObject({ state: 'starting', attempts: 1 });
    expect(ports.calls.filter((call) => call === 'start(a)').length).toBe(2);
    await play(says('a', 'working'), exited('a', 0));
    expect(agent()).toMatchObject({ state: 'failed', attempts: 2, error: { kind: 'verify' } });
  });

  it.each([
    ['passes', 'verdict: pass\nall good', 'done'],
    ['passes in other words', '# Verdict: PASS', 'done'],
    ['fails', 'verdict: fail\n\nthe login loops', 'failed'],
  ])('as a report of qa that %s decides over the task', async (_how, text, state) => {
    const { agent } = await ended('qa', text);
    expect(agent()?.state).toBe(state);
    if (state === 'failed') expect(agent()?.error?.said).toContain('the login loops');
  });

  it('as a report of qa without a verdict goes back', async () => {
    const { agent } = await ended('qa', 'looks fine to me');
    expect(agent()).toMatchObject({ state: 'starting', attempts: 1 });
  });
});

describe('the whole', () => {
  const goalOf = async (changes: Parameters<typeof bench>[0], order = GOAL_ORDER) => {
    const world = bench(changes);
    await world.play(plannedGoal({ order, tasks: [plannedTask('a')] }), says('a', 'working'), exited('a', 0));
    return { goal: world.store.state.goals.g1, calls: world.ports.calls };
  };

  it('is verified in a checkout of its own and merged once', async () => {
    const { goal, calls } = await goalOf({});
    expect(goal).toMatchObject({ state: 'done', finish: { state: 'done', result: { kind: 'merge', commit: 'm1' } } });
    const own = calls.filter((call) => /^(run|merge|withCheckout|npm test)\b/.test(call));
    expect(calls.slice(-3)).toEqual(['stop(a)', 'removeWorktree(orch/name-a)', 'dropMerged(orch/goal)']);
    expect(own.slice(-3)).toEqual(['withCheckout(orch/goal)', 'run(npm test)', 'merge(orch/goal)']);
  });

  it('is verified where files, setup and ports are as in the worktree of an agent', async () => {
    const worktree = { ...DEFAULT_CONFIG.worktree, setup: 'make db', teardown: 'drop db' };
    const { goal, calls } = await goalOf({ worktrees: { config: worktree, setupEnv: ({ id, port }) => ({ of: `${id} ${port}` }) } });
    expect(goal).toMatchObject({ state: 'done' });
    const own = calls.slice(calls.indexOf('withCheckout(orch/goal)')).filter((call) => /^(bringFiles|run|merge)\b/.test(call));
    expect(own.slice(0, 5)).toEqual(['bringFiles()', 'run(make db)', 'run(npm test)', 'run(drop db)', 'merge(orch/goal)']);
  });

  it('that does not pass its check is not merged', async () => {
    let runs = 0;
    const { goal, calls } = await goalOf({ commands: async () => ({ exitCode: ++runs === 1 ? 0 : 1, timedOut: false, tail: 'FAIL x' }) });
    expect(goal).toMatchObject({
      state: 'failed',
      finish: { state: 'failed', error: { kind: 'verify', said: expect.stringContaining('FAIL x') } },
    });
    expect(calls).not.toContain('merge(orch/goal)');
  });

  it('that is stopped and resumed while it is verified is verified anew, and delivered once', async () => {
    let runs = 0;
    const world = bench({
      commands: async () => {
        runs += 1;
        if (runs === 2) {
          world.store.dispatch({ type: 'goal.stopRequested', goal: 'g1' });
          world.store.dispatch({ type: 'goal.resumeRequested', goal: 'g1' });
        }
        return { exitCode: 0, timedOut: false, tail: '' };
      },
    });
    await world.play(withTasks(plannedTask('a')), says('a', 'working'), exited('a', 0));
    expect(runs).toBe(3);
    expect(world.store.state.goals.g1).toMatchObject({ state: 'done', finish: { state: 'done' } });
    expect(world.ports.calls.filter((call) => call === 'merge(orch/goal)')).toHaveLength(1);
  });

  it('is merged together with another goal that is at its end at the same moment', async () => {
    const { ports, store } = bench({
      taskAgent: async ({ goal }) => ok(newAgent(`of-${goal.id}`, { task: 'a', base: 'orch/goal', plan: goal.order.finish })),
    });
    for (const goal of ['g1', 'g2']) store.dispatch(plannedGoal({ goal, tasks: [plannedTask('a')] }));
    await store.whenSettled();
    for (const goal of ['g1', 'g2']) for (const body of [says(`of-${goal}`, 'working'), exited(`of-${goal}`, 0)]) store.dispatch(body);
    await store.whenSettled();
    expect(Object.values(store.state.goals).map(({ state }) => state)).toEqual(['done', 'done']);
    expect(ports.calls.filter((call) => call === 'merge(orch/goal)')).toEqual([]);
  });

  it('becomes one pull request', async () => {
    const { goal, calls } = await goalOf({}, { ...GOAL_ORDER, finish: { ...GOAL_ORDER.finish, kind: 'pr' } });
    expect(goal?.finish?.result).toMatchObject({ kind: 'pr', url: 'https://github.com/o/r/pull/12' });
    expect(calls).toContain('push(orch/goal)');
  });

  it('of files alone delivers nothing', async () => {
    const finish = { ...GOAL_ORDER.finish, kind: 'branch', verify: null, artifact: 'r.md', artifactFolder: '/ws/goal/artifacts' } as const;
    const world = bench({
      repository: { withCheckout: (order, use) => use({ worktree: order.path, commit: 'c0', baseCommit: 'c0' }) },
      taskAgent: async ({ task }) => ok(newAgent(task.id, { task: task.id, plan: finish })),
    });
    await world.play(
      plannedGoal({ tasks: [plannedTask('a', [], { kind: 'artifact', artifact: 'r.md' })] }),
      says('a', 'working'),
      exited('a', 0),
    );
    expect(world.store.state.goals.g1).toMatchObject({ state: 'done', finish: { result: null } });
    expect(world.ports.calls).not.toContain('merge(orch/goal)');
  });

  it('that was merged by a host that was killed before it could say so has that merge as its result', async () => {
    const { goal, calls } = await goalOf({
      repository: { withCheckout: (order, use) => use({ worktree: order.path, commit: 'c9', baseCommit: 'c9' }) },
    });
    expect(goal).toMatchObject({
      state: 'done',
      finish: { result: { kind: 'merge', commit: 'c9' }, notes: ['main had everything already'] },
    });
    expect(calls).not.toContain('merge(orch/goal)');
  });

  it('that can not be merged fails with the words of git', async () => {
    const merge: Repository['merge'] = async ({ branch }) =>
      branch === 'orch/goal' ? fail(anError) : ok({ commit: 'm', how: 'merge', notes: [] });
    const { goal } = await goalOf({ repository: { merge } });
    expect(goal).toMatchObject({ state: 'failed', finish: { error: anError } });
  });
});

describe('the summary', () => {
  const carriedOut = async (answer: string | object | Error, kind: 'merge' | 'pr') => {
    const orders: { title?: string; body?: string; message?: string }[] = [];
    const model = scriptedModel(answer, answer);
    const world = bench({
      model,
      repository: {
        merge: async (order) => {
          orders.push(order);
          return ok({ commit: 'm1', how: 'merge', notes: [] });
        },
      },
      forge: {
        openPullRequest: async (order) => {
          orders.push(order);
          return ok({ url: 'u/1', number: 1, notes: [] });
        },
      },
    });
    const order = { ...GOAL_ORDER, finish: { ...GOAL_ORDER.finish, kind } };
    await world.play(plannedGoal({ order, tasks: [plannedTask('a')], text: 'make a shop' }), says('a', 'working'), exited('a', 0));
    return { goal: world.store.state.goals.g1, last: orders.at(-1), model, state: world.store.state };
  };
  const words = { title: 'Add a shop\u001b[2J', text: 'It sells.\nLook at prices first.' };

  it('is the message of a merge, and is counted', async () => {
    const { goal, last, model, state } = await carriedOut(words, 'merge');
    expect(last?.message).toMatch(
      /^Add a shop\n\nIt sells\.\nLook at prices first\.\n\nMerge orch\/goal into main\n\n- title of a \(coder\)$/,
    );
    expect(goal?.finish).toMatchObject({ state: 'done', summary: 'It sells.\nLook at prices first.' });
    expect(model.asked[0]?.messages.at(-1)?.content).toMatch(/make a shop[\s\S]*title of a \(coder\)[\s\S]*fix it/);
    expect(state.spending?.byUse.summary).toMatchObject({ calls: 1 });
  });

  it('is title and beginning of a pull request, where nothing in it acts', async () => {
    const { last } = await carriedOut({ ...words, text: 'Closes #1\n```\n@everyone' }, 'pr');
    expect(last?.title).toBe('Add a shop');
    expect(last?.body).toMatch(/^Closes #&#8203;1\n'''\n@&#8203;everyone\n/);
  });

  it('that is still being written when a person stops the goal is the end of it: nothing is merged', async () => {
    const chat = async () => {
      world.store.dispatch({ type: 'goal.stopRequested', goal: 'g1' });
      return fail({ ...anError, kind: 'interrupted' as const });
    };
    const available = () => ok({ model: 'm', endpoint: 'e' });
    const world = bench({ model: { chat, available } });
    await world.play(plannedGoal({ tasks: [plannedTask('a')] }), says('a', 'working'), exited('a', 0));
    expect(world.store.state.goals.g1).toMatchObject({ state: 'stopped', finish: { state: 'failed' } });
    expect(world.ports.calls).not.toContain('merge(orch/goal)');
  });

  it.each([
    ['no JSON', 'I would rather not'],
    ['an error', new Error('down')],
  ])('that is %s keeps no work from being delivered', async (_what, answer) => {
    const { goal, last } = await carriedOut(answer, 'merge');
    expect(goal).toMatchObject({ state: 'done' });
    expect(goal?.finish?.summary).toBeUndefined();
    expect(last?.message).toMatch(/^make a shop\n\nMerge/);
  });
});

describe('a task whose work conflicts with that of another', () => {
  const conflict = { ...anError, kind: 'conflict', said: 'conflicts in a.ts' } as const;

  it('gets both sides into its worktree, and is told which files to resolve', async () => {
    const told: string[] = [];
    const { store, play } = bench({
      repository: { merge: async () => fail(conflict), takeInBase: async () => ok({ conflicts: ['a.ts'] }) },
      runtime: {
        start: async (_agent, _mode, text) => {
          told.push(text ?? '');
          return ok({ process: { pid: 1, startTicks: 1 }, conversation: null });
        },
      },
    });
    await play(withTasks(plannedTask('a')), says('a', 'working'), exited('a', 0));
    expect(store.state.agents.a).toMatchObject({ attempts: 1, state: 'starting' });
    expect(told.at(-1)).toMatch(/Other agents have changed the same lines[\s\S]*- a\.ts[\s\S]*remove the lines/);
  });

  it('is verified and merged again where nothing conflicts any more', async () => {
    let merges = 0;
    const { store, ports, play } = bench({
      repository: { merge: async () => (++merges === 1 ? fail(conflict) : ok({ commit: 'm', how: 'merge', notes: [] })) },
    });
    await play(withTasks(plannedTask('a')), says('a', 'working'), exited('a', 0));
    expect(store.state.agents.a?.state).toBe('done');
    expect(ports.calls.filter((call) => call === 'run(npm test)').length).toBe(3);
  });
});
