// A person at a terminal inside the test's own process: what the host paints goes into an emulator, keys come by name. No socket, no PTY.
import type { Bye, TerminalSize } from '../../src/core/model/protocol.js';
import { sequences } from '../../src/core/model/sequences.js';
import type { Clock } from '../../src/core/ports.js';
import type { ClientLink, ClientListener, ClientScreen } from '../../src/host/client-link.js';
import { AnsweringEmulator, modernAnswers } from './answering-emulator.js';
import { keyBytes } from './keys.js';
import { Screen } from './screen.js';

export interface ClientOrder {
  readonly cols: number;
  readonly rows: number;
  readonly readOnly?: boolean;
  /** TERM. */
  readonly term?: string;
  /** Agent to attach to at once: a name. */
  readonly agent?: string;
  /** How long a byte is on its way to the terminal. The relay takes it at once: that is how slow lines hide. */
  readonly lineMs?: number;
  /** `mute`: a terminal that answers no query. */
  readonly answers?: 'mute';
  /** It is gone before its screen was made. */
  readonly leavesAtOnce?: true;
}

export class AppClient implements ClientLink {
  readonly screen: ClientScreen;
  /** What the person sees. */
  readonly shows: Screen;
  /** Frames as the host sent them. */
  readonly frames: string[] = [];
  /** Last words of the host; null while the screen is open. */
  lastWords: Bye | null = null;
  /** The relay takes frames and says nothing: a terminal that was stopped (Ctrl-S, a suspended ssh). */
  isStalled = false;
  /** How long a byte is on its way to the terminal. */
  lineMs: number;
  readonly #clock: Clock;
  readonly #settle: () => Promise<void>;
  readonly #emulator: AnsweringEmulator;
  #listener: ClientListener | null = null;
  #parsing = 0;
  #stalled: string[] = [];
  #isClosed = false;

  constructor(order: ClientOrder, parts: { readonly clock: Clock; readonly settle: () => Promise<void> }) {
    const { cols, rows, readOnly = false, term = 'xterm-256color', agent = null, lineMs = 0 } = order;
    const size = { cols, rows };
    this.screen = { size, term, colorTerm: 'truecolor', readOnly, noColor: false, utf8: true, agent };
    this.lineMs = lineMs;
    this.#clock = parts.clock;
    this.#settle = parts.settle;
    this.#emulator = new AnsweringEmulator({ cols, rows, answers: order.answers ?? modernAnswers, reply: (data) => this.#say(data) });
    this.shows = new Screen(this.#emulator.terminal, this.#emulator.modes);
  }

  /** The terminal still takes in what it was sent. */
  get isBusy(): boolean {
    return this.#parsing > 0;
  }

  /** Presses keys one after the other, by the names of `keys.ts`, and lets the app come to rest after each. */
  async press(...names: readonly string[]): Promise<void> {
    for (const name of names) {
      this.#say(keyBytes(name, this.#emulator.terminal.modes.applicationCursorKeysMode));
      await this.#settle();
    }
  }

  /** Bytes in one piece; the app gets no time to come to rest. */
  sends(text: string): void {
    this.#say(text);
  }

  /** As `sends`, and then the app comes to rest. */
  async type(text: string): Promise<void> {
    this.#say(text);
    await this.#settle();
  }

  paste(text: string): Promise<void> {
    return this.type(sequences.pasteBegin + text.replaceAll('\n', '\r') + sequences.pasteEnd);
  }

  async resize(size: TerminalSize): Promise<void> {
    this.#emulator.terminal.resize(size.cols, size.rows);
    this.#listener?.size(size);
    await this.#settle();
  }

  /** The stopped terminal goes on: it takes in what it was sent meanwhile. */
  async goesOn(): Promise<void> {
    this.isStalled = false;
    for (const data of this.#stalled.splice(0)) this.#take(data);
    await this.#settle();
  }

  /** The window is closed. */
  async leaves(): Promise<void> {
    this.#close();
    await this.#settle();
  }

  /** The row on which `text` stands, 0-based, or -1. */
  rowOf(text: string): number {
    return this.shows.rows().findIndex((row) => row.includes(text));
  }

  listen(listener: ClientListener): void {
    this.#listener = listener;
    // As a socket's: told right after the caller's own turn.
    if (this.#isClosed) queueMicrotask(() => listener.closed());
  }

  sendBytes(data: string): void {
    if (this.#isClosed) return;
    this.frames.push(data);
    if (this.isStalled) this.#stalled.push(data);
    else this.#take(data);
  }

  bye(bye: Bye): void {
    this.lastWords ??= bye;
    this.#close();
  }

  dispose(): void {
    this.#close();
    this.#emulator.dispose();
  }

  #take(data: string): void {
    queueMicrotask(() => {
      if (!this.#isClosed) this.#listener?.ack();
    });
    if (this.lineMs === 0) this.#show(data);
    else this.#clock.after(this.lineMs, () => this.#show(data));
  }

  #show(data: string): void {
    this.#parsing += 1;
    this.#emulator.write(Buffer.from(data), () => {
      this.#parsing -= 1;
    });
  }

  #say(data: string): void {
    if (!this.#isClosed) this.#listener?.bytes(Buffer.from(data));
    this.#listener?.read();
  }

  #close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#listener?.closed();
  }
}
