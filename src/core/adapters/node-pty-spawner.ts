// PTYs of this machine by node-pty's native part: starting, reading, writing, closing. Must not know agents, harnesses or screens.
import { statSync } from 'node:fs';
import type { OnReadOpts, SocketConstructorOpts } from 'node:net';
import { constants } from 'node:os';
import { ReadStream } from 'node:tty';
import { fail, type OrchError, ok, type Result } from '../model/error.js';
import { plainText } from '../model/plain-text.js';
import type { Pty, PtySpawn, PtySpawner } from '../ports.js';
import { findExecutable } from './executable-path.js';
import { withoutInheritedDescriptors } from './inherited-descriptors.js';
import type { NativePtys } from './node-pty-native.js';
import { PtyInput } from './pty-input.js';
import { lastWords } from './pty-last-words.js';

/**
 * One below the 4,096 bytes that Linux keeps per terminal: a full buffer tells libuv to read on without asking the kernel first
 * (50 MB in 0.78 s instead of 1.13 s, and 40 % less CPU, against 64 KB buffers).
 */
const READ_BYTES = 4095;
/**
 * Reads of one terminal before the others have their turn: libuv would go on for 32 reads, and an agent's echo would wait 14 ms behind
 * another's flood.
 */
const READS_A_TURN = 4;
/** Linux: MAX_ARG_STRLEN, 32 pages, the closing zero included. */
export const MAX_WORD_BYTES = 128 * 1024 - 1;
/** More than a PTY can hold (64 KB and a line buffer): once so much came after the exit, all that the process wrote is out. */
const DRAIN_BYTES = 128 * 1024;
/**
 * With another process still holding the terminal there is no end of file; so long a silence after the exit is taken for it. 100 ms was too
 * short: on a loaded machine the kernel had not yet handed over the last words of a program that had ended.
 */
const DRAIN_QUIET_MS = 1000;

/** Loads node-pty when the first PTY is needed. An error value when its binary is not there, as after `npm install --omit=optional`. */
export async function createPtySpawner(): Promise<Result<PtySpawner>> {
  try {
    const { loadNativePtys } = await import('./node-pty-native.js');
    const native = loadNativePtys();
    return ok({ spawn: (options) => spawn(native, options) });
  } catch (error) {
    return fail(failure('load node-pty', messageOf(error), 'Install orch-tui again, with optional dependencies'));
  }
}

function spawn(native: NativePtys, options: PtySpawn): Result<Pty> {
  const [name, ...args] = options.argv;
  const tried = `start ${plainText(name)}`;
  if (statSync(options.cwd, { throwIfNoEntry: false })?.isDirectory() !== true) {
    return fail(failure(tried, `its folder ${options.cwd} is not there`, 'Remove the agent, or bring its worktree back'));
  }
  const found = findExecutable({ name, path: options.env.PATH, cwd: options.cwd, kind: 'harness' });
  if (!found.ok) return found;
  const problem = problemWithWords([...args, ...Object.entries(options.env).map(([key, value]) => `${key}=${value}`)]);
  if (problem !== null) return fail(failure(tried, problem, 'Shorten the task, or put it into a file of the repository'));
  try {
    return ok(new NodePty(native, { ...options, argv: withoutInheritedDescriptors([found.value, ...args]) }));
  } catch (error) {
    return fail(failure(tried, messageOf(error), 'Stop some agents or close some programs, then try again'));
  }
}

/** What execve(2) would refuse only after the fork, or cut without a word. */
function problemWithWords(words: readonly string[]): string | null {
  for (const word of words) {
    if (word.includes('\0')) return 'an argument or variable contains a zero byte';
    if (Buffer.byteLength(word) > MAX_WORD_BYTES) return `an argument or variable is longer than ${MAX_WORD_BYTES} bytes`;
  }
  return null;
}

class NodePty implements Pty {
  readonly pid: number;
  readonly #native: NativePtys;
  readonly #fd: number;
  readonly #stream: ReadStream;
  readonly #input: PtyInput;
  #listenData: ((chunk: Uint8Array) => void) | null = null;
  #listenExit: Parameters<Pty['onExit']>[0] | null = null;
  #exit: { readonly exitCode: number | null; readonly signal: string | null } | null = null;
  #bytesSinceExit = 0;
  #drainTimer: NodeJS.Timeout | null = null;
  #isPaused = false;
  #readsInTurn = 0;
  #isDisposed = false;

  constructor(native: NativePtys, order: PtySpawn) {
    this.#native = native;
    const started = native.fork({
      ...order,
      env: { ...order.env, PWD: order.cwd },
      onExit: (exitCode, signal) => this.#processEnded(exitCode, signal),
    });
    this.pid = started.pid;
    this.#fd = started.fd;
    const buffer = Buffer.allocUnsafeSlow(READ_BYTES);
    // `onread` is documented for net.Socket, which this is; its types name it for connections only.
    const options: SocketConstructorOpts & { readonly onread: OnReadOpts } = {
      onread: { buffer, callback: (count) => this.#received(buffer.subarray(0, count)) },
    };
    this.#stream = new ReadStream(started.fd, options);
    this.#input = new PtyInput(started.fd, () => !this.#stream.destroyed);
    // EIO is how Linux says that nobody holds the terminal any more; whatever else it is, the PTY is over.
    this.#stream.on('error', () => {});
    this.#stream.on('end', () => this.#ended());
    this.#stream.on('close', () => this.#closed());
  }

  onData(listen: (chunk: Uint8Array) => void): void {
    this.#listenData = listen;
    this.#read();
  }

  onExit(listen: Parameters<Pty['onExit']>[0]): void {
    this.#listenExit = listen;
    this.#read();
    if (this.#stream.destroyed) this.#giveExit();
  }

  write(data: Uint8Array | string): void {
    this.#input.write(data);
  }

  resize(cols: number, rows: number): void {
    if (this.#stream.destroyed || cols < 1 || rows < 1) return;
    this.#native.resize(this.#fd, cols, rows);
  }

  pause(): void {
    this.#isPaused = true;
    this.#stream.pause();
  }

  resume(): void {
    this.#isPaused = false;
    this.#read();
    if (this.#exit !== null) this.#awaitLastByte();
  }

  dispose(): void {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    this.#listenData = null;
    this.#listenExit = null;
    this.#close();
  }

  #read(): void {
    if (!this.#isPaused && !this.#stream.destroyed) this.#stream.resume();
  }

  #received(bytes: Uint8Array): boolean {
    if (this.#exit !== null) this.#bytesSinceExit += bytes.length;
    // Copied: the buffer is read into again, and listeners keep what they got until it is parsed.
    this.#listenData?.(Buffer.from(bytes));
    this.#input.retry();
    if (this.#bytesSinceExit > DRAIN_BYTES) this.#close();
    else if (this.#exit !== null) this.#awaitLastByte();
    this.#readsInTurn += 1;
    if (this.#readsInTurn === 1) setImmediate(this.#nextTurn);
    return !this.#isPaused && this.#readsInTurn < READS_A_TURN;
  }

  readonly #nextTurn = (): void => {
    const wasStopped = this.#readsInTurn >= READS_A_TURN;
    this.#readsInTurn = 0;
    if (wasStopped) this.#read();
  };

  /** The descriptor is closed only after this. */
  #ended(): void {
    if (this.#stream.destroyed) return;
    const rest = lastWords(this.#fd, DRAIN_BYTES);
    if (rest.length > 0) this.#listenData?.(rest);
  }

  #processEnded(exitCode: number, signal: number): void {
    this.#exit = signal === 0 ? { exitCode, signal: null } : { exitCode: null, signal: signalName(signal) };
    if (this.#stream.destroyed) this.#giveExit();
    else this.#awaitLastByte();
  }

  #awaitLastByte(): void {
    if (this.#drainTimer !== null) clearTimeout(this.#drainTimer);
    this.#drainTimer = null;
    if (this.#isPaused || this.#stream.destroyed) return;
    const heard = this.#bytesSinceExit;
    // A loop that was busy runs its timers before it looks what came: silence counts only once it has looked.
    this.#drainTimer = setTimeout(() => {
      setImmediate(() => {
        if (this.#bytesSinceExit === heard) this.#close();
      });
    }, DRAIN_QUIET_MS);
  }

  #close(): void {
    this.#stream.destroy();
    this.#closed();
  }

  #closed(): void {
    if (this.#drainTimer !== null) clearTimeout(this.#drainTimer);
    this.#drainTimer = null;
    this.#input.dispose();
    this.#giveExit();
  }

  #giveExit(): void {
    const listen = this.#listenExit;
    if (this.#exit === null || listen === null) return;
    this.#listenExit = null;
    listen(this.#exit);
  }
}

function signalName(signal: number): string {
  return Object.entries(constants.signals).find(([, number]) => number === signal)?.[0] ?? `signal ${signal}`;
}

function failure(tried: string, said: string, next: string): OrchError {
  return { kind: 'harness', tried, said: plainText(said, 400), next };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
