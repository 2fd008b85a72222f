// One program in a PTY, seen as its terminal sees it: bytes counted, queries answered, and the moment something appears, without polling.
import { AnsweringEmulator, marginAnswers, modernAnswers } from '../../tests/helpers/answering-emulator.js';
import { type RawPty, type RawPtyOrder, spawnPty } from '../../tests/helpers/raw-pty.js';
import { LightAnswers } from './light-answers.js';
import { Printable } from './printable.js';

/** Raw bytes remembered for waits that begin after what they wait for. */
const RECENT_BYTES = 256 * 1024;
const DEADLINE_MS = 60_000;

export interface SessionOrder extends RawPtyOrder {
  /** What terminal it is. `margins` and `plain`: a full emulator answers until `lighten()`. `none`: a direct PTY whose program asks nothing. */
  readonly terminal: TerminalKind | 'none';
}

/** `margins`: scrolls beside a list by left and right margins, as xterm does. `plain`: can not. */
export type TerminalKind = 'margins' | 'plain';

type Watcher = (chunk: Buffer) => void;

export class PtySession {
  bytesReceived = 0;
  readonly exited: Promise<void>;
  readonly #pty: RawPty;
  readonly #watchers = new Set<Watcher>();
  #recent: Buffer[] = [];
  #recentBytes = 0;
  #emulator: AnsweringEmulator | null = null;
  #light: LightAnswers | null = null;
  #isOver = false;

  constructor(order: SessionOrder) {
    this.#pty = spawnPty(order);
    const reply = (data: string) => this.write(data);
    if (order.terminal !== 'none') {
      const answers = order.terminal === 'margins' ? marginAnswers : modernAnswers;
      this.#emulator = new AnsweringEmulator({ cols: order.cols, rows: order.rows, answers, reply });
    }
    this.#pty.onData((chunk) => this.#take(chunk));
    this.exited = new Promise((resolve) => {
      this.#pty.onExit(() => {
        this.#isOver = true;
        resolve();
      });
    });
  }

  get pid(): number {
    return this.#pty.pid;
  }

  write(data: string): void {
    if (!this.#isOver) this.#pty.write(data);
  }

  /** From now on only the round-trip probe is answered, and no picture is kept. */
  lighten(): void {
    this.#emulator?.dispose();
    this.#emulator = null;
    this.#light = new LightAnswers((data) => this.write(data));
  }

  /** Resolves with `performance.now()` of the chunk that completed `marker` as contiguous bytes. Cheap enough for floods. */
  untilBytes(marker: string): Promise<number> {
    const needle = Buffer.from(marker);
    let tail: Buffer = Buffer.alloc(0);
    return this.#until(marker, (chunk) => {
      const seam = Buffer.concat([tail, chunk.subarray(0, needle.length)]);
      const found = seam.includes(needle) || chunk.includes(needle);
      tail = Buffer.from(Buffer.concat([tail, chunk.subarray(-needle.length)]).subarray(1 - needle.length));
      return found;
    });
  }

  /** As `untilBytes`, but in the text between escape sequences, blanks left out (a painter may jump over them). `start` also looks at what came before. */
  untilText(words: string, since: 'start' | 'now'): Promise<number> {
    const needle = words.replaceAll(' ', '');
    const printable = new Printable();
    let text = '';
    const isShown = (chunk: Buffer) => {
      text = text.slice(-needle.length) + printable.strip(chunk).replaceAll(' ', '');
      return text.includes(needle);
    };
    if (since === 'start' && this.#recent.some(isShown)) return Promise.resolve(performance.now());
    return this.#until(needle, isShown);
  }

  /** Closes the terminal and waits until its program has ended. */
  async close(): Promise<void> {
    if (!this.#isOver) this.#pty.hangUp();
    await this.exited;
    this.#emulator?.dispose();
  }

  #until(what: string, isDone: (chunk: Buffer) => boolean): Promise<number> {
    return new Promise((resolve, reject) => {
      const end = (settle: () => void) => {
        clearTimeout(deadline);
        this.#watchers.delete(watcher);
        settle();
      };
      const watcher = (chunk: Buffer) => {
        if (!isDone(chunk)) return;
        const at = performance.now();
        end(() => resolve(at));
      };
      const deadline = setTimeout(
        () => end(() => reject(new Error(`waited in vain for ${JSON.stringify(what)}; ${this.#last()}`))),
        DEADLINE_MS,
      );
      this.#watchers.add(watcher);
    });
  }

  #take(chunk: Buffer): void {
    this.bytesReceived += chunk.length;
    for (const watcher of [...this.#watchers]) watcher(chunk);
    this.#light?.look(chunk);
    this.#emulator?.write(chunk, () => {});
    this.#recent.push(chunk);
    this.#recentBytes += chunk.length;
    while (this.#recentBytes > RECENT_BYTES && this.#recent.length > 1) this.#recentBytes -= this.#recent.shift()?.length ?? 0;
  }

  #last(): string {
    const printable = new Printable();
    const text = this.#recent.map((chunk) => printable.strip(chunk)).join('');
    return `the last text was ${JSON.stringify(text.slice(-600))}`;
  }
}
