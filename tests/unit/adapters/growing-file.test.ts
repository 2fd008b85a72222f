// A file that another program writes, read as it grows: each line once, and nothing that lies outside of that program's home.
import { spawnSync } from 'node:child_process';
import { appendFileSync, mkdirSync, renameSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { growingFile } from '../../../src/core/adapters/growing-file.js';
import { temporaryFolder } from '../../helpers/temporary-folder.js';

function place() {
  const folder = temporaryFolder();
  const within = join(folder, 'home');
  mkdirSync(within);
  const path = join(within, 'log.jsonl');
  const file = growingFile({ path, within });
  const lines = async (of = file) => {
    const all: string[] = [];
    await of.read((line) => all.push(line));
    return all;
  };
  return { folder, within, path, lines };
}

it('tells each line once, when it has ended', async () => {
  const { path, lines } = place();
  expect(await lines()).toEqual([]);
  writeFileSync(path, 'one\ntwo\nthr');
  expect(await lines()).toEqual(['one', 'two']);
  expect(await lines()).toEqual([]);
  appendFileSync(path, 'ee 🤖\n');
  expect(await lines()).toEqual(['three 🤖']);
});

it('tells lines that are longer than a piece that is read, and leaves out those that are too long', async () => {
  const { path, lines } = place();
  const long = '🤖'.repeat(100_000);
  writeFileSync(path, `one\n${long}\n${'x'.repeat(3_000_000)}\ntwo\n`);
  expect(await lines()).toEqual(['one', long, 'two']);
});

it('begins again with a file that was written anew', async () => {
  const { within, path, lines } = place();
  writeFileSync(path, 'one\ntwo\n');
  expect(await lines()).toEqual(['one', 'two']);
  writeFileSync(join(within, 'new'), 'three\nfour\nfive\n');
  renameSync(join(within, 'new'), path);
  expect(await lines()).toEqual(['three', 'four', 'five']);
});

it.each([
  ['a link out of the home', (path: string, outside: string) => symlinkSync(outside, path)],
  ['a folder', (path: string) => mkdirSync(path)],
  ['a pipe that nobody writes to', (path: string) => spawnSync('mkfifo', [path])],
])('reads nothing of %s', async (_what, make) => {
  const { folder, path, lines } = place();
  const outside = join(folder, 'secret');
  writeFileSync(outside, 'one\n');
  make(path, outside);
  expect(await lines()).toEqual([]);
});

it('reads nothing through a folder that is a link out of the home', async () => {
  const { folder, within, lines } = place();
  mkdirSync(join(folder, 'other'));
  writeFileSync(join(folder, 'other/log.jsonl'), 'one\n');
  symlinkSync(join(folder, 'other'), join(within, 'inside'));
  expect(await lines(growingFile({ path: join(within, 'inside/log.jsonl'), within }))).toEqual([]);
});

it('reads a home that is itself a link', async () => {
  const { folder, within, path, lines } = place();
  writeFileSync(path, 'one\n');
  symlinkSync(within, join(folder, 'link'));
  expect(await lines(growingFile({ path: join(folder, 'link/log.jsonl'), within: join(folder, 'link') }))).toEqual(['one']);
  rmSync(path);
  expect(await lines()).toEqual([]);
});
