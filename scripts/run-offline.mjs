// Runs a command where nothing but loopback can be reached (a network namespace), or as it is, with a line that says so, where none can be made.
import { spawnSync } from 'node:child_process';

const command = process.argv.slice(2);
const apart = ['--net', ...(process.getuid?.() === 0 ? [] : ['--map-root-user'])];
const inside = ['unshare', ...apart, 'sh', '-c', 'ip link set lo up && exec "$@"', 'sh'];
const [program, ...args] = isPossible() ? [...inside, ...command] : command;
process.exitCode = spawnSync(program, args, { stdio: 'inherit' }).status ?? 1;

function isPossible() {
  const { status, stderr, error } = spawnSync(inside[0], [...inside.slice(1), 'true'], { encoding: 'utf8' });
  if (status === 0) return true;
  const why = (error?.message ?? stderr).trim();
  process.stderr.write(`No network namespace can be made (it needs root or user namespaces): ${why}\n`);
  return false;
}
