// Merging into a base (decision 20): forward or by a merge commit, the person's checkout kept in step or left exactly as it was.
import { lstat, mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { GitRepository } from '../../../src/core/adapters/git/open-repository.js';
import { bad, good, makeWorld, removeTemplate, tenLines, type World } from './repository-world.js';

let world: World;
let repository: GitRepository;
beforeEach(async () => {
  world = await makeWorld();
  repository = await world.opened();
});
afterEach(() => world.end());
afterAll(removeTemplate);

const merge = (branch = 'orch/fix', scratch = 'scratch', using = repository) =>
  using.merge({ branch, base: 'main', message: `Merge ${branch}`, scratch: join(world.state, scratch) });
/** An agent's branch with one commit. */
async function work(name: string, files: Readonly<Record<string, string>>): Promise<string> {
  const made = await world.agent(repository, name);
  for (const [path, text] of Object.entries(files)) await world.write(join(made.worktree, path), text);
  return good(await repository.commitAll({ worktree: made.worktree, branch: made.branch, message: `Work of ${name}` })).commit;
}
async function personCommits(files: Readonly<Record<string, string>>): Promise<string> {
  for (const [path, text] of Object.entries(files)) await world.write(join(world.repo, path), text);
  await world.git('add', '--all');
  await world.git('commit', '--quiet', '-m', 'Person');
  return world.git('rev-parse', 'HEAD');
}
const main = () => world.git('rev-parse', 'main');
const scratchIsGone = async () => {
  expect(await readdir(world.state)).not.toContain('scratch');
  expect(await world.git('worktree', 'list')).not.toContain('scratch');
};

describe('base checked out in the person’s checkout', () => {
  test('goes forward, files and all', async () => {
    const tip = await work('fix', { 'new.txt': 'n\n' });
    expect(good(await merge())).toEqual({ commit: tip, how: 'fast-forward', notes: [] });
    expect(await world.git('status', '--porcelain')).toBe('');
    expect(await world.read(join(world.repo, 'new.txt'))).toBe('n\n');
  });

  test('gets a merge commit with its message where that is wanted, though it could go forward', async () => {
    const before = await main();
    const tip = await work('fix', { 'new.txt': 'n\n' });
    const scratch = join(world.state, 'scratch');
    const result = good(
      await repository.merge({ branch: 'orch/fix', base: 'main', message: 'Add n\n\nIt was wanted.', scratch, record: 'always' }),
    );
    expect(result.how).toBe('merge');
    expect(await world.git('log', '-1', '--format=%P %s %b')).toBe(`${before} ${tip} Add n It was wanted.\n`);
    expect(await world.git('status', '--porcelain')).toBe('');
    await scratchIsGone();
  });

  test('gets a merge commit where both sides moved', async () => {
    const tip = await work('fix', { 'a.txt': tenLines({ 1: 'agent' }) });
    const person = await personCommits({ 'a.txt': tenLines({ 10: 'person' }) });
    const result = good(await merge());
    expect(result.how).toBe('merge');
    expect(await main()).toBe(result.commit);
    expect(await world.git('log', '-1', '--format=%P %s')).toBe(`${person} ${tip} Merge orch/fix`);
    expect(await world.read(join(world.repo, 'a.txt'))).toBe(tenLines({ 1: 'agent', 10: 'person' }));
    expect(await world.git('status', '--porcelain')).toBe('');
    await scratchIsGone();
  });

  test('with local changes elsewhere keeps them', async () => {
    await work('fix', { 'new.txt': 'n\n' });
    await world.write(join(world.repo, 'a.txt'), 'mine\n');
    await world.write(join(world.repo, 'untracked'), 'u\n');
    good(await merge());
    expect(await world.git('status', '--porcelain')).toBe(' M a.txt\n?? untracked');
    expect(await world.read(join(world.repo, 'new.txt'))).toBe('n\n');
  });

  const inTheWay: readonly (readonly [string, string, (path: string) => Promise<unknown>])[] = [
    ['a changed file', 'a.txt', (path) => writeFile(path, 'mine\n')],
    [
      'a staged change',
      'a.txt',
      async (path) => {
        await writeFile(path, 'mine\n');
        await world.git('add', 'a.txt');
      },
    ],
    ['an untracked file', 'new größe.txt', (path) => writeFile(path, 'mine\n')],
    [
      'an ignored file',
      'new größe.txt',
      async (path) => {
        await world.write(join(world.repo, '.git/info/exclude'), 'new*\n');
        await writeFile(path, 'mine\n');
      },
    ],
  ];
  test.each(inTheWay)('%s in the way is named, and nothing changes', async (_what, file, change) => {
    await work('fix', { 'a.txt': tenLines({ 1: 'agent' }), 'new größe.txt': 'n\n' });
    await change(join(world.repo, file));
    const before = [await main(), await world.git('status', '--porcelain', '--ignored')];
    expect(bad(await merge())).toMatchObject({
      kind: 'conflict',
      said: `base has local changes in ${file}`,
      next: expect.stringContaining('finish again'),
    });
    expect([await main(), await world.git('status', '--porcelain', '--ignored')]).toEqual(before);
    expect(await world.read(join(world.repo, file))).toBe('mine\n');
  });

  test('local changes in the way are not stashed aside, whatever is configured', async () => {
    await work('fix', { 'a.txt': tenLines({ 1: 'agent' }) });
    await world.git('config', 'merge.autoStash', 'true');
    await world.write(join(world.repo, 'a.txt'), tenLines({ 10: 'mine' }));
    expect(bad(await merge())).toMatchObject({ kind: 'conflict', said: 'base has local changes in a.txt' });
    expect(await world.read(join(world.repo, 'a.txt'))).toBe(tenLines({ 10: 'mine' }));
    expect(await world.git('stash', 'list')).toBe('');
  });

  test('in the middle of a merge of its own is left alone', async () => {
    await work('fix', { 'new.txt': 'n\n' });
    await world.git('switch', '--quiet', '-c', 'side');
    await personCommits({ 'a.txt': 'side\n' });
    await world.git('switch', '--quiet', 'main');
    await personCommits({ 'a.txt': 'main\n' });
    await world.git('merge', 'side').catch(() => {});
    const before = await world.git('status', '--porcelain');
    expect(bad(await merge())).toMatchObject({ kind: 'conflict' });
    expect(await world.git('status', '--porcelain')).toBe(before);
  });

  test('being rebased is left alone', async () => {
    await work('fix', { 'new.txt': 'n\n' });
    await world.git('branch', 'other');
    await personCommits({ 'a.txt': 'main\n' });
    await world.git('switch', '--quiet', 'other');
    await personCommits({ 'a.txt': 'other\n' });
    await world.git('switch', '--quiet', 'main');
    await world.git('rebase', 'other').catch(() => {});
    const before = await main();
    expect(bad(await merge())).toMatchObject({ kind: 'conflict', said: expect.stringContaining('middle of a rebase') });
    expect(await main()).toBe(before);
  });

  test('in a linked worktree goes forward there', async () => {
    await work('fix', { 'new.txt': 'n\n' });
    await world.git('switch', '--quiet', '-c', 'elsewhere');
    const linked = join(world.folder, 'linked');
    await world.git('worktree', 'add', '--quiet', linked, 'main');
    good(await merge());
    expect(await world.read(join(linked, 'new.txt'))).toBe('n\n');
    expect(await world.gitIn(linked, 'status', '--porcelain')).toBe('');
    await expect(lstat(join(world.repo, 'new.txt'))).rejects.toThrow();
  });
});

describe('base checked out nowhere', () => {
  test.each(['--detach', 'other'])('moves alone; a checkout at %s notices nothing', async (where) => {
    const tip = await work('fix', { 'new.txt': 'n\n' });
    await world.git('branch', 'other');
    await world.git('switch', '--quiet', where);
    expect(good(await merge())).toMatchObject({ commit: tip, how: 'fast-forward' });
    expect(await main()).toBe(tip);
    expect(await world.git('status', '--porcelain')).toBe('');
    await expect(lstat(join(world.repo, 'new.txt'))).rejects.toThrow();
  });

  test('also when it was checked out in a folder deleted by hand', async () => {
    const tip = await work('fix', { 'new.txt': 'n\n' });
    await world.git('switch', '--quiet', '--detach');
    await world.git('worktree', 'add', '--quiet', join(world.folder, 'gone'), 'main');
    await rm(join(world.folder, 'gone'), { recursive: true });
    expect(good(await merge()).commit).toBe(tip);
  });
});

describe('what can not be merged', () => {
  test('names the next step that it is given: a goal has neither a worktree of its own nor an f to press', async () => {
    await work('fix', { 'a.txt': tenLines({ 3: 'agent' }) });
    const order = { branch: 'orch/fix', base: 'main', message: 'm', scratch: join(world.state, 'scratch'), again: 'resume g-1' };
    await world.write(join(world.repo, 'a.txt'), tenLines({ 3: 'person' }));
    expect(bad(await repository.merge(order)).next).toMatch(/^Commit, stash or move them in .*, then resume g-1\.$/u);
    await personCommits({ 'a.txt': tenLines({ 3: 'person' }) });
    expect(bad(await repository.merge(order)).next).toBe(
      'Nothing was changed. Run git merge main in a checkout of orch/fix and commit it, then resume g-1.',
    );
  });

  test('conflicts name their files; base, checkout and agent stay as they were', async () => {
    await work('fix', { 'a.txt': tenLines({ 3: 'agent' }), 'sub/b.txt': 'agent\n', 'fine.txt': 'f\n' });
    const person = await personCommits({ 'a.txt': tenLines({ 3: 'person' }), 'sub/b.txt': 'person\n' });
    expect(bad(await merge())).toMatchObject({
      kind: 'conflict',
      said: 'conflicts in a.txt, sub/b.txt',
      tried: 'merge orch/fix into main',
    });
    expect(await main()).toBe(person);
    expect(await world.git('status', '--porcelain')).toBe('');
    expect(await world.gitIn(world.worktree('fix'), 'status', '--porcelain')).toBe('');
    await scratchIsGone();
  });

  test('nothing to merge is not an error', async () => {
    await world.agent(repository, 'fix');
    expect(good(await merge())).toEqual({ commit: await main(), how: 'nothing', notes: [] });
  });

  test('a branch that is not there', async () => {
    expect(bad(await merge('orch/none'))).toMatchObject({ kind: 'not-found', said: 'there is no branch orch/none here' });
  });

  test('a folder of someone at the scratch path is refused and kept', async () => {
    await work('fix', { 'a.txt': tenLines({ 1: 'agent' }) });
    await personCommits({ 'a.txt': tenLines({ 10: 'person' }) });
    await mkdir(join(world.state, 'scratch'));
    await writeFile(join(world.state, 'scratch/mine'), 'mine\n');
    expect(bad(await merge())).toMatchObject({ kind: 'storage' });
    expect(await world.read(join(world.state, 'scratch/mine'))).toBe('mine\n');
  });

  test('what an ended host left at the scratch path is taken away first', async () => {
    await work('fix', { 'a.txt': tenLines({ 1: 'agent' }) });
    await personCommits({ 'a.txt': tenLines({ 10: 'person' }) });
    await world.git('worktree', 'add', '--quiet', '--detach', join(world.state, 'scratch'), 'main');
    expect(good(await merge()).how).toBe('merge');
    await scratchIsGone();
  });
});

describe('races', () => {
  /** Someone commits to main just before our git moves it: once, or each time. */
  async function interfering(command: string, times: number): Promise<GitRepository> {
    const real = join(await world.git('--exec-path'), 'git');
    const count = join(world.folder, 'count');
    await writeFile(count, '');
    await world.program(
      'git',
      `case " $* " in *" ${command} "*)
  if [ $(wc -c < '${count}') -lt ${times} ] && [ -z "$INSIDE" ]; then printf x >> '${count}'
    ( unset GIT_DIR GIT_COMMON_DIR GIT_WORK_TREE; export INSIDE=1; cd '${world.repo}'
      c=$('${real}' commit-tree -p main -m Other "main^{tree}")
      '${real}' merge-base HEAD HEAD >/dev/null
      if [ "$('${real}' symbolic-ref -q HEAD)" = refs/heads/main ]; then '${real}' merge -q --ff-only $c; else '${real}' update-ref refs/heads/main $c; fi )
  fi;; esac
exec '${real}' "$@"`,
    );
    return world.opened();
  }

  test.each([
    ['--detach', 'update-ref'],
    ['main', '--ff-only'],
  ])('base (checkout at %s) moves in between: merged again onto what it is now', async (where, command) => {
    const tip = await work('fix', { 'new.txt': 'n\n' });
    await world.git('switch', '--quiet', ...(where === 'main' ? ['main'] : ['--detach']));
    const raced = await interfering(command, 1);
    const result = good(await merge('orch/fix', 'scratch', raced));
    expect(result.how).toBe('merge');
    expect(await world.git('log', '--format=%s', '--first-parent', 'main')).toBe('Merge orch/fix\nOther\nFirst');
    expect(await world.git('merge-base', '--is-ancestor', tip, 'main')).toBe('');
    expect(await world.git('status', '--porcelain')).toBe('');
  });

  test('a base that never rests is given up, unharmed', async () => {
    await work('fix', { 'new.txt': 'n\n' });
    await world.git('switch', '--quiet', '--detach');
    const raced = await interfering('update-ref', 100);
    expect(bad(await merge('orch/fix', 'scratch', raced))).toMatchObject({
      kind: 'conflict',
      said: expect.stringContaining('moved 5 times'),
    });
    expect(await world.git('log', '--format=%s', 'main')).toBe(`${'Other\n'.repeat(6)}First`);
    await scratchIsGone();
  });

  test('two merges at once into one base both arrive, or one says why not', async () => {
    await work('one', { 'one.txt': '1\n' });
    await work('two', { 'two.txt': '2\n' });
    const results = await Promise.all([merge('orch/one', 's1'), merge('orch/two', 's2')]);
    for (const [index, result] of results.entries()) {
      const name = ['one', 'two'][index] ?? '';
      const files = await world.git('ls-tree', '--name-only', 'main');
      expect(files.includes(`${name}.txt`)).toBe(result.ok);
    }
    expect(results.some((result) => result.ok)).toBe(true);
    expect(await world.git('status', '--porcelain')).toBe('');
  });
});
