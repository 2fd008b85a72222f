// Who works on a task with several tries: harnesses and counts, names, and whether they compete. Every doubt is an error before anything is made.
import { describe, expect, it } from 'vitest';
import { AGENT_CLIS } from '../../../src/core/harness/registry.js';
import { DEFAULT_CONFIG } from '../../../src/core/model/default-config.js';
import { fail, ok } from '../../../src/core/model/error.js';
import type { Goal } from '../../../src/core/model/goal.js';
import { PLAIN_RUN } from '../../../src/core/model/plain-run.js';
import type { RunParams } from '../../../src/core/model/requests.js';
import { emptyState } from '../../../src/core/model/state.js';
import { orderGoal } from '../../../src/host/answers/order-goal.js';
import type { OrderWorld } from '../../../src/host/answers/order-world.js';

let id = 0;

function order(params: Partial<RunParams>, state = emptyState(5)) {
  const world: OrderWorld = {
    state,
    config: DEFAULT_CONFIG,
    repository: {
      info: { commonDir: '/r/.git', toplevel: '/', name: 'r', hash: 'h' },
      branches: async () => ok(['main']),
      defaultBase: async () => ok('main'),
      resolveBase: async () => ok('c0'),
      forgeRemote: async () => ok(null),
    } as unknown as OrderWorld['repository'],
    worktrees: '/wt',
    roles: async () => ok([]),
    model: { available: () => fail({ kind: 'model', tried: 'ask', said: 'no key', next: 'set one' }) },
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
  };
  return orderGoal({ ...PLAIN_RUN, text: 'Add login', finish: 'merge', unattended: true, ...params }, world);
}

async function ordered(params: Partial<RunParams>) {
  const result = await order(params);
  if (!result.ok) throw new Error(result.error.said);
  return result.value;
}

it('a goal has the id that is given for it, where no other one has that', async () => {
  expect((await ordered({ goal: 'g-chosen' })).goal).toBe('g-chosen');
  expect((await ordered({})).goal).toMatch(/^g\d+$/);
  const there: Goal = { id: 'g-chosen', text: 'Before', state: 'done', workspace: null, createdAt: '', tasks: [] };
  expect(await order({ goal: 'g-chosen' }, { ...emptyState(5), goals: { 'g-chosen': there } })).toMatchObject({
    ok: false,
    error: { kind: 'conflict', said: 'there is one with that id' },
  });
});

describe('several tries', () => {
  it('are so many of each harness, each with a name of its own, and compete', async () => {
    const others = [{ harness: 'codex', model: 'gpt-5' }];
    const { agents, tries } = await ordered({ harness: 'claude', model: 'opus', args: ['--fast'], count: 2, others });
    expect(agents.map(({ name, launch }) => [name, launch.harness, launch.model, launch.args])).toEqual([
      ['add-login', 'claude', 'opus', ['--fast']],
      ['add-login-2', 'claude', 'opus', ['--fast']],
      ['add-login-3', 'codex', 'gpt-5', []],
      ['add-login-4', 'codex', 'gpt-5', []],
    ]);
    expect(agents.every(({ finish }) => finish.competes === true)).toBe(true);
    expect(tries).toEqual({ isUnattended: true });
  });

  it('of the same harness have its own arguments', async () => {
    const { agents } = await ordered({ harness: 'claude', args: ['--fast'], others: [{ harness: 'claude', model: 'haiku' }] });
    expect(agents.map(({ launch }) => [launch.model, launch.args])).toEqual([
      [null, ['--fast']],
      ['haiku', ['--fast']],
    ]);
  });

  it.each<[string, Partial<RunParams>, boolean]>([
    ['a person who sits there picks', { picks: 'person' }, false],
    ['a person who agrees to the finish picks', { approve: ['finish'] }, false],
    ['a person picks where nothing ends by itself', { unattended: false }, false],
    ['the host picks where nobody is to be asked', {}, true],
  ])('%s', async (_what, params, isUnattended) => {
    expect((await ordered({ count: 2, ...params })).tries).toEqual({ isUnattended });
  });

  it.each<[string, Partial<RunParams>]>([
    ['one agent works on it', { count: 1 }],
    ['each is kept', { count: 3, finish: 'keep' }],
  ])('do not compete where %s', async (_what, params) => {
    const { agents, tries } = await ordered(params);
    expect(tries).toBeUndefined();
    expect(agents.every(({ finish }) => finish.competes === undefined)).toBe(true);
  });

  it.each<[string, Partial<RunParams>, RegExp]>([
    ['a harness that is not there', { others: [{ harness: 'nobody', model: null }] }, /nobody/],
    [
      'more than fifty in all',
      {
        count: 20,
        others: [
          { harness: 'codex', model: null },
          { harness: 'gemini', model: null },
        ],
      },
      /from 1 to 50/,
    ],
    ['a plan', { count: 2, plan: 'always' }, /exclude each other/],
    ['a plan with other harnesses', { others: [{ harness: 'codex', model: null }], plan: 'always' }, /exclude each other/],
    ['tasks of a person', { count: 2, tasks: [] }, /exclude each other/],
  ])('are refused with %s', async (_what, params, said) => {
    expect(await order(params)).toMatchObject({ ok: false, error: { said: expect.stringMatching(said) } });
  });
});
