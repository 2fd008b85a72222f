// The only file that reaches into private fields of @xterm/headless 6.0.0 (pinned exactly; each has its test). Knows nothing of agents or clients.
import headless, { type Terminal } from '@xterm/headless';

/** Attributes beyond colours: underline style and colour in `_ext`, link in `urlId`. Shared by cells, so never changed in place. */
export interface RawExtended {
  /** Bits 0-25 underline colour in the emulator's encoding, bits 26-28 underline style. */
  readonly _ext: number;
  urlId: number;
  clone(): RawExtended;
}

/** One line of the buffer: three words a cell (content, foreground, background). */
export interface RawLine {
  readonly _data: Uint32Array;
  readonly _combined: { readonly [x: number]: string | undefined };
  readonly _extendedAttrs: { readonly [x: number]: RawExtended | undefined };
  readonly length: number;
  /** It goes on with the row above, which was full. */
  readonly isWrapped: boolean;
}

interface RawLines {
  readonly length: number;
  get(index: number): RawLine | undefined;
  onTrim(listen: (amount: number) => void): { dispose(): void };
}

interface RawBuffer {
  readonly _memoryCleanupQueue: { flush(): void };
  readonly lines: RawLines;
  readonly ybase: number;
  readonly x: number;
  readonly y: number;
}

interface RawParams {
  readonly length: number;
  readonly params: Int32Array;
}

interface PayloadHandler {
  put(data: Uint32Array, start: number, end: number): void;
}

interface RawParser {
  reset(): void;
  registerCsiHandler(id: SequenceId, handle: (params: RawParams) => boolean): void;
  clearOscHandler(id: number): void;
  registerOscHandler(id: number, handler: PayloadHandler & { start(): void; end(success: boolean): boolean }): void;
  clearDcsHandler(id: SequenceId): void;
  registerDcsHandler(id: SequenceId, handler: PayloadHandler & { hook(params: RawParams): void; unhook(success: boolean): boolean }): void;
}

interface Core {
  readonly buffers: { readonly active: RawBuffer; readonly normal: RawBuffer; readonly alt: RawBuffer };
  readonly coreService: {
    readonly isCursorHidden: boolean;
    readonly decPrivateModes: {
      readonly cursorStyle?: 'block' | 'underline' | 'bar';
      readonly cursorBlink?: boolean;
      readonly synchronizedOutput: boolean;
    };
  };
  readonly coreMouseService: { readonly activeEncoding: string };
  readonly _writeBuffer: { _isSyncWriting: boolean; _writeBuffer: unknown[]; _callbacks: unknown[]; _syncCalls: number };
  readonly _inputHandler: {
    readonly _parser: RawParser;
    readonly _curAttrData: { extended: RawExtended; updateExtended(): void };
    readonly onRequestRefreshRows: (listen: (range: { readonly start: number; readonly end: number } | undefined) => void) => unknown;
    requestStatusString(data: string, params: RawParams): boolean;
  };
  writeSync(data: Uint8Array | string): void;
}

export interface SequenceId {
  readonly prefix?: string;
  readonly intermediates?: string;
  readonly final: string;
}

function coreOf(terminal: Terminal): Core {
  return (terminal as unknown as { readonly _core: Core })._core;
}

export function newTerminal(options: { cols: number; rows: number; scrollback: number; convertEol: boolean }): Terminal {
  // Without any scrollback this version loses count of its lines when it shrinks.
  const scrollback = Math.max(1, options.scrollback);
  // Its log would go to the console of the host, which is a person's terminal with --foreground.
  return new headless.Terminal({ ...options, scrollback, allowProposedApi: true, logLevel: 'off' });
}

/**
 * Parses at once; `write` would defer by a timer (1.1 ms). A sequence that makes the emulator throw loses the rest of its chunk and
 * leaves parser and buffer usable: without this the emulator would swallow everything that follows. `broken`: then it told no changed rows.
 */
export function writeSync(terminal: Terminal, data: Uint8Array | string): 'whole' | 'broken' {
  const core = coreOf(terminal);
  try {
    core.writeSync(data);
    return 'whole';
  } catch {
    // Safe to swallow: what an agent prints is not our bug, and the next full redraw of the agent heals its screen.
    const pending = core._writeBuffer;
    pending._writeBuffer.length = 0;
    pending._callbacks.length = 0;
    pending._syncCalls = 0;
    pending._isSyncWriting = false;
    core._inputHandler._parser.reset();
    return 'broken';
  }
}

/** Rows of the screen whose cells may have changed, told while a chunk is parsed; the row above may have changed with them. */
export function onChangedRows(terminal: Terminal, listen: (first: number, last: number) => void): void {
  coreOf(terminal)._inputHandler.onRequestRefreshRows((range) => {
    listen(range?.start ?? 0, range?.end ?? terminal.rows - 1);
  });
}

/** Its clean-up after a resize would run in a timer that complains on the console, which may be a person's terminal, when it is late. */
export function resizeNow(terminal: Terminal, cols: number, rows: number): void {
  terminal.resize(cols, rows);
  const { normal, alt } = coreOf(terminal).buffers;
  normal._memoryCleanupQueue.flush();
  alt._memoryCleanupQueue.flush();
}

/** Repeat counts go up to 2^31 and each is a loop in the emulator: `CSI 2147483647 L` would hold the host for minutes. */
export function limitRepeats(terminal: Terminal): void {
  const { _parser: parser } = coreOf(terminal)._inputHandler;
  const limit = (final: string, most: () => number) =>
    parser.registerCsiHandler({ final }, ({ params }) => {
      if (params[0]! > most()) params[0] = most();
      return false;
    });
  for (const final of ['L', 'M', 'S', 'T']) limit(final, () => terminal.rows);
  for (const final of ['I', 'Z', 'b']) limit(final, () => terminal.cols);
  // Erasing up to the very last cell throws in this version; from there it is the same as erasing everything.
  for (const id of [{ final: 'J' }, { prefix: '?', final: 'J' }]) {
    parser.registerCsiHandler(id, ({ params }) => {
      const { x, y, lines } = coreOf(terminal).buffers.active;
      if (params[0] === 1 && x + 1 >= terminal.cols && y + 1 >= lines.length) params[0] = 2;
      return false;
    });
  }
}

export function onCsi(terminal: Terminal, id: SequenceId, handle: (params: readonly number[]) => boolean): void {
  coreOf(terminal)._inputHandler._parser.registerCsiHandler(id, (raw) => handle(Array.from(raw.params.subarray(0, raw.length))));
}

/** Text of a sequence up to a limit; one that is longer is dropped whole. The emulator's own handlers keep up to 10 MB each. */
class BoundedPayload implements PayloadHandler {
  readonly #limit: number;
  #text = '';
  #isOver = false;

  constructor(limit: number) {
    this.#limit = limit;
  }

  start(): void {
    this.#text = '';
    this.#isOver = false;
  }

  put(data: Uint32Array, start: number, end: number): void {
    if (this.#isOver) return;
    if (this.#text.length + end - start > this.#limit) {
      this.#text = '';
      this.#isOver = true;
      return;
    }
    for (let at = start; at < end; at += 1) this.#text += String.fromCodePoint(data[at]!);
  }

  take(): string | null {
    const text = this.#isOver ? null : this.#text;
    this.start();
    return text;
  }
}

/** Takes the place of the emulator's own handlers of this OSC; payloads over `limit` code points are dropped. */
export function onOsc(
  terminal: Terminal,
  order: { readonly id: number; readonly limit: number; readonly handle: (payload: string) => void },
): void {
  const { _parser: parser } = coreOf(terminal)._inputHandler;
  const payload = new BoundedPayload(order.limit);
  parser.clearOscHandler(order.id);
  parser.registerOscHandler(order.id, {
    start: () => payload.start(),
    put: (data, start, end) => payload.put(data, start, end),
    end: (success) => {
      const text = payload.take();
      if (success && text !== null) order.handle(text);
      return true;
    },
  });
}

/** Like `onOsc`, for DCS. */
export function onDcs(
  terminal: Terminal,
  order: { readonly id: SequenceId; readonly limit: number; readonly handle: (payload: string) => void },
): void {
  const { _parser: parser } = coreOf(terminal)._inputHandler;
  const payload = new BoundedPayload(order.limit);
  parser.clearDcsHandler(order.id);
  parser.registerDcsHandler(order.id, {
    hook: () => payload.start(),
    put: (data, start, end) => payload.put(data, start, end),
    unhook: (success) => {
      const text = payload.take();
      if (success && text !== null) order.handle(text);
      return true;
    },
  });
}

/** The emulator's own answer to DECRQSS. */
export function answerStatusString(terminal: Terminal, request: string): void {
  coreOf(terminal)._inputHandler.requestStatusString(request, { length: 0, params: new Int32Array(0) });
}

/** Link of what is printed from now on; 0 ends it. Ids are ours: the emulator's own registry scans a list per character. */
export function setCurrentLink(terminal: Terminal, id: number): void {
  const attributes = coreOf(terminal)._inputHandler._curAttrData;
  attributes.extended = attributes.extended.clone();
  attributes.extended.urlId = id;
  attributes.updateExtended();
}

export function rawLine(terminal: Terminal, index: number): RawLine | undefined {
  const { lines } = coreOf(terminal).buffers.active;
  return index >= 0 && index < lines.length ? lines.get(index) : undefined;
}

/** Position of the screen in the lines of the active buffer, and of the cursor in the screen (x may stand one behind the last column). */
export function rawPosition(terminal: Terminal): { readonly ybase: number; readonly x: number; readonly y: number } {
  return coreOf(terminal).buffers.active;
}

/** Lines that the main screen has in its scrollback and on the screen; a new object after a full reset. */
export function mainLines(terminal: Terminal): RawLines {
  return coreOf(terminal).buffers.normal.lines;
}

export function isCursorHidden(terminal: Terminal): boolean {
  return coreOf(terminal).coreService.isCursorHidden;
}

/** Asked after every slice and for every key: its public ways read all modes, or check an option that is validated on each access. */
export function isSynchronized(terminal: Terminal): boolean {
  return coreOf(terminal).coreService.decPrivateModes.synchronizedOutput;
}

export function isAlternateScreen(terminal: Terminal): boolean {
  const { active, alt } = coreOf(terminal).buffers;
  return active === alt;
}

/** What DECSCUSR set; undefined is the terminal's own shape. */
export function cursorStyle(terminal: Terminal): { readonly style: 'block' | 'underline' | 'bar' | undefined; readonly blinks: boolean } {
  const { cursorStyle: style, cursorBlink } = coreOf(terminal).coreService.decPrivateModes;
  return { style, blinks: cursorBlink === true };
}

/** `DEFAULT`, `SGR` or `SGR_PIXELS`. */
export function mouseEncoding(terminal: Terminal): string {
  return coreOf(terminal).coreMouseService.activeEncoding;
}
