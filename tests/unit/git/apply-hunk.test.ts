// One hunk of a worktree's diff, staged, unstaged and taken back: exactly that one, whatever its file is called and however its lines end.
import { execFileSync } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, it } from 'vitest';
import type { HunkName } from '../../../src/core/model/pull-methods.js';
import { parseDiff } from '../../../src/core/view/diff-rows.js';
import { hunkAround, hunkDigest, hunkName } from '../../../src/core/view/review/hunks.js';
import { stagedDigests } from '../../../src/core/view/review/staged.js';
import { wayBack } from '../../../src/core/view/review/way-back.js';
import { makeWorld, removeTemplate, tenLines, type World } from './repository-world.js';

let world: World;
let baseCommit: string;
const worktree = () => join(world.folder, 'wt');

beforeEach(async () => {
  world = await makeWorld();
  baseCommit = await world.git('rev-parse', 'main');
  await world.git('worktree', 'add', '-q', '-b', 'orch/work', worktree(), 'main');
});
afterEach(() => world.end());
afterAll(removeTemplate);

/** The hunks as a screen names them. */
async function hunks(): Promise<readonly HunkName[]> {
  const repository = await world.opened();
  const made = await repository.diff({ worktree: worktree(), baseCommit, maxBytes: 1e6 });
  if (!made.ok) throw new Error(made.error.said);
  const model = parseDiff(made.value.diff);
  return model.rows.flatMap((row, at) => {
    const hunk = row.kind === 'hunk' ? hunkAround(model, at) : null;
    return hunk === null ? [] : [hunkName(model, hunk)];
  });
}

async function apply(what: 'stage' | 'unstage' | 'revert', hunk: HunkName | undefined) {
  if (hunk === undefined) throw new Error('there is no such hunk');
  const repository = await world.opened();
  const at = '2026-11-26T20:00:00.000Z';
  return repository.applyHunk({ worktree: worktree(), baseCommit, branch: 'orch/work', base: 'main', name: 'work', at, what, hunk });
}

const read = (name: string) => world.read(join(worktree(), name));
const write = (name: string, text: string) => world.write(join(worktree(), name), text);

it('takes one hunk of two back and leaves the other', async () => {
  await write('a.txt', tenLines({ 1: 'first', 10: 'last' }));
  const [first] = await hunks();
  expect(await apply('revert', first)).toMatchObject({ ok: true });
  expect(await read('a.txt')).toBe(tenLines({ 10: 'last' }));
});

it('keeps what it takes back under a rescue ref', async () => {
  await write('a.txt', tenLines({ 1: 'first' }));
  const [first] = await hunks();
  const done = await apply('revert', first);
  if (!done.ok || done.value.rescueRef === null) throw new Error('nothing was saved');
  await world.gitIn(worktree(), 'restore', `--source=${done.value.rescueRef}`, '--', 'a.txt');
  expect(await read('a.txt')).toBe(tenLines({ 1: 'first' }));
});

it('gives each rescue a name of its own', async () => {
  await write('a.txt', tenLines({ 1: 'first', 10: 'last' }));
  const [first, second] = await hunks();
  const refs = [await apply('revert', first), await apply('revert', second)].map((done) => (done.ok ? done.value.rescueRef : done.error));
  expect(new Set(refs).size).toBe(2);
  expect(await read('a.txt')).toBe(tenLines());
});

it.each([
  ['a name with blanks', 'a name.txt'],
  ['quotes', 'say "hi".txt'],
  ['letters that are not ASCII', 'grün 期限.txt'],
  ['a tab and a backslash', 'tab\tand\\back.txt'],
])('finds a file with %s', async (_what, name) => {
  await write(name, 'one\ntwo\n');
  await world.gitIn(worktree(), 'add', '--all');
  await world.gitIn(worktree(), 'commit', '-qm', 'name');
  baseCommit = await world.gitIn(worktree(), 'rev-parse', 'HEAD');
  await write(name, 'one\n2\n');
  const [hunk] = await hunks();
  expect(hunk?.path).toBe(name);
  expect(await apply('revert', hunk)).toMatchObject({ ok: true });
  expect(await read(name)).toBe('one\ntwo\n');
});

it.each([
  ['CRLF', 'one\r\ntwo\r\nthree\r\n', 'one\r\n2\r\nthree\r\n'],
  ['line ends that were changed', 'one\ntwo\n', 'one\r\ntwo\n'],
  ['no newline at its end, before', 'one\ntwo', 'one\ntwo\n'],
  ['no newline at its end, now', 'one\ntwo\n', 'one\ntwo'],
  ['bytes that act on terminals', 'one\n\u001b[31mred\ntwo\n', 'one\n\u001b[31mblue\ntwo\n'],
  ['all of it gone', 'one\ntwo\n', ''],
])('takes back a file with %s', async (_what, before, now) => {
  await write('c.txt', before);
  await world.gitIn(worktree(), 'add', '--all');
  await world.gitIn(worktree(), 'commit', '-qm', 'c');
  baseCommit = await world.gitIn(worktree(), 'rev-parse', 'HEAD');
  await write('c.txt', now);
  const [hunk] = await hunks();
  expect(await apply('revert', hunk)).toMatchObject({ ok: true });
  expect(await read('c.txt')).toBe(before);
});

it('removes a new file, and has it back from the rescue', async () => {
  await write('new.txt', 'new\n');
  const [hunk] = await hunks();
  const done = await apply('revert', hunk);
  expect(await world.gitIn(worktree(), 'status', '--porcelain')).toBe('');
  if (!done.ok || done.value.rescueRef === null) throw new Error('nothing was saved');
  expect(await world.git('show', `${done.value.rescueRef}:new.txt`)).toBe('new');
});

it('brings a deleted file back', async () => {
  await rm(join(worktree(), 'a.txt'));
  const [hunk] = await hunks();
  expect(await apply('revert', hunk)).toMatchObject({ ok: true });
  expect(await read('a.txt')).toBe(tenLines());
});

it.each([
  ['changed', 'a.txt', () => write('a.txt', tenLines({ 1: 'first' }))],
  ['new', "it's [new]*.txt", () => write("it's [new]*.txt", 'new\n')],
  ['deleted', 'a.txt', () => rm(join(worktree(), 'a.txt'))],
  ['deleted and staged', 'a.txt', () => world.gitIn(worktree(), 'rm', '-q', 'a.txt')],
  [
    'deleted and committed',
    'a.txt',
    async () => {
      await world.gitIn(worktree(), 'rm', '-q', 'a.txt');
      await world.gitIn(worktree(), 'commit', '-qm', 'gone');
    },
  ],
  [
    'renamed',
    'z.txt',
    async () => {
      await world.gitIn(worktree(), 'mv', 'a.txt', 'z.txt');
      await write('z.txt', tenLines({ 5: 'five' }));
    },
  ],
])('tells a way back to a %s file that works', async (_what, path, changes) => {
  await changes();
  const before = await hunks();
  const hunk = before.find((each) => each.path === path);
  const done = await apply('revert', hunk);
  if (!done.ok) throw new Error(done.error.said);
  expect(await hunks()).not.toEqual(before);
  const { command } = wayBack({ worktree: worktree(), path, result: { agent: 'work', ...done.value } });
  execFileSync('sh', ['-c', command]);
  expect(await hunks()).toEqual(before);
});

it('takes a hunk of a renamed file back and leaves its name', async () => {
  await world.gitIn(worktree(), 'mv', 'a.txt', 'z.txt');
  await write('z.txt', tenLines({ 5: 'five' }));
  const [hunk] = await hunks();
  expect(hunk?.path).toBe('z.txt');
  expect(await apply('revert', hunk)).toMatchObject({ ok: true });
  expect(await read('z.txt')).toBe(tenLines());
});

it('takes back what the agent has committed already', async () => {
  await write('a.txt', tenLines({ 5: 'five' }));
  await world.gitIn(worktree(), 'commit', '-qam', 'five');
  const [hunk] = await hunks();
  expect(await apply('revert', hunk)).toMatchObject({ ok: true });
  expect(await read('a.txt')).toBe(tenLines());
});

it('leaves a hunk alone that has changed meanwhile', async () => {
  await write('a.txt', tenLines({ 5: 'five' }));
  const [hunk] = await hunks();
  await write('a.txt', tenLines({ 5: 'FIVE' }));
  expect(await apply('revert', hunk)).toMatchObject({ ok: false, error: { kind: 'conflict', said: 'it has changed meanwhile' } });
  expect(await read('a.txt')).toBe(tenLines({ 5: 'FIVE' }));
  expect(await world.git('for-each-ref', 'refs/orch/rescue')).toBe('');
});

it('finds a hunk that only moved', async () => {
  await write('a.txt', tenLines({ 9: 'nine' }));
  const [hunk] = await hunks();
  await write('a.txt', `above\n${tenLines({ 9: 'nine' })}`);
  expect(await apply('revert', hunk)).toMatchObject({ ok: true });
  expect(await read('a.txt')).toBe(`above\n${tenLines()}`);
});

it('takes the one that was named of two that read the same', async () => {
  const block = 'a\nb\nc\nd\ne\nf\ng\nh\ni\n';
  await write('a.txt', block + block);
  await world.gitIn(worktree(), 'commit', '-qam', 'twice');
  baseCommit = await world.gitIn(worktree(), 'rev-parse', 'HEAD');
  const changed = block.replace('d', 'D');
  await write('a.txt', changed + changed);
  const [, second] = await hunks();
  expect(await apply('revert', second)).toMatchObject({ ok: true });
  expect(await read('a.txt')).toBe(changed + block);
});

it('stages a hunk in the index of the worktree, and takes it out again', async () => {
  await write('a.txt', tenLines({ 1: 'first', 10: 'last' }));
  const [first] = await hunks();
  const staged = () => world.gitIn(worktree(), 'diff', '--cached');
  expect(await apply('stage', first)).toEqual({ ok: true, value: { rescueRef: null, back: 'restore' } });
  expect(await staged()).toContain('+first');
  expect(await staged()).not.toContain('+last');
  expect(await apply('unstage', first)).toMatchObject({ ok: true });
  expect(await staged()).toBe('');
  expect(await read('a.txt')).toBe(tenLines({ 1: 'first', 10: 'last' }));
});

it('tells the hunks that stand in the index, also below what is not staged, until they change or are committed', async () => {
  const repository = await world.opened();
  const marked = async () => {
    const staged = await repository.stagedDiff({ worktree: worktree(), maxBytes: 1e6 });
    const all = await repository.diff({ worktree: worktree(), baseCommit, maxBytes: 1e6 });
    if (!staged.ok || !all.ok) throw new Error('git refused');
    const digests = stagedDigests(staged.value.diff);
    const model = parseDiff(all.value.diff);
    return model.rows.flatMap((row, at) => {
      const hunk = row.kind === 'hunk' ? hunkAround(model, at) : null;
      return hunk !== null && digests.includes(hunkDigest(model, hunk)) ? [hunkName(model, hunk)] : [];
    });
  };
  await write('a.txt', `above\n${tenLines({ 10: 'last' })}`);
  await write('new.txt', 'new\n');
  const [, last, added] = await hunks();
  expect(await marked()).toEqual([]);
  await apply('stage', last);
  await apply('stage', added);
  expect(await marked()).toEqual([last, added]);
  await write('new.txt', 'newer\n');
  expect(await marked()).toEqual([last]);
  await world.gitIn(worktree(), 'commit', '-qm', 'last');
  expect(await marked()).toEqual([]);
});

it('stages a new file', async () => {
  await write('new.txt', 'new\n');
  const [hunk] = await hunks();
  expect(await apply('stage', hunk)).toMatchObject({ ok: true });
  expect(await world.gitIn(worktree(), 'status', '--porcelain')).toBe('A  new.txt');
});

it('says what can not be staged: it is committed', async () => {
  await write('a.txt', tenLines({ 5: 'five' }));
  await world.gitIn(worktree(), 'commit', '-qam', 'five');
  const [hunk] = await hunks();
  expect(await apply('stage', hunk)).toMatchObject({
    ok: false,
    error: { kind: 'conflict', said: expect.stringContaining('committed already') },
  });
});
