// The branch of a planned goal: made once, looked at, and checked out for a moment.
import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import type { GitRepository } from '../../../src/core/adapters/git/open-repository.js';
import { ok } from '../../../src/core/model/error.js';
import { bad, good, makeWorld, removeTemplate, type World } from './repository-world.js';

let world: World;
let repository: GitRepository;
beforeEach(async () => {
  world = await makeWorld();
  repository = await world.opened();
});
afterEach(() => world.end());
afterAll(removeTemplate);

const branch = 'orch/the-goal';
const scratch = () => join(world.state, 'scratch');

test('is made from its base, and is the same when it is asked for again', async () => {
  const base = await world.git('rev-parse', 'main');
  expect(good(await repository.ensureBranch({ branch, base: 'main' }))).toEqual({ commit: base });
  await world.git('commit', '--quiet', '--allow-empty', '-m', 'Person');
  expect(good(await repository.ensureBranch({ branch, base: 'main' }))).toEqual({ commit: base });
});

test('is refused from a base that is not there', async () => {
  expect(bad(await repository.ensureBranch({ branch, base: 'nowhere' })).said).toMatch(/no such branch/);
  expect(await world.git('branch', '--list', branch)).toBe('');
});

test('lists the files of its base, plain and bounded', async () => {
  await world.write(join(world.repo, 'b\u001b[2J.txt'), 'x');
  await world.git('add', '--all');
  await world.git('commit', '--quiet', '-m', 'Person');
  const all = good(await repository.trackedFiles({ base: 'main', most: 100 }));
  expect(all.files).toContain('b.txt');
  expect(all.total).toBe(all.files.length);
  expect(good(await repository.trackedFiles({ base: 'main', most: 1 }))).toEqual({ files: [all.files[0]], total: all.total });
});

test('is checked out only while it is looked at, without the branch itself', async () => {
  await repository.ensureBranch({ branch, base: 'main' });
  const base = await world.git('rev-parse', 'main');
  const seen = await repository.withCheckout({ branch, base: 'main', path: scratch() }, async ({ worktree, commit, baseCommit }) => {
    expect([commit, baseCommit]).toEqual([base, base]);
    expect(await world.git('branch', '--show-current')).toBe('main');
    return ok(await readFile(join(worktree, 'a.txt'), 'utf8'));
  });
  expect(good(seen)).toBe(await readFile(join(world.repo, 'a.txt'), 'utf8'));
  await expect(access(scratch())).rejects.toThrow();
  expect(await world.git('worktree', 'list')).not.toContain('scratch');
});

test('leaves no checkout behind when the look fails', async () => {
  await repository.ensureBranch({ branch, base: 'main' });
  const look = repository.withCheckout({ branch, base: 'main', path: scratch() }, async () => Promise.reject(new Error('a bug')));
  await expect(look).rejects.toThrow('a bug');
  await expect(access(scratch())).rejects.toThrow();
});
