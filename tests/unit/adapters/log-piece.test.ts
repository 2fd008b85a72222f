// What an agent has printed since somebody read it, byte for byte; where that can not be told apart, a new beginning.
import { appendFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { readLogPiece } from '../../../src/core/adapters/log-piece.js';
import { temporaryFolder } from '../../helpers/temporary-folder.js';

const text = (data: Uint8Array) => Buffer.from(data).toString();

it('gives the end at first, then what follows, also half a character', async () => {
  const path = join(temporaryFolder(), 'a.log');
  await writeFile(path, 'one\n');
  const first = await readLogPiece(path, null, 100);
  expect([text(first.data), first.isNew]).toEqual(['one\n', true]);
  await appendFile(path, Buffer.from('ä').subarray(0, 1));
  const half = await readLogPiece(path, first.mark, 100);
  expect([half.data.byteLength, half.isNew]).toEqual([1, false]);
  expect((await readLogPiece(path, half.mark, 100)).data.byteLength).toBe(0);
});

it('begins anew where too much has come, or the log was begun anew', async () => {
  const path = join(temporaryFolder(), 'a.log');
  await writeFile(path, 'one\n');
  const { mark } = await readLogPiece(path, null, 100);
  await appendFile(path, 'x'.repeat(500));
  const flood = await readLogPiece(path, mark, 100);
  expect([flood.data.byteLength, flood.isNew]).toEqual([100, true]);
  await rename(path, `${path}.1`);
  await writeFile(path, 'new');
  expect(await readLogPiece(path, flood.mark, 3)).toMatchObject({ isNew: true });
});

it('is empty where nothing was printed', async () => {
  expect(await readLogPiece(join(temporaryFolder(), 'none.log'), null, 100)).toEqual({ data: new Uint8Array(), isNew: false, mark: null });
});
