// messages.jsonl: the MessageLog port on disk. One write for all that comes while another is under way; a torn last line is cut off.
import { type FileHandle, mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { fail, ok, type Result } from '../model/error.js';
import type { KeptMessage, Party } from '../model/message.js';
import type { MessageLog } from '../ports/message-log.js';
import { LateSync } from './late-sync.js';
import { droppedLine, messageLine, readMessageLines } from './message-lines.js';
import { codeOf, storageError } from './storage/storage-error.js';
import { systemClock } from './system-clock.js';

/** A file below this is not written anew, however little of it is still told of. */
const SMALL_BYTES = 4 * 1024 * 1024;

export const MESSAGE_FILE = 'messages.jsonl';

interface Job {
  /** Made when it is written: a state that a newer one follows before that is not worth a line. */
  line: () => string;
  readonly tells: ((result: Result<void>) => void)[];
}

/** A new file in the making: lines go on into the old one meanwhile, and behind what the new one began with. */
interface Rewriting {
  since: string;
  isSpoilt: boolean;
}

function openFile(path: string, flags: string, mode: number): Promise<FileHandle> {
  return open(path, flags, mode);
}

export class MessageFile implements MessageLog {
  readonly #path: string;
  readonly #smallBytes: number;
  readonly #openFile: typeof openFile;
  #file: FileHandle | null = null;
  /** Up to where the file holds whole lines; null until it was looked at. */
  #wholeBytes: number | null = null;
  #bytesWhenNew = 0;
  #jobs: Job[] = [];
  /** Those of them that only tell how far a message has come, by its id. */
  readonly #states = new Map<string, Job>();
  /** Writing, or what else must not happen while lines are written: one after the other. */
  #turn: Promise<void> = Promise.resolve();
  #isWriting = false;
  #rewriting: Rewriting | null = null;
  #compacting: Promise<unknown> = Promise.resolve();
  /** Those whose whole message the file has, or will have before what comes next, and to whom it goes there. */
  #known = new Map<string, Party>();
  /** What is written survives the end of this process; that it survives a power cut too is not waited for. */
  readonly #sync = new LateSync(systemClock);

  constructor(path: string, options: { readonly smallBytes?: number; readonly openFile?: typeof openFile } = {}) {
    this.#path = path;
    this.#smallBytes = options.smallBytes ?? SMALL_BYTES;
    this.#openFile = options.openFile ?? openFile;
  }

  async load(): ReturnType<MessageLog['load']> {
    const text = await this.#read();
    if (!text.ok) return { messages: [], notices: [`messages could not be read: ${text.error.said}`] };
    const { messages, damaged } = readMessageLines(text.value);
    this.#known = knownOf(messages);
    const notices = damaged.length === 0 ? [] : [`${this.#path} has ${damaged.length} damaged lines, the first is: ${damaged[0]}`];
    return { messages, notices };
  }

  append(kept: KeptMessage): Promise<Result<void>> {
    const { id, to_agent: to } = kept.message;
    const has = this.#known.get(id) === to ? 'the message' : 'nothing';
    this.#known.set(id, to);
    const line = () => messageLine(kept, has);
    const before = has === 'nothing' ? undefined : this.#states.get(id);
    if (before !== undefined) {
      before.line = line;
      return new Promise((tell) => before.tells.push(tell));
    }
    this.#states.delete(id);
    return this.#add(line, has === 'nothing' ? null : id);
  }

  drop(ids: readonly string[]): Promise<Result<void>> {
    for (const id of ids) {
      this.#known.delete(id);
      this.#states.delete(id);
    }
    return this.#add(() => droppedLine(ids), null);
  }

  get isLarge(): boolean {
    return this.#rewriting === null && (this.#wholeBytes ?? 0) > Math.max(this.#smallBytes, this.#bytesWhenNew * 2);
  }

  async compact(messages: readonly KeptMessage[]): Promise<Result<void>> {
    if (this.#rewriting !== null) return ok(undefined);
    const anew = this.#writeAnew(messages);
    this.#compacting = anew;
    return anew;
  }

  async #writeAnew(messages: readonly KeptMessage[]): Promise<Result<void>> {
    const rewriting: Rewriting = { since: '', isSpoilt: false };
    this.#rewriting = rewriting;
    this.#known = knownOf(messages);
    const temporary = `${this.#path}.tmp`;
    let file: FileHandle | null = null;
    try {
      await mkdir(dirname(this.#path), { recursive: true, mode: 0o700 });
      const text = messages.map((kept) => messageLine(kept, 'nothing')).join('');
      const anew = await this.#openFile(temporary, 'w', 0o600);
      file = anew;
      await anew.writeFile(text).then(() => anew.sync());
      return await this.#inTurn(() => this.#replace(anew, { rewriting, bytes: Buffer.byteLength(text) }));
    } catch (error) {
      // Half a file of a full disk would only take space from the next try.
      await file?.close().catch(() => undefined);
      await rm(temporary, { force: true }).catch(() => undefined);
      // Not at once, with each message: all of them are put into words for it.
      this.#bytesWhenNew = this.#wholeBytes ?? 0;
      return fail(storageError(`write ${this.#path} anew`, error));
    } finally {
      this.#rewriting = null;
    }
  }

  async close(): Promise<void> {
    // One that is put in the place of the old file later would take away what the next host has written.
    await this.#compacting;
    await this.#turn;
    await this.#sync.end();
    const file = this.#file;
    this.#file = null;
    await file?.close().catch(() => undefined);
  }

  /** `of`: a message that it only tells the state of. */
  #add(line: () => string, of: string | null): Promise<Result<void>> {
    return new Promise((tell) => {
      const job = { line, tells: [tell] };
      this.#jobs.push(job);
      if (of !== null) this.#states.set(of, job);
      if (this.#isWriting) return;
      this.#isWriting = true;
      void this.#inTurn(() => this.#write());
    });
  }

  /** One after the other; `run` never rejects but where its caller catches that. */
  #inTurn<Value>(run: () => Promise<Value>): Promise<Value> {
    const result = this.#turn.then(run);
    this.#turn = result.then(
      () => undefined,
      () => undefined,
    );
    return result;
  }

  /** What has come in this turn of the event loop is one write, and so is what comes while that is under way. */
  async #write(): Promise<void> {
    const jobs = this.#jobs;
    this.#jobs = [];
    this.#states.clear();
    this.#isWriting = false;
    const result = await this.#append(jobs.map(({ line }) => line()).join(''));
    for (const { tells } of jobs) for (const tell of tells) tell(result);
  }

  async #append(text: string): Promise<Result<void>> {
    try {
      this.#file ??= await this.#open();
      await this.#file.appendFile(text);
      this.#wholeBytes = (this.#wholeBytes ?? 0) + Buffer.byteLength(text);
      this.#sync.written(this.#file);
      if (this.#rewriting !== null) this.#rewriting.since += text;
      return ok(undefined);
    } catch (error) {
      await this.#giveUp();
      return fail(storageError(`write a message to ${this.#path}`, error));
    }
  }

  async #replace(file: FileHandle, { rewriting, bytes }: { readonly rewriting: Rewriting; readonly bytes: number }): Promise<Result<void>> {
    // A line that was refused stands among those since: the old file goes on.
    if (rewriting.isSpoilt) throw new Error('a line could not be written meanwhile');
    // What is not written yet is written behind it, in its turn.
    const { since } = rewriting;
    await file.appendFile(since);
    await rename(`${this.#path}.tmp`, this.#path);
    // Waits for what is under way on it.
    this.#sync.forget();
    await this.#file?.close().catch(() => undefined);
    this.#file = file;
    this.#bytesWhenNew = bytes;
    this.#wholeBytes = bytes + Buffer.byteLength(since);
    this.#sync.written(file);
    return ok(undefined);
  }

  async #open(): Promise<FileHandle> {
    if (this.#wholeBytes === null) {
      const read = await this.#read();
      if (!read.ok) throw new Error(read.error.said);
    }
    await mkdir(dirname(this.#path), { recursive: true, mode: 0o700 });
    const file = await this.#openFile(this.#path, 'a', 0o600);
    // What was torn by a crash, or is half of a write that failed: the next line must not be glued to it.
    await cut(file, this.#wholeBytes ?? 0);
    return file;
  }

  async #read(): Promise<Result<string>> {
    try {
      const bytes = await readFile(this.#path);
      const whole = bytes.subarray(0, bytes.lastIndexOf(10) + 1);
      this.#wholeBytes = whole.length;
      return ok(whole.toString('utf8'));
    } catch (error) {
      if (codeOf(error) === 'ENOENT') {
        this.#wholeBytes = 0;
        return ok('');
      }
      return fail(storageError(`read ${this.#path}`, error));
    }
  }

  async #giveUp(): Promise<void> {
    // The whole of a message may be among what is lost: it is written again with its next state.
    this.#known = new Map();
    if (this.#rewriting !== null) this.#rewriting.isSpoilt = true;
    const file = this.#file;
    this.#file = null;
    this.#sync.forget();
    // Whole lines may have got there of messages that their senders are told are refused: after a crash they would be back. Else the next write cuts them off.
    if (file !== null) await cut(file, this.#wholeBytes ?? 0).catch(() => undefined);
    // Closing may report the same error once more; it is told already.
    await file?.close().catch(() => undefined);
  }
}

/** A write may fail before anything of it has got there, and a file is not to grow by this. */
async function cut(file: FileHandle, bytes: number): Promise<void> {
  if ((await file.stat()).size > bytes) await file.truncate(bytes);
}

function knownOf(messages: readonly KeptMessage[]): Map<string, Party> {
  return new Map(messages.map(({ message }) => [message.id, message.to_agent]));
}

/** Reads only: for a look at the messages of a repository without its host. */
export async function readStoredMessages(path: string): Promise<readonly KeptMessage[]> {
  const text = await readFile(path, 'utf8').catch(() => '');
  return readMessageLines(text).messages;
}
