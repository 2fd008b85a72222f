// Files of a commit, by real git: whatever the checkout holds by now.
import { symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { bad, good, makeWorld, removeTemplate, type World } from './repository-world.js';

let world: World;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(() => world.end());
afterAll(removeTemplate);

async function committed(): Promise<string> {
  await world.write(join(world.repo, '.github/Template.md'), 'as é committed\n');
  await world.write(join(world.repo, '.github/deep/other.md'), 'x');
  await world.write(join(world.repo, 'picture.bin'), 'a\0b');
  await symlink('a.txt', join(world.repo, 'link.md'));
  await world.git('add', '--all');
  await world.git('commit', '--quiet', '--message', 'Files');
  await world.write(join(world.repo, '.github/Template.md'), 'changed since\n');
  return world.git('rev-parse', 'HEAD');
}

describe('a commit', () => {
  it('names what lies in a folder of it, folders with a slash', async () => {
    const commit = await committed();
    const repository = await world.opened();
    expect(good(await repository.namesAt({ commit, folder: '' }))).toEqual(['.github/', 'a.txt', 'link.md', 'picture.bin', 'sub/']);
    expect(good(await repository.namesAt({ commit, folder: '.github' }))).toEqual(['Template.md', 'deep/']);
    expect(good(await repository.namesAt({ commit, folder: 'nowhere' }))).toEqual([]);
  });

  it('gives a file as it was committed, and no more than was asked for', async () => {
    const commit = await committed();
    const repository = await world.opened();
    const read = (path: string, maxBytes = 1000) => repository.fileAt({ commit, path, maxBytes });
    expect(good(await read('.github/Template.md'))).toBe('as é committed\n');
    // The é has two bytes.
    expect(good(await read('.github/Template.md', 4))).toBe('as ');
  });

  it.each(['link.md', 'picture.bin', '.github', 'nowhere.md'])('has no text at %s', async (path) => {
    const commit = await committed();
    const repository = await world.opened();
    expect(good(await repository.fileAt({ commit, path, maxBytes: 1000 }))).toBeNull();
  });

  it('has nothing outside', async () => {
    const commit = await committed();
    const repository = await world.opened();
    expect(bad(await repository.fileAt({ commit, path: '../a.txt', maxBytes: 1000 })).said).toContain('outside repository');
  });

  it('that is not there is an error', async () => {
    const repository = await world.opened();
    expect(bad(await repository.namesAt({ commit: 'f'.repeat(40), folder: '' }))).toMatchObject({ kind: 'not-found' });
  });
});
