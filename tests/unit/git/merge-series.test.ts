// Several branches onto one base, checked where they are made, and landed in one step; by merge commits or rebased.
import { readdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { GitRepository } from '../../../src/core/adapters/git/open-repository.js';
import { fail, ok } from '../../../src/core/model/error.js';
import type { CheckMerge, SeriesOrder } from '../../../src/core/model/repository.js';
import { bad, good, makeWorld, removeTemplate, tenLines, type World } from './repository-world.js';

let world: World;
let repository: GitRepository;
beforeEach(async () => {
  world = await makeWorld();
  repository = await world.opened();
});
afterEach(() => world.end());
afterAll(removeTemplate);

async function work(name: string, files: Readonly<Record<string, string>>): Promise<void> {
  const made = await world.agent(repository, name);
  for (const [path, text] of Object.entries(files)) await world.write(join(made.worktree, path), text);
  good(await repository.commitAll({ worktree: made.worktree, branch: made.branch, message: `Work of ${name}` }));
}

const passes: CheckMerge = async () => ok(undefined);
const series = (names: readonly string[], more: Partial<SeriesOrder> = {}) =>
  repository.mergeSeries({
    base: 'main',
    branches: names.map((name) => ({ branch: `orch/${name}`, message: `Merge ${name}` })),
    scratch: join(world.state, 'scratch'),
    check: passes,
    ...more,
  });
const files = async () => (await world.git('ls-tree', '-r', '--name-only', 'main')).split('\n');
const scratchIsGone = async () => expect(await readdir(world.state)).not.toContain('scratch');

describe('a series', () => {
  test('lands as one step, and the checkout of the person follows', async () => {
    await work('one', { 'one.txt': '1\n' });
    await work('two', { 'two.txt': '2\n' });
    let seen: readonly string[] = [];
    const done = good(
      await series(['one', 'two'], {
        async check({ worktree, branches, isAsBranch }) {
          seen = [...(await readdir(worktree)).filter((name) => name !== '.git').sort(), ...branches, String(isAsBranch)];
          return ok(undefined);
        },
      }),
    );
    expect(seen).toEqual(['a.txt', 'one.txt', 'sub', 'two.txt', 'orch/one', 'orch/two', 'false']);
    expect(done.taken).toEqual([
      { branch: 'orch/one', how: 'fast-forward' },
      { branch: 'orch/two', how: 'merge' },
    ]);
    expect(await files()).toEqual(['a.txt', 'one.txt', 'sub/b.txt', 'two.txt']);
    expect(await world.git('status', '--porcelain')).toBe('');
    expect(await world.git('log', '-1', '--format=%s')).toBe('Merge two');
    await scratchIsGone();
  });

  test('whose check fails leaves the base where it was', async () => {
    await work('one', { 'one.txt': '1\n' });
    const before = await world.git('rev-parse', 'main');
    const failed = { kind: 'verify', tried: 'check', said: 'not ok', next: 'mend' } as const;
    expect(bad(await series(['one'], { check: async () => fail(failed) }))).toEqual(failed);
    expect(await world.git('rev-parse', 'main')).toBe(before);
    await scratchIsGone();
  });

  test.each(['merge', 'rebase'] as const)('leaves out what conflicts and takes the rest (%s)', async (how) => {
    await work('one', { 'a.txt': tenLines({ 2: 'one' }) });
    await work('two', { 'a.txt': tenLines({ 2: 'two' }) });
    await work('three', { 'three.txt': '3\n' });
    const done = good(await series(['one', 'two', 'three'], { how }));
    expect(done.left).toMatchObject([{ branch: 'orch/two', error: { kind: 'conflict', said: 'conflicts in a.txt' } }]);
    expect(done.taken.map(({ branch }) => branch)).toEqual(['orch/one', 'orch/three']);
    expect(await world.git('show', 'main:a.txt')).toContain('one');
    expect(await files()).toContain('three.txt');
    await scratchIsGone();
  });

  test('rebased keeps one line of commits, and what it rebased counts as merged', async () => {
    await work('one', { 'one.txt': '1\n' });
    await work('two', { 'two.txt': '2\n' });
    const tip = await world.git('rev-parse', 'orch/two');
    expect(good(await series(['one', 'two'], { how: 'rebase' })).taken.map(({ how }) => how)).toEqual(['fast-forward', 'rebase']);
    expect(await world.git('log', '--format=%s', 'main')).toBe('Work of two\nWork of one\nFirst');
    // The agent's own branch is checked out in its worktree: it never moves.
    expect(await world.git('rev-parse', 'orch/two')).toBe(tip);
    expect(good(await repository.isMerged('orch/two', 'main'))).toBe(true);
  });

  test('does not rebase a branch that has merged: what was mended in that merge would be lost', async () => {
    await work('one', { 'one.txt': '1\n' });
    await world.write(join(world.repo, 'theirs.txt'), 'theirs\n');
    await world.git('add', '--all');
    await world.git('commit', '--quiet', '-m', 'Theirs');
    const { worktree } = await world.agent(repository, 'two');
    await world.git('-C', worktree, 'merge', '--quiet', '--no-ff', '--no-commit', 'orch/one');
    await world.write(join(worktree, 'one.txt'), 'mended\n');
    await world.git('-C', worktree, 'commit', '--quiet', '--all', '-m', 'Merge one, mended');
    await world.write(join(world.repo, 'theirs.txt'), 'more of theirs\n');
    await world.git('commit', '--quiet', '--all', '-m', 'More of theirs');
    expect(good(await series(['two'], { how: 'rebase' })).taken.map(({ how }) => how)).toEqual(['merge']);
    expect(await world.git('show', 'main:one.txt')).toContain('mended');
  });

  test('is made anew where the base has moved under its check', async () => {
    await work('one', { 'one.txt': '1\n' });
    let rounds = 0;
    good(
      await series(['one'], {
        async check() {
          rounds += 1;
          if (rounds > 1) return ok(undefined);
          await writeFile(join(world.repo, 'theirs.txt'), 'theirs\n');
          await world.git('add', '--all');
          await world.git('commit', '--quiet', '-m', 'Theirs');
          return ok(undefined);
        },
      }),
    );
    expect(rounds).toBe(2);
    expect(await files()).toEqual(['a.txt', 'one.txt', 'sub/b.txt', 'theirs.txt']);
  });

  test('onto a base that was rewound meanwhile starts from what it is now', async () => {
    await world.write(join(world.repo, 'extra.txt'), 'x\n');
    await world.git('add', '--all');
    await world.git('commit', '--quiet', '-m', 'Extra');
    await work('one', { 'one.txt': '1\n' });
    await world.git('branch', 'kept', 'main');
    let isFirst = true;
    good(
      await series(['one'], {
        async check() {
          if (isFirst) await world.git('reset', '--quiet', '--hard', 'HEAD~1');
          isFirst = false;
          return ok(undefined);
        },
      }),
    );
    expect(await files()).toContain('one.txt');
  });

  test('with nothing to land asks for no check', async () => {
    await work('one', { 'one.txt': '1\n' });
    good(await series(['one']));
    const done = good(await series(['one'], { check: async () => fail({ kind: 'verify', tried: 't', said: 's', next: 'n' }) }));
    expect(done.taken).toEqual([{ branch: 'orch/one', how: 'nothing' }]);
  });

  test('into a base that is gone is refused', async () => {
    await work('one', { 'one.txt': '1\n' });
    expect(bad(await series(['one'], { base: 'gone' }))).toMatchObject({ kind: 'not-found', said: 'there is no branch gone here' });
  });
});

test('a merge alone is told whether its files are just those of the branch', async () => {
  await work('one', { 'one.txt': '1\n' });
  const seen: boolean[] = [];
  const check: CheckMerge = async ({ isAsBranch }) => {
    seen.push(isAsBranch);
    return ok(undefined);
  };
  const order = { base: 'main', message: 'M', scratch: join(world.state, 'scratch'), check };
  good(await repository.merge({ ...order, branch: 'orch/one', record: 'always' }));
  await work('two', { 'two.txt': '2\n' });
  await writeFile(join(world.repo, 'theirs.txt'), 'theirs\n');
  await world.git('add', '--all');
  await world.git('commit', '--quiet', '-m', 'Theirs');
  good(await repository.merge({ ...order, branch: 'orch/two' }));
  expect(seen).toEqual([true, false]);
});
