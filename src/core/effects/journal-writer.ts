// Writes events to the journal in order and without a gap: what a full disk refused is written again before what comes next.
import type { Result } from '../model/error.js';
import { ok } from '../model/error.js';
import type { OrchEvent } from '../model/event.js';
import type { Storage } from '../ports.js';

/** Refused events kept for another try; beyond that the next snapshot carries them. */
const MAX_UNWRITTEN = 5000;

export class JournalWriter {
  readonly #storage: Storage;
  #unwritten: { readonly event: OrchEvent; readonly durable: boolean }[] = [];

  constructor(storage: Storage) {
    this.#storage = storage;
  }

  /** `durable`: on the disk when this returns ok. */
  write(event: OrchEvent, durable: boolean): Result<void> {
    this.#unwritten.push({ event, durable });
    if (this.#unwritten.length > MAX_UNWRITTEN) this.#unwritten.shift();
    for (let next = this.#unwritten[0]; next !== undefined; next = this.#unwritten[0]) {
      const written = this.#storage.append(next.event, next.durable);
      if (!written.ok) return written;
      this.#unwritten.shift();
    }
    return ok(undefined);
  }

  /** A snapshot holds everything up to `seq`. */
  forget(seq: number): void {
    this.#unwritten = this.#unwritten.filter(({ event }) => event.seq > seq);
  }
}
