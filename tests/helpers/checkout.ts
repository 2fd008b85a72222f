// Where this checkout and its built binary lie, told from wherever this module was bundled to.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = findRoot(dirname(fileURLToPath(import.meta.url)));
/** What `node scripts/build.mjs` makes. */
export const binary = join(root, 'dist/orch-tui.js');

function findRoot(folder: string): string {
  if (existsSync(join(folder, 'package.json'))) return folder;
  if (folder === dirname(folder)) throw new Error('no package.json above this module');
  return findRoot(dirname(folder));
}
