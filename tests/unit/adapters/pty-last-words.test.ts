// What is read from a descriptor after its end was told.
import { execFileSync } from 'node:child_process';
import { closeSync, constants, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { lastWords } from '../../../src/core/adapters/pty-last-words.js';

let folder: string;
let fd: number;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'words-'));
  execFileSync('mkfifo', [join(folder, 'pipe')]);
  fd = openSync(join(folder, 'pipe'), constants.O_RDWR | constants.O_NONBLOCK);
});
afterAll(() => {
  closeSync(fd);
  rmSync(folder, { recursive: true });
});

it('gives all that is there, in order, and then no more', () => {
  const words = 'last words '.repeat(1000);
  writeSync(fd, words);
  expect(Buffer.from(lastWords(fd, 128 * 1024)).toString()).toBe(words);
  expect(lastWords(fd, 128 * 1024)).toHaveLength(0);
});

it('stops at a bound where there is no end', () => {
  writeSync(fd, 'x'.repeat(20_000));
  expect(lastWords(fd, 8192)).toHaveLength(8192);
  lastWords(fd, 128 * 1024);
});

it('of a descriptor that is closed are none', () => {
  const other = openSync('/dev/null', 'r');
  closeSync(other);
  expect(lastWords(other, 100)).toHaveLength(0);
});
