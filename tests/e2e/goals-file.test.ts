// `run --goals FILE`: many goals by one command, each its own, in order, and none where one is bad.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { makeSandbox, type Sandbox } from '../helpers/sandbox.js';
import { statusOf } from '../helpers/story.js';

let sandbox: Sandbox;
let file: string;
beforeAll(async () => {
  sandbox = await makeSandbox({ env: { ORCHESTRATOR_AGENTS__MAX: '1' } });
  file = join(sandbox.folder, 'goals.txt');
});
afterAll(() => sandbox.end());

const run = (...args: readonly string[]) => sandbox.cli(['run', ...args]);

test('goals that can not be started are refused before any is, with their line', async () => {
  await writeFile(file, `# tonight\nFirst\n\n${'x'.repeat(200_000)}\n`);
  const refused = await run('--goals', file, '--command', 'true', '--json');
  expect(refused.exitCode).toBe(2);
  expect(refused.json()).toMatchObject({ error: { kind: 'usage', said: expect.stringMatching(/^line 4: it has 200000 bytes/) } });
  expect(await statusOf(sandbox)).toMatchObject({ goals: [], agents: [] });
});

test('each line is a goal of its own, one after the other by agents.max; the worst of them is the exit code', async () => {
  await writeFile(file, 'one\n# not this\ntwo\nthree\n');
  // Two at once would find the folder there.
  const lock = join(sandbox.folder, 'lock');
  const command = `sh -c 'mkdir ${lock} && sleep 0.2 && rmdir ${lock} && test "$0" != two'`;
  const ran = await run('--goals', file, '--command', command, '--wait', '--non-interactive', '--finish', 'branch', '--json');
  expect(ran.exitCode).toBe(1);
  const { goals } = ran.json<{ goals: { text: string; state: string; id: string }[] }>();
  expect(goals.map(({ text, state }) => [text, state])).toEqual([
    ['one', 'done'],
    ['two', 'failed'],
    ['three', 'done'],
  ]);
  expect(ran.stderr.match(/^goal g-\w+$/gmu)).toHaveLength(3);
});

test('from standard input, without waiting: the ids, one a line', async () => {
  const started = await sandbox.cli(['run', '--goals', '-', '--command', 'true'], { input: 'four\nfive\n' });
  expect(started).toMatchObject({ exitCode: 0, stderr: '' });
  expect(started.stdout).toMatch(/^g-\w+\ng-\w+\n$/);
  const json = await sandbox.cli(['run', '--goals', '-', '--command', 'true', '--json'], { input: 'six\n' });
  expect(json.json()).toEqual({ goals: [{ goal: expect.stringMatching(/^g-/), agents: [expect.stringMatching(/^a-/)] }] });
});

test.each([
  ['a goal and a file', ['x', '--goals', '-'], /GOAL and --goals exclude each other/],
  ['neither', [], /there is no goal/],
  ['one name for all', ['--goals', '-', '--name', 'x'], /--name and --goals exclude each other/],
  ['a file that is not there', ['--goals', 'no-such-file'], /there is no such file/],
  ['a folder', ['--goals', '.'], /EISDIR|directory/],
  ['a file without end', ['--goals', '/dev/zero'], /larger than 1 MB/],
])('%s is wrong usage', async (_what, args, said) => {
  const refused = await sandbox.cli(['run', ...args, '--command', 'true'], { input: '' });
  expect(refused.exitCode).toBe(2);
  expect(refused.stderr).toMatch(said);
});

test('what is no text is refused', async () => {
  await writeFile(file, Buffer.from([0x61, 0xff, 0xfe, 0x0a]));
  const refused = await run('--goals', file, '--command', 'true');
  expect(refused).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('not text in UTF-8') });
});
