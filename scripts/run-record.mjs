// Bundles the recorder into .states/ and runs it in name spaces of its own: no network but loopback, no other processes, and a home /home/me that is gone afterwards.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, rmdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const root = fileURLToPath(new URL('..', import.meta.url));
const home = '/home/me';

await build({
  absWorkingDir: root,
  entryPoints: ['scripts/record/run.ts'],
  outfile: '.states/record.mjs',
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node20.19',
  packages: 'external',
  logLevel: 'warning',
});
const isOurs = !existsSync(home);
if (isOurs) mkdirSync(home, { recursive: true });
const apart = [
  '--net',
  '--mount',
  '--pid',
  '--fork',
  '--kill-child',
  '--mount-proc',
  ...(process.getuid?.() === 0 ? [] : ['--map-root-user']),
];
const inside = `ip link set lo up && mount -t tmpfs none ${home} && exec "$@"`;
const words = ['sh', '-c', inside, 'sh', process.execPath, `${root}.states/record.mjs`, ...process.argv.slice(2)];
try {
  process.exitCode = spawnSync('unshare', [...apart, ...words], { stdio: 'inherit' }).status ?? 1;
} finally {
  if (isOurs) rmdirSync(home);
}
