// What of given texts is lost: neither in a commit of a branch, nor under a rescue ref, nor in the trash, a worktree or the checkout.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { World } from './repository-world.js';

export async function lostOf(world: World, texts: readonly string[]): Promise<readonly string[]> {
  const kept = [await reachable(world), ...(await contents([world.repo, join(world.state, 'wt'), join(world.state, 'trash')]))];
  return texts.filter((text) => !kept.some((content) => content.includes(text)));
}

/** All that branches and refs of ours hold, as a patch of each commit. */
function reachable(world: World): Promise<string> {
  const patches = ['--format=', '--patch', '--text', '--diff-merges=separate', '--unified=0', '--root'];
  return world.git('log', ...patches, '--glob=refs/heads', '--glob=refs/orch', '--');
}

async function contents(folders: readonly string[]): Promise<readonly string[]> {
  const found: string[] = [];
  for (const folder of folders) {
    for (const entry of await readdir(folder, { withFileTypes: true, recursive: true }).catch(() => [])) {
      const path = join(entry.parentPath, entry.name);
      if (entry.isFile() && !path.includes('/.git/')) found.push(await readFile(path, 'utf8'));
    }
  }
  return found;
}
