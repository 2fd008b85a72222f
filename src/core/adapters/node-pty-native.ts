// The one door to node-pty's inside, pinned to 1.1.0: its native fork and resize. Must not know what runs in a PTY.
// Its JavaScript class is passed by, for four reasons found by trial: a write to a child that does not read spins the event loop for
// ever (libuv counts a master as a blocking handle); 200 ms after the exit it drops unread output; with bytes instead of strings it
// leaves IUTF8 off, so that backspace cuts characters in half; and writing needs its private descriptor anyway.
import { createRequire } from 'node:module';

export interface NativePty {
  /** Non-blocking master side; the caller closes it. */
  readonly fd: number;
  readonly pid: number;
}

export interface NativeSpawn {
  readonly argv: readonly [string, ...string[]];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  readonly cols: number;
  readonly rows: number;
  /** Called once from the event loop when the process has ended and was reaped. `signal` is 0 for a normal exit. */
  readonly onExit: (exitCode: number, signal: number) => void;
}

export interface NativePtys {
  /** Throws when the kernel refuses (no PTY, no process left). */
  fork(spawn: NativeSpawn): NativePty;
  /** Throws when the descriptor is not a PTY any more. */
  resize(fd: number, cols: number, rows: number): void;
}

interface Binding {
  fork(
    file: string,
    args: readonly string[],
    env: readonly string[],
    cwd: string,
    cols: number,
    rows: number,
    uid: number,
    gid: number,
    utf8: boolean,
    helperPath: string,
    onExit: (exitCode: number, signal: number) => void,
  ): NativePty;
  resize(fd: number, cols: number, rows: number): void;
}

/** Loads the native part (about 3 ms). Throws when the package or the binary for this platform is missing. */
export function loadNativePtys(): NativePtys {
  const require = createRequire(import.meta.url);
  const { requireBinary } = require('node-pty/requireBinary.js') as { requireBinary(file: string): Binding };
  const binding = requireBinary('pty.node');
  // The binary package is a dependency of node-pty, not ours: resolved from where node-pty lies.
  const helper =
    process.platform === 'darwin'
      ? createRequire(require.resolve('node-pty/requireBinary.js')).resolve(
          `@lydell/node-pty-${process.platform}-${process.arch}/spawn-helper`,
        )
      : 'unused';
  return {
    fork({ argv, cwd, env, cols, rows, onExit }) {
      const [file, ...args] = argv;
      const words = Object.entries(env).map(([name, value]) => `${name}=${value}`);
      return binding.fork(file, args, words, cwd, cols, rows, -1, -1, true, helper, onExit);
    },
    resize: (fd, cols, rows) => binding.resize(fd, cols, rows),
  };
}
