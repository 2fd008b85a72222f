// Making worktrees: whole or not at all, on a branch of ours, with the untracked files a person listed.
import { chmod, lstat, mkdir, readdir, readlink, rename, stat, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { GitRepository } from '../../../src/core/adapters/git/open-repository.js';
import { bad, good, makeWorld, removeTemplate, type World } from './repository-world.js';

let world: World;
let repository: GitRepository;
beforeEach(async () => {
  world = await makeWorld();
  repository = await world.opened();
});
afterEach(() => world.end());
afterAll(removeTemplate);

const order = (name: string) => ({ branch: `orch/${name}`, fallbackBranch: `orch-${name}`, path: world.worktree(name), base: 'main' });
/** All that a made worktree leaves in the repository. */
const traces = async () => ({
  refs: (await world.git('for-each-ref', '--format=%(refname)')).split('\n'),
  worktrees: (await world.git('worktree', 'list')).split('\n').length,
});
const NONE = { refs: ['refs/heads/main'], worktrees: 1 };

describe('a worktree', () => {
  test('stands on its new branch at the base', async () => {
    const made = good(await repository.createWorktree(order('fix')));
    const head = await world.git('rev-parse', 'main');
    expect(made).toEqual({ branch: 'orch/fix', worktree: world.worktree('fix'), baseCommit: head, notes: [] });
    expect(await world.gitIn(made.worktree, 'status', '--porcelain', '--branch')).toBe('## orch/fix');
    expect(await world.read(join(made.worktree, 'sub/b.txt'))).toBe('b\n');
  });

  test('leaves a dirty checkout as it is', async () => {
    await world.write(join(world.repo, 'a.txt'), 'mine\n');
    await world.write(join(world.repo, 'u.txt'), 'untracked\n');
    const made = good(await repository.createWorktree(order('fix')));
    expect(await world.git('status', '--porcelain')).toBe(' M a.txt\n?? u.txt');
    expect(await readdir(made.worktree)).not.toContain('u.txt');
  });

  test('takes the other branch name where a branch called orch is in the way, and says so', async () => {
    await world.git('branch', 'orch');
    const made = good(await repository.createWorktree(order('fix')));
    expect(made).toMatchObject({ branch: 'orch-fix', notes: [expect.stringContaining('your branch orch leaves no room for orch/fix')] });
  });

  test('comes from the branch of a remote, also one that is not here as a branch, and does not track it', async () => {
    const commit = await world.git('rev-parse', 'main');
    await world.git('update-ref', 'refs/remotes/origin/next', commit);
    const made = good(await repository.createWorktree({ ...order('fix'), base: 'origin/next' }));
    expect(made).toMatchObject({ branch: 'orch/fix', baseCommit: commit });
    expect(await world.gitIn(made.worktree, 'status', '--porcelain', '--branch')).toBe('## orch/fix');
  });

  test('comes from a detached commit', async () => {
    await world.git('switch', '--quiet', '--detach');
    const commit = await world.git('rev-parse', 'HEAD');
    expect(good(await repository.createWorktree({ ...order('fix'), base: commit })).baseCommit).toBe(commit);
  });
});

describe('many at once', () => {
  test('are all made: git fails on the administration of a worktree that another git is just making', async () => {
    const names = Array.from({ length: 20 }, (_, number) => `fix-${number}`);
    const made = await Promise.all(names.map((name) => repository.createWorktree(order(name))));
    expect(made.flatMap((result) => (result.ok ? [] : [result.error.said]))).toEqual([]);
    expect((await traces()).worktrees).toBe(21);
  });
});

describe('nothing half made', () => {
  test('when the branch exists', async () => {
    await world.git('branch', 'orch/fix');
    expect(bad(await repository.createWorktree(order('fix')))).toMatchObject({ kind: 'usage', said: 'the branch orch/fix exists already' });
    await expect(lstat(world.worktree('fix'))).rejects.toThrow();
    expect((await traces()).refs).toEqual(['refs/heads/main', 'refs/heads/orch/fix']);
  });

  test('when the base does not exist', async () => {
    expect(bad(await repository.createWorktree({ ...order('fix'), base: 'nope' }))).toMatchObject({
      kind: 'usage',
      tried: 'start from nope',
    });
    expect(await traces()).toEqual(NONE);
  });

  test('when something is at the path, which stays', async () => {
    await world.write(join(world.worktree('fix'), 'mine.txt'), 'mine\n');
    expect(bad(await repository.createWorktree(order('fix')))).toMatchObject({ said: 'something is there already' });
    expect(await world.read(join(world.worktree('fix'), 'mine.txt'))).toBe('mine\n');
    expect(await traces()).toEqual(NONE);
  });

  test('when a file is where the folder of worktrees should be', async () => {
    await world.write(join(world.state, 'wt'), 'a file');
    expect(bad(await repository.createWorktree(order('fix')))).toMatchObject({ kind: 'storage' });
    expect(await traces()).toEqual(NONE);
  });

  test('when git fails in the middle: the branch, the folder and the record go', async () => {
    // Fails after it has made folder and record, as a full disk does.
    const real = await world.git('--exec-path');
    await world.program(
      'git',
      `for word; do [ "$word" = worktree ] && add=1; done\n${real}/git "$@"\ncode=$?\n[ -n "$add" ] && [ "$WRAP" = 1 ] && { echo 'fatal: sha1 file write error: No space left on device' >&2; exit 128; }\nexit $code`,
    );
    const wrapped = await world.opened({ environment: () => ({ ...world.env, WRAP: '1' }) });
    // Listing worktrees fails with the same words; only the making matters here.
    expect(bad(await wrapped.createWorktree(order('fix')))).toMatchObject({
      kind: 'storage',
      said: expect.stringContaining('No space left'),
      next: expect.stringContaining('Free some space'),
    });
    await expect(lstat(world.worktree('fix'))).rejects.toThrow();
    expect(await traces()).toEqual(NONE);
  });

  test('when the list of included files can not be carried out', async () => {
    await mkdir(join(world.repo, '.worktreeinclude'));
    expect(bad(await repository.createWorktree(order('fix')))).toMatchObject({ said: 'it is not a file' });
    await expect(lstat(world.worktree('fix'))).rejects.toThrow();
    expect(await traces()).toEqual(NONE);
  });

  test("and a person's worktree whose disk is away stays known to git", async () => {
    const away = join(world.folder, 'away');
    await world.git('worktree', 'add', '--quiet', '-b', 'mine', away);
    await world.gitIn(world.folder, 'init', '--quiet', 'other');
    await rename(away, join(world.folder, 'unmounted'));
    await mkdir(join(world.repo, '.worktreeinclude'));
    bad(await repository.createWorktree(order('fix')));
    expect(await world.git('worktree', 'list', '--porcelain')).toContain(away);
  });
});

describe('.worktreeinclude', () => {
  const include = (patterns: string) => world.write(join(world.repo, '.worktreeinclude'), patterns);

  test('without it nothing is copied', async () => {
    await world.write(join(world.repo, '.env'), 'KEY=1\n');
    const made = good(await repository.createWorktree(order('fix')));
    expect((await readdir(made.worktree)).sort()).toEqual(['.git', 'a.txt', 'sub']);
  });

  test('its patterns mean what they mean in .gitignore; modes are kept', async () => {
    await world.write(join(world.repo, '.gitignore'), '.env*\nconfig/local/\n');
    await include('# secrets\n.env*\n!.env.example\nconfig/**/*.json\n');
    for (const path of ['.env', '.env.example', 'sub/.env.local', 'config/local/a b "c".json', 'config/local/x.txt', 'größe.env']) {
      await world.write(join(world.repo, path), `${path}\n`);
    }
    await chmod(join(world.repo, '.env'), 0o600);
    const made = good(await repository.createWorktree(order('fix')));
    expect((await readdir(made.worktree, { recursive: true })).sort()).toEqual(
      ['.env', '.git', 'a.txt', 'config', 'config/local', 'config/local/a b "c".json', 'sub', 'sub/.env.local', 'sub/b.txt'].sort(),
    );
    expect((await stat(join(made.worktree, '.env'))).mode & 0o777).toBe(0o600);
    expect(await world.read(join(made.worktree, 'config/local/a b "c".json'))).toBe('config/local/a b "c".json\n');
    expect(made.notes).toEqual([]);
  });

  test('tracked files come from the branch, not from the dirty checkout', async () => {
    await include('*.txt\n');
    await world.write(join(world.repo, 'a.txt'), 'dirty\n');
    const made = good(await repository.createWorktree(order('fix')));
    expect(await world.gitIn(made.worktree, 'status', '--porcelain')).toBe('');
  });

  test('a file the branch has is not overwritten', async () => {
    await world.git('switch', '--quiet', '-c', 'with-env');
    await world.write(join(world.repo, '.env'), 'tracked\n');
    await world.git('add', '.env');
    await world.git('commit', '--quiet', '-m', 'Env');
    await world.git('switch', '--quiet', 'main');
    await world.write(join(world.repo, '.env'), 'mine\n');
    await include('.env\n');
    const made = good(await repository.createWorktree({ ...order('fix'), base: 'with-env' }));
    expect(await world.read(join(made.worktree, '.env'))).toBe('tracked\n');
    expect(made.notes).toEqual(['not copied: .env (the branch has a file of that name)']);
  });

  test('links out of the checkout are not followed, links inside are kept as links', async () => {
    await world.write(join(world.folder, 'secret'), 'secret\n');
    await include('l-*\n');
    await symlink('a.txt', join(world.repo, 'l-inside'));
    await symlink('../secret', join(world.repo, 'l-out'));
    await symlink(join(world.folder, 'secret'), join(world.repo, 'l-absolute'));
    await symlink(world.folder, join(world.repo, 'l-folder'));
    const made = good(await repository.createWorktree(order('fix')));
    expect(await readlink(join(made.worktree, 'l-inside'))).toBe('a.txt');
    expect((await readdir(made.worktree)).filter((name) => name.startsWith('l-'))).toEqual(['l-inside']);
    expect(made.notes).toHaveLength(3);
  });

  test('a link of the branch does not lead a copy out of the worktree', async () => {
    await world.git('switch', '--quiet', '-c', 'hostile');
    await symlink(world.folder, join(world.repo, 'config'));
    await world.git('add', 'config');
    await world.git('commit', '--quiet', '-m', 'Link');
    await world.git('switch', '--quiet', 'main');
    await world.write(join(world.repo, 'config/planted'), 'x\n');
    await include('config/\n');
    const made = good(await repository.createWorktree({ ...order('fix'), base: 'hostile' }));
    await expect(lstat(join(world.folder, 'planted'))).rejects.toThrow();
    expect(made.notes).toEqual(['not copied: config/planted (a link is in the way)']);
  });
});
