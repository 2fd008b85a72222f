// What the manager may look at in a worktree, by real git: nothing is changed, nothing outside is read.
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { GitRepository } from '../../../src/core/adapters/git/open-repository.js';
import { good, makeWorld, removeTemplate, tenLines, type World } from './repository-world.js';

let world: World;
let repository: GitRepository;
let place: { readonly worktree: string; readonly baseCommit: string };

beforeEach(async () => {
  world = await makeWorld();
  repository = await world.opened();
  const path = join(world.state, 'wt/a');
  const made = good(await repository.createWorktree({ branch: 'orch/a', fallbackBranch: 'orch-a', path, base: 'main' }));
  place = { worktree: made.worktree, baseCommit: made.baseCommit };
});
afterEach(() => world.end());
afterAll(removeTemplate);

const inside = (name: string) => join(place.worktree, name);

describe('a look at a worktree', () => {
  test('by status names what is changed and what is new', async () => {
    await writeFile(inside('a.txt'), tenLines({ 3: 'other' }));
    await writeFile(inside('new.txt'), 'x\n');
    expect(good(await repository.look({ ...place, what: 'status' })).split('\n')).toEqual(['M a.txt', '?? new.txt']);
  });

  test('by diff tells how much, file by file', async () => {
    await writeFile(inside('a.txt'), tenLines({ 3: 'other' }));
    const told = good(await repository.look({ ...place, what: 'diff' }));
    expect(told).toContain('a.txt | 2 +-');
    expect(told).toMatch(/1 file changed, 1 insertion\(\+\), 1 deletion\(-\)$/u);
  });

  test('by log tells the commits since its base, harmless', async () => {
    await writeFile(inside('a.txt'), tenLines({ 3: 'other' }));
    good(await repository.commitAll({ worktree: place.worktree, branch: 'orch/a', message: 'Mend \u001b[31mit' }));
    expect(good(await repository.look({ ...place, what: 'log' }))).toMatch(/^[0-9a-f]{7,} Mend it$/u);
  });

  test('by files knows a folder, and those not added yet', async () => {
    await mkdir(inside('sub/deep'), { recursive: true });
    await writeFile(inside('sub/deep/c.txt'), 'c\n');
    expect(good(await repository.look({ ...place, what: 'files', under: 'sub' })).split('\n')).toEqual(['sub/b.txt', 'sub/deep/c.txt']);
    expect((await repository.look({ ...place, what: 'files', under: '../..' })).ok).toBe(false);
  });

  test('by map tells sizes and what is defined, and follows no link', async () => {
    await writeFile(join(world.folder, 'secret.ts'), 'export const secret = 1;\n');
    await writeFile(inside('one.ts'), 'export class Store {}\nexport function open() {}\nconst a = 1;\n');
    await symlink(join(world.folder, 'secret.ts'), inside('link.ts'));
    const told = good(await repository.look({ ...place, what: 'map' }));
    expect(told).toContain('one.ts 61: Store, open, a');
    expect(told).toContain('link.ts (no file)');
    expect(told).not.toContain('secret');
  });
});
