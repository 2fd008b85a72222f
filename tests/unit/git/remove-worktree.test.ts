// Removing and bringing back (decision 21, promise 2): whatever was in a worktree is somewhere afterwards, and the trash gives it back.
import { chmod, lstat, mkdir, readdir, readlink, rename, rm, symlink, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { GitRepository } from '../../../src/core/adapters/git/open-repository.js';
import type { CreatedWorktree } from '../../../src/core/model/repository.js';
import { bad, good, makeWorld, removeTemplate, tenLines, type World } from './repository-world.js';

const AT = '2026-11-21T06:42:10.123Z';
const LABEL = 'fix-20261121-064210';
const REF = `refs/orch/rescue/${LABEL}`;

let world: World;
let repository: GitRepository;
let made: CreatedWorktree;
let trash: string;
beforeEach(async () => {
  world = await makeWorld();
  repository = await world.opened();
  made = await world.agent(repository, 'fix');
  trash = join(world.state, 'trash');
});
afterEach(() => world.end());
afterAll(removeTemplate);

const at = (path: string) => join(made.worktree, path);
const inWorktree = (...args: readonly string[]) => world.gitIn(made.worktree, ...args);
const remove = (more: { branchAfter?: 'keep'; branch?: string } = {}) =>
  repository.removeWorktree({ name: 'fix', worktree: made.worktree, branch: made.branch, base: 'main', trash, at: AT, ...more });
const unsaved = async () => good(await repository.hasUnsavedWork({ worktree: made.worktree, branch: made.branch, base: 'main' }));
const restore = (name = LABEL) => repository.restoreTrash({ trash, name, worktrees: join(world.state, 'wt') });
const branches = () => world.git('for-each-ref', '--format=%(refname:short)', 'refs/heads/');
const isThere = async (path: string) => (await lstat(path).catch(() => null)) !== null;

describe('removing', () => {
  test('untouched work leaves no rescue, no branch and no trace', async () => {
    expect(await unsaved()).toBe(false);
    expect(good(await remove())).toEqual({ ref: null, trash: join(trash, LABEL), restore: `orch-tui trash restore ${LABEL}` });
    expect(await world.git('for-each-ref', '--format=%(refname)')).toBe('refs/heads/main');
    expect(await world.git('worktree', 'list', '--porcelain')).not.toContain('fix');
    expect(await isThere(made.worktree)).toBe(false);
  });

  test('saves untracked, changed, staged and deleted files, and the commits', async () => {
    await world.write(at('committed'), 'c\n');
    good(await repository.commitAll({ worktree: made.worktree, branch: made.branch, message: 'Commit' }));
    const tip = await inWorktree('rev-parse', 'HEAD');
    await world.write(at('a.txt'), 'staged\n');
    await inWorktree('add', 'a.txt');
    await world.write(at('a.txt'), 'changed after staging\n');
    await world.write(at('new größe\n.txt'), 'untracked\n');
    await unlink(at('sub/b.txt'));
    expect(await unsaved()).toBe(true);
    expect(good(await remove()).ref).toBe(REF);
    expect(await world.git('show', `${REF}:a.txt`)).toBe('changed after staging');
    expect(await world.git('show', `${REF}:new größe\n.txt`)).toBe('untracked');
    expect(await world.git('ls-tree', '-r', '--name-only', REF)).not.toContain('b.txt');
    expect(await world.git('rev-parse', `${REF}^1`)).toBe(tip);
    expect(await world.git('show', `${REF}^2:a.txt`)).toBe('staged');
    expect(await branches()).toBe('main');
  });

  test('committed but unmerged work is kept by its own commit', async () => {
    await world.write(at('committed'), 'c\n');
    const { commit } = good(await repository.commitAll({ worktree: made.worktree, branch: made.branch, message: 'Commit' }));
    expect(await unsaved()).toBe(true);
    good(await remove());
    expect(await world.git('rev-parse', REF)).toBe(commit);
  });

  test('squash-merged work counts as merged', async () => {
    await world.write(at('committed'), 'c\n');
    good(await repository.commitAll({ worktree: made.worktree, branch: made.branch, message: 'Commit' }));
    await world.git('merge', '--quiet', '--squash', made.branch);
    await world.git('commit', '--quiet', '-m', 'Squashed');
    expect(await unsaved()).toBe(false);
    expect(good(await remove()).ref).toBe(null);
    expect(await branches()).toBe('main');
  });

  test('keeps the branch where it is the result', async () => {
    good(await remove({ branchAfter: 'keep' }));
    expect(await branches()).toBe('main\norch/fix');
  });

  test('never deletes a branch we did not make', async () => {
    await world.git('branch', 'mine');
    await inWorktree('switch', '--quiet', 'mine');
    good(await remove({ branch: 'mine' }));
    expect(await branches()).toBe('main\nmine\norch/fix');
  });

  test('never deletes a branch made anew by a person under the name of ours', async () => {
    await inWorktree('switch', '--quiet', '--detach');
    await world.git('branch', '-D', made.branch);
    await world.git('switch', '--quiet', '--orphan', made.branch);
    await world.git('commit', '--quiet', '--allow-empty', '-m', 'Mine');
    await world.git('switch', '--quiet', 'main');
    good(await remove());
    expect(await branches()).toContain('orch/fix');
  });

  test('a branch checked out elsewhere stays', async () => {
    await inWorktree('switch', '--quiet', '--detach');
    await world.git('worktree', 'add', '--quiet', join(world.folder, 'else'), made.branch);
    good(await remove());
    expect(await branches()).toContain('orch/fix');
    expect(await world.gitIn(join(world.folder, 'else'), 'status', '--porcelain')).toBe('');
  });

  test('commits made on a detached HEAD or another branch are saved beside those of the branch', async () => {
    await inWorktree('commit', '--quiet', '--allow-empty', '-m', 'On the branch');
    await inWorktree('switch', '--quiet', '--detach', 'main');
    await world.write(at('n'), 'n\n');
    await inWorktree('add', 'n');
    await inWorktree('commit', '--quiet', '-m', 'Detached');
    await world.write(at('dirty'), 'd\n');
    const both = [await inWorktree('rev-parse', 'HEAD'), await world.git('rev-parse', made.branch)];
    good(await remove());
    for (const commit of both) await world.git('merge-base', '--is-ancestor', commit, REF);
    expect(await world.git('show', `${REF}:dirty`)).toBe('d');
  });

  test('an unfinished merge with conflicts is saved as it stands', async () => {
    await world.write(join(world.repo, 'a.txt'), tenLines({ 3: 'theirs' }));
    await world.git('commit', '--quiet', '-am', 'Theirs');
    await world.write(at('a.txt'), tenLines({ 3: 'ours' }));
    good(await repository.commitAll({ worktree: made.worktree, branch: made.branch, message: 'Ours' }));
    await inWorktree('merge', 'main').catch(() => {});
    good(await remove());
    expect(await world.git('show', `${REF}:a.txt`)).toContain('<<<<<<<');
    expect(await world.git('show', `${REF}^2:a.txt`)).toContain('ours');
  });

  test('ignored files never enter git, but lie in the trash', async () => {
    await world.write(at('.gitignore'), '.env\n');
    await world.write(at('.env'), 'SECRET=1\n');
    good(await remove());
    expect(await world.git('ls-tree', '--name-only', REF)).not.toContain('.env\n');
    await expect(world.git('show', `${REF}:.env`)).rejects.toThrow();
    expect(await world.read(join(trash, LABEL, '.env'))).toBe('SECRET=1\n');
  });

  test('two removals in one second have two names', async () => {
    await world.write(at('one'), '1\n');
    good(await remove());
    await rm(join(trash, LABEL), { recursive: true });
    made = await world.agent(repository, 'fix');
    await world.write(at('two'), '2\n');
    expect(good(await remove())).toMatchObject({ ref: `${REF}-2`, trash: join(trash, `${LABEL}-2`) });
    expect(await world.git('show', `${REF}:one`)).toBe('1');
  });
});

describe('a folder deleted by hand', () => {
  test('saves the commits, forgets the worktree, and tells how to get them', async () => {
    await inWorktree('commit', '--quiet', '--allow-empty', '-m', 'Work');
    const tip = await world.git('rev-parse', made.branch);
    await rm(made.worktree, { recursive: true });
    expect(await unsaved()).toBe(false);
    await world.write(join(world.folder, 'x'), '');
    expect(good(await remove())).toMatchObject({ trash: null });
    expect(await world.git('worktree', 'list', '--porcelain')).not.toContain('fix');
    expect([await branches(), tip.length]).toEqual(['main', 40]);
  });

  test('with unmerged work keeps it under a ref', async () => {
    await world.write(at('n'), 'n\n');
    const { commit } = good(await repository.commitAll({ worktree: made.worktree, branch: made.branch, message: 'Work' }));
    await rm(made.worktree, { recursive: true });
    expect(await unsaved()).toBe(true);
    expect(good(await remove())).toEqual({ ref: REF, trash: null, restore: `git branch orch/fix ${REF}` });
    expect(await world.git('rev-parse', REF)).toBe(commit);
  });

  test('a worktree git has forgotten goes to the trash with its files', async () => {
    await world.write(at('n'), 'n\n');
    await rm(join(world.repo, '.git/worktrees/fix'), { recursive: true });
    expect(await unsaved()).toBe(true);
    good(await remove());
    expect(await world.read(join(trash, LABEL, 'n'))).toBe('n\n');
  });
});

describe('nothing is removed', () => {
  const untouched = async () => {
    expect(await isThere(at('a.txt'))).toBe(true);
    expect(await world.git('worktree', 'list', '--porcelain')).toContain(made.worktree);
    expect(await branches()).toContain('orch/fix');
    expect((await readdir(trash).catch(() => [])).filter((name) => !name.endsWith('.json'))).toEqual([]);
  };

  test('when a nested repository without commits can not be saved', async () => {
    await inWorktree('init', '--quiet', 'nested');
    await world.write(at('nested/work'), 'w\n');
    expect(bad(await remove())).toMatchObject({
      said: expect.stringContaining('nested/ is a git repository without commits'),
      next: expect.stringContaining('Commit inside nested/'),
    });
    await untouched();
    expect(await world.read(at('nested/work'))).toBe('w\n');
  });

  test('when a file can not be read', async () => {
    await world.write(at('locked'), 'l\n');
    await chmod(at('locked'), 0o000);
    // Root reads everything: a failing git stands for it.
    if (process.getuid?.() === 0)
      await world.program(
        'git',
        `case " $* " in *" write-tree "*) echo 'fatal: unable to write: No space left on device' >&2; exit 128;; esac\nexec '${join(await world.git('--exec-path'), 'git')}' "$@"`,
      );
    expect(bad(await remove())).toMatchObject({ kind: 'storage' });
    await untouched();
  });

  test('when it is locked', async () => {
    await world.git('worktree', 'lock', '--reason', 'on a stick', made.worktree);
    expect(bad(await remove())).toMatchObject({ said: 'it is locked: on a stick', next: expect.stringContaining('git worktree unlock') });
    await untouched();
  });

  test('when the trash can not be made', async () => {
    await world.write(at('n'), 'n\n');
    await writeFile(trash, 'a file');
    expect(bad(await remove())).toMatchObject({ kind: 'storage' });
    expect(await isThere(at('n'))).toBe(true);
    expect(await branches()).toContain('orch/fix');
    expect(await world.git('show', `${REF}:n`)).toBe('n');
  });

  test('of the checkout of a person', async () => {
    const order = { name: 'fix', branch: 'main', base: 'main', trash, at: AT };
    expect(bad(await repository.removeWorktree({ ...order, worktree: world.repo }))).toMatchObject({ kind: 'usage' });
    expect(await isThere(join(world.repo, 'a.txt'))).toBe(true);
  });
});

describe('the trash', () => {
  test('lists what was removed', async () => {
    await world.write(at('n'), '0123456789');
    good(await remove());
    const [entry, ...more] = good(await repository.listTrash(trash));
    expect(more).toEqual([]);
    expect(entry).toMatchObject({ name: LABEL, path: join(trash, LABEL), at: AT, rescueRef: REF, branch: 'orch/fix' });
    expect(entry?.sizeBytes).toBeGreaterThanOrEqual(10 + tenLines().length);
  });

  test('gives everything back: branch, commits, staged, untracked and ignored files, nested repositories', async () => {
    await world.write(at('committed'), 'c\n');
    const { commit } = good(await repository.commitAll({ worktree: made.worktree, branch: made.branch, message: 'Commit' }));
    await world.write(at('.gitignore'), '.env\n');
    await world.write(at('.env'), 'SECRET=1\n');
    await world.write(at('a.txt'), 'staged\n');
    await inWorktree('add', 'a.txt');
    await world.write(at('a.txt'), 'later\n');
    await inWorktree('init', '--quiet', 'nested');
    await world.gitIn(at('nested'), 'commit', '--quiet', '--allow-empty', '-m', 'Nested');
    const before = await inWorktree('status', '--porcelain');
    good(await remove());
    expect(good(await restore())).toEqual({ path: made.worktree, branch: 'orch/fix' });
    expect(await inWorktree('status', '--porcelain')).toBe(before);
    expect(await inWorktree('rev-parse', 'HEAD')).toBe(commit);
    expect(await inWorktree('symbolic-ref', 'HEAD')).toBe('refs/heads/orch/fix');
    expect(await world.read(at('.env'))).toBe('SECRET=1\n');
    expect(await world.gitIn(at('nested'), 'log', '--format=%s')).toBe('Nested');
    expect(good(await repository.listTrash(trash))).toEqual([]);
    // And it may be removed again.
    good(await remove());
  });

  test('gives merged work back too, and beside what took its place', async () => {
    good(await remove());
    const other = await world.agent(repository, 'fix');
    const back = good(await restore());
    expect(back).toEqual({ path: join(world.state, 'wt/fix-2'), branch: 'orch/fix-restored' });
    expect(await world.gitIn(back.path, 'status', '--porcelain')).toBe('');
    expect(await world.gitIn(other.worktree, 'status', '--porcelain')).toBe('');
  });

  test('commits of submodules come back', async () => {
    const library = join(world.folder, 'library');
    await world.git('clone', '--quiet', world.repo, library);
    await inWorktree('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', library, 'lib');
    await world.gitIn(at('lib'), 'commit', '--quiet', '--allow-empty', '-m', 'Inside');
    good(await remove());
    expect(good(await restore()).path).toBe(made.worktree);
    expect(await world.gitIn(at('lib'), 'log', '-1', '--format=%s')).toBe('Inside');
  });

  test('a link or a repository in the place of .git is not written through', async () => {
    good(await remove());
    await writeFile(join(world.folder, 'victim'), 'mine\n');
    await unlink(join(trash, LABEL, '.git'));
    await symlink(join(world.folder, 'victim'), join(trash, LABEL, '.git'));
    good(await restore());
    expect(await world.read(join(world.folder, 'victim'))).toBe('mine\n');
    expect(await inWorktree('status', '--porcelain')).toBe('');
    await expect(readlink(at('.git'))).rejects.toThrow();
  });

  test('a restore that fails leaves entry and repository as they were', async () => {
    await world.write(at('n'), 'n\n');
    good(await remove());
    await rm(join(world.state, 'wt'), { recursive: true });
    await writeFile(join(world.state, 'wt'), 'a file');
    expect(bad(await restore())).toMatchObject({ kind: 'storage', next: expect.stringContaining(join(trash, LABEL)) });
    expect(await branches()).toBe('main');
    expect(await world.read(join(trash, LABEL, 'n'))).toBe('n\n');
    expect(good(await repository.listTrash(trash))).toHaveLength(1);
  });

  test.each(['nope', '..', '../wt', '', 'a/b', LABEL.slice(0, -1)])('has no entry called %j', async (name) => {
    good(await remove());
    expect(bad(await restore(name))).toMatchObject({ kind: 'not-found' });
  });

  test('the name of the agent is enough while it is in the trash once', async () => {
    const other = await world.agent(repository, 'fix-two');
    good(await repository.removeWorktree({ name: 'fix-two', worktree: other.worktree, branch: other.branch, base: 'main', trash, at: AT }));
    good(await remove());
    expect(good(await restore('fix')).path).toBe(made.worktree);
  });

  test('the name of an agent that was removed twice brings neither back and tells which there are', async () => {
    good(await remove());
    const again = await world.agent(repository, 'fix');
    const later = '2026-11-22T06:42:10.000Z';
    good(await repository.removeWorktree({ name: 'fix', worktree: again.worktree, branch: again.branch, base: 'main', trash, at: later }));
    expect(bad(await restore('fix'))).toMatchObject({ kind: 'not-found', said: expect.stringContaining(LABEL) });
  });

  test('is emptied of what is old enough, and of nothing else', async () => {
    good(await remove());
    const day = 86_400_000;
    const removed = Date.parse(AT);
    await mkdir(join(trash, 'mine'));
    await writeFile(join(trash, 'notes.txt'), 'mine\n');
    await mkdir(join(trash, 'mine-20200101-000000'));
    await writeFile(join(trash, 'mine-20200101-000000.json'), '{"version":1}');
    // A note that lies about where its folder is.
    await writeFile(
      join(trash, 'evil.json'),
      JSON.stringify({ version: 1, label: '../wt', name: 'x', at: AT, branch: 'x', head: null, index: null, rescueRef: null }),
    );
    await symlink(world.repo, join(trash, 'linked'));
    await writeFile(
      join(trash, 'linked.json'),
      JSON.stringify({ version: 1, label: 'linked', name: 'x', at: AT, branch: 'x', head: null, index: null, rescueRef: null }),
    );
    const empty = async (olderThanDays: number, now: number) => good(await repository.emptyTrash({ trash, olderThanDays, now }));
    expect(await empty(30, removed + 29 * day)).toEqual([]);
    expect(await isThere(join(trash, LABEL))).toBe(true);
    expect(await empty(30, removed + 30 * day)).toEqual([LABEL]);
    expect((await readdir(trash)).sort()).toEqual([
      'evil.json',
      'linked',
      'linked.json',
      'mine',
      'mine-20200101-000000',
      'mine-20200101-000000.json',
      'notes.txt',
    ]);
    expect(await isThere(join(world.repo, 'a.txt'))).toBe(true);
  });

  test('that was never made is empty', async () => {
    expect(good(await repository.listTrash(trash))).toEqual([]);
    expect(good(await repository.emptyTrash({ trash, olderThanDays: 0, now: Date.parse(AT) }))).toEqual([]);
  });
});

test('a worktree moved by hand is told, and nothing happens to it', async () => {
  await rename(made.worktree, `${made.worktree}-moved`);
  expect(bad(await repository.measureDiff({ worktree: `${made.worktree}-moved`, baseCommit: made.baseCommit }))).toMatchObject({
    kind: 'not-found',
    next: expect.stringContaining('git worktree repair'),
  });
});
