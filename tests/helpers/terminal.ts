// A person at a terminal, for end-to-end tests: the program in a real PTY, its picture in an emulator, keys by name, waits on what is seen.
import { readFileSync } from 'node:fs';
import { sequences } from '../../src/core/model/sequences.js';
import { AnsweringEmulator, modernAnswers, type TerminalAnswers } from './answering-emulator.js';
import { keyBytes } from './keys.js';
import { type RawPty, type RawPtyOrder, spawnPty } from './raw-pty.js';
import { Screen } from './screen.js';
import { DEADLINE_MS } from './wait-for.js';

/** Raw output kept for assertions on bytes; older bytes go. */
const KEPT_BYTES = 8 * 1024 * 1024;

// Runs the program as a shell does and ends with its exit code; before, it reports the state of the tty, which is gone with the last process of a PTY.
const WRAPPER = `trap : INT QUIT
"$@"
code=$?
printf '\\033]7777;%s\\007' "$(stty -a | tr '\\n' ' ')"
exit "$code"`;

export interface TerminalOrder extends RawPtyOrder {
  /** Default: as a modern terminal without margins. `mute`: answers no query. */
  readonly answers?: TerminalAnswers | 'mute';
}

export interface Exit {
  /** 128 + number for a signal, as a shell tells it; null when the terminal went first, so nobody could. */
  readonly exitCode: number | null;
}

/** Each true when the terminal is as it was before the program. */
export interface Restored {
  readonly alternateScreenLeft: boolean;
  readonly cursorVisible: boolean;
  readonly bracketedPasteOff: boolean;
  readonly mouseOff: boolean;
  readonly focusReportsOff: boolean;
  readonly syncClosed: boolean;
  readonly wrapOn: boolean;
  readonly marginsOff: boolean;
  readonly applicationCursorOff: boolean;
  readonly rawModeOff: boolean;
  readonly echoOn: boolean;
}

/** To compare `restored()` with. */
export const everythingRestored: Restored = {
  alternateScreenLeft: true,
  cursorVisible: true,
  bracketedPasteOff: true,
  mouseOff: true,
  focusReportsOff: true,
  syncClosed: true,
  wrapOn: true,
  marginsOff: true,
  applicationCursorOff: true,
  rawModeOff: true,
  echoOn: true,
};

type Watcher = { readonly look: () => void; readonly ended: () => void };

export class Terminal {
  readonly screen: Screen;
  /** Resolves when the program has ended and its last byte is on the screen. */
  readonly exit: Promise<Exit>;
  readonly #pty: RawPty;
  readonly #emulator: AnsweringEmulator;
  readonly #watchers = new Set<Watcher>();
  #kept: Buffer[] = [];
  #keptBytes = 0;
  #exitCode: number | null = null;
  /** What `stty -a` said after the program. */
  #tty: string | null = null;
  #isOver = false;

  constructor(order: TerminalOrder) {
    this.#pty = spawnPty({ ...order, argv: ['/bin/sh', '-c', WRAPPER, 'sh', ...order.argv] });
    this.#emulator = new AnsweringEmulator({
      cols: order.cols,
      rows: order.rows,
      answers: order.answers ?? modernAnswers,
      reply: (data) => this.#send(data),
    });
    this.screen = new Screen(this.#emulator.terminal, this.#emulator.modes);
    this.#emulator.onReport = (text) => {
      this.#tty = text;
    };
    this.#pty.onData((chunk) => this.#take(chunk));
    this.exit = new Promise((resolve) => {
      this.#pty.onExit((exitCode) => {
        this.#isOver = true;
        this.#exitCode = exitCode;
        // After everything that was written before it.
        this.#emulator.write(new Uint8Array(), () => {
          for (const watcher of [...this.#watchers]) watcher.ended();
          resolve({ exitCode });
        });
      });
    });
  }

  /** The program's own pid (not its shell's), or null when it has ended. Linux only. */
  get pid(): number | null {
    const shell = this.#pty.pid;
    try {
      const [child] = readFileSync(`/proc/${shell}/task/${shell}/children`, 'utf8').trim().split(' ').filter(Boolean);
      return child === undefined ? null : Number(child);
    } catch {
      return null;
    }
  }

  /** Presses keys one after the other, by the names of `keys.ts`. */
  press(...names: readonly string[]): void {
    for (const name of names) this.#send(keyBytes(name, this.#emulator.terminal.modes.applicationCursorKeysMode));
  }

  type(text: string): void {
    this.#send(text);
  }

  /** As a terminal pastes: line ends become carriage returns, in brackets if the program asked for them. */
  paste(text: string): void {
    const sent = text.replace(/\r?\n/g, '\r');
    const { bracketedPasteMode } = this.#emulator.terminal.modes;
    this.#send(bracketedPasteMode ? sequences.pasteBegin + sent + sequences.pasteEnd : sent);
  }

  /** Looks at every new output, never at half a synchronized frame. Fails at the deadline, or when the program ends first, with the last screen. */
  until(what: string, isShown: (screen: Screen) => boolean, deadlineMs: number = DEADLINE_MS): Promise<void> {
    return new Promise((resolve, reject) => {
      const end = (settle: () => void) => {
        clearTimeout(deadline);
        this.#watchers.delete(watcher);
        settle();
      };
      const fails = (why: string) => end(() => reject(new Error(`${why} until ${what}. The last screen:\n${this.#picture()}`)));
      const look = () => {
        if (this.#emulator.modes.get(2026) === true) return;
        try {
          if (isShown(this.screen)) end(resolve);
        } catch (error) {
          end(() => reject(error));
        }
      };
      const watcher: Watcher = { look, ended: () => fails(`The program ended (exit code ${this.#exitCode ?? 'unknown'})`) };
      const deadline = setTimeout(() => fails(`Waited ${deadlineMs} ms in vain`), deadlineMs);
      this.#watchers.add(watcher);
      look();
      if (this.#isOver && this.#watchers.has(watcher)) void this.exit.then(() => this.#watchers.has(watcher) && watcher.ended());
    });
  }

  resize(cols: number, rows: number): void {
    this.#emulator.terminal.resize(cols, rows);
    this.#pty.resize(cols, rows);
  }

  /** The window is closed: the session gets SIGHUP, reads and writes fail. */
  hangUp(): void {
    if (!this.#isOver) this.#pty.hangUp();
  }

  /** Everything the program wrote, as text of one unit per byte (the last 8 MB). */
  written(): string {
    return Buffer.concat(this.#kept).toString('latin1');
  }

  /** Call after `exit`: throws before. */
  restored(): Restored {
    if (this.#tty === null) throw new Error('the program has not ended, or its terminal went first');
    const { modes, terminal } = this.#emulator;
    const isOn = (mode: number) => modes.get(mode) ?? false;
    const words = this.#tty.split(/[\s;]+/);
    return {
      alternateScreenLeft: terminal.buffer.active.type === 'normal',
      cursorVisible: modes.get(25) ?? true,
      bracketedPasteOff: !isOn(2004),
      mouseOff: ![9, 1000, 1002, 1003].some(isOn),
      focusReportsOff: !isOn(1004),
      syncClosed: !isOn(2026),
      wrapOn: modes.get(7) ?? true,
      marginsOff: !isOn(69),
      applicationCursorOff: !isOn(1),
      rawModeOff: words.includes('icanon'),
      echoOn: words.includes('echo'),
    };
  }

  /** Idempotent: closes the window if it is open and waits for the program's shell. */
  async dispose(): Promise<void> {
    this.hangUp();
    await this.exit;
    this.#emulator.dispose();
  }

  #send(data: string): void {
    if (!this.#isOver) this.#pty.write(data);
  }

  #take(chunk: Buffer): void {
    this.#kept.push(chunk);
    this.#keptBytes += chunk.length;
    while (this.#keptBytes > KEPT_BYTES && this.#kept.length > 1) this.#keptBytes -= this.#kept.shift()?.length ?? 0;
    this.#emulator.write(chunk, () => {
      for (const watcher of [...this.#watchers]) watcher.look();
    });
  }

  #picture(): string {
    const edge = '-'.repeat(this.screen.cols);
    return `${edge}\n${this.screen.text()}\n${edge}`;
  }
}
