// kill -9 before each git command of everything that changes a repository: afterwards all work is somewhere, and the same can be done again.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { bundledScript } from '../../helpers/bundled-script.js';
import { lostOf } from './kept-work.js';
import { good, makeWorld, removeTemplate, tenLines, type World } from './repository-world.js';

let program: string;
beforeAll(async () => {
  program = await bundledScript(new URL('../../fixtures/programs/changes-repository.ts', import.meta.url), 'killed-halfway');
});
let before: World;
beforeEach(async () => {
  before = await makeWorld();
});
afterEach(() => before.end());
afterAll(removeTemplate);

/** More commands than any change needs: the loop ends with the first one that is not killed. */
const MOST = 60;
/** A process and two dozen commands of git for each kill. */
const TIMEOUT_MS = 300_000;

/** The change is done in a process that dies before its git command number `at`; true where it came to its end before that. */
async function changed(world: World, what: string, at: number): Promise<boolean> {
  const count = join(world.folder, 'count');
  await rm(count, { force: true });
  // The wrapper counts, and ends whoever asked it.
  await world.program(
    'git',
    [
      `n=$(($(cat ${count} 2>/dev/null || echo 0) + 1))`,
      `echo "$n" > ${count}`,
      `[ "$n" -ge ${at} ] && { kill -9 "$PPID"; exit 1; }`,
      `PATH=${process.env.PATH} exec git "$@"`,
    ].join('\n'),
  );
  const child = spawn(process.execPath, [program, world.repo, world.state, what], { env: world.env, stdio: ['ignore', 'pipe', 'inherit'] });
  const [code, signal] = (await once(child, 'exit')) as [number | null, string | null];
  world.env.PATH = process.env.PATH ?? '';
  await rm(join(world.folder, 'bin'), { recursive: true });
  expect(code === 0 || signal === 'SIGKILL').toBe(true);
  return code === 0;
}

/** A copy in the same place for each kill: worktrees know their folders by absolute paths. */
async function eachKill(what: string, check: (world: World, at: number) => Promise<void>): Promise<number> {
  const kept = `${before.folder}-kept`;
  await cp(before.folder, kept, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
  try {
    for (let at = 1; at <= MOST; at += 1) {
      const isWhole = await changed(before, what, at);
      await check(before, at);
      if (isWhole) return at - 1;
      await rm(before.folder, { recursive: true, force: true });
      await cp(kept, before.folder, { recursive: true, verbatimSymlinks: true, preserveTimestamps: true });
    }
    throw new Error(`${what} did not come to its end`);
  } finally {
    await rm(kept, { recursive: true, force: true });
  }
}

/** Committed, staged and changed, untracked, ignored. */
const TEXTS = ['committed work', 'work changed after staging', 'work not tracked', 'work that is ignored'];

async function work(world: World): Promise<void> {
  const repository = await world.opened();
  const { worktree, branch } = await world.agent(repository, 'fix');
  const at = (path: string) => join(worktree, path);
  await world.write(at('.gitignore'), '*.log\n');
  await world.write(at('done.txt'), `${TEXTS[0]}\n`);
  good(await repository.commitAll({ worktree, branch, message: 'Commit' }));
  await world.write(at('a.txt'), tenLines({ 2: TEXTS[1] ?? '' }));
  await world.write(at('new.txt'), `${TEXTS[2]}\n`);
  await world.write(at('run.log'), `${TEXTS[3]}\n`);
}

const lost = (world: World) => lostOf(world, TEXTS);
const isClean = async (world: World) => (await world.git('status', '--porcelain', '--untracked-files=all')) === '';

test('removing a worktree', { timeout: TIMEOUT_MS }, async () => {
  await work(before);
  const kills = await eachKill('remove', async (world, at) => {
    expect(await lost(world), `killed before command ${at}`).toEqual([]);
    expect(await isClean(world)).toBe(true);
    const repository = await world.opened();
    const order = { name: 'fix', worktree: world.worktree('fix'), branch: 'orch/fix', base: 'main', trash: join(world.state, 'trash') };
    good(await repository.removeWorktree({ ...order, at: '2026-11-21T06:43:00.000Z' }));
    expect(await lost(world), `removed again after the kill before command ${at}`).toEqual([]);
    const names = good(await repository.listTrash(order.trash)).map(({ name }) => name);
    expect(names).not.toEqual([]);
  });
  expect(kills).toBeGreaterThan(5);
});

test('restoring it', { timeout: TIMEOUT_MS }, async () => {
  await work(before);
  const repository = await before.opened();
  const trash = join(before.state, 'trash');
  const order = { name: 'fix', worktree: before.worktree('fix'), branch: 'orch/fix', base: 'main', trash, at: '2026-11-21T06:42:10.123Z' };
  good(await repository.removeWorktree(order));
  const kills = await eachKill('restore', async (world, at) => {
    expect(await lost(world), `killed before command ${at}`).toEqual([]);
    expect(await isClean(world)).toBe(true);
  });
  expect(kills).toBeGreaterThan(5);
});

test('committing what an agent left', { timeout: TIMEOUT_MS }, async () => {
  await work(before);
  await eachKill('commit', async (world, at) => {
    expect(await lost(world), `killed before command ${at}`).toEqual([]);
    const repository = await world.opened();
    good(await repository.commitAll({ worktree: world.worktree('fix'), branch: 'orch/fix', message: 'Again' }));
    expect(await world.git('show', 'orch/fix:new.txt')).toBe(TEXTS[2]);
  });
});

test('merging into a base that is checked out', { timeout: TIMEOUT_MS }, async () => {
  await work(before);
  await before.write(join(before.repo, 'theirs.txt'), 'theirs\n');
  await before.git('add', '--all');
  await before.git('commit', '--quiet', '--message', 'Theirs');
  await before.write(join(before.repo, 'notes.txt'), 'a note of the person\n');
  const kills = await eachKill('merge', async (world, at) => {
    expect(await lost(world), `killed before command ${at}`).toEqual([]);
    expect(await readFile(join(world.repo, 'notes.txt'), 'utf8')).toBe('a note of the person\n');
    expect(await world.git('status', '--porcelain', '--untracked-files=all')).toBe('?? notes.txt');
    const repository = await world.opened();
    // As the next host does at its start.
    await repository.clearScratch(join(world.state, 'scratch'));
    const order = { branch: 'orch/fix', base: 'main', message: 'Merge it', scratch: join(world.state, 'scratch/fix') };
    good(await repository.merge({ ...order, record: 'always' }));
    expect(await readFile(join(world.repo, 'done.txt'), 'utf8')).toBe(`${TEXTS[0]}\n`);
    expect(await world.git('worktree', 'list')).not.toContain('scratch');
  });
  expect(kills).toBeGreaterThan(5);
});

test('taking the base into a worktree', { timeout: TIMEOUT_MS }, async () => {
  await work(before);
  const repository = await before.opened();
  good(await repository.commitAll({ worktree: before.worktree('fix'), branch: 'orch/fix', message: 'All' }));
  await writeFile(join(before.repo, 'a.txt'), tenLines({ 2: 'theirs' }));
  await before.git('commit', '--quiet', '--all', '--message', 'Theirs');
  await eachKill('takeIn', async (world, at) => {
    expect(await lost(world), `killed before command ${at}`).toEqual([]);
  });
});

test('making a worktree: nothing of it is in the way of the next one', { timeout: TIMEOUT_MS }, async () => {
  await work(before);
  await eachKill('create', async (world, at) => {
    expect(await lost(world), `killed before command ${at}`).toEqual([]);
    expect(await isClean(world)).toBe(true);
    await world.agent(await world.opened(), 'other');
  });
});
