// Reading on in a log where it was left, also when it was rotated meanwhile.
import { appendFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readLogSince } from '../../../src/core/adapters/log-since.js';
import { temporaryFolder } from '../../helpers/temporary-folder.js';

describe('a log', () => {
  it('that is not there has no mark', async () => {
    expect(await readLogSince(join(temporaryFolder(), 'a.log'), null)).toEqual({ text: '', mark: null });
  });

  it('is read from where it was left', async () => {
    const path = join(temporaryFolder(), 'a.log');
    await writeFile(path, 'one\n');
    const first = await readLogSince(path, null);
    expect(first.text).toBe('one\n');
    await appendFile(path, 'two\n');
    const second = await readLogSince(path, first.mark);
    expect(second.text).toBe('two\n');
    expect((await readLogSince(path, second.mark)).text).toBe('');
  });

  it('that was rotated is read on without a gap', async () => {
    const path = join(temporaryFolder(), 'a.log');
    await writeFile(path, 'one\n');
    const { mark } = await readLogSince(path, null);
    await appendFile(path, 'two\n');
    await rename(path, `${path}.1`);
    await writeFile(path, 'three\n');
    const next = await readLogSince(path, mark);
    expect(next.text).toBe('two\nthree\n');
    expect((await readLogSince(path, next.mark)).text).toBe('');
  });

  it('of too much gives its end', async () => {
    const path = join(temporaryFolder(), 'a.log');
    await writeFile(path, `${'x'.repeat(2 * 1024 * 1024)}end`);
    const { text } = await readLogSince(path, null);
    expect(text).toHaveLength(1024 * 1024);
    expect(text.endsWith('end')).toBe(true);
  });
});
