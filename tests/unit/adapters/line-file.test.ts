// A file of lines: there again when it is opened anew, without a torn last line, and nobody else's to read.
import { appendFileSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openLineFile } from '../../../src/core/adapters/line-file.js';
import { temporaryFolder } from '../../helpers/temporary-folder.js';

function opened(path: string) {
  const file = openLineFile(path);
  if (!file.ok) throw new Error(file.error.said);
  return file.value;
}

it('gives what was written, cuts a torn line off, and goes on behind it', () => {
  const path = join(temporaryFolder(), 'agents/a.jsonl');
  const file = opened(path);
  expect(file.lines).toEqual([]);
  file.append('öne');
  file.append('two');
  file.close();
  appendFileSync(path, '{"tor');
  const again = opened(path);
  expect(again.lines).toEqual(['öne', 'two']);
  again.append('three');
  again.close();
  expect(readFileSync(path, 'utf8')).toBe('öne\ntwo\nthree\n');
  expect(statSync(path).mode & 0o777).toBe(0o600);
  expect(statSync(join(path, '..')).mode & 0o777).toBe(0o700);
});

it('says why it can not be opened', () => {
  const folder = temporaryFolder();
  expect(openLineFile(folder)).toMatchObject({ ok: false, error: { kind: 'storage', said: expect.stringContaining('EISDIR') } });
});
