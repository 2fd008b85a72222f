// Arrays that grow in a file stay JSON, also after a write that was torn; links are replaced and never a file.
import { readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { createDiskTextFiles } from '../../../src/core/adapters/storage/disk-text-files.js';
import { temporaryFolder } from '../../helpers/temporary-folder.js';

const files = createDiskTextFiles();
const MB = 1_000_000;
let path: string;
beforeEach(() => {
  path = join(temporaryFolder(), 'deep', 'history.json');
});
const read = () => JSON.parse(readFileSync(path, 'utf8')) as unknown;
const append = (...numbers: readonly number[]) =>
  files.appendEntries(
    path,
    numbers.map((n) => `{"n":${n}}`),
    MB,
  );

describe('an array in a file', () => {
  it('is JSON after each append', async () => {
    await append(1);
    expect(read()).toEqual([{ n: 1 }]);
    await append(2, 3);
    await append(4);
    expect(read()).toEqual([{ n: 1 }, { n: 2 }, { n: 3 }, { n: 4 }]);
  });

  it('goes on behind its whole entries, wherever a write was torn', async () => {
    await append(1, 2);
    const before = readFileSync(path, 'utf8').slice(0, -'\n]\n'.length);
    const after = `${before},\n{"n":3}\n]\n`;
    for (let cut = 1; cut < after.length; cut += 1) {
      writeFileSync(path, after.slice(0, cut));
      expect(await append(9)).toEqual({ ok: true, value: undefined });
      const entries = read() as { n: number }[];
      expect(entries.at(-1)).toEqual({ n: 9 });
      if (cut > before.length) expect(entries.slice(0, 2)).toEqual([{ n: 1 }, { n: 2 }]);
    }
  });

  it('begins anew where the file is empty, and sets it aside when it is full', async () => {
    await append(1);
    writeFileSync(path, '');
    await append(2);
    expect(read()).toEqual([{ n: 2 }]);
    await files.appendEntries(path, ['{"n":3}'], 10);
    expect(read()).toEqual([{ n: 3 }]);
    expect(JSON.parse(readFileSync(`${path}.1`, 'utf8'))).toEqual([{ n: 2 }]);
  });
});

describe('other files', () => {
  it('the end of one is read, and one that is missing is none', async () => {
    expect(await files.readEnd(path, 3)).toEqual({ ok: true, value: null });
    await files.write(path, 'abcdef');
    expect(await files.readEnd(path, 3)).toEqual({ ok: true, value: 'def' });
    expect(await files.readEnd(path, 99)).toEqual({ ok: true, value: 'abcdef' });
  });

  it('a link is replaced and removed; a file in its place stays', async () => {
    const link = join(path, '..', 'wt', 'a');
    await files.link(link, '/one');
    await files.link(link, '/two');
    expect(readlinkSync(link)).toBe('/two');
    await files.link(link, null);
    expect(await files.list(join(link, '..'))).toEqual([]);
    await files.write(link, 'mine');
    await files.link(link, '/one');
    expect(readFileSync(link, 'utf8')).toBe('mine');
  });
});
