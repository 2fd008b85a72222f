// A PTY as the rigs need it: the program's own adapter (node-pty's class spins, drops output and leaks masters), and a window that can be closed.
import { existsSync } from 'node:fs';
import { createPtySpawner } from '../../src/core/adapters/node-pty-spawner.js';
import type { Result } from '../../src/core/model/error.js';

export interface RawPtyOrder {
  readonly argv: readonly string[];
  readonly cwd: string;
  /** The terminal's name is in TERM. */
  readonly env: Readonly<Record<string, string>>;
  readonly cols: number;
  readonly rows: number;
}

export interface RawPty {
  readonly pid: number;
  /** Bytes as they come: a split character stays split. */
  onData(listen: (chunk: Buffer) => void): void;
  /** Called once, when the process has ended and its last byte was given out, or when it has ended after `hangUp`: then its exit code is unknown (null). */
  onExit(listen: (exitCode: number | null) => void): void;
  write(data: string): void;
  resize(cols: number, rows: number): void;
  /** Closes the master, as a terminal window that is closed does: the session gets SIGHUP. Idempotent. */
  hangUp(): void;
}

const spawner = unwrap(await createPtySpawner());

/** Throws when the program or its folder is not there. */
export function spawnPty({ argv, ...rest }: RawPtyOrder): RawPty {
  const [file, ...args] = argv;
  if (file === undefined) throw new Error('spawnPty: an empty argv');
  const pty = unwrap(spawner.spawn({ ...rest, argv: [file, ...args] }));
  let exited: (exitCode: number | null) => void = () => {};
  let isHungUp = false;
  return {
    pid: pty.pid,
    onData: (listen) => pty.onData((chunk) => listen(Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength))),
    onExit: (listen) => {
      exited = listen;
      pty.onExit(({ exitCode }) => listen(exitCode));
    },
    write: (data) => pty.write(data),
    resize: (cols, rows) => pty.resize(cols, rows),
    hangUp: () => {
      if (isHungUp) return;
      isHungUp = true;
      pty.dispose();
      void untilReaped(pty.pid).then(() => exited(null));
    },
  };
}

/** A disposed PTY tells nothing any more, and the kernel sends no notice, so this looks again. */
async function untilReaped(pid: number): Promise<void> {
  while (isThere(pid)) await new Promise((resolve) => setTimeout(resolve, 10));
}

function isThere(pid: number): boolean {
  if (process.platform === 'linux') return existsSync(`/proc/${pid}`);
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

function unwrap<T>(result: Result<T>): T {
  if (result.ok) return result.value;
  throw new Error(`${result.error.tried}: ${result.error.said}`);
}
