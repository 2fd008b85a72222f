// The streams Ink believes to be a terminal: keys go in token by token, frames come out. Nothing here touches the real stdin or stdout.
import { EventEmitter } from 'node:events';
import type { TerminalSize } from '../core/model/protocol.js';

/** Ink's stdout: each write is one whole frame (`debug: true`). */
export class FrameStream extends EventEmitter {
  columns: number;
  rows: number;
  readonly #onFrame: (frame: string) => void;

  constructor(size: TerminalSize, onFrame: (frame: string) => void) {
    super();
    this.columns = size.cols;
    this.rows = size.rows;
    this.#onFrame = onFrame;
  }

  write(frame: string): boolean {
    this.#onFrame(frame);
    return true;
  }
}

/** Ink's stdin: whole tokens only (decision 15). A token that no component waits for is dropped, as a key nobody listens to is. */
export class TokenStream extends EventEmitter {
  readonly isTTY = true;
  readonly #pending: string[] = [];

  push(text: string): void {
    if (this.listenerCount('readable') === 0) return;
    this.#pending.push(text);
    this.emit('readable');
  }

  read(): string | null {
    return this.#pending.shift() ?? null;
  }

  setRawMode(): void {}

  setEncoding(): void {}

  ref(): void {}

  unref(): void {}
}
