// The merge queue over a repository that the test plays: who is merged with whom, how often is checked, and who is found to fail.
import { describe, expect, it } from 'vitest';
import { createMergeQueue, type MergeEntry, type MergePorts } from '../../../src/core/effects/merge-queue.js';
import { fail, ok } from '../../../src/core/model/error.js';
import type { Repository } from '../../../src/core/ports/repository.js';
import { fakePorts } from '../../helpers/fake-effect-ports.js';

const CONFLICT = { kind: 'conflict', tried: 'merge', said: 'conflicts in a.txt', next: 'n' } as const;

interface Playing {
  /** Whether the check succeeds on a base that has these. */
  readonly passes?: (landed: readonly string[]) => boolean;
  readonly conflicts?: readonly string[];
  readonly batch?: number;
  /** The first one alone changes nothing but what was checked. */
  readonly goesForward?: boolean;
  readonly changes?: Partial<Repository>;
}

function world({ passes = () => true, conflicts = [], batch = 8, goesForward = false, changes = {} }: Playing = {}) {
  const landed: string[] = [];
  let checks = 0;
  let tried: readonly string[] = [];
  const ports: MergePorts = {
    ...fakePorts({
      repository: {
        async merge({ branch, check }) {
          if (conflicts.includes(branch)) return fail(CONFLICT);
          tried = [...landed, branch];
          const checked = await check?.({
            worktree: '/scratch',
            commit: branch,
            branches: [branch],
            isAsBranch: goesForward && landed.length === 0,
          });
          if (checked?.ok === false) return checked;
          landed.push(branch);
          return ok({ commit: branch, how: 'merge', notes: [] });
        },
        async mergeSeries({ branches, check }) {
          const names = branches.map(({ branch }) => branch).filter((branch) => !conflicts.includes(branch));
          tried = [...landed, ...names];
          const checked = await check({ worktree: '/scratch', commit: names.join('+'), branches: names, isAsBranch: false });
          if (!checked.ok) return checked;
          landed.push(...names);
          const left = branches.filter(({ branch }) => conflicts.includes(branch)).map(({ branch }) => ({ branch, error: CONFLICT }));
          return ok({ commit: names.join('+'), taken: names.map((branch) => ({ branch, how: 'merge' as const })), left, notes: [] });
        },
        ...changes,
      },
      commands: async () => {
        checks += 1;
        return { exitCode: passes(tried) ? 0 : 1, timedOut: false, tail: 'not ok 3 - sums\n' };
      },
    }),
    merge: { how: 'merge', verify: true, batch },
  };
  const queue = createMergeQueue(ports);
  const add = (branch: string, more: Partial<MergeEntry> = {}) =>
    queue.add({
      id: branch,
      branch,
      base: 'main',
      message: `Merge ${branch}`,
      verify: 'npm test',
      signal: new AbortController().signal,
      ...more,
    });
  return {
    landed,
    add,
    get checks() {
      return checks;
    },
  };
}

const NAMES = ['a', 'b', 'c', 'd', 'e'];

describe('branches that wait for one base', () => {
  it('are merged together, with one check for all', async () => {
    const all = world();
    const ends = await Promise.all(NAMES.map((name) => all.add(name)));
    expect(ends.map(({ kind }) => kind)).toEqual(NAMES.map(() => 'merged'));
    expect(all.landed).toEqual(NAMES);
    expect(all.checks).toBe(1);
    expect(ends[0]).toMatchObject({ notes: ['merged and checked together: a, b, c, d, e'] });
  });

  it('with other commands run each of them once', async () => {
    const all = world();
    await Promise.all([all.add('a'), all.add('b', { verify: 'make check' }), all.add('c'), all.add('d', { verify: null })]);
    expect(all.checks).toBe(2);
  });

  it('no more at once than configured', async () => {
    const all = world({ batch: 2 });
    await Promise.all(NAMES.map((name) => all.add(name)));
    expect(all.landed).toEqual(NAMES);
    expect(all.checks).toBe(3);
  });

  it.each(NAMES)('of which %s fails: it alone is found, the others land', async (bad) => {
    const all = world({ passes: (landed) => !landed.includes(bad) });
    const ends = await Promise.all(NAMES.map((name) => all.add(name)));
    expect(ends.map(({ kind }) => kind)).toEqual(NAMES.map((name) => (name === bad ? 'check-failed' : 'merged')));
    expect(all.landed).toEqual(NAMES.filter((name) => name !== bad));
    expect(ends[NAMES.indexOf(bad)]).toMatchObject({ tail: 'not ok 3 - sums\n', error: { kind: 'verify' } });
  });

  it('of which two fail only together: the later one goes back', async () => {
    const all = world({ passes: (landed) => !(landed.includes('b') && landed.includes('d')) });
    const ends = await Promise.all(NAMES.map((name) => all.add(name)));
    expect(ends.map(({ kind }) => kind)).toEqual(['merged', 'merged', 'merged', 'check-failed', 'merged']);
  });

  it('of which one conflicts: it alone is refused', async () => {
    const all = world({ conflicts: ['c'] });
    const ends = await Promise.all(NAMES.map((name) => all.add(name)));
    expect(ends[2]).toEqual({ kind: 'refused', error: CONFLICT });
    expect(all.landed).toEqual(['a', 'b', 'd', 'e']);
  });

  it('of which one is stopped before its turn: it is left out', async () => {
    const all = world();
    const stop = new AbortController();
    stop.abort();
    const ends = await Promise.all([all.add('a'), all.add('b', { signal: stop.signal }), all.add('c')]);
    expect(ends.map(({ kind }) => kind)).toEqual(['merged', 'refused', 'merged']);
    expect(all.landed).toEqual(['a', 'c']);
  });
});

it('one alone whose files are those that were checked is not checked again; the next one is', async () => {
  const all = world({ goesForward: true });
  await all.add('a');
  expect(all.checks).toBe(0);
  await all.add('b');
  expect(all.checks).toBe(1);
});

it('changes of a person that are in the way of one are not in the way of the others', async () => {
  const dirty = { kind: 'conflict', tried: 'merge', said: 'base has local changes in a.txt', next: 'n' } as const;
  const all = world({ conflicts: ['a'], changes: { mergeSeries: async () => fail(dirty) } });
  const ends = await Promise.all([all.add('a'), all.add('b')]);
  expect(ends.map(({ kind }) => kind)).toEqual(['refused', 'merged']);
});

it('what fails for the base as a whole fails for each', async () => {
  const gone = { kind: 'not-found', tried: 'merge', said: 'there is no branch main here', next: 'n' } as const;
  const all = world({ changes: { mergeSeries: async () => fail(gone) } });
  expect(await Promise.all([all.add('a'), all.add('b')])).toEqual([1, 2].map(() => ({ kind: 'refused', error: gone })));
});

it('a branch with which the scratch checkout can not be made ready does not keep the others out', async () => {
  const broken = { kind: 'setup', tried: 'make ready', said: 'install failed with exit code 1', next: 'n' } as const;
  const all = world({
    changes: {
      mergeSeries: async ({ branches }) =>
        branches.some(({ branch }) => branch === 'b')
          ? fail(broken)
          : ok({ commit: 'x', taken: branches.map(({ branch }) => ({ branch, how: 'merge' as const })), left: [], notes: [] }),
      merge: async ({ branch }) => (branch === 'b' ? fail(broken) : ok({ commit: branch, how: 'merge', notes: [] })),
    },
  });
  const ends = await Promise.all(NAMES.map((name) => all.add(name)));
  expect(ends.map(({ kind }) => kind)).toEqual(['merged', 'refused', 'merged', 'merged', 'merged']);
});

it('whose merge can not be checked for want of its setup is told how to go on', async () => {
  const config = { ...fakePorts().worktrees.config, setup: 'make ready' };
  const ports = fakePorts({
    commands: async () => ({ exitCode: 1, timedOut: false, tail: '' }),
    worktrees: { config },
    repository: {
      bringFiles: async () => ok([]),
      async merge({ branch, check }) {
        const checked = await check?.({ worktree: '/scratch', commit: branch, branches: [branch], isAsBranch: false });
        return checked?.ok === false ? checked : ok({ commit: branch, how: 'merge', notes: [] });
      },
    },
  });
  const queue = createMergeQueue({ ...ports, merge: { how: 'merge', verify: true, batch: 8 } });
  const { signal } = new AbortController();
  const end = await queue.add({ id: 'a', branch: 'a', base: 'main', message: 'm', verify: 'npm test', signal });
  expect(end).toMatchObject({ kind: 'refused', error: { kind: 'setup', next: 'Mend it, then press f again' } });
});

it('nobody of a batch waits for ever after a bug', async () => {
  const bug = new Error('a bug');
  const all = world({
    changes: {
      mergeSeries: async () => {
        throw bug;
      },
    },
  });
  const ends = await Promise.allSettled(NAMES.map((name) => all.add(name)));
  expect(ends).toEqual(NAMES.map(() => ({ status: 'rejected', reason: bug })));
});

it('other bases do not wait', async () => {
  const all = world();
  await Promise.all([all.add('a'), all.add('b', { base: 'next' })]);
  expect(all.checks).toBe(2);
  expect(all.landed.toSorted()).toEqual(['a', 'b']);
});
