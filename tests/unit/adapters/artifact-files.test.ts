// Files in which tasks end, taken out of worktrees that agents have written in.
import { execFileSync } from 'node:child_process';
import { mkdir, readdir, readFile, symlink, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { createArtifactFiles } from '../../../src/core/adapters/artifact-files.js';
import { temporaryFolder } from '../../helpers/temporary-folder.js';

let worktree: string;
let folder: string;
const files = createArtifactFiles();
const take = (name = 'design.md') => files.take({ worktree, name, folder });

beforeEach(async () => {
  const root = temporaryFolder();
  worktree = join(root, 'wt');
  folder = join(root, 'ws/artifacts');
  await mkdir(join(worktree, '.orch-artifacts'), { recursive: true });
});

describe('an artifact', () => {
  it('is copied into the folder of its goal, byte by byte', async () => {
    const bytes = Buffer.from([0x89, 0x50, 0xff, 0x00, 0x41]);
    await writeFile(join(worktree, '.orch-artifacts/design.md'), bytes);
    const taken = await take();
    expect(taken).toMatchObject({ ok: true, value: { path: join(folder, 'design.md') } });
    expect(await readFile(join(folder, 'design.md'))).toEqual(bytes);
    expect(await readdir(folder)).toEqual(['design.md']);
  });

  it('is never written over an earlier one: that is kept beside it', async () => {
    const write = (text: string) => writeFile(join(worktree, '.orch-artifacts/design.md'), text);
    for (const text of ['one', 'two', 'three']) {
      await write(text);
      expect((await take()).ok).toBe(true);
    }
    const kept = await Promise.all(['design.md.1', 'design.md.2', 'design.md'].map((name) => readFile(join(folder, name), 'utf8')));
    expect(kept).toEqual(['one', 'two', 'three']);
  });

  it.each([
    ['is not there', async () => undefined],
    ['holds nothing but blanks', () => writeFile(join(worktree, '.orch-artifacts/design.md'), ' \n')],
  ])('that %s is missing', async (_how, make) => {
    await make();
    expect(await take()).toMatchObject({ ok: false, error: { kind: 'not-found' } });
  });

  it('has a folder to be written to, whatever is in the way', async () => {
    const other = join(worktree, 'other');
    await mkdir(other);
    await files.prepare(other);
    expect(await readdir(other)).toEqual(['.orch-artifacts']);
    await files.prepare(other);
    await files.prepare(join(worktree, 'missing'));
    expect(await readdir(worktree)).toEqual(['.orch-artifacts', 'other']);
  });

  it('is missing where the folder itself is a link', async () => {
    await mkdir(join(worktree, 'other/elsewhere'), { recursive: true });
    await writeFile(join(worktree, 'other/elsewhere/design.md'), 'x');
    await symlink(join(worktree, 'other/elsewhere'), join(worktree, 'other/.orch-artifacts'));
    const taken = await files.take({ worktree: join(worktree, 'other'), name: 'design.md', folder });
    expect(taken).toMatchObject({ ok: false, error: { kind: 'not-found' } });
  });

  it('that is a link is refused: it may lead to a secret', async () => {
    await symlink('/etc/hostname', join(worktree, '.orch-artifacts/design.md'));
    expect(await take()).toMatchObject({ ok: false, error: { kind: 'storage', said: 'it is a link' } });
  });

  it('that is a pipe is refused, and holds nothing up', async () => {
    execFileSync('mkfifo', [join(worktree, '.orch-artifacts/design.md')]);
    expect(await take()).toMatchObject({ ok: false, error: { said: 'it is no file' } });
  });

  it('that is a folder is refused', async () => {
    await mkdir(join(worktree, '.orch-artifacts/design.md'));
    expect(await take()).toMatchObject({ ok: false, error: { said: 'it is no file' } });
  });

  it('that is too large is refused', async () => {
    await writeFile(join(worktree, '.orch-artifacts/design.md'), 'x');
    await truncate(join(worktree, '.orch-artifacts/design.md'), 9 * 1024 * 1024);
    expect(await take()).toMatchObject({ ok: false, error: { said: expect.stringMatching(/^it has 9437184 bytes/) } });
  });
});
