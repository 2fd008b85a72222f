// Commits go from one repository into another, by a remote or by a bundle; what an agent works on is saved without being touched.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { bad, good, makeWorld, removeTemplate, type World } from './repository-world.js';

let world: World;
let other: World;
beforeEach(async () => {
  [world, other] = await Promise.all([makeWorld(), makeWorld()]);
});
afterEach(() => Promise.all([world.end(), other.end()]));
afterAll(removeTemplate);

const REF = 'refs/orch/tasks/t-1/1';

async function withWork() {
  const repository = await world.opened();
  const path = join(world.folder, 'wt/fix');
  const made = good(await repository.createWorktree({ branch: 'orch/fix', fallbackBranch: 'orch-fix', path, base: 'main' }));
  await writeFile(join(made.worktree, 'new.txt'), 'new\n');
  return { repository, carrier: repository.carrier, worktree: made.worktree, base: made.baseCommit };
}

test('a snapshot has what is not committed, and leaves worktree and index as they were', async () => {
  const { carrier, worktree, base } = await withWork();
  const before = await world.gitIn(worktree, 'status', '--porcelain');
  const commit = good(await carrier.snapshot({ worktree, message: 'So far' }));
  expect(await world.git('show', `${commit}:new.txt`)).toBe('new');
  expect(await world.git('rev-parse', `${commit}^`)).toBe(base);
  expect(await world.gitIn(worktree, 'status', '--porcelain')).toBe(before);
  expect(await world.git('rev-parse', 'orch/fix')).toBe(base);
  expect(good(await carrier.snapshot({ worktree, message: 'So far' }))).toBe(commit);
});

test('a snapshot of a worktree in which nothing changed is what is checked out', async () => {
  const { carrier, worktree, base } = await withWork();
  await world.gitIn(worktree, 'clean', '--quiet', '--force');
  expect(good(await carrier.snapshot({ worktree, message: 'So far' }))).toBe(base);
});

test('a bundle brings a commit to a repository that has what it builds on', async () => {
  const { carrier, worktree, base } = await withWork();
  const commit = good(await carrier.snapshot({ worktree, message: 'So far' }));
  const order = { commit, ref: REF, without: [base], beyond: 'these' as const };
  const data = good(await carrier.bundle({ ...order, maxBytes: 1_000_000 }));
  expect(await world.git('for-each-ref', REF)).toBe('');
  const there = (await other.opened()).carrier;
  expect(await there.has(commit)).toBe(false);
  good(await there.unbundle({ data, ref: REF }));
  expect(await there.has(commit)).toBe(true);
  expect(good(await there.rootOf(commit))).toBe(good(await carrier.rootOf(base)));
  expect(await there.isWithin({ older: base, newer: commit })).toBe(true);
  expect(bad(await carrier.bundle({ ...order, maxBytes: 100 })).said).toContain('larger than');
});

test('of what a bundle leaves out as known to the remote, only that remote counts: what stands on another one is in it', async () => {
  const [bare, fork] = [join(world.folder, 'remote.git'), join(world.folder, 'fork.git')];
  for (const one of [bare, fork]) await world.git('init', '--quiet', '--bare', one);
  await world.git('remote', 'add', 'origin', bare);
  await world.git('remote', 'add', 'fork', fork);
  const { carrier, worktree } = await withWork();
  await world.git('push', '--quiet', 'origin', 'main:refs/heads/team/main');
  const commit = good(await carrier.snapshot({ worktree, message: 'So far' }));
  const order = { commit, ref: REF, without: [], beyond: 'and-remote' as const, maxBytes: 1_000_000 };
  await world.git('push', '--quiet', 'fork', `${commit}:refs/heads/mine`);
  const data = good(await carrier.bundle(order));
  const there = (await other.opened()).carrier;
  good(await there.unbundle({ data, ref: REF }));
  expect(await there.has(commit)).toBe(true);
  await world.git('push', '--quiet', 'origin', `${commit}:refs/heads/team/mine`);
  expect(bad(await carrier.bundle(order)).kind).toBe('not-found');
});

test('a ref of the remote carries it too, is replaced there, and is taken away in the end', async () => {
  const bare = join(world.folder, 'remote.git');
  await world.git('init', '--quiet', '--bare', bare);
  for (const one of [world, other]) await one.git('remote', 'add', 'origin', bare);
  const { carrier, worktree, base } = await withWork();
  const there = (await other.opened()).carrier;
  expect(good(await carrier.remote())).toEqual({ name: 'origin', url: bare });
  good(await carrier.push({ remote: 'origin', commit: base, ref: REF }));
  const commit = good(await carrier.snapshot({ worktree, message: 'So far' }));
  good(await carrier.push({ remote: 'origin', commit, ref: REF }));
  good(await there.fetch({ remote: 'origin', ref: REF }));
  expect(await other.git('rev-parse', REF)).toBe(commit);
  expect(bad(await carrier.drop({ remote: 'origin', ref: REF, commit: base })).kind).toBe('git');
  good(await carrier.drop({ remote: 'origin', ref: REF, commit }));
  expect(await world.git('ls-remote', bare)).toBe('');
});

test('what stands below a prefix is listed, here and there, and the names that have a commit are told', async () => {
  const bare = join(world.folder, 'remote.git');
  await world.git('init', '--quiet', '--bare', bare);
  await world.git('remote', 'add', 'origin', bare);
  const { carrier, worktree, base } = await withWork();
  const commit = good(await carrier.snapshot({ worktree, message: 'So far' }));
  const prefix = 'refs/orch/tasks/t-1/';
  for (const [ref, one] of [
    [REF, commit],
    [`${prefix}2`, base],
    ['refs/orch/tasks/t-10/1', base],
  ] as const)
    good(await carrier.push({ remote: 'origin', commit: one, ref }));
  expect(good(await carrier.list({ prefix, remote: 'origin' }))).toEqual([
    { ref: REF, commit },
    { ref: `${prefix}2`, commit: base },
  ]);
  expect(good(await carrier.list({ prefix }))).toEqual([]);
  expect(await carrier.namesOf(commit)).toEqual([]);
  good(await carrier.keep({ ref: 'refs/orch/given/fix-1', commit }));
  expect(await carrier.namesOf(commit)).toEqual(['refs/orch/given/fix-1']);
  expect(good(await carrier.list({ prefix: 'refs/orch/given/' }))).toEqual([{ ref: 'refs/orch/given/fix-1', commit }]);
  expect(await carrier.namesOf(base)).toContain('refs/heads/orch/fix');
  expect(await carrier.namesOf('f'.repeat(40))).toEqual([]);
});

test.each([
  ['https://ada:ghp_secret@git.example/widget.git', 'https://git.example/widget.git'],
  ['https://ghp_secret@git.example/widget.git', 'https://git.example/widget.git'],
  ['https://ada:with@sign@git.example/widget.git', 'https://git.example/widget.git'],
  ['ssh://git:secret@git.example/widget.git', 'ssh://git@git.example/widget.git'],
  ['ssh://git@git.example/widget.git', 'ssh://git@git.example/widget.git'],
  ['git@git.example:widget.git', 'git@git.example:widget.git'],
])('what is told of the remote %s can be read by others, and used', async (url, told) => {
  await world.git('remote', 'add', 'origin', url);
  const { carrier } = await withWork();
  expect(good(await carrier.remote())).toEqual({ name: 'origin', url: told });
});

test('a branch moves on to work that has all of it, and not over what it has not', async () => {
  const { carrier, worktree, base } = await withWork();
  const commit = good(await carrier.snapshot({ worktree, message: 'So far' }));
  expect(bad(await carrier.advance({ worktree, branch: 'orch/fix', commit }))).toMatchObject({ kind: 'conflict' });
  await world.gitIn(worktree, 'clean', '--quiet', '--force');
  good(await carrier.advance({ worktree, branch: 'orch/fix', commit }));
  expect(await world.git('rev-parse', 'orch/fix')).toBe(commit);
  await world.gitIn(worktree, 'commit', '--quiet', '--allow-empty', '-m', 'Mine');
  const elsewhere = await world.git('commit-tree', '-p', base, '-m', 'Theirs', 'main^{tree}');
  expect(bad(await carrier.advance({ worktree, branch: 'orch/fix', commit: elsewhere })).kind).toBe('conflict');
});
