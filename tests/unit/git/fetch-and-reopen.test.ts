// What others did on a remote comes here, and a branch whose worktree was removed gets one again.
import { rename } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { bad, good, makeWorld, removeTemplate, type World } from './repository-world.js';

let world: World;
let bare: string;
beforeEach(async () => {
  world = await makeWorld();
  bare = join(world.folder, 'remote.git');
  await world.git('init', '--quiet', '--bare', bare);
  await world.git('remote', 'add', 'origin', bare);
  await world.git('push', '--quiet', 'origin', 'main');
});
afterEach(() => world.end());
afterAll(removeTemplate);

const fetching = { branch: 'main', remote: 'origin', token: null, host: 'github.com' } as const;

test('a fetched branch is known under its name there, and ours stays where it was', async () => {
  const before = await world.git('rev-parse', 'main');
  const theirs = await world.git('commit-tree', '-p', 'main', '-m', 'Theirs', 'main^{tree}');
  await world.git('push', '--quiet', 'origin', `${theirs}:refs/heads/main`);
  expect(good(await (await world.opened()).fetch(fetching))).toEqual({ commit: theirs, name: 'origin/main' });
  expect(await world.git('rev-parse', 'main')).toBe(before);
  expect(await world.git('rev-parse', 'refs/remotes/origin/main')).toBe(theirs);
});

test('a branch that is not there is told as such, and so is another address', async () => {
  const repository = await world.opened();
  expect(bad(await repository.fetch({ ...fetching, branch: 'gone' })).kind).toBe('not-found');
  await world.git('config', 'remote.origin.url', '/elsewhere');
  expect(bad(await repository.fetch(fetching)).kind).toBe('needs-person');
});

test('a token is not sent to an address that is not the forge', async () => {
  const refused = bad(await (await world.opened()).fetch({ ...fetching, token: 'sekret' }));
  expect(refused).toMatchObject({ kind: 'needs-person' });
  expect(JSON.stringify(refused)).not.toContain('sekret');
});

test('a removed worktree is made again on its branch, with what was committed there', async () => {
  const repository = await world.opened();
  const path = join(world.folder, 'wt/fix');
  const made = good(await repository.createWorktree({ branch: 'orch/fix', fallbackBranch: 'orch-fix', path, base: 'main' }));
  await world.gitIn(made.worktree, 'commit', '--quiet', '--allow-empty', '-m', 'Work');
  const tip = await world.git('rev-parse', 'orch/fix');
  expect(bad(await repository.reopenWorktree({ branch: 'orch/fix', path })).kind).toBe('repository');
  const order = { name: 'fix', worktree: path, branch: 'orch/fix', base: 'main', trash: join(world.folder, 'trash') };
  good(await repository.removeWorktree({ ...order, at: '2026-11-26T20:00:00.000Z', branchAfter: 'keep' }));
  const again = good(await repository.reopenWorktree({ branch: 'orch/fix', path }));
  expect(await world.gitIn(again.worktree, 'rev-parse', 'HEAD')).toBe(tip);
  await rename(again.worktree, `${again.worktree}-away`);
  expect(bad(await repository.reopenWorktree({ branch: 'orch/gone', path })).kind).toBe('not-found');
});

test('a branch that was squashed into the base over there goes once that was fetched', async () => {
  const repository = await world.opened();
  good(await repository.ensureBranch({ branch: 'orch/fix', base: 'main', held: null }));
  const blob = await world.git('hash-object', '-w', join(world.repo, '.git/HEAD'));
  await world.git('read-tree', 'main');
  await world.git('update-index', '--add', '--cacheinfo', `100644,${blob},new.txt`);
  const tree = await world.git('write-tree');
  await world.git('read-tree', 'HEAD');
  const work = await world.git('commit-tree', '-p', 'main', '-m', 'Work', tree);
  await world.git('update-ref', 'refs/heads/orch/fix', work);
  expect(good(await repository.dropMerged({ branch: 'orch/fix', base: 'origin/main' }))).toBe(false);
  const squashed = await world.git('commit-tree', '-p', 'main', '-m', 'Squashed', tree);
  await world.git('push', '--quiet', 'origin', `${squashed}:refs/heads/main`);
  good(await repository.fetch(fetching));
  expect(good(await repository.dropMerged({ branch: 'orch/fix', base: 'origin/main' }))).toBe(true);
});
