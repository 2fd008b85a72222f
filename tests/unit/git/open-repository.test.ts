// Opening: which repository a folder belongs to, and one clear error for each way there is none.
import { mkdir, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { bad, good, makeWorld, removeTemplate, type World } from './repository-world.js';

let world: World;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(() => world.end());
afterAll(removeTemplate);

describe('a repository is found', () => {
  test('from its top, a folder in it, a link to it and a linked worktree: always the same identity', async () => {
    await world.git('worktree', 'add', '--quiet', '-b', 'side', join(world.folder, 'linked'));
    await symlink(world.repo, join(world.folder, 'link'));
    const dirs = [
      world.repo,
      join(world.repo, 'sub'),
      join(world.folder, 'link'),
      join(world.folder, 'linked'),
      join(world.folder, 'linked/sub'),
    ];
    const infos = await Promise.all(dirs.map(async (dir) => good(await world.open({}, dir)).info));
    for (const info of infos) expect(info).toEqual(infos[0]);
    expect(infos[0]).toEqual({
      commonDir: join(world.repo, '.git'),
      toplevel: world.repo,
      name: 'widget',
      hash: expect.stringMatching(/^[0-9a-f]{16}$/u),
    });
  });

  test('through a worktree of a bare repository: that worktree stands for the main checkout', async () => {
    const bare = join(world.folder, 'bare.git');
    await world.git('clone', '--quiet', '--bare', world.repo, bare);
    await world.gitIn(bare, 'worktree', 'add', '--quiet', join(world.folder, 'co'), 'main');
    expect(good(await world.open({}, join(world.folder, 'co'))).info).toMatchObject({
      commonDir: bare,
      toplevel: join(world.folder, 'co'),
    });
  });

  test('with a separate git directory', async () => {
    await world.git('init', '--quiet', `--separate-git-dir=${join(world.folder, 'elsewhere')}`);
    const repository = good(await world.open());
    expect(repository.info).toMatchObject({ commonDir: join(world.folder, 'elsewhere'), toplevel: world.repo });
    const made = await world.agent(repository, 'x');
    await world.write(join(made.worktree, 'new.txt'), 'n\n');
    good(await repository.commitAll({ worktree: made.worktree, branch: made.branch, message: 'New' }));
    good(await repository.merge({ branch: made.branch, base: 'main', message: 'm', scratch: join(world.state, 's') }));
    expect(await world.read(join(world.repo, 'new.txt'))).toBe('n\n');
    expect(await world.git('status', '--porcelain')).toBe('');
  });

  test('with blanks, quotes, a newline and other letters in its path', async () => {
    const odd = await makeWorld('wid "g\' et\nä');
    const repository = good(await odd.open());
    expect(repository.info.toplevel).toBe(odd.repo);
    const made = await odd.agent(repository, 'x');
    await odd.write(join(made.worktree, 'n.txt'), 'n\n');
    good(await repository.commitAll({ worktree: made.worktree, branch: made.branch, message: 'New' }));
    good(await repository.merge({ branch: made.branch, base: 'main', message: 'm', scratch: join(odd.state, 's') }));
    expect(await odd.read(join(odd.repo, 'n.txt'))).toBe('n\n');
    await odd.end();
  });
});

describe('there is none', () => {
  test('a folder outside any repository', async () => {
    await mkdir(join(world.folder, 'plain'));
    const error = bad(await world.open({}, join(world.folder, 'plain')));
    expect(error).toMatchObject({ kind: 'repository', said: 'it is not inside a git repository' });
  });

  test('a folder that is not there', async () => {
    expect(bad(await world.open({}, join(world.folder, 'gone')))).toMatchObject({ kind: 'not-found', said: 'the folder does not exist' });
  });

  test('a bare repository', async () => {
    const bare = join(world.folder, 'bare.git');
    await world.git('clone', '--quiet', '--bare', world.repo, bare);
    expect(bad(await world.open({}, bare))).toMatchObject({ kind: 'repository', said: expect.stringContaining('bare repository') });
  });

  test('inside .git', async () => {
    expect(bad(await world.open({}, join(world.repo, '.git')))).toMatchObject({
      kind: 'repository',
      said: expect.stringContaining('inside the .git folder'),
    });
  });

  test('a repository without commits', async () => {
    const fresh = join(world.folder, 'fresh');
    await world.git('init', '--quiet', fresh);
    expect(bad(await world.open({}, fresh))).toMatchObject({
      kind: 'repository',
      said: 'the repository has no commits yet',
      next: expect.stringContaining('first commit'),
    });
  });

  test('git is not installed', async () => {
    const environment = () => ({ ...world.env, PATH: join(world.folder, 'empty') });
    expect(bad(await world.open({ environment }))).toMatchObject({
      kind: 'repository',
      said: expect.stringContaining('git is not installed'),
    });
  });

  test('git is too old', async () => {
    await world.program('git', 'echo git version 2.17.1');
    expect(bad(await world.open())).toMatchObject({
      kind: 'repository',
      said: 'git version 2.17.1 is too old',
      next: 'Install git 2.38 or newer.',
    });
  });

  test('a damaged configuration', async () => {
    await world.write(join(world.repo, '.git/config'), '[core\n');
    expect(bad(await world.open())).toMatchObject({ kind: 'repository', said: expect.stringContaining('bad config') });
  });
});

describe('the base of a pull request', () => {
  beforeEach(async () => {
    const commit = await world.git('rev-parse', 'main');
    for (const remote of ['origin', 'team/fork']) await world.git('remote', 'add', remote, 'https://github.com/acme/widget.git');
    for (const ref of ['origin/main', 'origin/release/1', 'team/fork/next']) await world.git('update-ref', `refs/remotes/${ref}`, commit);
    await world.git('symbolic-ref', 'refs/remotes/origin/HEAD', 'refs/remotes/origin/main');
    await world.git('branch', 'origin/mine');
    await world.git('tag', 'v1');
  });

  test.each([
    ['main', 'main'],
    ['origin/main', 'main'],
    ['origin/release/1', 'release/1'],
    ['team/fork/next', 'next'],
    ['origin', 'main'],
    ['refs/heads/main', 'main'],
    // A branch of their own that only looks like one of a remote.
    ['origin/mine', 'origin/mine'],
    ['v1', 'v1'],
  ])('%s is called %s on the forge', async (base, name) => {
    expect(good(await (await world.opened()).branchOnForge(base))).toBe(name);
  });
});

describe('the base of new work', () => {
  test('is the branch that is checked out', async () => {
    await world.git('switch', '--quiet', '-c', 'feature');
    expect(good(await (await world.opened()).defaultBase())).toBe('feature');
  });

  test('with a detached HEAD is the main branch, and that is told apart from a branch', async () => {
    await world.git('switch', '--quiet', '--detach');
    const repository = await world.opened();
    expect((await repository.headLine()).branch).toBe(null);
    expect(good(await repository.defaultBase())).toBe('main');
  });

  test('has to be named when nothing tells it', async () => {
    await world.git('branch', '-m', 'trunk');
    await world.git('switch', '--quiet', '--detach');
    expect(bad(await (await world.opened()).defaultBase())).toMatchObject({ kind: 'usage', next: 'Name one with --base BRANCH.' });
  });

  test('a branch is meant before a tag of the same name', async () => {
    const first = await world.git('rev-parse', 'HEAD');
    await world.git('tag', 'topic');
    await world.git('commit', '--quiet', '--allow-empty', '-m', 'Second');
    await world.git('branch', 'topic');
    expect(good(await (await world.opened()).resolveBase('topic'))).not.toBe(first);
  });

  test.each(['nope', '', '--help', 'main^{/x'])('%j does not exist, and the branches that do are named', async (base) => {
    expect(bad(await (await world.opened()).resolveBase(base))).toMatchObject({ kind: 'usage', next: expect.stringContaining('main') });
  });
});

test('branches are listed with all their letters', async () => {
  await world.git('branch', 'größe/ä');
  expect(good(await (await world.opened()).branches())).toEqual(['größe/ä', 'main']);
});
