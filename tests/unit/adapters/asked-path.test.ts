// Where a path really lies: links and dots lead nowhere unseen.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { placeOfPath } from '../../../src/core/adapters/asked-path.js';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'orch-test-')));
afterAll(() => rmSync(folder, { recursive: true }));
const worktree = join(folder, 'wt');
mkdirSync(join(worktree, 'src'), { recursive: true });
mkdirSync(join(worktree, '.git'));
mkdirSync(join(folder, 'elsewhere'));
writeFileSync(join(folder, 'elsewhere/secret'), '');
symlinkSync(join(folder, 'elsewhere'), join(worktree, 'out'));
symlinkSync(join(worktree, 'src'), join(worktree, 'in'));
symlinkSync(worktree, join(folder, 'link-to-wt'));
symlinkSync(join(folder, 'elsewhere/not-yet'), join(worktree, 'dangling'));

describe('the place of a path', () => {
  it.each([
    ['a file that is to be made', 'src/new/deep.ts', 'inside', 'src/new/deep.ts'],
    ['an absolute one', join(worktree, 'src/a.ts'), 'inside', 'src/a.ts'],
    ['through a link to the worktree', join(folder, 'link-to-wt/src/a.ts'), 'inside', 'src/a.ts'],
    ['through a link within it', 'in/a.ts', 'inside', 'src/a.ts'],
    ['through a link that leads out', 'out/secret', 'outside', join(folder, 'elsewhere/secret')],
    ['through a link that leads out, not there yet', 'out/new', 'outside', join(folder, 'elsewhere/new')],
    ['a link to what is not there yet', 'dangling', 'outside', join(worktree, 'dangling')],
    ['by dots', '../elsewhere/secret', 'outside', join(folder, 'elsewhere/secret')],
    ['a folder beside it whose name begins the same', `${worktree}-other/x`, 'outside', `${worktree}-other/x`],
    ['its git folder', '.git/config', 'outside', join(worktree, '.git/config')],
    ['itself', '.', 'outside', worktree],
  ])('%s', async (_, path, place, name) => {
    expect(await placeOfPath(worktree, path)).toEqual({ place, name });
  });

  it('of a worktree that is gone is outside', async () => {
    expect((await placeOfPath(join(folder, 'gone'), 'a.ts')).place).toBe('outside');
  });
});
