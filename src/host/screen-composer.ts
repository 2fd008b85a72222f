// What a client's whole screen is made of: the chrome's frame off screen, the agent's live cells in its pane, an editor over both.
import type { TerminalSize } from '../core/model/protocol.js';
import type { ReplyToken } from '../core/model/token.js';
import { ChromeScreen } from '../core/screen/chrome-screen.js';
import type { ClientCapabilities } from '../core/screen/client-capabilities.js';
import type { ColorDepth } from '../core/screen/color-depth.js';
import { Compositor, type Frame } from '../core/screen/compositor.js';
import type { Emulator } from '../core/screen/emulator.js';
import { type NotificationWay, notificationBytes, notificationWay } from '../core/screen/notification-bytes.js';
import type { Layout } from '../core/view/layout.js';
import type { ViewState } from '../core/view/view-state.js';
import type { ClientScreen } from './client-link.js';
import type { Overlay } from './editor-overlay.js';
import { type TerminalFacts, UNKNOWN_TERMINAL, withReply } from './terminal-facts.js';

export interface ComposeOrder {
  readonly view: ViewState;
  /** Rows of history that the view's scroll does not count yet. */
  readonly grownRows: number;
  readonly layout: Layout;
  /** Of the shown agent. */
  readonly emulator: Emulator | null;
  /** Milliseconds of the clock that emulators were given. */
  readonly now: number;
}

export class ScreenComposer {
  readonly #screen: ClientScreen;
  readonly #chrome: ChromeScreen;
  readonly #compositor: Compositor;
  #size: TerminalSize;
  #facts: TerminalFacts = UNKNOWN_TERMINAL;
  /** What the compositor was told of them. */
  #learned: TerminalFacts = UNKNOWN_TERMINAL;
  #overlay: Overlay | null = null;
  /** Bytes that go out in front of the next frame: the line takes nothing but frames. */
  #ahead = '';

  constructor(screen: ClientScreen, size: TerminalSize) {
    this.#screen = screen;
    this.#size = size;
    this.#chrome = new ChromeScreen(size.cols, size.rows);
    this.#compositor = new Compositor({ ...size, capabilities: capabilitiesOf(screen, UNKNOWN_TERMINAL) });
  }

  get size(): TerminalSize {
    return this.#size;
  }

  get overlay(): Overlay | null {
    return this.#overlay;
  }

  /** A whole frame of the chrome. */
  frame(frame: string): void {
    this.#chrome.draw(frame);
  }

  /** An editor over everything, or null when it has ended. */
  cover(overlay: Overlay | null): void {
    this.#overlay = overlay;
    // The window may have changed while its files were written.
    overlay?.resize(this.#size);
  }

  /** Another size, or a client that came back from a stop: everything is painted anew. */
  resize(size: TerminalSize): void {
    this.#size = size;
    this.#chrome.resize(size.cols, size.rows);
    this.#overlay?.resize(size);
    this.#compositor.resize({ ...size, capabilities: capabilitiesOf(this.#screen, this.#learned) });
  }

  get facts(): TerminalFacts {
    return this.#facts;
  }

  /** One answer of the terminal. `other marks`: the marks of the chrome take another width than was thought. */
  hear(reply: ReplyToken): 'other marks' | null {
    const before = this.#facts;
    this.#facts = withReply(before, reply);
    return before.isAmbiguousWide === this.#facts.isAmbiguousWide ? null : 'other marks';
  }

  /** The terminal has said all it says: if that was anything new, the next frame is painted for it, whole. */
  learn(): void {
    const { hasSync, hasMargins, isNarrowProbed } = this.#facts;
    const known = this.#learned;
    this.#learned = this.#facts;
    const isSame = known.hasSync === hasSync && known.hasMargins === hasMargins && known.isNarrowProbed === isNarrowProbed;
    if (!isSame) this.#compositor.resize({ ...this.#size, capabilities: capabilitiesOf(this.#screen, this.#facts) });
  }

  /** Calls the person at this terminal, with the next frame. */
  call(text: string, via: NotificationWay | 'auto' | 'off'): void {
    if (via === 'off') return;
    this.#ahead += notificationBytes(via === 'auto' ? notificationWay(this.#screen.term, this.#facts.program) : via, text);
  }

  compose(order: ComposeOrder): string {
    const ahead = this.#ahead;
    this.#ahead = '';
    return ahead + this.#compositor.compose(this.#overlay === null ? this.#agents(order) : this.#editor(this.#overlay, order));
  }

  dispose(): void {
    this.#chrome.dispose();
  }

  #agents({ view, grownRows, layout, emulator, now }: ComposeOrder): Frame {
    const { pane } = layout;
    const top = view.scroll === 0 || emulator === null ? null : emulator.liveTop - grownRows - view.scroll;
    const panes = pane === null || emulator === null || view.place.kind !== 'agents' ? [] : [{ emulator, rect: pane, top }];
    const covers = layout.dialog === null ? [] : [layout.dialog];
    const cursor = view.focus === 'attached' && view.dialog === null && panes.length > 0 ? { pane: 0 } : null;
    return { chrome: this.#chrome, panes, covers, cursor, now };
  }

  #editor(overlay: Overlay, { now }: ComposeOrder): Frame {
    const rect = { x: 0, y: 0, width: this.#size.cols, height: this.#size.rows };
    return { chrome: this.#chrome, panes: [{ emulator: overlay.emulator, rect, top: null }], covers: [], cursor: { pane: 0 }, now };
  }
}

function capabilitiesOf({ term, colorTerm, noColor }: ClientScreen, facts: TerminalFacts): ClientCapabilities {
  const isConsole = /^(linux|vt\d+)/.test(term);
  return {
    synchronizedOutput: facts.hasSync,
    margins: facts.hasMargins,
    colors: noColor ? 'none' : depthOf(term, colorTerm),
    underlineStyles: /kitty|ghostty|wezterm|foot|contour|iterm/i.test(term),
    links: !isConsole,
    ambiguousIsNarrow: facts.isNarrowProbed,
  };
}

function depthOf(term: string, colorTerm: string): ColorDepth {
  if (/truecolor|24bit/i.test(colorTerm) || /-direct$|kitty|ghostty|alacritty|foot|wezterm/.test(term)) return 'rgb';
  if (/256/.test(term)) return '256';
  return /mono|vt100|vt220/.test(term) ? 'none' : '16';
}
