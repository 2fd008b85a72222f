// The ways in which tools of this kind have lost work, one test each. After each: all of it is in a branch, under a rescue ref, in the trash
// or where it was, and what was said tells where. Kills in the middle: `killed-halfway.test.ts`.
import { execFile } from 'node:child_process';
import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { GitRepository } from '../../../src/core/adapters/git/open-repository.js';
import { lostOf } from './kept-work.js';
import { bad, good, makeWorld, removeTemplate, tenLines, type World } from './repository-world.js';

const run = promisify(execFile);
const AT = '2026-11-21T06:42:10.123Z';
const TEXTS = ['committed by the agent', 'changed by the agent', 'untracked by the agent', 'ignored by git'] as const;

let world: World;
let repository: GitRepository;
beforeEach(async () => {
  world = await makeWorld();
  repository = await world.opened();
});
afterEach(() => world.end());
afterAll(removeTemplate);

const trash = () => join(world.state, 'trash');
const at = (name: string, path: string) => join(world.worktree(name), path);

/** An agent that has committed, changed, made and ignored something. */
async function worked(name = 'fix', { commits = true } = {}): Promise<void> {
  const { worktree, branch } = await world.agent(repository, name);
  await world.write(at(name, '.gitignore'), '*.env\n');
  await world.write(at(name, 'done.txt'), `${TEXTS[0]}\n`);
  if (commits) good(await repository.commitAll({ worktree, branch, message: 'Commit' }));
  await world.write(at(name, 'a.txt'), tenLines({ 2: TEXTS[1] }));
  await world.write(at(name, 'new.txt'), `${TEXTS[2]}\n`);
  await world.write(at(name, 'secret.env'), `${TEXTS[3]}\n`);
}

const orderOf = (name: string) => ({
  name,
  worktree: world.worktree(name),
  branch: `orch/${name}`,
  base: 'main',
  trash: trash(),
  at: AT,
});
const remove = (name = 'fix') => repository.removeWorktree(orderOf(name));
const restore = (name = 'fix') => repository.restoreTrash({ trash: trash(), name, worktrees: join(world.state, 'wt') });
const lost = () => lostOf(world, TEXTS);

describe('changes that nobody has committed', () => {
  test('a restore never goes over the work of an agent of the same name', async () => {
    await worked();
    good(await remove());
    const again = await world.agent(repository, 'fix');
    await world.write(join(again.worktree, 'a.txt'), 'work of the next agent\n');
    const { path, branch } = good(await restore());
    expect(path).not.toBe(again.worktree);
    expect(branch).not.toBe(again.branch);
    expect(await readFile(join(again.worktree, 'a.txt'), 'utf8')).toBe('work of the next agent\n');
    expect(await readFile(join(path, 'new.txt'), 'utf8')).toBe(`${TEXTS[2]}\n`);
    expect(await lost()).toEqual([]);
  });

  test('untracked files are in the rescue, ignored ones in the trash, and both come back', async () => {
    await worked();
    const { ref, trash: folder, restore: how } = good(await remove());
    expect(await world.git('show', `${ref}:new.txt`)).toBe(TEXTS[2]);
    expect(await readFile(join(String(folder), 'secret.env'), 'utf8')).toBe(`${TEXTS[3]}\n`);
    expect(how).toContain('orch-tui trash restore fix-');
    const { path } = good(await restore());
    expect(await readFile(join(path, 'secret.env'), 'utf8')).toBe(`${TEXTS[3]}\n`);
    expect(await readFile(join(path, 'a.txt'), 'utf8')).toContain(TEXTS[1]);
  });

  test('a merge into a checkout with changes in the same file leaves both as they are', async () => {
    await worked('fix', { commits: false });
    good(await repository.commitAll({ worktree: world.worktree('fix'), branch: 'orch/fix', message: 'All' }));
    await writeFile(join(world.repo, 'a.txt'), tenLines({ 9: 'a change of the person' }));
    const error = bad(await repository.merge({ branch: 'orch/fix', base: 'main', message: 'M', scratch: join(world.state, 's') }));
    expect(error.said).toContain('a.txt');
    expect(await readFile(join(world.repo, 'a.txt'), 'utf8')).toContain('a change of the person');
    expect(await lost()).toEqual([]);
  });

  test('changes inside a submodule are in the trash', async () => {
    const library = join(world.folder, 'library');
    await world.write(join(library, 'lib.txt'), 'one\n');
    await world.gitIn(library, 'init', '--quiet');
    await world.gitIn(library, 'add', '--all');
    await world.gitIn(library, 'commit', '--quiet', '--message', 'Lib');
    await world.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', library, 'lib');
    await world.git('commit', '--quiet', '--message', 'Use it');
    await worked();
    await world.gitIn(world.worktree('fix'), '-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'update', '--init');
    await world.write(at('fix', 'lib/lib.txt'), 'changed in the submodule\n');
    await world.write(at('fix', 'lib/more.txt'), 'untracked in the submodule\n');
    const { trash: folder } = good(await remove());
    expect(await readFile(join(String(folder), 'lib/lib.txt'), 'utf8')).toBe('changed in the submodule\n');
    expect(await readFile(join(String(folder), 'lib/more.txt'), 'utf8')).toBe('untracked in the submodule\n');
    const { path } = good(await restore());
    expect(await world.gitIn(join(path, 'lib'), 'status', '--porcelain')).toBe(' M lib.txt\n?? more.txt');
    expect(await lost()).toEqual([]);
  });
});

describe('cleaning up', () => {
  test('before the merge: the commits are under a rescue ref', async () => {
    await worked();
    const { ref } = good(await remove());
    expect(await world.git('branch', '--list', 'orch/fix')).toBe('');
    expect(await world.git('log', '--format=%s', String(ref))).toContain('Commit');
    expect(await lost()).toEqual([]);
  });

  test('of many at the same moment never touches the main checkout', async () => {
    const names = ['one', 'two', 'three', 'four', 'five', 'six'];
    for (const name of names) await worked(name);
    await world.write(join(world.repo, 'mine.txt'), 'of the person\n');
    await world.git('add', 'mine.txt');
    const head = await world.git('rev-parse', 'HEAD');
    const removed = await Promise.all(names.map(remove));
    expect(removed.map((each) => good(each).ref !== null)).toEqual(names.map(() => true));
    expect(await world.git('rev-parse', 'HEAD')).toBe(head);
    expect(await world.git('status', '--porcelain')).toBe('A  mine.txt');
    expect(await world.git('fsck', '--no-dangling')).toBe('');
    expect((await world.git('worktree', 'list')).split('\n')).toHaveLength(1);
    for (const name of names) expect(await world.git('show', `${good(await found(name)).ref}:new.txt`)).toBe(TEXTS[2]);
    expect(await lost()).toEqual([]);
  });

  test('of squash-merged work with something more in its folder keeps that', async () => {
    await worked();
    await world.git('merge', '--squash', 'orch/fix');
    await world.git('commit', '--quiet', '--message', 'Squashed');
    const place = { worktree: world.worktree('fix'), branch: 'orch/fix', base: 'main' };
    expect(good(await repository.hasUnsavedWork(place))).toBe(true);
    const { ref } = good(await remove());
    expect(await world.git('show', `${ref}:new.txt`)).toBe(TEXTS[2]);
    expect(await lost()).toEqual([]);
  });

  test('never deletes a branch that somebody uses again', async () => {
    await worked();
    good(await remove());
    await world.git('branch', 'orch/fix');
    const checkout = join(world.folder, 'elsewhere');
    await world.git('worktree', 'add', '--quiet', checkout, 'orch/fix');
    await world.write(join(checkout, 'theirs.txt'), 'of somebody else\n');
    await world.gitIn(checkout, 'add', '--all');
    await world.gitIn(checkout, 'commit', '--quiet', '--message', 'Theirs');
    const tip = await world.git('rev-parse', 'orch/fix');
    good(await remove());
    expect(await world.git('rev-parse', 'orch/fix')).toBe(tip);
    expect(await readFile(join(checkout, 'theirs.txt'), 'utf8')).toBe('of somebody else\n');
    expect(await lost()).toEqual([]);
  });

  test('of an agent whose branch is checked out elsewhere leaves branch and that checkout', async () => {
    await worked();
    await world.gitIn(world.worktree('fix'), 'checkout', '--quiet', '--detach');
    const checkout = join(world.folder, 'elsewhere');
    await world.git('worktree', 'add', '--quiet', checkout, 'orch/fix');
    good(await remove());
    expect(await readFile(join(checkout, 'done.txt'), 'utf8')).toBe(`${TEXTS[0]}\n`);
    expect(await lost()).toEqual([]);
  });

  test('of a locked worktree is refused, and says how it is unlocked', async () => {
    await worked();
    await world.git('worktree', 'lock', '--reason', 'on a stick', world.worktree('fix'));
    expect(bad(await remove())).toMatchObject({ said: 'it is locked: on a stick', next: expect.stringContaining('git worktree unlock') });
    expect(await readFile(at('fix', 'new.txt'), 'utf8')).toBe(`${TEXTS[2]}\n`);
  });
});

describe('folders and disks', () => {
  test('a folder deleted by hand: its commits are kept, and how to get them is said', async () => {
    await worked();
    await rm(world.worktree('fix'), { recursive: true });
    const { ref, restore: how } = good(await remove());
    expect(how).toBe(`git branch orch/fix ${ref}`);
    expect(await world.git('show', `${ref}:done.txt`)).toBe(TEXTS[0]);
  });

  test('a folder moved by hand: nothing happens to it', async () => {
    await worked();
    const moved = join(world.state, 'wt', 'moved-away');
    await rename(world.worktree('fix'), moved);
    good(await remove());
    expect(await readFile(join(moved, 'new.txt'), 'utf8')).toBe(`${TEXTS[2]}\n`);
    expect(await lost()).toEqual([]);
  });

  test('a repository inside it without a commit stops the removal', async () => {
    await worked();
    await mkdir(at('fix', 'inner'));
    await world.gitIn(at('fix', 'inner'), 'init', '--quiet');
    await world.write(at('fix', 'inner/precious.txt'), 'inside\n');
    const removed = await remove();
    const kept = removed.ok ? String(removed.value.trash) : world.worktree('fix');
    expect(await readFile(join(kept, 'inner/precious.txt'), 'utf8')).toBe('inside\n');
    expect(await lost()).toEqual([]);
  });

  /** Git as on a disk that is full: what it writes fails, what it reads does not. */
  const fullDiskFor = (subcommands: string) =>
    world.program(
      'git',
      `for word in "$@"; do case "$word" in ${subcommands}) echo "error: unable to write file: No space left on device" >&2; exit 128;; esac; done\nPATH=${process.env.PATH} exec git "$@"`,
    );

  test.each(['add', 'write-tree', 'commit-tree', 'update-ref'])('a disk that is full at `git %s` stops the removal', async (command) => {
    await worked();
    await fullDiskFor(command);
    const full = await world.opened();
    const error = bad(await full.removeWorktree(orderOf('fix')));
    expect(`${error.said} ${error.next}`).toMatch(/No space left|Nothing was removed|nothing was removed/u);
    expect(await readFile(at('fix', 'new.txt'), 'utf8')).toBe(`${TEXTS[2]}\n`);
    expect(await readFile(at('fix', 'secret.env'), 'utf8')).toBe(`${TEXTS[3]}\n`);
    expect(await lost()).toEqual([]);
  });

  test('a trash that can not be written to stops the removal', async () => {
    await worked();
    await mkdir(trash(), { recursive: true });
    await rm(trash(), { recursive: true });
    await writeFile(trash(), 'a file in its place');
    bad(await remove());
    expect(await readFile(at('fix', 'secret.env'), 'utf8')).toBe(`${TEXTS[3]}\n`);
    expect(await lost()).toEqual([]);
  });

  test('a real disk that fills up in the middle: nothing is gone', async ({ skip }) => {
    const disk = join(world.folder, 'small-disk');
    await mkdir(disk);
    const isMounted = await run('mount', ['-t', 'tmpfs', '-o', 'size=2m', 'tmpfs', disk]).then(
      () => true,
      () => false,
    );
    // Only root may mount: then the full disks above are what is left.
    if (!isMounted) skip();
    try {
      const small = join(disk, 'widget');
      await world.gitIn(world.folder, 'clone', '--quiet', '--no-hardlinks', world.repo, small);
      const opened = good(await world.open({}, small));
      const place = join(disk, 'wt/fix');
      const made = good(await opened.createWorktree({ branch: 'orch/fix', fallbackBranch: 'orch-fix', path: place, base: 'main' }));
      await world.write(join(place, 'new.txt'), `${TEXTS[2]}\n`);
      // Does not compress: the rescue needs as much again, and has not got it.
      const { randomBytes } = await import('node:crypto');
      await writeFile(join(place, 'big.bin'), randomBytes(1_100_000));
      const removed = await opened.removeWorktree({ ...orderOf('fix'), worktree: made.worktree, trash: join(disk, 'trash') });
      expect(bad(removed)).toMatchObject({ kind: 'storage', next: expect.stringContaining('Free some space') });
      expect(await readFile(join(place, 'new.txt'), 'utf8')).toBe(`${TEXTS[2]}\n`);
    } finally {
      await run('umount', [disk]);
    }
  });

  test('a folder that can not be read is not removed', async ({ skip }) => {
    if (process.getuid?.() === 0) skip();
    await worked();
    await chmod(at('fix', 'new.txt'), 0o000);
    bad(await remove());
    expect(await readFile(at('fix', 'secret.env'), 'utf8')).toBe(`${TEXTS[3]}\n`);
  });
});

async function found(name: string) {
  const entries = good(await repository.listTrash(trash()));
  const entry = entries.find((each) => each.name.startsWith(`${name}-`));
  return entry === undefined
    ? ({ ok: false, error: { kind: 'not-found', tried: 'find', said: name, next: '' } } as const)
    : ({ ok: true, value: { ref: entry.rescueRef } } as const);
}
