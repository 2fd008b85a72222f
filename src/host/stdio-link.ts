// A client on this process's own terminal: the same interface as one over the socket.
import { enterScreen, leaveScreen } from '../client/terminal-modes.js';
import type { Bye } from '../core/model/protocol.js';
import { type ClientLink, type ClientListener, type ClientScreen, saneSize } from './client-link.js';

export class StdioLink implements ClientLink {
  readonly screen: ClientScreen;
  /** Why the screen was closed; resolves once. */
  readonly closed: Promise<Bye>;
  #resolveClosed: (bye: Bye) => void = () => undefined;
  #listener: ClientListener | null = null;
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
    const gone = () => this.#close({ reason: 'closed', message: null, exitCode: 129 });
    process.on('SIGHUP', gone);
    stdout.on('error', gone);
    stdin.on('error', gone);
    stdin.on('end', gone);
    stdin.setRawMode(true);
    stdout.write(enterScreen);
    stdin.on('data', this.#typed);
    stdout.on('resize', this.#resized);
  }

  sendBytes(data: string): void {
    if (!this.#isClosed) process.stdout.write(data, () => this.#listener?.ack());
  }

  bye(bye: Bye): void {
    this.#close(bye);
  }

  readonly #typed = (chunk: Buffer) => this.#listener?.bytes(chunk);
  readonly #resized = () => this.#listener?.size(saneSize({ cols: process.stdout.columns, rows: process.stdout.rows }));

  #close(bye: Bye): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    const { stdin, stdout } = process;
    stdin.off('data', this.#typed);
    stdout.off('resize', this.#resized);
    this.#listener?.closed();
    if (bye.exitCode !== 129) {
      stdin.setRawMode(false);
      stdout.write(leaveScreen);
    }
    stdin.pause();
    this.#resolveClosed(bye);
  }
}
