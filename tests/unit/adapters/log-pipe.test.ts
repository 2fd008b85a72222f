// The pipe that stands in for a log file: its lines as they come, whoever writes, and nothing left of it.
import { existsSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openLogPipe } from '../../../src/core/adapters/log-pipe.js';
import { temporaryFolder } from '../../helpers/temporary-folder.js';

async function opened() {
  const folder = join(temporaryFolder(), 'a');
  mkdirSync(folder);
  writeFileSync(join(folder, 'left'), 'by an earlier run');
  const lines: string[] = [];
  let look = (): void => undefined;
  const pipe = await openLogPipe({
    folder,
    onLine: (line) => {
      lines.push(line);
      look();
    },
  });
  if (pipe === null) throw new Error('there is no named pipe');
  onTestFinished(() => pipe.close());
  const until = (count: number) =>
    new Promise<void>((resolve) => {
      look = () => {
        if (lines.length >= count) resolve();
      };
      look();
    });
  return { folder, pipe, lines, until };
}

it('tells whole lines, of one writer after another, and nothing that lay there before', async () => {
  const { folder, pipe, lines, until } = await opened();
  expect(statSync(pipe.path).isFIFO()).toBe(true);
  expect(statSync(pipe.path).mode & 0o77).toBe(0);
  expect(existsSync(join(folder, 'left'))).toBe(false);
  await appendFile(pipe.path, 'one\ntw');
  await appendFile(pipe.path, 'o\n');
  await until(2);
  expect(lines).toEqual(['one', 'two']);
});

it('cuts a line that is too long, and goes on with the next', async () => {
  const { pipe, lines, until } = await opened();
  await appendFile(pipe.path, `${'x'.repeat(50_000)}\nnext\n`);
  await until(2);
  expect([lines[0]?.length, lines[1]]).toEqual([4096, 'next']);
});

it('is gone when it is closed, once or twice', async () => {
  const { folder, pipe } = await opened();
  await pipe.close();
  await pipe.close();
  expect(existsSync(folder)).toBe(false);
});

it('is not there where its folder can not be', async () => {
  const file = join(temporaryFolder(), 'file');
  writeFileSync(file, '');
  expect(await openLogPipe({ folder: join(file, 'a'), onLine: () => undefined })).toBeNull();
});
