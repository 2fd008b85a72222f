// Bytes on their way into one PTY: written at once by write(2), the rest kept until the program reads. Knows a descriptor only.
import { writeSync } from 'node:fs';

/**
 * Input a program may leave unread. Above it whole writes are dropped: a program that prints a million cursor queries and reads
 * no answer must not fill our memory.
 */
export const MAX_UNREAD_INPUT_BYTES = 4 * 1024 * 1024;

/** Nothing tells when a PTY master takes bytes again, short of a handle that would also read: so ask, less and less often. */
const FIRST_RETRY_MS = 2;
const LAST_RETRY_MS = 256;

export class PtyInput {
  readonly #fd: number;
  readonly #isOpen: () => boolean;
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  #retryMs = FIRST_RETRY_MS;
  #timer: NodeJS.Timeout | null = null;

  /** `isOpen` is asked before each write: a closed descriptor's number may belong to another file by then. */
  constructor(fd: number, isOpen: () => boolean) {
    this.#fd = fd;
    this.#isOpen = isOpen;
  }

  write(data: Uint8Array | string): void {
    const bytes = typeof data === 'string' ? Buffer.from(data, 'utf8') : data;
    if (bytes.length === 0 || !this.#isOpen()) return;
    if (this.#waiting.length > 0) {
      this.#keep(bytes);
      return;
    }
    const written = this.#tryWrite(bytes);
    if (written < bytes.length) {
      this.#keep(bytes.subarray(written));
      this.#retryLater();
    }
  }

  /** To be called when the program has printed: a sign of life after which it has often read, too. */
  retry(): void {
    if (this.#waiting.length > 0) this.#drain();
  }

  dispose(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = null;
    this.#waiting = [];
    this.#waitingBytes = 0;
  }

  #keep(bytes: Uint8Array): void {
    if (this.#waitingBytes + bytes.length > MAX_UNREAD_INPUT_BYTES) return;
    // A copy: the caller may use its buffer again.
    this.#waiting.push(Uint8Array.from(bytes));
    this.#waitingBytes += bytes.length;
  }

  #drain(): void {
    let hasMoved = false;
    while (this.#waiting.length > 0 && this.#isOpen()) {
      const first = this.#waiting[0]!;
      const written = this.#tryWrite(first);
      this.#waitingBytes -= written;
      if (written > 0) hasMoved = true;
      if (written < first.length) {
        this.#waiting[0] = first.subarray(written);
        break;
      }
      this.#waiting.shift();
    }
    if (this.#waiting.length === 0 || !this.#isOpen()) {
      this.dispose();
      this.#retryMs = FIRST_RETRY_MS;
      return;
    }
    if (hasMoved) this.#retryMs = FIRST_RETRY_MS;
    if (hasMoved || this.#timer === null) this.#retryLater();
  }

  #retryLater(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.#timer = null;
      this.#retryMs = Math.min(this.#retryMs * 2, LAST_RETRY_MS);
      this.#drain();
    }, this.#retryMs);
    this.#timer.unref();
  }

  /** Bytes taken; 0 when the PTY is full. Everything when the other side is gone: there is nobody to keep them for. */
  #tryWrite(bytes: Uint8Array): number {
    try {
      return writeSync(this.#fd, bytes);
    } catch (error) {
      return (error as NodeJS.ErrnoException).code === 'EAGAIN' ? 0 : bytes.length;
    }
  }
}
