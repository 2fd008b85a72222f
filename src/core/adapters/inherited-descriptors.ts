// Starts a program without the descriptors that this process can not mark close-on-exec.
// node-pty 1.1.0 leaves the master side of every PTY open in whatever is started later: an agent could read and type into
// the terminals of the others, and they would get no hang-up. Node has no fcntl(2), so the child closes them itself.
import { accessSync, constants } from 'node:fs';

/** `-p`: no BASH_ENV, no functions from the environment. dash can not name descriptors above 9. Costs under 1 ms. */
const CLOSE_AND_EXEC = `for f in /proc/self/fd/*; do f=\${f##*/}; if ((f > 2)); then eval "exec $f>&-"; fi; done; exec "$@"`;

/**
 * The words that start `argv` with nothing inherited but 0, 1 and 2. `argv[0]` must be an absolute path.
 * Unchanged where it is not needed (macOS: node-pty's helper closes them) or not possible (no bash).
 */
export function withoutInheritedDescriptors(argv: readonly [string, ...string[]]): readonly [string, ...string[]] {
  const bash = findBash();
  return bash === null ? argv : [bash, '-p', '-c', CLOSE_AND_EXEC, 'orch-tui', ...argv];
}

let known: string | null | undefined;

function findBash(): string | null {
  known ??= process.platform === 'linux' ? (['/bin/bash', '/usr/bin/bash'].find(isExecutable) ?? null) : null;
  return known;
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
