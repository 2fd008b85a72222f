// The sandbox of the end-to-end tests: isolated, and strict about what is left behind.
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { appendFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { makeSandbox } from '../../helpers/sandbox.js';
import { untilEntries, untilFile } from '../../helpers/wait-for.js';

test('has a repository with one commit by its own person, and nothing of the real home', async () => {
  const sandbox = await makeSandbox({ files: { 'src/a.txt': 'a\n' } });
  expect(await sandbox.git('log', '--format=%an %s')).toBe('Pat Person First\n');
  expect(await sandbox.git('ls-files')).toBe('src/a.txt\n');
  expect(Object.values(sandbox.env).filter((value) => value.includes(process.env.HOME ?? '/nowhere'))).toEqual(
    [sandbox.env.PATH].filter((path) => path?.includes(process.env.HOME ?? '/nowhere')),
  );
  await sandbox.end();
  expect(existsSync(sandbox.folder)).toBe(false);
});

test('its folders leave room for a socket below 107 bytes', async () => {
  const sandbox = await makeSandbox();
  expect(Buffer.byteLength(`${sandbox.env.XDG_RUNTIME_DIR}/orch-tui/${'f'.repeat(40)}.sock`)).toBeLessThan(107);
  await sandbox.end();
});

test('a process that outlives it is killed, named, and fails the story', async () => {
  const sandbox = await makeSandbox();
  const child = spawn('/bin/sh', ['-c', 'trap "" HUP TERM; echo up; exec sleep 300'], { env: sandbox.env, detached: true });
  await new Promise((resolve) => child.stdout.once('data', resolve));
  const ended = new Promise((resolve) => child.on('exit', (_code, signal) => resolve(signal)));
  await expect(sandbox.end({ graceMs: 100 })).rejects.toThrow(/left behind:\n\d+ .*sleep 300/);
  expect(await ended).toBe('SIGKILL');
});

test('waits for a file by its content, also when it is there already', async () => {
  const sandbox = await makeSandbox();
  const path = join(sandbox.folder, 'note');
  const both = untilFile(path, (text) => text === 'one two');
  await writeFile(path, 'one');
  await appendFile(path, ' two');
  expect(await both).toBe('one two');
  expect(await untilFile(path)).toBe('one two');
  await sandbox.end();
});

test('waits for a number of entries, and says at the deadline what is there', async () => {
  const sandbox = await makeSandbox();
  const folder = join(sandbox.folder, 'ready');
  await mkdir(folder);
  const two = untilEntries(folder, 2);
  await writeFile(join(folder, 'a'), '');
  await writeFile(join(folder, 'b'), '');
  expect([...(await two)].sort()).toEqual(['a', 'b']);
  await expect(untilEntries(folder, 3, 10)).rejects.toThrow(/until it holds 3 entries.*a, b/);
  await sandbox.end();
});
