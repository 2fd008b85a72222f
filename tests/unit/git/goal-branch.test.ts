// The branch of a planned goal: made once, looked at, and checked out for a moment.
import { access, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import type { GitRepository } from '../../../src/core/adapters/git/open-repository.js';
import { ok } from '../../../src/core/model/error.js';
import { bad, good, makeWorld, removeTemplate, tenLines, type World } from './repository-world.js';

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
  expect(good(await repository.ensureBranch({ branch, base: 'main', held: null }))).toEqual({ commit: base });
  await world.git('commit', '--quiet', '--allow-empty', '-m', 'Person');
  expect(good(await repository.ensureBranch({ branch, base: 'main', held: null }))).toEqual({ commit: base });
});

test('is refused from a base that is not there', async () => {
  expect(bad(await repository.ensureBranch({ branch, base: 'nowhere', held: null })).said).toMatch(/no such branch/);
  expect(await world.git('branch', '--list', branch)).toBe('');
});

test('deleted by hand is made again from what its tasks have merged, or not at all: never without their work', async () => {
  good(await repository.ensureBranch({ branch, base: 'main', held: null }));
  const one = await world.agent(repository, 'one');
  await world.write(join(one.worktree, 'one.txt'), 'one\n');
  good(await repository.commitAll({ worktree: one.worktree, branch: one.branch, message: 'Work' }));
  const { commit } = good(await repository.merge({ branch: one.branch, base: branch, message: 'Merge', scratch: scratch() }));
  await world.git('branch', '-D', branch);
  expect(good(await repository.ensureBranch({ branch, base: 'main', held: commit }))).toEqual({ commit });
  await world.git('branch', '-D', branch);
  expect(bad(await repository.ensureBranch({ branch, base: 'main', held: 'f'.repeat(40) })).said).toMatch(/of its tasks can not be found/);
});

test('is not taken for the goal’s where a person has made one of that name', async () => {
  await world.git('branch', branch, 'main');
  expect(bad(await repository.ensureBranch({ branch, base: 'main', held: null })).said).toMatch(/not made for this goal/);
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
  await repository.ensureBranch({ branch, base: 'main', held: null });
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

test('is not looked at where its base has become another history: it would look as if that had it all', async () => {
  await repository.ensureBranch({ branch, base: 'main', held: null });
  const other = await world.git('commit-tree', '-m', 'Other', 'main^{tree}');
  await world.git('update-ref', 'refs/heads/other', other);
  const looked = await repository.withCheckout({ branch, base: 'other', path: scratch() }, async () => ok('looked'));
  expect(bad(looked).said).toMatch(/share no commit/);
});

test('leaves no checkout behind when the look fails', async () => {
  await repository.ensureBranch({ branch, base: 'main', held: null });
  const look = repository.withCheckout({ branch, base: 'main', path: scratch() }, async () => Promise.reject(new Error('a bug')));
  await expect(look).rejects.toThrow('a bug');
  await expect(access(scratch())).rejects.toThrow();
});

test('taken into an agent’s worktree leaves what conflicts there with marks, and the resolved files are committed as the merge', async () => {
  await repository.ensureBranch({ branch, base: 'main', held: null });
  const one = await world.agent(repository, 'one');
  const other = await world.agent(repository, 'other');
  await world.write(join(one.worktree, 'a.txt'), tenLines({ 1: 'one' }));
  await world.write(join(other.worktree, 'a.txt'), tenLines({ 1: 'other' }));
  await world.write(join(other.worktree, 'more.txt'), 'm\n');
  for (const { worktree, branch: own } of [one, other]) good(await repository.commitAll({ worktree, branch: own, message: 'Work' }));
  const merge = (own: string) => repository.merge({ branch: own, base: branch, message: 'Merge', scratch: scratch() });
  good(await merge(one.branch));
  expect(bad(await merge(other.branch)).said).toMatch(/^conflicts in a\.txt/);

  expect(good(await repository.takeInBase({ worktree: other.worktree, base: branch }))).toEqual({ conflicts: ['a.txt'] });
  const commit = () => repository.commitAll({ worktree: other.worktree, branch: other.branch, message: 'Work', conflicts: 'by-content' });
  expect(bad(await commit()).said).toMatch(/^unresolved conflicts in a\.txt/);
  await world.write(join(other.worktree, 'a.txt'), tenLines({ 1: 'one and other' }));
  good(await commit());
  expect(good(await merge(other.branch)).how).toBe('fast-forward');
  expect(await world.git('show', `${branch}:a.txt`)).toContain('one and other');
  expect(await world.git('show', `${branch}:more.txt`)).toBe('m');
});

test('taken into a worktree that conflicts with nothing is merged there', async () => {
  await repository.ensureBranch({ branch, base: 'main', held: null });
  const { worktree, branch: own } = await world.agent(repository, 'one');
  await world.write(join(worktree, 'new.txt'), 'n\n');
  good(await repository.commitAll({ worktree, branch: own, message: 'Work' }));
  expect(good(await repository.takeInBase({ worktree, base: branch }))).toEqual({ conflicts: [] });
  expect(await world.gitIn(worktree, 'status', '--porcelain')).toBe('');
});

test('goes once it is merged, and never one that is not, is checked out, or is not ours', async () => {
  const { worktree, branch: own } = await world.agent(repository, 'one');
  await world.write(join(worktree, 'new.txt'), 'n\n');
  good(await repository.commitAll({ worktree, branch: own, message: 'Work' }));
  await repository.ensureBranch({ branch, base: 'main', held: null });
  good(await repository.merge({ branch: own, base: branch, message: 'Merge', scratch: scratch() }));
  const drop = (name = branch) => repository.dropMerged({ branch: name, base: 'main' });
  expect(good(await drop())).toBe(false);
  good(await repository.merge({ branch, base: 'main', message: 'Merge', scratch: scratch() }));
  await world.git('branch', 'person');
  expect(good(await drop('person'))).toBe(false);
  expect(good(await drop(own))).toBe(false);
  expect(good(await drop())).toBe(true);
  expect(await world.git('branch', '--list', '--format=%(refname:short)')).toBe(`main\n${own}\nperson`);
});

test('taken into a worktree, a file that one side deleted stays a conflict for a person: no mark tells what its agent decided', async () => {
  await repository.ensureBranch({ branch, base: 'main', held: null });
  const one = await world.agent(repository, 'one');
  const other = await world.agent(repository, 'other');
  await rm(join(one.worktree, 'a.txt'));
  await world.write(join(other.worktree, 'a.txt'), tenLines({ 1: 'other' }));
  for (const { worktree, branch: own } of [one, other]) good(await repository.commitAll({ worktree, branch: own, message: 'Work' }));
  good(await repository.merge({ branch: one.branch, base: branch, message: 'Merge', scratch: scratch() }));
  expect(good(await repository.takeInBase({ worktree: other.worktree, base: branch }))).toEqual({ conflicts: ['a.txt'] });
  const order = { worktree: other.worktree, branch: other.branch, message: 'Work', conflicts: 'by-content' } as const;
  expect(bad(await repository.commitAll(order)).said).toMatch(/^unresolved conflicts in a\.txt/);
});
