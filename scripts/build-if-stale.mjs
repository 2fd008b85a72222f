// Builds when a source is newer than the last build, so that `npm start` opens at once the second time.
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const newest = readdirSync(join(root, 'src'), { recursive: true }).reduce(
  (latest, name) => Math.max(latest, statSync(join(root, 'src', name)).mtimeMs),
  statSync(join(root, 'package.json')).mtimeMs,
);
const built = statSync(join(root, 'dist', 'orch-tui.js'), { throwIfNoEntry: false })?.mtimeMs ?? 0;
if (built < newest) await import('./build.mjs');
