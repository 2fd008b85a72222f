// Committing what an agent left, and showing what it changed: with odd names, nested repositories, binary and huge files.
import { unlink, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { GitRepository } from '../../../src/core/adapters/git/open-repository.js';
import type { CreatedWorktree } from '../../../src/core/model/repository.js';
import { bad, good, makeWorld, removeTemplate, tenLines, type World } from './repository-world.js';

let world: World;
let repository: GitRepository;
let made: CreatedWorktree;
let at: (path: string) => string;
beforeEach(async () => {
  world = await makeWorld();
  repository = await world.opened();
  made = await world.agent(repository, 'fix');
  at = (path) => join(made.worktree, path);
});
afterEach(() => world.end());
afterAll(removeTemplate);

const commit = (message = 'Do it') => repository.commitAll({ worktree: made.worktree, branch: made.branch, message });
const diff = (maxBytes = 1_000_000) => repository.diff({ worktree: made.worktree, baseCommit: made.baseCommit, maxBytes });
const measure = () => repository.measureDiff({ worktree: made.worktree, baseCommit: made.baseCommit });
const ODD = ['a b.txt', 'q"uote\'.txt', 'line\nbreak.txt', 'größe-修复.txt', '-dash', ':(top)magic', 'back\\slash', '*'];

describe('committing', () => {
  test('takes changed, new and deleted files of any name, staged or not, by the person', async () => {
    for (const name of ODD) await world.write(at(name), 'x\n');
    await world.write(at('a.txt'), tenLines({ 3: 'changed' }));
    await unlink(at('sub/b.txt'));
    await world.gitIn(made.worktree, 'add', 'a b.txt');
    const result = good(await commit('Fix the login\n\n#42 is the issue'));
    expect(result).toEqual({ commit: await world.git('rev-parse', 'orch/fix'), made: true, notes: [] });
    expect(await world.gitIn(made.worktree, 'status', '--porcelain')).toBe('');
    expect((await world.git('ls-tree', '-rz', '--name-only', 'orch/fix')).split('\0').filter(Boolean).sort()).toEqual(
      [...ODD, 'a.txt'].sort(),
    );
    expect(await world.git('log', '-1', '--format=%an <%ae>%n%B', 'orch/fix')).toBe(
      'Pat Person <pat@example.org>\nFix the login\n\n#42 is the issue\n',
    );
  });

  test('a name that is not UTF-8 is kept byte for byte', async () => {
    const name = Buffer.concat([Buffer.from(`${made.worktree}/`), Buffer.from([0x66, 0xe9])]);
    await writeFile(name, 'latin\n');
    expect(good(await measure())).toEqual({ files: 1, additions: 1, deletions: 0 });
    good(await commit());
    expect(await world.git('-c', 'core.quotePath=true', 'ls-tree', '--name-only', 'orch/fix')).toContain('"f\\351"');
  });

  test('with nothing to commit makes no commit', async () => {
    expect(good(await commit())).toEqual({ commit: made.baseCommit, made: false, notes: [] });
  });

  test('without an identity is by orch-tui, and says so', async () => {
    await writeFile(join(world.folder, 'home/.gitconfig'), '');
    await world.write(at('n'), 'n\n');
    expect(good(await commit()).notes).toEqual(['git has no user.name and user.email: committed as orch-tui <orch-tui@localhost>']);
    expect(await world.git('log', '-1', '--format=%an <%ae> %cn', 'orch/fix')).toBe('orch-tui <orch-tui@localhost> orch-tui');
  });

  test('a task of 100 KB is a message, an empty one too', async () => {
    await world.write(at('n'), 'n\n');
    good(await commit(`Long\n\n${'word '.repeat(20_000)}`));
    await world.write(at('n'), 'm\n');
    good(await commit(''));
    expect(await world.git('log', '-1', '--format=%s', 'orch/fix')).toBe('Work of an agent');
  });

  test('is never signed: nobody could be asked for the key', async () => {
    await world.program('gpg', 'exit 1');
    await world.git('config', '--global', 'commit.gpgSign', 'true');
    await world.write(at('n'), 'n\n');
    expect(good(await commit()).made).toBe(true);
  });

  test('leaves nested repositories out, with and without commits, and says so', async () => {
    for (const name of ['with', 'without']) await world.gitIn(made.worktree, 'init', '--quiet', name);
    await world.gitIn(at('with'), 'commit', '--quiet', '--allow-empty', '-m', 'x');
    await world.write(at('without/f'), 'f\n');
    await world.write(at('n'), 'n\n');
    expect(good(await commit()).notes).toEqual([
      'left out with/: it is a git repository of its own',
      'left out without/: it is a git repository of its own',
    ]);
    expect(await world.git('ls-tree', '-r', '--name-only', 'orch/fix')).toBe('a.txt\nn\nsub/b.txt');
  });

  test('refuses when the agent has another branch on', async () => {
    await world.gitIn(made.worktree, 'switch', '--quiet', '-c', 'other');
    expect(bad(await commit())).toMatchObject({
      kind: 'git',
      said: 'the worktree has other checked out instead of orch/fix',
      next: expect.stringContaining('git switch orch/fix'),
    });
  });

  test('refuses unresolved conflicts instead of committing their marks', async () => {
    await world.write(join(world.repo, 'a.txt'), tenLines({ 3: 'theirs' }));
    await world.git('commit', '--quiet', '-am', 'Theirs');
    await world.write(at('a.txt'), tenLines({ 3: 'ours' }));
    good(await commit());
    await world.gitIn(made.worktree, 'merge', 'main').catch(() => {});
    expect(bad(await commit())).toMatchObject({ kind: 'conflict', said: 'unresolved conflicts in a.txt' });
  });

  test('a lock of another git is named, and the work stays', async () => {
    await world.write(at('n'), 'n\n');
    const lock = await world.gitIn(made.worktree, 'rev-parse', '--path-format=absolute', '--git-path', 'index.lock');
    await writeFile(lock, '');
    expect(bad(await commit())).toMatchObject({ said: 'another git holds the lock', next: expect.stringContaining(lock) });
    expect(await world.gitIn(made.worktree, 'status', '--porcelain')).toBe('?? n');
  });

  test('a folder that is no worktree is told', async () => {
    expect(bad(await repository.commitAll({ worktree: world.repo, branch: 'main', message: 'm' }))).toMatchObject({ kind: 'not-found' });
  });
});

/** Git compares whole seconds; what was written in the second of its own index it reads again, unless that index seems younger. */
async function changedInTheSecondOfTheIndex(): Promise<void> {
  const index = (await world.gitIn(made.worktree, 'rev-parse', '--path-format=absolute', '--git-path', 'index')).trim();
  const then = new Date('2026-01-01T00:00:00Z');
  await utimes(at('a.txt'), then, then);
  await world.gitIn(made.worktree, 'update-index', '--refresh');
  await utimes(index, then, then);
  await world.write(at('a.txt'), tenLines({ 1: 'line X' }));
  await utimes(at('a.txt'), then, then);
}

test('a change that keeps the length, in the second of the checkout, is shown, and is saved before the worktree goes', async () => {
  await changedInTheSecondOfTheIndex();
  expect(good(await measure())).toEqual({ files: 1, additions: 1, deletions: 1 });
  const trash = join(world.folder, 'trash');
  const order = { name: 'fix', worktree: made.worktree, branch: made.branch, base: 'main', trash, at: '2026-11-21T12:00:00.000Z' };
  const { ref } = good(await repository.removeWorktree(order));
  expect(await world.git('show', `${ref}:a.txt`)).toContain('X');
});

describe('the diff', () => {
  test('holds committed, staged, unstaged and untracked changes, and leaves the index alone', async () => {
    await world.write(at('committed'), 'c\n');
    good(await commit());
    await world.write(at('staged'), 's\n');
    await world.gitIn(made.worktree, 'add', 'staged');
    await world.write(at('a.txt'), tenLines({ 3: 'changed' }));
    await world.write(at('untracked größe'), 'u\n');
    const before = await world.gitIn(made.worktree, 'status', '--porcelain');
    expect(good(await measure())).toEqual({ files: 4, additions: 4, deletions: 1 });
    const result = good(await diff());
    for (const line of ['+++ b/committed', '+++ b/staged', '+changed', '-line 3', '+++ b/untracked größe'])
      expect(result.diff).toContain(line);
    expect(result.truncated).toBe(false);
    expect(await world.gitIn(made.worktree, 'status', '--porcelain')).toBe(before);
  });

  test('is empty for an untouched worktree', async () => {
    expect(good(await measure())).toEqual({ files: 0, additions: 0, deletions: 0 });
    expect(good(await diff())).toEqual({ diff: '', truncated: false });
  });

  test('tells a binary file without its bytes', async () => {
    await writeFile(at('image.bin'), Buffer.from([0, 1, 2, 255, 0, 7]));
    expect(good(await measure())).toEqual({ files: 1, additions: 0, deletions: 0 });
    expect(good(await diff()).diff).toContain('Binary files /dev/null and b/image.bin differ');
  });

  test('is cut at a line, and says so', async () => {
    await world.write(at('big'), `${'0123456789'.repeat(10)}\n`.repeat(20_000));
    const result = good(await diff(10_000));
    expect(result.truncated).toBe(true);
    expect(Buffer.byteLength(result.diff)).toBeLessThanOrEqual(10_000);
    expect(result.diff.split('\n').at(-2)).toBe(`+${'0123456789'.repeat(10)}`);
  });

  test('stays within its bound when signs stand for what would act on a terminal', async () => {
    await world.write(at('bells'), `${'\u0007'.repeat(50)}x\n`.repeat(100));
    const result = good(await diff(8000));
    expect(result.truncated).toBe(true);
    expect(result.diff.length).toBeLessThanOrEqual(8000);
    expect(result.diff.endsWith('x\n')).toBe(true);
  });

  test('carries nothing that acts on a terminal, and hides nothing of it either', async () => {
    await world.write(at('evil'), 'a\u001b]52;c;aGk=\u0007b\u009b31m\nsteal()\rharmless\n');
    const text = good(await diff()).diff;
    expect(text).toContain('+a␛]52;c;aGk=␇b\ufffd31m\n+steal()␍harmless\n');
  });

  test('is a patch that applies, also with tabs and names with blanks', async () => {
    await world.write(at('a file'), 'all:\n\tmake\n');
    await writeFile(join(world.folder, 'patch'), good(await diff()).diff);
    await world.git('apply', '--check', join(world.folder, 'patch'));
  });

  test('reads the same whatever the configuration says of diffs', async () => {
    await world.write(at('a.txt'), tenLines({ 3: 'changed' }));
    const plain = good(await diff()).diff;
    for (const setting of [
      'diff.noprefix=true',
      'diff.mnemonicPrefix=true',
      'diff.context=0',
      'color.ui=always',
      'diff.orderFile=/nowhere',
      'diff.relative=true',
    ]) {
      const [key = '', value = ''] = setting.split('=');
      await world.git('config', key, value);
    }
    expect(good(await diff()).diff).toBe(plain);
  });
});

describe('the diff of work whose worktree is gone', () => {
  const delivered = (commit: string | null) =>
    repository.deliveredDiff({ branch: made.branch, baseCommit: made.baseCommit, delivered: commit, maxBytes: 1_000_000 });
  const merge = async () =>
    good(
      await repository.merge({ branch: made.branch, base: 'main', message: 'Merge orch/fix into main', scratch: join(world.state, 's') }),
    );
  const remove = () =>
    repository.removeWorktree({
      name: 'fix',
      worktree: made.worktree,
      branch: made.branch,
      base: 'main',
      trash: join(world.folder, 'trash'),
      at: '2026-11-21T12:00:00.000Z',
    });
  beforeEach(async () => {
    await world.write(at('new'), 'n\n');
    good(await commit());
  });

  test('is what it had changed, when its branch went with it', async () => {
    const before = good(await diff());
    const { commit: tip, how } = await merge();
    good(await remove());
    expect(how).toBe('fast-forward');
    expect(await world.git('branch', '--list', 'orch/*')).toBe('');
    expect(good(await delivered(tip))).toEqual(before);
  });

  test('holds nothing of others that were merged meanwhile', async () => {
    const before = good(await diff());
    await world.write(join(world.repo, 'theirs'), 't\n');
    await world.git('add', 'theirs');
    await world.git('commit', '--quiet', '-m', 'Theirs');
    const merged = await merge();
    good(await remove());
    expect(merged.how).toBe('merge');
    expect(good(await delivered(merged.commit))).toEqual(before);
  });

  test('is that of its branch, where nothing was delivered or what was is not here', async () => {
    const before = good(await diff());
    for (const commit of [null, '1'.repeat(40)]) expect(good(await delivered(commit))).toEqual(before);
  });

  test('is told to be unknown when neither is there', async () => {
    await merge();
    good(await remove());
    expect(bad(await delivered(null))).toMatchObject({ kind: 'not-found', said: 'neither its worktree nor its branch is there any more' });
  });
});

test('subjects of the commits since the base, newest first and plain', async () => {
  await world.gitIn(made.worktree, 'commit', '--quiet', '--allow-empty', '-m', 'One\n\nbody');
  await world.gitIn(made.worktree, 'commit', '--quiet', '--allow-empty', '-m', 'Two\u001b[31m');
  expect(good(await repository.commitSubjects({ worktree: made.worktree, baseCommit: made.baseCommit }))).toEqual(['Two', 'One']);
});
