// messages.jsonl: the MessageLog port on disk. One write for all that comes while another is under way; a torn last line is cut off.
import { type FileHandle, mkdir, open, readFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fail, ok, type Result } from '../model/error.js';
import type { KeptMessage } from '../model/message.js';
import type { MessageLog } from '../ports/message-log.js';
import { droppedLine, messageLine, readMessageLines } from './message-lines.js';
import { atomicWrite } from './storage/atomic-write.js';
import { codeOf, storageError } from './storage/storage-error.js';

/** A file below this is not written anew, however little of it is still told of. */
const SMALL_BYTES = 4 * 1024 * 1024;

export const MESSAGE_FILE = 'messages.jsonl';

interface Job {
  /** Lines to be added, or the whole of a new file. */
  readonly text: string;
  readonly kind: 'add' | 'anew';
  readonly tell: (result: Result<void>) => void;
}

export class MessageFile implements MessageLog {
  readonly #path: string;
  readonly #smallBytes: number;
  #file: FileHandle | null = null;
  /** Up to where the file holds whole lines; null until it was looked at. */
  #wholeBytes: number | null = null;
  #bytes = 0;
  #bytesWhenNew = 0;
  #jobs: Job[] = [];
  #working: Promise<void> | null = null;
  #syncing: Promise<void> | null = null;
  /** Those whose whole message the file has, or will have before what comes next. */
  #known = new Set<string>();

  constructor(path: string, smallBytes = SMALL_BYTES) {
    this.#path = path;
    this.#smallBytes = smallBytes;
  }

  async load(): ReturnType<MessageLog['load']> {
    const text = await this.#read();
    if (!text.ok) return { messages: [], notices: [`messages could not be read: ${text.error.said}`] };
    const { messages, damaged } = readMessageLines(text.value);
    this.#known = new Set(messages.map(({ message }) => message.id));
    const notices = damaged.length === 0 ? [] : [`${this.#path} has ${damaged.length} damaged lines, the first is: ${damaged[0]}`];
    return { messages, notices };
  }

  append(kept: KeptMessage): Promise<Result<void>> {
    const { id } = kept.message;
    const line = messageLine(kept, this.#known.has(id) ? 'the message' : 'nothing');
    this.#known.add(id);
    return this.#enqueue('add', line);
  }

  drop(ids: readonly string[]): Promise<Result<void>> {
    for (const id of ids) this.#known.delete(id);
    return this.#enqueue('add', droppedLine(ids));
  }

  get isLarge(): boolean {
    const most = Math.max(this.#smallBytes, this.#bytesWhenNew * 2);
    return this.#bytes > most && !this.#jobs.some(({ kind }) => kind === 'anew');
  }

  compact(messages: readonly KeptMessage[]): Promise<Result<void>> {
    this.#known = new Set(messages.map(({ message }) => message.id));
    return this.#enqueue('anew', messages.map((kept) => messageLine(kept, 'nothing')).join(''));
  }

  async close(): Promise<void> {
    await this.#working;
    await this.#syncing;
    const file = this.#file;
    this.#file = null;
    await file?.close().catch(() => undefined);
  }

  #enqueue(kind: Job['kind'], text: string): Promise<Result<void>> {
    this.#bytes += text.length;
    if (kind === 'anew') this.#bytesWhenNew = this.#bytes = text.length;
    return new Promise((tell) => {
      this.#jobs.push({ text, kind, tell });
      this.#working ??= this.#work().finally(() => {
        this.#working = null;
      });
    });
  }

  async #work(): Promise<void> {
    // All that is sent in this turn of the event loop is one write.
    await Promise.resolve();
    while (this.#jobs.length > 0) {
      const first = this.#jobs.findIndex(({ kind }) => kind === 'anew');
      const jobs = this.#jobs.splice(0, first === 0 ? 1 : first < 0 ? this.#jobs.length : first);
      const result = first === 0 ? await this.#replace(jobs[0]?.text ?? '') : await this.#add(jobs.map(({ text }) => text).join(''));
      for (const { tell } of jobs) tell(result);
    }
  }

  async #add(text: string): Promise<Result<void>> {
    try {
      this.#file ??= await this.#open();
      const file = this.#file;
      await file.appendFile(text);
      this.#wholeBytes = (this.#wholeBytes ?? 0) + Buffer.byteLength(text);
      this.#sync(file);
      return ok(undefined);
    } catch (error) {
      await this.#giveUp();
      return fail(storageError(`write a message to ${this.#path}`, error));
    }
  }

  async #replace(text: string): Promise<Result<void>> {
    try {
      await this.#syncing;
      await this.#file?.close();
      this.#file = null;
      await atomicWrite(this.#path, text);
      this.#wholeBytes = Buffer.byteLength(text);
      return ok(undefined);
    } catch (error) {
      return fail(storageError(`write ${this.#path} anew`, error));
    }
  }

  async #open(): Promise<FileHandle> {
    if (this.#wholeBytes === null) {
      const read = await this.#read();
      if (!read.ok) throw new Error(read.error.said);
    }
    await mkdir(dirname(this.#path), { recursive: true, mode: 0o700 });
    const file = await open(this.#path, 'a', 0o600);
    // What was torn by a crash, or is half of a write that failed: the next line must not be glued to it.
    if ((await file.stat()).size > (this.#wholeBytes ?? 0)) await file.truncate(this.#wholeBytes ?? 0);
    return file;
  }

  async #read(): Promise<Result<string>> {
    try {
      const bytes = await readFile(this.#path);
      const whole = bytes.subarray(0, bytes.lastIndexOf(10) + 1);
      this.#wholeBytes = this.#bytes = whole.length;
      return ok(whole.toString('utf8'));
    } catch (error) {
      if (codeOf(error) === 'ENOENT') {
        this.#wholeBytes = 0;
        return ok('');
      }
      return fail(storageError(`read ${this.#path}`, error));
    }
  }

  /** What is written survives the end of this process; that it survives a power cut too is not waited for. */
  #sync(file: FileHandle): void {
    const written = this.#wholeBytes;
    this.#syncing ??= file
      .datasync()
      .catch(() => undefined)
      .then(() => {
        this.#syncing = null;
        if (this.#file === file && this.#wholeBytes !== written) this.#sync(file);
      });
  }

  async #giveUp(): Promise<void> {
    // The whole of a message may be among what is lost: it is written again with its next state.
    this.#known = new Set();
    const file = this.#file;
    this.#file = null;
    // Closing may report the same error once more; it is told already.
    await file?.close().catch(() => undefined);
  }
}

/** Reads only: for a look at the messages of a repository without its host. */
export async function readStoredMessages(path: string): Promise<readonly KeptMessage[]> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return readMessageLines(text).messages;
}
