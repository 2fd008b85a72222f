// The line of the header about the main checkout, by real git.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { makeWorld, removeTemplate, type World } from './repository-world.js';

let world: World;
beforeEach(async () => {
  world = await makeWorld();
});
afterEach(() => world.end());
afterAll(removeTemplate);

const commit = (message: string) => world.git('commit', '--quiet', '--allow-empty', '-m', message);

describe('the head line', () => {
  test('without an upstream is the branch alone', async () => {
    expect(await (await world.opened()).headLine()).toEqual({ branch: 'main', ahead: 0, behind: 0 });
  });

  test('counts what the upstream lacks and what is lacking', async () => {
    const remote = join(world.folder, 'remote.git');
    await world.git('clone', '--quiet', '--bare', world.repo, remote);
    await world.git('remote', 'add', 'there', remote);
    await commit('theirs');
    await world.git('push', '--quiet', '--set-upstream', 'there', 'main');
    await world.git('reset', '--quiet', '--hard', 'HEAD~1');
    await commit('one');
    await commit('two');
    expect(await (await world.opened()).headLine()).toEqual({ branch: 'main', ahead: 2, behind: 1 });
  });

  test.each([
    ['a checkout', () => world.git('switch', '--quiet', '-c', 'other')],
    ['a commit', () => commit('more')],
    ['a reset', () => world.git('reset', '--quiet', '--hard', 'HEAD~1')],
  ] as const)('is told to have moved after %s', async (_, move) => {
    await commit('base');
    const repository = await world.opened();
    let end: () => void = () => undefined;
    const moved = new Promise<void>((resolve) => {
      end = repository.watchHead(resolve);
    });
    await move();
    await moved;
    end();
  });

  test('of a repository without a log of HEAD is never told to have moved', async () => {
    await world.git('config', 'core.logAllRefUpdates', 'false');
    await rm(join(world.repo, '.git/logs'), { recursive: true });
    (await world.opened()).watchHead(() => undefined)();
  });
});
