// Loads node-pty with the few types the rigs need: its own declarations name the package it was forked under and do not resolve by the alias.
import { createRequire } from 'node:module';

export interface RawPty {
  readonly pid: number;
  onData(listen: (chunk: Buffer) => void): unknown;
  onExit(listen: (exit: { exitCode: number; signal?: number }) => void): unknown;
  write(data: string | Buffer): void;
  resize(cols: number, rows: number): void;
  kill(signal?: string): void;
  /** Closes the master, as a terminal window that is closed does: the session gets SIGHUP. */
  destroy(): void;
}

export interface RawPtyOrder {
  readonly argv: readonly string[];
  readonly cwd: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly cols: number;
  readonly rows: number;
}

interface NodePty {
  spawn(file: string, args: readonly string[], options: object): RawPty;
}

const load = createRequire(import.meta.url);

/** Output comes as bytes (no decoding, so a split character stays split). Throws when the PTY can not be opened. */
export function spawnPty({ argv, cwd, env, cols, rows }: RawPtyOrder): RawPty {
  const [file, ...args] = argv;
  if (file === undefined) throw new Error('spawnPty: an empty argv');
  const { spawn } = load('node-pty') as NodePty;
  return spawn(file, args, { name: env.TERM ?? 'xterm-256color', cwd, env, cols, rows, encoding: null });
}
