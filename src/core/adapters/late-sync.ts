// Asks the system to put a file onto the disk itself: at once after a rest, then once a second. Nobody waits for it, and writes wait for as few as can be.
import type { FileHandle } from 'node:fs/promises';
import type { Clock, Timer } from '../ports.js';

export type Syncable = Pick<FileHandle, 'datasync'>;

/** As `appendfsync everysec` of Redis. On ext4 a write waits while the file is synced: one after each write held up every hundredth message for 30 ms. */
const EVERY_MS = 1000;

export class LateSync {
  readonly #clock: Clock;
  #file: Syncable | null = null;
  #syncing: Promise<void> = Promise.resolve();
  #resting: Timer | null = null;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Something was written to it. */
  written(file: Syncable): void {
    this.#file = file;
    if (this.#resting === null) this.#sync();
  }

  /** What was written is on its way to the disk no more: `file` may be closed. */
  async end(): Promise<void> {
    this.#resting?.cancel();
    this.#resting = null;
    this.#begin();
    await this.#syncing;
  }

  /** It is not there any more, or of no more use. */
  forget(): void {
    this.#file = null;
  }

  #sync(): void {
    this.#begin();
    this.#resting = this.#clock.after(EVERY_MS, () => {
      this.#resting = null;
      if (this.#file !== null) this.#sync();
    });
  }

  #begin(): void {
    const file = this.#file;
    this.#file = null;
    if (file === null) return;
    this.#syncing = this.#syncing.then(() => file.datasync()).catch(() => undefined);
  }
}
