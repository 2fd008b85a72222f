// Reads what `agent-log-writer.ts` has written: the end of it, or all that comes. Must not know what the bytes mean.
import { type FSWatcher, watch } from 'node:fs';
import { type FileHandle, open, readFile, stat } from 'node:fs/promises';
import { basename, dirname } from 'node:path';
import { fail, type OrchError, ok, type Result } from '../model/error.js';
import { plainLines, plainText } from '../model/plain-text.js';
import type { TerminalSize } from '../model/protocol.js';
import { setupLog, sizePath } from './agent-log-writer.js';

const READ_BYTES = 64 * 1024;
const PLAIN_BYTES = 1024 * 1024;

/** The last bytes of a log, also out of its older half; empty when there is no log. */
export async function readLogTail(path: string, maxBytes: number): Promise<Result<Uint8Array>> {
  try {
    const newer = await tailOf(path, maxBytes);
    const older = newer.length < maxBytes ? await tailOf(`${path}.1`, maxBytes - newer.length) : Buffer.alloc(0);
    return ok(Buffer.concat([older, newer]));
  } catch (error) {
    return fail(failure(`read ${path}`, error instanceof Error ? error.message : String(error), 'Look at the permissions of the file'));
  }
}

/** The end of what an agent has printed; where it has not begun to, of what was printed while its worktree was made ready. */
export async function readAgentTail(
  { logs, name }: { readonly logs: string; readonly name: string },
  maxBytes: number,
): Promise<Result<{ readonly path: string; readonly bytes: Uint8Array }>> {
  const own = `${logs}/${name}.log`;
  const setup = setupLog(logs, name);
  for (const path of [own, setup]) {
    const tail = await readLogTail(path, maxBytes);
    if (!tail.ok) return tail;
    if (tail.value.byteLength > 0) return ok({ path, bytes: tail.value });
  }
  return ok({ path: own, bytes: new Uint8Array() });
}

/** The end of a log as plain lines; empty when there is none. */
export async function readPlainOutput(path: string): Promise<string> {
  const tail = await readLogTail(path, PLAIN_BYTES);
  return tail.ok ? plainLines(Buffer.from(tail.value).toString('utf8'), PLAIN_BYTES).trimStart() : '';
}

/** The size that the end of a log was printed for; null when nobody knows. Never rejects. */
export async function readLogSize(path: string): Promise<TerminalSize | null> {
  const text = await readFile(sizePath(path), 'utf8').catch(() => ''); // An older log has none.
  const match = /^(\d{1,4})x(\d{1,4})\s*$/.exec(text);
  return match === null ? null : { cols: Number(match[1]), rows: Number(match[2]) };
}

async function tailOf(path: string, maxBytes: number): Promise<Buffer> {
  const file = await openIfThere(path);
  if (file === null) return Buffer.alloc(0);
  try {
    const { size } = await file.stat();
    const buffer = Buffer.alloc(Math.min(size, maxBytes));
    const { bytesRead } = await file.read(buffer, 0, buffer.length, size - buffer.length);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

export interface FollowOptions {
  /** Bytes of what is there already to begin with, without a gap to what follows; 0 where left out. */
  readonly tailBytes?: number;
  readonly signal?: AbortSignal;
}

/**
 * Gives out what is appended to a log, across its rotations, until `signal` aborts, and then what was appended before that;
 * a log that is not there yet is waited for.
 * Nothing is polled: the folder is watched (inotify), because rotation replaces the file. An error value when that is not possible.
 */
export async function followLog(
  path: string,
  onChunk: (chunk: Uint8Array) => void,
  { tailBytes = 0, signal }: FollowOptions = {},
): Promise<Result<void>> {
  const follower = new LogFollower(path, onChunk);
  let watcher: FSWatcher | null = null;
  try {
    await new Promise<void>((resolve, reject) => {
      // Over before it began: what is there is told all the same.
      if (signal?.aborted === true) return void follower.begin(tailBytes).then(resolve, reject);
      signal?.addEventListener('abort', () => resolve(), { once: true });
      const name = basename(path);
      // Before the first read: what is appended in between is then an event, not a gap.
      watcher = watch(dirname(path), (_, changed) => {
        if (changed === null || changed === name) follower.look().catch(reject);
      });
      watcher.on('error', reject);
      follower.begin(tailBytes).catch(reject);
    });
    if (watcher !== null) await follower.look();
    return ok(undefined);
  } catch (error) {
    return fail(failure(`follow ${path}`, error instanceof Error ? error.message : String(error), 'Look whether the agent is still there'));
  } finally {
    (watcher as FSWatcher | null)?.close();
    await follower.stop();
  }
}

/** One reader of a log and where it is. Looks are done one after the other; any number of events while one runs make one more. */
class LogFollower {
  readonly #path: string;
  readonly #onChunk: (chunk: Uint8Array) => void;
  #file: FileHandle | null = null;
  #inode = 0;
  #offset = 0;
  #looking: Promise<void> | null = null;
  #isDue = false;
  #isStopped = false;

  constructor(path: string, onChunk: (chunk: Uint8Array) => void) {
    this.#path = path;
    this.#onChunk = onChunk;
  }

  begin(tailBytes: number): Promise<void> {
    this.#isDue = true;
    this.#looking ??= this.#beginAt(tailBytes).then(() => this.#lookWhileDue());
    return this.#looking;
  }

  look(): Promise<void> {
    this.#isDue = true;
    this.#looking ??= this.#lookWhileDue();
    return this.#looking;
  }

  async stop(): Promise<void> {
    this.#isStopped = true;
    await this.#looking?.catch(() => {
      // It was told where it happened.
    });
    await this.#file?.close();
    this.#file = null;
  }

  async #beginAt(tailBytes: number): Promise<void> {
    await this.#openNewer();
    if (this.#file === null) return;
    const { size } = await this.#file.stat();
    this.#offset = Math.max(0, size - tailBytes);
    if (size >= tailBytes) return;
    const older = await tailOf(`${this.#path}.1`, tailBytes - size);
    if (older.length > 0) this.#onChunk(older);
  }

  async #lookWhileDue(): Promise<void> {
    try {
      while (this.#isDue && !this.#isStopped) {
        this.#isDue = false;
        await this.#readOn();
      }
    } finally {
      this.#looking = null;
    }
  }

  async #readOn(): Promise<void> {
    await this.#readToEnd();
    const newer = await inodeOf(this.#path);
    if (newer === null || newer === this.#inode) return;
    if (this.#file !== null) {
      // Rotated: the rest of the old file first. Rotated more than once: what lies between is in the older half now.
      await this.#readToEnd();
      await this.#file.close();
      this.#file = null;
      const older = await inodeOf(`${this.#path}.1`);
      if (older !== null && older !== this.#inode) await this.#readWhole(`${this.#path}.1`);
    }
    await this.#openNewer();
    await this.#readToEnd();
    // Rotated again while we read: another look finds out. No `||=`: what became due during the wait would be overwritten.
    const now = await inodeOf(this.#path);
    if (now !== this.#inode && this.#file !== null) this.#isDue = true;
  }

  async #readWhole(path: string): Promise<void> {
    this.#file = await openIfThere(path);
    this.#offset = 0;
    await this.#readToEnd();
    await this.#file?.close();
    this.#file = null;
  }

  async #openNewer(): Promise<void> {
    this.#file = await openIfThere(this.#path);
    this.#inode = this.#file === null ? 0 : (await this.#file.stat()).ino;
    this.#offset = 0;
  }

  async #readToEnd(): Promise<void> {
    while (this.#file !== null && !this.#isStopped) {
      const { bytesRead, buffer } = await this.#file.read(Buffer.allocUnsafe(READ_BYTES), 0, READ_BYTES, this.#offset);
      if (bytesRead === 0) return;
      this.#offset += bytesRead;
      this.#onChunk(buffer.subarray(0, bytesRead));
    }
  }
}

async function inodeOf(path: string): Promise<number | null> {
  return stat(path).then(
    ({ ino }) => ino,
    () => null,
  );
}

async function openIfThere(path: string): Promise<FileHandle | null> {
  return open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return null;
    throw error;
  });
}

function failure(tried: string, said: string, next: string): OrchError {
  return { kind: 'storage', tried: plainText(tried, 300), said: plainText(said, 300), next };
}
