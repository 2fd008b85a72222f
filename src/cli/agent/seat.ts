// A program of ours at its terminal: keys, signals and the loss of the terminal reach it from here.
import type { AgentScreen } from './screen.js';
import type { TypedInput } from './typed-input.js';

export interface Seat {
  readonly input: Pick<TypedInput, 'push'>;
  /** Without a code a person has left it. */
  readonly session: { end(exitCode?: number): void };
  readonly screen: Pick<AgentScreen, 'isTerminal' | 'redraw'>;
}

/** What is being ended gets this long. */
export const GRACE_MS = 3000;

/** Keys and signals from here on; returns how to let go. */
export function seat({ input, session, screen }: Seat): () => void {
  const { stdin, stdout } = process;
  const onData = (chunk: Buffer) => input.push(chunk);
  const onResize = () => screen.redraw();
  // The terminal is gone, and the one who would have read the rest with it.
  const onGone = () => {
    session.end(HUNG_UP);
    setTimeout(() => process.exit(HUNG_UP), GRACE_MS).unref();
  };
  const isRaw = screen.isTerminal;
  if (isRaw) {
    stdin.setRawMode(true);
    stdin.on('data', onData);
    stdin.on('end', onGone);
    stdin.on('error', onGone);
    stdout.on('resize', onResize);
  }
  stdout.on('error', onGone);
  const signals: Readonly<Record<string, () => void>> = {
    SIGINT: () => session.end(),
    SIGTERM: () => session.end(143),
    SIGHUP: onGone,
  };
  for (const [name, listen] of Object.entries(signals)) process.on(name, listen);
  return () => {
    for (const [name, listen] of Object.entries(signals)) process.off(name, listen);
    stdout.off('resize', onResize);
    if (!isRaw) return;
    stdin.off('data', onData);
    stdin.off('end', onGone);
    stdin.pause();
    try {
      stdin.setRawMode(false);
    } catch {
      // The terminal is gone.
    }
  };
}

/** The exit code of one whose terminal has gone. */
export const HUNG_UP = 129;
