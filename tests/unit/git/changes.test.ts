// What one look at a worktree tells: size, files and the lines of the base that were changed, for the radar.
import { rm, symlink, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import type { GitRepository } from '../../../src/core/adapters/git/open-repository.js';
import { bad, good, makeWorld, removeTemplate, tenLines, type World } from './repository-world.js';

let world: World;
let repository: GitRepository;
let made: { readonly worktree: string; readonly baseCommit: string };

beforeEach(async () => {
  world = await makeWorld();
  repository = await world.opened();
  made = await world.agent(repository, 'one');
});
afterEach(() => world.end());
afterAll(removeTemplate);

const order = () => ({ worktree: made.worktree, baseCommit: made.baseCommit });
const changes = async () => good(await repository.measureChanges(order()));
const file = async (path: string) => (await changes()).files.find((one) => one.path === path);
const lines = async (path: string) => (await file(path))?.hunks?.map(({ start, end, added }) => [start, end, added]);
const inside = (path: string) => join(made.worktree, path);

test('tells the lines of the base that were changed, put in and taken out', async () => {
  const text = tenLines({ 2: 'two', 6: 'line 6\nmore' }).replace('line 9\n', '');
  await world.write(inside('a.txt'), text);
  expect(await lines('a.txt')).toEqual([
    [2, 2, 1],
    [7, 6, 1],
    [9, 9, 0],
  ]);
  expect((await changes()).size).toEqual({ files: 1, additions: 2, deletions: 2 });
  expect((await changes()).size).toEqual(good(await repository.measureDiff(order())));
});

test('tells committed, uncommitted and untracked files at once', async () => {
  await world.write(inside('a.txt'), tenLines({ 1: 'one' }));
  await world.gitIn(made.worktree, 'commit', '--quiet', '--all', '--message', 'One');
  await world.write(inside('sub/b.txt'), 'c\n');
  await world.write(inside('new.txt'), 'n\nm\n');
  expect((await changes()).files.map(({ path, isNew }) => [path, isNew])).toEqual([
    ['a.txt', false],
    ['new.txt', true],
    ['sub/b.txt', false],
  ]);
  expect(await lines('new.txt')).toEqual([[1, 0, 2]]);
  expect(await world.gitIn(made.worktree, 'status', '--porcelain')).toBe(' M sub/b.txt\n?? new.txt');
});

test('knows the same lines again, and others apart', async () => {
  const text = async (line: string) => {
    await world.write(inside('a.txt'), tenLines({ 5: line }));
    return (await file('a.txt'))?.hunks?.[0]?.text;
  };
  const first = await text('five');
  expect(await text('other')).not.toBe(first);
  expect(await text('five')).toBe(first);
});

test('follows a file that was moved, and names it as the base does', async () => {
  await world.gitIn(made.worktree, 'mv', 'a.txt', 'moved.txt');
  await world.write(inside('moved.txt'), tenLines({ 4: 'four' }));
  expect(await file('a.txt')).toMatchObject({ movedTo: 'moved.txt', isNew: false, hunks: [{ start: 4, end: 4 }] });
});

test('knows nothing of the lines of what is binary, and all lines of what was deleted', async () => {
  await writeFile(inside('picture'), Buffer.from([0, 1, 2, 0]));
  await unlink(inside('a.txt'));
  expect(await file('picture')).toEqual({ path: 'picture', isNew: true, hunks: null });
  expect(await lines('a.txt')).toEqual([[1, 10, 0]]);
});

test('of names that git quotes only the file is known, and lines that look like a patch are content', async () => {
  await world.write(inside('tab\there "q".txt'), 'x\n');
  await world.write(inside('patch.txt'), 'diff --git a/a.txt b/a.txt\n@@ -1 +1 @@\n+x\n');
  expect((await file('tab\there "q".txt'))?.hunks).toBeNull();
  expect(await lines('patch.txt')).toEqual([[1, 0, 3]]);
  expect((await changes()).files).toHaveLength(2);
});

test('a file that became a link is changed in all its lines', async () => {
  await world.gitIn(made.worktree, 'rm', '--quiet', '--cached', 'a.txt');
  await rm(inside('a.txt'));
  await world.gitIn(made.worktree, 'config', 'core.symlinks', 'true');
  await symlink('sub', inside('a.txt'));
  await world.gitIn(made.worktree, 'add', 'a.txt');
  expect(await lines('a.txt')).toEqual([
    [1, 10, 0],
    [1, 0, 1],
  ]);
});

test('more than can be looked through is told by its size, and by its files while these are few', async () => {
  const many = Array.from({ length: 60_000 }, (_, at) => `line ${at} of a generated file\n`).join('');
  await world.write(inside('first.txt'), 'x\n');
  await world.write(inside('generated.txt'), many);
  expect(await lines('first.txt')).toEqual([[1, 0, 1]]);
  expect((await file('generated.txt'))?.hunks).toBeNull();
  expect((await changes()).size).toEqual({ files: 2, additions: 60_001, deletions: 0 });
});

test('nothing changed is nothing', async () => {
  expect(await changes()).toEqual({ size: { files: 0, additions: 0, deletions: 0 }, files: [], isCut: false });
});

test('a folder that is no worktree is said', async () => {
  expect(bad(await repository.measureChanges({ ...order(), worktree: world.repo }))).toMatchObject({ kind: 'not-found' });
});

test('compares two commits in the same way', async () => {
  await world.write(join(world.repo, 'a.txt'), tenLines({ 3: 'three' }));
  await world.git('commit', '--quiet', '--all', '--message', 'Three');
  const { files } = good(await repository.changesBetween({ from: made.baseCommit, to: 'main' }));
  expect(files).toMatchObject([{ path: 'a.txt', hunks: [{ start: 3, end: 3, added: 1 }] }]);
  expect(bad(await repository.changesBetween({ from: made.baseCommit, to: '--output=x' })).kind).toBe('git');
});

test('tells where bases are, a branch before a tag of its name, and leaves out what is not there', async () => {
  const first = await world.git('rev-parse', 'main');
  await world.git('tag', 'both', 'main');
  await world.git('commit', '--quiet', '--allow-empty', '--message', 'Next');
  const second = await world.git('rev-parse', 'main');
  await world.git('branch', 'both', 'main');
  const tips = good(await repository.tips(['main', 'gone', first.slice(0, 12), 'both', 'a\nb', '']));
  expect([...tips]).toEqual([
    ['main', second],
    [first.slice(0, 12), first],
    ['both', second],
  ]);
});
