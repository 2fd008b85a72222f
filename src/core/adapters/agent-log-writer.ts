// The raw output of one agent on disk: written in blocks, bounded, rotated once. Must not know what the bytes mean.
import { type FileHandle, open, rename, writeFile } from 'node:fs/promises';
import type { OrchError } from '../model/error.js';
import { plainText } from '../model/plain-text.js';
import type { TerminalSize } from '../model/protocol.js';
import type { Clock, Timer } from '../ports.js';

/** A block is written when it is this large, or this long after its first byte; while an agent is silent nothing happens. */
const BLOCK_BYTES = 64 * 1024;
const BLOCK_MS = 250;
/** More than this waits for a slow disk never: output is dropped and the log says how much. */
const MAX_WAITING_BYTES = 4 * 1024 * 1024;

export interface AgentLogOrder {
  /** `logs/<agent>.log`; the older half lies beside it as `.log.1`. The folder must exist. */
  readonly path: string;
  /** Of both files together (`logs.maxMegabytes`). */
  readonly maxBytes: number;
  readonly clock: Clock;
  /** Called at most once per log; the agent and its output go on without it. */
  readonly onError: (error: OrchError) => void;
}

export interface AgentLog {
  /** Keeps a reference until it is written: the caller must not change the bytes. Never blocks. */
  append(chunk: Uint8Array): void;
  /** What comes from now on was printed for a terminal of this size: without it the log can not be shown again as it looked. */
  sized(size: TerminalSize): void;
  /** Resolves when everything appended so far is written or given up. */
  flush(): Promise<void>;
  /** Flushes, closes and takes nothing more; idempotent. */
  close(): Promise<void>;
}

/** Beside the log: the size that its end was printed for, as `120x36`. */
export function sizePath(log: string): string {
  return `${log}.size`;
}

/** What was printed while the worktree of `name` was made ready, beside its own log in the folder `logs`. */
export function setupLog(logs: string, name: string): string {
  return `${logs}/${name}.setup.log`;
}

export function createAgentLog(order: AgentLogOrder): AgentLog {
  return new BlockLog(order);
}

class BlockLog implements AgentLog {
  readonly #order: AgentLogOrder;
  #waiting: Uint8Array[] = [];
  #waitingBytes = 0;
  #droppedBytes = 0;
  #timer: Timer | null = null;
  /** The one write under way, with what follows it; null when nothing is to be written. */
  #writing: Promise<void> | null = null;
  #file: FileHandle | null = null;
  #fileBytes = 0;
  #hasFailed = false;
  #isClosed = false;
  #sizing: Promise<void> = Promise.resolve();

  constructor(order: AgentLogOrder) {
    this.#order = order;
  }

  append(chunk: Uint8Array): void {
    if (this.#isClosed || this.#hasFailed || chunk.length === 0) return;
    if (this.#waitingBytes + chunk.length > Math.min(MAX_WAITING_BYTES, this.#order.maxBytes / 2)) {
      this.#droppedBytes += chunk.length;
      return;
    }
    if (this.#droppedBytes > 0) this.#mark();
    this.#waiting.push(chunk);
    this.#waitingBytes += chunk.length;
    if (this.#writing !== null) return;
    if (this.#waitingBytes >= BLOCK_BYTES) this.#startWriting();
    else this.#timer ??= this.#order.clock.after(BLOCK_MS, () => this.#startWriting());
  }

  sized({ cols, rows }: TerminalSize): void {
    if (this.#isClosed) return;
    const write = () => writeFile(sizePath(this.#order.path), `${cols}x${rows}\n`, { mode: 0o600 });
    // Only how it looks later depends on it; a full disk is told of by the log itself.
    this.#sizing = this.#sizing.then(write).catch(() => undefined);
  }

  async flush(): Promise<void> {
    if (this.#droppedBytes > 0) this.#mark();
    if (this.#waitingBytes > 0 && this.#writing === null) this.#startWriting();
    await this.#writing;
    await this.#sizing;
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.flush();
    const file = this.#file;
    this.#file = null;
    await file?.close().catch(() => {
      // Everything was written before; a descriptor that can not be closed loses nothing.
    });
  }

  #mark(): void {
    const text = `\r\n[orch-tui: ${this.#droppedBytes} bytes of output were too fast for the disk and are not in this log]\r\n`;
    this.#droppedBytes = 0;
    const bytes = Buffer.from(text);
    this.#waiting.push(bytes);
    this.#waitingBytes += bytes.length;
  }

  #startWriting(): void {
    this.#timer?.cancel();
    this.#timer = null;
    this.#writing ??= this.#writeAll().finally(() => {
      this.#writing = null;
    });
  }

  /** Until nothing waits: under a flood each round takes all that came during the last one. */
  async #writeAll(): Promise<void> {
    try {
      while (this.#waiting.length > 0) {
        const block = this.#waiting;
        const bytes = this.#waitingBytes;
        this.#waiting = [];
        this.#waitingBytes = 0;
        await this.#write(block, bytes);
      }
    } catch (error) {
      this.#giveUp(error);
    }
  }

  async #write(block: readonly Uint8Array[], bytes: number): Promise<void> {
    const file = await this.#fileWithRoomFor(bytes);
    // One write of one buffer: writev may write less than all and would have to be taken up again in the middle.
    await file.appendFile(Buffer.concat(block, bytes));
    this.#fileBytes += bytes;
  }

  async #fileWithRoomFor(bytes: number): Promise<FileHandle> {
    const { path, maxBytes } = this.#order;
    if (this.#file === null) {
      this.#file = await open(path, 'a', 0o600);
      this.#fileBytes = (await this.#file.stat()).size;
    }
    if (this.#fileBytes > 0 && this.#fileBytes + bytes > maxBytes / 2) {
      await this.#file.close();
      this.#file = null;
      await rename(path, `${path}.1`);
      this.#file = await open(path, 'a', 0o600);
      this.#fileBytes = 0;
    }
    return this.#file;
  }

  #giveUp(error: unknown): void {
    this.#hasFailed = true;
    this.#waiting = [];
    this.#waitingBytes = 0;
    const said = error instanceof Error ? error.message : String(error);
    this.#order.onError(failure(`write ${this.#order.path}`, said, 'Free some space, then resume the agent to log again'));
  }
}

function failure(tried: string, said: string, next: string): OrchError {
  return { kind: 'storage', tried: plainText(tried, 300), said: plainText(said, 300), next };
}
