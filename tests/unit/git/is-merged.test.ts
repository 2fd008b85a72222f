// Whether work is in the base: as commits, rebased, squashed, even after the base went on.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { good, makeWorld, removeTemplate, tenLines, type World } from './repository-world.js';

let world: World;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(() => world.end());
afterAll(removeTemplate);

const git = (...args: readonly string[]) => world.git(...args);
async function commit(text: string, file = 'a.txt'): Promise<void> {
  await writeFile(join(world.repo, file), text);
  await git('add', '--all');
  await git('commit', '--quiet', '-m', `${file} changes`);
}
/** Two commits on `work`, then main is checked out again. */
async function workOfTwoCommits(): Promise<void> {
  await git('switch', '--quiet', '-c', 'work');
  await commit(tenLines({ 2: 'one' }));
  await commit(tenLines({ 2: 'one', 4: 'two' }));
  await git('switch', '--quiet', 'main');
}

const rows: readonly (readonly [string, boolean, () => Promise<unknown>])[] = [
  ['a branch without commits of its own', true, () => git('branch', 'work')],
  ['a branch that was never merged', false, workOfTwoCommits],
  [
    'a branch merged by a merge commit',
    true,
    async () => {
      await workOfTwoCommits();
      await git('merge', '--quiet', '--no-ff', '--no-edit', 'work');
    },
  ],
  [
    'a branch squashed into one commit',
    true,
    async () => {
      await workOfTwoCommits();
      await git('merge', '--quiet', '--squash', 'work');
      await git('commit', '--quiet', '-m', 'Squashed');
    },
  ],
  [
    'a squashed branch after the base changed the same lines again',
    true,
    async () => {
      await workOfTwoCommits();
      await git('merge', '--quiet', '--squash', 'work');
      await git('commit', '--quiet', '-m', 'Squashed');
      await commit(tenLines({ 2: 'later', 4: 'later' }));
    },
  ],
  [
    'a branch whose commits were picked one by one, before the base changed the same lines again',
    true,
    async () => {
      await workOfTwoCommits();
      await commit('x\n', 'other.txt');
      await git('cherry-pick', 'work~1', 'work');
      await commit(tenLines({ 2: 'later', 4: 'later' }));
    },
  ],
  [
    'a branch squashed together with other work',
    true,
    async () => {
      await workOfTwoCommits();
      await git('merge', '--quiet', '--squash', 'work');
      await commit('x\n', 'other.txt');
    },
  ],
  [
    'a branch of which only the first commit was picked',
    false,
    async () => {
      await workOfTwoCommits();
      await git('cherry-pick', 'work~1');
    },
  ],
  [
    'a squashed branch that went on afterwards',
    false,
    async () => {
      await workOfTwoCommits();
      await git('merge', '--quiet', '--squash', 'work');
      await git('commit', '--quiet', '-m', 'Squashed');
      await git('switch', '--quiet', 'work');
      await commit(tenLines({ 2: 'one', 4: 'two', 6: 'three' }));
    },
  ],
  [
    'a branch whose like in the base was reverted was merged once',
    true,
    async () => {
      await workOfTwoCommits();
      await git('merge', '--quiet', '--squash', 'work');
      await git('commit', '--quiet', '-m', 'Squashed');
      await git('revert', '--no-edit', 'HEAD');
    },
  ],
  [
    'a branch that conflicts with the base',
    false,
    async () => {
      await workOfTwoCommits();
      await commit(tenLines({ 2: 'other' }));
    },
  ],
  [
    'a branch with unrelated history',
    false,
    async () => {
      await git('switch', '--quiet', '--orphan', 'work');
      await commit('z\n', 'z.txt');
      await git('switch', '--quiet', 'main');
    },
  ],
  [
    'a branch with a merge of its own that changed more than both sides',
    false,
    async () => {
      await git('switch', '--quiet', '-c', 'work');
      await commit('w\n', 'w.txt');
      await git('branch', 'side', 'main');
      await git('switch', '--quiet', 'side');
      await commit('s\n', 's.txt');
      await git('switch', '--quiet', 'work');
      await git('merge', '--quiet', '--no-ff', '--no-commit', 'side');
      await writeFile(join(world.repo, 'evil.txt'), 'only in the merge\n');
      await git('add', '--all');
      await git('commit', '--quiet', '-m', 'Merge');
      await git('switch', '--quiet', 'main');
      await git('cherry-pick', 'work^1', 'side');
    },
  ],
];

test.each(rows)('%s: %s', async (_sentence, expected, prepare) => {
  const repository = await world.opened();
  await prepare();
  expect(good(await repository.isMerged('work', 'main'))).toBe(expected);
});

test('a branch or base that is not there counts as not merged', async () => {
  const repository = await world.opened();
  expect(good(await repository.isMerged('none', 'main'))).toBe(false);
  expect(good(await repository.isMerged('main', 'none'))).toBe(false);
});
