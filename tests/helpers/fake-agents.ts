// Programs in pseudo-terminals that a test plays itself: what they print and how they end is said by the test, what is typed to them is kept.

import { fail, ok, type Result } from '../../src/core/model/error.js';
import type { ProcessUsage } from '../../src/core/model/process-usage.js';
import { OSC, ST } from '../../src/core/model/sequences.js';
import type { Clock, Processes, Pty, PtySpawn, PtySpawner } from '../../src/core/ports.js';

type Exit = { readonly exitCode: number | null; readonly signal: string | null };

export class FakeProgram implements Pty {
  readonly pid: number;
  readonly spawn: PtySpawn;
  /** Every size it was given after the first. */
  readonly resizes: { readonly cols: number; readonly rows: number }[] = [];
  /** Signals that it was sent. */
  readonly signals: string[] = [];
  isPaused = false;
  isDisposed = false;
  /** It goes on when it is asked to end. */
  isStubborn = false;
  #isRunning = true;
  #typed: Buffer[] = [];
  #listenData: ((chunk: Uint8Array) => void) | null = null;
  #listenExit: ((exit: Exit) => void) | null = null;

  constructor(pid: number, spawn: PtySpawn) {
    this.pid = pid;
    this.spawn = spawn;
  }

  get isRunning(): boolean {
    return this.#isRunning;
  }

  get size(): { readonly cols: number; readonly rows: number } {
    return this.resizes.at(-1) ?? { cols: this.spawn.cols, rows: this.spawn.rows };
  }

  prints(text: string | Uint8Array): void {
    if (!this.#isRunning) throw new Error('a program that has ended prints nothing');
    this.#listenData?.(typeof text === 'string' ? Buffer.from(text) : text);
  }

  /** Tells its state by OSC 7501, as codex does. */
  says(state: 'working' | 'blocked' | 'done' | 'idle' | 'error'): void {
    this.prints(`${OSC}7501;state=${state}${ST}`);
  }

  exits(exitCode: number): void {
    this.#end({ exitCode, signal: null });
  }

  /** What was typed to it since the last look. */
  received(): string {
    const text = Buffer.concat(this.#typed).toString('utf8');
    this.#typed = [];
    return text;
  }

  takesSignal(signal: 'SIGTERM' | 'SIGKILL' | 'SIGHUP'): void {
    this.signals.push(signal);
    if (this.#isRunning && (signal === 'SIGKILL' || !this.isStubborn)) this.#end({ exitCode: null, signal });
  }

  onData(listen: (chunk: Uint8Array) => void): void {
    this.#listenData = listen;
  }

  onExit(listen: (exit: Exit) => void): void {
    this.#listenExit = listen;
  }

  write(data: Uint8Array | string): void {
    if (data.length > 0 && !this.isDisposed) this.#typed.push(Buffer.from(data as Uint8Array));
  }

  resize(cols: number, rows: number): void {
    this.resizes.push({ cols, rows });
  }

  pause(): void {
    this.isPaused = true;
  }

  resume(): void {
    this.isPaused = false;
  }

  /** Its terminal goes, and with that SIGHUP to it. */
  dispose(): void {
    if (this.isDisposed) return;
    this.isDisposed = true;
    this.#listenData = null;
    this.#listenExit = null;
    if (this.#isRunning) this.takesSignal('SIGHUP');
  }

  #end(exit: Exit): void {
    if (!this.#isRunning) throw new Error('a program ends once');
    this.#isRunning = false;
    this.#listenExit?.(exit);
  }
}

/** The machine the programs run on: starts them, and knows which of them live. */
export class FakeMachine implements PtySpawner, Processes {
  readonly programs: FakeProgram[] = [];
  /** What the next start is refused with; null while all goes well. */
  refusal: string | null = null;
  readonly #clock: Clock;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  spawn(options: PtySpawn): Result<Pty> {
    if (this.refusal !== null) return fail({ kind: 'harness', tried: `start ${options.argv[0]}`, said: this.refusal, next: 'Try again' });
    const program = new FakeProgram(1000 + this.programs.length, options);
    this.programs.push(program);
    return ok(program);
  }

  bootId(): string {
    return 'boot';
  }

  startTicks(pid: number): number | null {
    return this.#running(pid) === undefined ? null : pid;
  }

  isAlive({ pid }: { readonly pid: number }): boolean {
    return this.#running(pid) !== undefined;
  }

  survivors(): readonly [] {
    return [];
  }

  async end({ process }: { readonly process: { readonly pid: number } }, graceMs: number): Promise<void> {
    const program = this.#running(process.pid);
    if (program === undefined) return;
    program.takesSignal('SIGTERM');
    if (!program.isRunning) return;
    await new Promise<void>((resolve) => this.#clock.after(graceMs, resolve));
    if (program.isRunning) program.takesSignal('SIGKILL');
  }

  shellChildren(): null {
    return null;
  }

  usage(pid: number): ProcessUsage | null {
    return this.#running(pid) === undefined ? null : { cpuPercent: 1, memoryBytes: 50 * 1024 * 1024 };
  }

  #running(pid: number): FakeProgram | undefined {
    return this.programs.find((program) => program.pid === pid && program.isRunning);
  }
}
