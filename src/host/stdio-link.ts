// A client on this process's own terminal: the same interface as one over the socket.
import { TakenTerminal } from '../client/taken-terminal.js';
import type { Bye } from '../core/model/protocol.js';
import { type ClientLink, type ClientListener, type ClientScreen, saneSize } from './client-link.js';

/** What a shell says of a program that ended with its terminal. */
export const TERMINAL_GONE = 129;

export class StdioLink implements ClientLink {
  readonly screen: ClientScreen;
  /** Why the screen was closed; resolves once. */
  readonly closed: Promise<Bye>;
  #resolveClosed: (bye: Bye) => void = () => undefined;
  #listener: ClientListener | null = null;
  #terminal: TakenTerminal | null = null;
  #isClosed = false;

  constructor(screen: ClientScreen) {
    this.screen = screen;
    this.closed = new Promise((resolve) => {
      this.#resolveClosed = resolve;
    });
  }

  listen(listener: ClientListener): void {
    this.#listener = listener;
    const { stdin, stdout } = process;
    const gone = () => this.#close({ reason: 'closed', message: null, exitCode: TERMINAL_GONE });
    process.on('SIGHUP', gone);
    process.on('SIGCONT', this.#continued);
    stdout.on('error', gone);
    stdin.on('error', gone);
    stdin.on('end', gone);
    this.#terminal = new TakenTerminal({ input: stdin, output: stdout });
    stdin.on('data', this.#typed);
    stdout.on('resize', this.#resized);
  }

  sendBytes(data: string): void {
    if (!this.#isClosed) process.stdout.write(data, () => this.#listener?.ack());
  }

  bye(bye: Bye): void {
    this.#close(bye);
  }

  readonly #typed = (chunk: Buffer) => {
    this.#listener?.bytes(chunk);
    this.#listener?.read();
  };
  readonly #resized = () => this.#listener?.size(saneSize({ cols: process.stdout.columns, rows: process.stdout.rows }));

  // The shell has had the terminal: take it again, and paint everything.
  readonly #continued = () => {
    this.#terminal?.takeAgain();
    this.#resized();
  };

  #close(bye: Bye): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    const { stdin, stdout } = process;
    stdin.off('data', this.#typed);
    stdout.off('resize', this.#resized);
    process.off('SIGCONT', this.#continued);
    this.#listener?.closed();
    this.#terminal?.giveBack();
    stdin.pause();
    this.#resolveClosed(bye);
  }
}
