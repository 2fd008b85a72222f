// One agent's terminal: bytes in, cells, modes, signals and answers out. Knows no client; cells are read through `RowSource`.
import type { Terminal } from '@xterm/headless';
import type { Signal } from '../harness/harness.js';
import { OSC, ST } from '../model/sequences.js';
import type { CursorShape, MouseEncoding, TerminalModes } from '../model/terminal-modes.js';
import { SIGNAL_OSCS, signalOf } from './agent-signals.js';
import {
  cursorStyle,
  isAlternateScreen,
  isCursorHidden,
  isSynchronized,
  limitRepeats,
  mainLines,
  mouseEncoding,
  newTerminal,
  onChangedRows,
  onOsc,
  type RawLine,
  rawLine,
  rawPosition,
  resizeNow,
  setCurrentLink,
  writeSync,
} from './emulator-internals.js';
import { Links, MAX_LINK_BYTES } from './links.js';
import { answerQueries, type TerminalTheme } from './terminal-answers.js';
import { unicodeProvider } from './width.js';

export interface EmulatorOptions {
  readonly cols: number;
  readonly rows: number;
  /** Lines kept above the main screen; at least one is. */
  readonly scrollback: number;
  /** Bytes for the agent's PTY: answers to its queries, at most one call per `parse`. */
  readonly onReply?: (data: string) => void;
  /** In the order they came, after the bytes were parsed. Titles only when they differ from the one before. */
  readonly onSignal?: (signal: Signal) => void;
  readonly theme?: () => TerminalTheme | null;
  /** A line feed is also a carriage return: for frames that went through no PTY. */
  readonly lineFeeds?: 'plain' | 'with-return';
}

/** Where cells come from. A `changes` that did not grow means that no cell, cursor or mode changed. */
export interface RowSource {
  readonly cols: number;
  readonly rows: number;
  readonly changes: number;
  /** Row of the screen, or, with `top`, of the screen that starts at that line (`liveTop` counts on for ever). */
  row(y: number, top: number | null): RawLine | undefined;
  linkOf(id: number): string | null;
}

/** An agent's own synchronized update holds its pane this long at most (decision 12). */
export const MAX_HOLD_MS = 150;
/** Answers to one slice; an agent that asks without reading must not fill the host's memory. */
const MAX_REPLY_LENGTH = 4096;
const MAX_PAYLOAD = 8192;

export class Emulator implements RowSource {
  readonly #terminal: Terminal;
  readonly #options: EmulatorOptions;
  readonly #links = new Links();
  #signals: Signal[] = [];
  #replies = '';
  #title: string | null = null;
  #changes = 1;
  /** For each row of the screen the `changes` that its cells changed with last. */
  #rowChanges: Uint32Array;
  #resizedAt = 1;
  #restores = 0;
  #heldSince: number | null = null;
  #trimmed = 0;
  #watchedLines: object | null = null;
  #isDisposed = false;

  constructor(options: EmulatorOptions) {
    this.#options = options;
    const { cols, rows, scrollback } = options;
    this.#rowChanges = new Uint32Array(rows).fill(this.#changes);
    const terminal = newTerminal({ cols, rows, scrollback, convertEol: options.lineFeeds === 'with-return' });
    this.#terminal = terminal;
    terminal.unicode.register(unicodeProvider);
    terminal.unicode.activeVersion = unicodeProvider.version;
    limitRepeats(terminal);
    // A character can join the one before it, at the end of the row above.
    onChangedRows(terminal, (first, last) => this.#rowChanges.fill(this.#changes + 1, Math.max(0, first - 1), last + 1));
    const reply = (data: string) => {
      if (this.#replies.length + data.length <= MAX_REPLY_LENGTH) this.#replies += data;
    };
    terminal.onData(reply);
    answerQueries(terminal, { reply, theme: () => options.theme?.() ?? null });
    terminal.onBell(() => this.#ring());
    terminal.buffer.onBufferChange((buffer) => {
      if (buffer.type === 'normal') this.#restores += 1;
    });
    for (const id of SIGNAL_OSCS) onOsc(terminal, { id, limit: MAX_PAYLOAD, handle: (payload) => this.#announce(id, payload, reply) });
    onOsc(terminal, { id: 8, limit: MAX_LINK_BYTES + 256, handle: (payload) => this.#link(payload) });
    this.#watchTrims();
  }

  get cols(): number {
    return this.#terminal.cols;
  }

  get rows(): number {
    return this.#terminal.rows;
  }

  get changes(): number {
    return this.#changes;
  }

  /** Whether the cells of a row of the live screen may have changed since `changes` had that value. Rows below the screen count as blank. */
  hasChangedSince(y: number, changes: number): boolean {
    return (this.#rowChanges[y] ?? this.#resizedAt) > changes;
  }

  /** Times the agent left the alternate screen: a client then repaints its pane whole (decision 14). */
  get restores(): number {
    return this.#restores;
  }

  /** Parses at once. Slices of at most 16 KB keep the loop free: see `ParseQueue`. `now` in milliseconds of any steady clock. */
  parse(chunk: Uint8Array | string, now: number): void {
    if (this.#isDisposed || chunk.length === 0) return;
    const parsed = writeSync(this.#terminal, chunk);
    this.#changes += 1;
    if (parsed === 'broken') this.#rowChanges.fill(this.#changes);
    const isHeld = isSynchronized(this.#terminal);
    if (!isHeld) this.#heldSince = null;
    else this.#heldSince ??= now;
    this.#watchTrims();
    this.#deliver();
  }

  /** When a synchronized update of the agent's own stops holding its pane; null when none does. */
  get heldUntil(): number | null {
    return this.#heldSince === null ? null : this.#heldSince + MAX_HOLD_MS;
  }

  isHeld(now: number): boolean {
    return this.heldUntil !== null && now < this.heldUntil;
  }

  /** Before the PTY is resized. Sizes below 2x1 are raised to it. */
  resize(cols: number, rows: number): void {
    if (this.#isDisposed || (cols === this.cols && rows === this.rows)) return;
    resizeNow(this.#terminal, Math.max(2, cols), Math.max(1, rows));
    this.#changes += 1;
    this.#resizedAt = this.#changes;
    this.#rowChanges = new Uint32Array(this.rows).fill(this.#changes);
    this.#watchTrims();
  }

  get modes(): TerminalModes {
    const modes = this.#terminal.modes;
    return {
      applicationCursor: modes.applicationCursorKeysMode,
      applicationKeypad: modes.applicationKeypadMode,
      bracketedPaste: modes.bracketedPasteMode,
      mouseTracking: modes.mouseTrackingMode,
      mouseEncoding: encodingName(mouseEncoding(this.#terminal)),
      focusReports: modes.sendFocusMode,
      alternateScreen: this.isAlternateScreen,
      cursorVisible: !isCursorHidden(this.#terminal),
      cursorShape: this.#cursorShape,
      synchronized: modes.synchronizedOutputMode,
    };
  }

  get isAlternateScreen(): boolean {
    return isAlternateScreen(this.#terminal);
  }

  /** Cell of the screen that the cursor is in. */
  get cursor(): { readonly x: number; readonly y: number; readonly isVisible: boolean; readonly shape: CursorShape } {
    const { x, y } = rawPosition(this.#terminal);
    return { x: Math.min(x, this.cols - 1), y, isVisible: !isCursorHidden(this.#terminal), shape: this.#cursorShape };
  }

  /** Number of the first line of the live screen, counted from the first line ever: a view scrolled to a number stands still. */
  get liveTop(): number {
    return this.#trimmed + rawPosition(this.#terminal).ybase;
  }

  /** Number of the oldest line still kept. Equals `liveTop` on the alternate screen, which has no scrollback. */
  get oldestTop(): number {
    return this.isAlternateScreen ? this.liveTop : this.#trimmed;
  }

  row(y: number, top: number | null): RawLine | undefined {
    if (this.#isDisposed) return undefined;
    const { ybase } = rawPosition(this.#terminal);
    const first = top === null ? ybase : Math.min(ybase, Math.max(0, top - this.#trimmed));
    return rawLine(this.#terminal, (this.isAlternateScreen ? ybase : first) + y);
  }

  linkOf(id: number): string | null {
    return this.#links.uriOf(id);
  }

  /** Clears everything and prints; for off-screen frames. */
  replace(text: string): void {
    if (this.#isDisposed) return;
    this.#terminal.reset();
    this.#rowChanges.fill(this.#changes + 1);
    this.parse(text, 0);
  }

  dispose(): void {
    if (this.#isDisposed) return;
    this.#isDisposed = true;
    this.#changes += 1;
    this.#terminal.dispose();
  }

  get #cursorShape(): CursorShape {
    const { style, blinks } = cursorStyle(this.#terminal);
    if (style === undefined) return 0;
    const steady = style === 'block' ? 2 : style === 'underline' ? 4 : 6;
    return (blinks ? steady - 1 : steady) as CursorShape;
  }

  #announce(osc: number, payload: string, reply: (data: string) => void): void {
    // A newer claude asks whether states are welcome, and reports them only then.
    if (osc === 7501 && payload === '?') {
      reply(`${OSC}7501;?${ST}`);
      return;
    }
    const signal = signalOf(osc, payload);
    if (signal === null) return;
    if (signal.kind === 'title') {
      if (signal.text === this.#title) return;
      this.#title = signal.text;
    }
    this.#signals.push(signal);
  }

  // Once per slice: a flood of bells says no more than one.
  #ring(): void {
    if (!this.#signals.some((signal) => signal.kind === 'notification' && signal.via === 'bell')) {
      this.#signals.push({ kind: 'notification', via: 'bell', text: '' });
    }
  }

  #link(payload: string): void {
    const uri = payload.slice(payload.indexOf(';') + 1);
    setCurrentLink(this.#terminal, payload.includes(';') ? this.#links.idOf(uri) : 0);
  }

  #watchTrims(): void {
    const lines = mainLines(this.#terminal);
    if (lines === this.#watchedLines) return;
    // A full reset makes a new list; what was in the old one is gone.
    if (this.#watchedLines !== null) this.#trimmed += (this.#watchedLines as typeof lines).length;
    this.#watchedLines = lines;
    lines.onTrim((amount) => {
      this.#trimmed += amount;
    });
  }

  // After parsing, so that a listener may dispose or resize this emulator.
  #deliver(): void {
    const replies = this.#replies;
    const signals = this.#signals;
    this.#replies = '';
    if (signals.length > 0) this.#signals = [];
    if (replies !== '') this.#options.onReply?.(replies);
    for (const signal of signals) this.#options.onSignal?.(signal);
  }
}

function encodingName(name: string): MouseEncoding {
  return name === 'SGR' ? 'sgr' : name === 'SGR_PIXELS' ? 'sgr-pixels' : 'default';
}
