// What a worktree gets of the person's checkout: copies by patterns of the configuration, and links to folders that git must not see.
import { lstat, mkdir, readlink, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { GitRepository } from '../../../src/core/adapters/git/open-repository.js';
import { good, makeWorld, removeTemplate, type World } from './repository-world.js';

let world: World;
let repository: GitRepository;
beforeEach(async () => {
  world = await makeWorld();
  repository = await world.opened();
});
afterEach(() => world.end());
afterAll(removeTemplate);

const order = (name: string) => ({ branch: `orch/${name}`, fallbackBranch: `orch-${name}`, path: world.worktree(name), base: 'main' });
const make = async (bring: { readonly copy?: readonly string[]; readonly link?: readonly string[] }) =>
  good(await repository.createWorktree({ ...order('fix'), bring: { copy: [], link: [], ...bring } }));
const ignoring = async (text: string) => {
  await world.write(join(world.repo, '.gitignore'), text);
  await world.git('add', '--all');
  await world.git('commit', '--quiet', '--message', 'Ignore');
};
const kindOf = async (path: string) => {
  const found = await lstat(path).catch(() => null);
  return found === null ? 'nothing' : found.isSymbolicLink() ? 'link' : found.isDirectory() ? 'folder' : 'file';
};

describe('worktree.copy', () => {
  test('copies untracked files besides those of .worktreeinclude', async () => {
    await ignoring('.env\nlocal.json\n.worktreeinclude\n');
    await world.write(join(world.repo, '.env'), 'A=1\n');
    await world.write(join(world.repo, 'local.json'), '{}\n');
    await world.write(join(world.repo, '.worktreeinclude'), '.env\n');
    const { worktree, notes } = await make({ copy: ['local.json'] });
    expect(notes).toEqual([]);
    expect(await world.read(join(worktree, '.env'))).toBe('A=1\n');
    expect(await world.read(join(worktree, 'local.json'))).toBe('{}\n');
  });

  test('needs no .worktreeinclude, and takes no tracked file', async () => {
    await ignoring('.env\n');
    await world.write(join(world.repo, '.env'), 'A=1\n');
    await world.write(join(world.repo, 'a.txt'), 'changed by a person\n');
    const { worktree } = await make({ copy: ['.env', 'a.txt'] });
    expect(await world.read(join(worktree, '.env'))).toBe('A=1\n');
    expect(await world.read(join(worktree, 'a.txt'))).toContain('line 1');
  });

  test('does not follow a link out of the checkout', async () => {
    await ignoring('secret\n');
    await world.write(join(world.folder, 'outside'), 'not yours\n');
    await symlink(join(world.folder, 'outside'), join(world.repo, 'secret'));
    const { worktree, notes } = await make({ copy: ['secret'] });
    expect(notes).toEqual(['not copied: secret (it is a link out of the checkout)']);
    expect(await kindOf(join(worktree, 'secret'))).toBe('nothing');
  });
});

describe('worktree.link', () => {
  const cache = async () => {
    await mkdir(join(world.repo, '.cache'));
    await world.write(join(world.repo, '.cache/x'), 'shared\n');
  };

  test('links a folder that git ignores, and what is written there is shared', async () => {
    await ignoring('/.cache\n');
    await cache();
    const { worktree, notes } = await make({ link: ['.cache/'] });
    expect(notes).toEqual([]);
    expect(await readlink(join(worktree, '.cache'))).toBe(join(world.repo, '.cache'));
    expect(await world.read(join(worktree, '.cache/x'))).toBe('shared\n');
  });

  test('neither diff, commit nor rescue has the link in it, and its folder outlives the worktree', async () => {
    await ignoring('/.cache\n');
    await cache();
    const { worktree, branch, baseCommit } = await make({ link: ['.cache'] });
    await world.write(join(worktree, 'new.txt'), 'work\n');
    expect(good(await repository.diff({ worktree, baseCommit, maxBytes: 10_000 })).diff).not.toContain('cache');
    good(await repository.commitAll({ worktree, branch, message: 'Work' }));
    expect(await world.git('ls-tree', '-r', '--name-only', branch)).not.toContain('cache');
    await world.write(join(worktree, 'more.txt'), 'more\n');
    const trash = join(world.state, 'trash');
    const { ref } = good(
      await repository.removeWorktree({ name: 'fix', worktree, branch, base: 'main', trash, at: '2026-01-01T00:00:00Z' }),
    );
    const saved = await world.git('ls-tree', '-r', '--name-only', ref ?? '');
    expect(saved).toContain('more.txt');
    expect(saved).not.toContain('cache');
    good(await repository.emptyTrash({ trash, olderThanDays: 0, now: Date.parse('2027-01-01T00:00:00Z') }));
    expect(await world.read(join(world.repo, '.cache/x'))).toBe('shared\n');
  });

  test.each([
    [
      'a pattern that holds for folders alone',
      '.cache/\n',
      'git would see the link: write it as /.cache, without a slash at its end, in .gitignore',
    ],
    ['no pattern', 'other\n', 'git would see the link: write it as /.cache, without a slash at its end, in .gitignore'],
  ])('makes no link that %s would leave to git', async (_, patterns, problem) => {
    await ignoring(patterns);
    await cache();
    const { worktree, notes } = await make({ link: ['.cache'] });
    expect(notes).toEqual([`not linked: .cache (${problem})`]);
    expect(await kindOf(join(worktree, '.cache'))).toBe('nothing');
  });

  test.each([
    ['../outside', 'it is no folder inside the checkout'],
    ['/etc', 'it is no folder inside the checkout'],
    ['.git', 'it is no folder inside the checkout'],
    ['.', 'it is no folder inside the checkout'],
    ['missing', 'the checkout has no such folder'],
    ['a.txt', 'the checkout has no such folder'],
    ['led-out', 'the checkout has no such folder'],
    ['led-out/sub', 'the checkout has no such folder'],
    ['sub', 'git has files of it'],
  ])('does not link %s', async (folder, problem) => {
    await mkdir(join(world.folder, 'outside/sub'), { recursive: true });
    await symlink(join(world.folder, 'outside'), join(world.repo, 'led-out'));
    const { notes } = await make({ link: [folder] });
    expect(notes).toEqual([`not linked: ${folder} (${problem})`]);
  });

  test('never over what was copied', async () => {
    await ignoring('/.cache\n');
    await cache();
    const { worktree, notes } = await make({ copy: ['.cache'], link: ['.cache'] });
    expect(notes).toEqual(['not linked: .cache (something is there already)']);
    expect(await kindOf(join(worktree, '.cache'))).toBe('folder');
  });
});

test('a checkout that is there gets the same', async () => {
  await ignoring('.env\n');
  await world.write(join(world.repo, '.env'), 'A=1\n');
  const { worktree } = await make({});
  expect(good(await repository.bringFiles({ worktree, bring: { copy: ['.env'], link: [] } }))).toEqual([]);
  expect(await world.read(join(worktree, '.env'))).toBe('A=1\n');
});

test('what git has of a folder is told from what it ignores', async () => {
  await ignoring('node_modules/\n');
  const { worktree } = await make({});
  await world.write(join(worktree, 'node_modules/x.js'), 'x\n');
  await world.write(join(worktree, 'vendor/x.js'), 'x\n');
  expect(good(await repository.heldIn({ worktree, folder: 'node_modules' }))).toBe('nothing');
  expect(good(await repository.heldIn({ worktree, folder: 'vendor' }))).toBe('untracked');
  expect(good(await repository.heldIn({ worktree, folder: 'sub' }))).toBe('tracked');
  expect(good(await repository.heldIn({ worktree, folder: 'missing' }))).toBe('nothing');
});

test('before a worktree is moved its work is saved: what runs there then can not lose it', async () => {
  const { worktree, branch } = await make({});
  await world.write(join(worktree, 'new.txt'), 'work\n');
  const { ref } = good(
    await repository.removeWorktree({
      name: 'fix',
      worktree,
      branch,
      base: 'main',
      trash: join(world.state, 'trash'),
      at: '2026-01-01T00:00:00Z',
      beforeMove: async () => {
        await world.gitIn(worktree, 'clean', '--force', '--quiet');
      },
    }),
  );
  expect(await world.git('show', `${ref}:new.txt`)).toBe('work');
});
