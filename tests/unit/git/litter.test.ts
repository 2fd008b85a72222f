// What an agent CLI leaves in the worktree is neither work nor a change while it is untracked; nothing else is taken for it, and a rescue keeps it.
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import type { GitRepository } from '../../../src/core/adapters/git/open-repository.js';
import type { CreatedWorktree } from '../../../src/core/model/repository.js';
import { good, makeWorld, removeTemplate, type World } from './repository-world.js';

const litter = ['.aider*'];
let world: World;
let repository: GitRepository;
let made: CreatedWorktree;
let at: (path: string) => string;
beforeEach(async () => {
  world = await makeWorld();
  await world.write(join(world.repo, '.aider.conf.yml'), 'model: a\n');
  await world.write(join(world.repo, '.aider.kept/notes'), 'a\n');
  await world.git('add', '--all');
  await world.git('commit', '--quiet', '--message', 'What the person tracks');
  repository = await world.opened();
  made = await world.agent(repository, 'fix');
  at = (path) => join(made.worktree, path);
});
afterEach(() => world.end());
afterAll(removeTemplate);

const order = () => ({ worktree: made.worktree, baseCommit: made.baseCommit, litter });
const commit = async () => good(await repository.commitAll({ worktree: made.worktree, branch: made.branch, message: 'Work', litter }));
const names = async () => (await world.git('diff', '--name-only', 'main', 'orch/fix')).split('\n').sort();
const shown = async () => [...good(await repository.diff({ ...order(), maxBytes: 100_000 })).diff.matchAll(/^\+\+\+ b\/(.*)$/gmu)];

/** History, cache folder, a repository of its own, and one more file in a folder of which something is tracked. */
async function leaveLitter() {
  for (const path of ['.aider.chat.1.md', '.aider.tags.cache.v4/cache.db', '.aider.kept/more']) await world.write(at(path), 'x\n');
  await world.gitIn(made.worktree, 'init', '--quiet', '.aider.repo');
  await world.write(at('.aider.repo/f'), 'x\n');
}

test('alone it is no change, and makes no commit', async () => {
  await leaveLitter();
  expect(good(await repository.measureDiff(order()))).toEqual({ files: 0, additions: 0, deletions: 0 });
  expect(await shown()).toEqual([]);
  expect(await commit()).toEqual({ commit: made.baseCommit, made: false, notes: [] });
});

test('beside work it is left out, silently, and stays in the worktree', async () => {
  await leaveLitter();
  await world.write(at('work.txt'), 'w\n');
  const changed = ['sub/.aider.below', 'work.txt'];
  await world.write(at('sub/.aider.below'), 'the names count at the top only\n');
  expect((await shown()).map(([, name]) => name)).toEqual(expect.arrayContaining(changed));
  expect((await commit()).notes).toEqual([]);
  expect(await names()).toEqual(expect.arrayContaining(changed));
  expect(await names()).not.toEqual(expect.arrayContaining(['.aider.chat.1.md']));
  expect(await world.read(at('.aider.tags.cache.v4/cache.db'))).toBe('x\n');
});

test('a folder of that name in which a person tracks files is work as far as they track it', async () => {
  await leaveLitter();
  await world.write(at('.aider.kept/notes'), 'b\n');
  expect(good(await repository.measureDiff(order()))).toEqual({ files: 1, additions: 1, deletions: 1 });
  await commit();
  expect(await names()).toEqual(['.aider.kept/notes']);
});

test('a tracked file of that name is the person’s: changes, deletions and what an agent staged are work', async () => {
  await world.write(at('.aider.conf.yml'), 'model: b\n');
  await world.write(at('.aider.staged'), 's\n');
  await world.gitIn(made.worktree, 'add', '--force', '.aider.staged');
  await world.gitIn(made.worktree, 'rm', '--quiet', '--force', '.aider.kept/notes');
  expect(good(await repository.measureDiff(order()))).toEqual({ files: 3, additions: 2, deletions: 2 });
  await commit();
  expect(await names()).toEqual(['.aider.conf.yml', '.aider.kept/notes', '.aider.staged']);
});

test('without patterns the same files are work', async () => {
  await world.write(at('.aider.chat.1.md'), 'x\n');
  expect(good(await repository.measureDiff({ worktree: made.worktree, baseCommit: made.baseCommit })).files).toBe(1);
});

test('removing keeps it like all else', async () => {
  await leaveLitter();
  await world.gitIn(at('.aider.repo'), 'commit', '--quiet', '--allow-empty', '-m', 'x');
  expect(good(await repository.hasUnsavedWork({ worktree: made.worktree, branch: made.branch, base: 'main' }))).toBe(true);
  const trash = join(world.state, 'trash');
  const { worktree, branch } = made;
  const when = '2026-11-21T12:00:00.000Z';
  const removed = good(await repository.removeWorktree({ name: 'fix', worktree, branch, base: 'main', trash, at: when }));
  expect(await world.git('show', `${removed.ref}:.aider.chat.1.md`)).toBe('x');
});
