// events.jsonl: the one writer. A line is whole or not there; a durable one is on the disk before its commands run (decision 23).
import {
  closeSync,
  constants,
  fdatasyncSync,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { fail, ok, type Result } from '../../model/error.js';
import type { OrchEvent } from '../../model/event.js';
import { JOURNAL_FILES } from './journal-read.js';
import { eventLine } from './journal-text.js';
import { codeOf, storageError } from './storage-error.js';

/** Decision 23: rotated at a snapshot, 10 MB, three files. */
const ROTATE_BYTES = 10 * 1024 * 1024;
const NEWLINE = 10;

export class EventJournal {
  readonly path: string;
  readonly #folder: string;
  readonly #rotateBytes: number;
  #fd: number | null = null;
  #sizeBytes = 0;
  #lastSeq: number | null = null;

  constructor(folder: string, rotateBytes = ROTATE_BYTES) {
    this.#folder = folder;
    this.#rotateBytes = rotateBytes;
    this.path = join(folder, JOURNAL_FILES[0]);
  }

  /** Synchronous: what follows from the event must not begin before it is written. Nothing of a failed line stays behind. */
  append(event: OrchEvent, durable: boolean): Result<void> {
    try {
      const fd = this.#fd ?? this.#open();
      const line = Buffer.from(eventLine(event));
      for (let written = 0; written < line.length; ) written += writeSync(fd, line, written);
      if (durable) fdatasyncSync(fd);
      this.#sizeBytes += line.length;
      this.#lastSeq = event.seq;
      return ok(undefined);
    } catch (error) {
      this.#giveUp();
      return fail(storageError(`write an event to ${this.path}`, error));
    }
  }

  /** Begins a new file when this one is large and the snapshot of `snapshotSeq` holds all of it. */
  rotate(snapshotSeq: number): Result<void> {
    if (this.#sizeBytes < this.#rotateBytes || this.#lastSeq === null || this.#lastSeq > snapshotSeq) return ok(undefined);
    try {
      this.close();
      const [current, older, oldest] = JOURNAL_FILES.map((name) => join(this.#folder, name)) as [string, string, string];
      renameIfThere(older, oldest);
      renameIfThere(current, older);
      return ok(undefined);
    } catch (error) {
      return fail(storageError(`rotate ${this.path}`, error));
    }
  }

  /** Idempotent; the next append opens the file again. */
  close(): void {
    if (this.#fd === null) return;
    const fd = this.#fd;
    this.#fd = null;
    closeSync(fd);
  }

  #open(): number {
    mkdirSync(this.#folder, { recursive: true, mode: 0o700 });
    const fd = openSync(this.path, constants.O_RDWR | constants.O_CREAT | constants.O_APPEND, 0o600);
    this.#fd = fd;
    const { size } = fstatSync(fd);
    const whole = endOfLastLine(fd, size);
    // A line torn by a crash: its commands never ran, and the next line must not be glued to it.
    if (whole < size) ftruncateSync(fd, whole);
    this.#sizeBytes = whole;
    if (size === 0) this.#syncFolder();
    return fd;
  }

  #giveUp(): void {
    if (this.#fd === null) return;
    try {
      ftruncateSync(this.#fd, this.#sizeBytes);
    } catch {
      // What is left of the line has no line break: the next open cuts it off.
    }
    try {
      this.close();
    } catch {
      // Closing reports the write error once more; it is already told.
    }
  }

  // A new file's name must last too. Where a folder can not be synced, it is as safe as that file system makes it.
  #syncFolder(): void {
    try {
      const folder = openSync(this.#folder, 'r');
      try {
        fsyncSync(folder);
      } finally {
        closeSync(folder);
      }
    } catch {
      return;
    }
  }
}

function endOfLastLine(fd: number, size: number): number {
  const chunk = Buffer.alloc(64 * 1024);
  for (let end = size; end > 0; ) {
    const start = Math.max(0, end - chunk.length);
    const bytes = readSync(fd, chunk, 0, end - start, start);
    const at = chunk.subarray(0, bytes).lastIndexOf(NEWLINE);
    if (at >= 0) return start + at + 1;
    end = start;
  }
  return 0;
}

function renameIfThere(from: string, to: string): void {
  try {
    renameSync(from, to);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
  }
}
