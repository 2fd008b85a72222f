// One git process: exact code, exact bytes, bounded output, an end in time. A script stands for git where git itself can not be made to fail so.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, expect, test } from 'vitest';
import { type GitCall, runGit } from '../../../src/core/adapters/git/run-git.js';
import { untilFile } from '../../helpers/wait-for.js';
import { makeWorld, removeTemplate, type World } from './repository-world.js';

let world: World;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(() => world.end());
afterAll(removeTemplate);

const call = (more: Partial<GitCall> & Pick<GitCall, 'args'>): GitCall => ({
  config: [],
  cwd: world.repo,
  env: world.env,
  timeoutMs: 20_000,
  maxBytes: 1_000_000,
  ...more,
});

test('exit code and both streams are told apart', async () => {
  await world.program('git', 'printf "\\377\\000out"; echo err >&2; exit 7');
  expect(await runGit(call({ args: ['x'] }))).toEqual({
    kind: 'ended',
    exitCode: 7,
    stdout: Buffer.from([255, 0, 0x6f, 0x75, 0x74]),
    stderr: 'err\n',
    truncated: false,
  });
});

test('input arrives, and without input there is an end of it', async () => {
  await world.program('git', 'cat; echo end');
  expect(await runGit(call({ args: ['x'], input: 'in\n' }))).toMatchObject({ stdout: Buffer.from('in\nend\n') });
  expect(await runGit(call({ args: ['x'] }))).toMatchObject({ stdout: Buffer.from('end\n') });
});

test('endless output is cut, and git ends', async () => {
  await world.program('git', 'exec yes');
  const answer = await runGit(call({ args: ['x'], maxBytes: 1000 }));
  expect(answer).toMatchObject({ kind: 'ended', truncated: true, stdout: Buffer.from('y\n'.repeat(500)) });
});

test('an end in time, also when something it started keeps its pipes', async () => {
  await world.program('git', 'sleep 5 & exec sleep 5');
  expect(await runGit(call({ args: ['x'], timeoutMs: 200 }))).toMatchObject({ kind: 'timed-out' });
});

test('an end at once when nobody waits for it any more', async () => {
  await world.program('git', 'echo >"$PWD/begun"; sleep 5 & exec sleep 5');
  const stop = new AbortController();
  const watch = setInterval(() => existsSync(join(world.repo, 'begun')) && stop.abort(), 20);
  expect(await runGit(call({ args: ['x'], signal: stop.signal }))).toMatchObject({ kind: 'interrupted' });
  clearInterval(watch);
  expect(await runGit(call({ args: ['x'], signal: stop.signal }))).toMatchObject({ kind: 'interrupted' });
});

test.runIf(existsSync('/proc/self/stat'))('what it has started ends with it', async () => {
  await world.program('git', '(trap "echo yes >ended; exit" TERM; echo yes >begun; sleep 60 & wait) & exec sleep 60');
  const stop = new AbortController();
  const answer = runGit(call({ args: ['x'], signal: stop.signal }));
  await untilFile(join(world.repo, 'begun'));
  stop.abort();
  expect(await answer).toMatchObject({ kind: 'interrupted' });
  expect(await untilFile(join(world.repo, 'ended'), (text) => text !== '')).toBe('yes\n');
});

test('nothing of our own environment is inherited', async () => {
  await world.program('git', 'env');
  process.env.ORCH_TEST_INHERITED = 'yes';
  const answer = await runGit(call({ args: ['x'] }));
  delete process.env.ORCH_TEST_INHERITED;
  expect(answer.kind === 'ended' && answer.stdout.toString()).not.toContain('ORCH_TEST_INHERITED');
});

test('git that is not there, and a folder that is not there, are two things', async () => {
  expect(await runGit(call({ args: ['x'], env: { PATH: '/nowhere' } }))).toMatchObject({ kind: 'not-installed' });
  expect(await runGit(call({ args: ['x'], cwd: '/nowhere' }))).toMatchObject({ kind: 'no-folder' });
});
