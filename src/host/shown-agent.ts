// The agent one client looks at: when it takes the client's size, how its history moves under a scrolled view, how long its own updates hold it.
import { encode } from '../core/input/encode.js';
import type { TerminalSize } from '../core/model/protocol.js';
import type { Token } from '../core/model/token.js';
import type { Clock, Timer } from '../core/ports.js';
import type { Emulator } from '../core/screen/emulator.js';
import type { Rect } from '../core/view/layout.js';
import type { HostAgentRuntime } from './agent-runtime.js';

/** A client that only passes by an agent does not resize it; one that rests on it does (decision 3). */
const REST_MS = 300;

export interface ShownAgentOptions {
  readonly clock: Clock;
  readonly runtime: HostAgentRuntime;
  readonly access: 'typing' | 'read-only';
  /** Size its PTY should have for this client. */
  readonly size: () => TerminalSize;
  /** Somebody else is attached to it: whoever only looks leaves it the size it is worked in. */
  readonly isTaken: (agent: string) => boolean;
  /** An update of its own has held its pane long enough. */
  readonly onReleased: () => void;
}

export class ShownAgent {
  readonly #options: ShownAgentOptions;
  #id: string | null = null;
  #top = 0;
  #rest: Timer | null = null;
  #held: Timer | null = null;

  constructor(options: ShownAgentOptions) {
    this.#options = options;
  }

  get emulator(): Emulator | null {
    return this.#id === null ? null : this.#options.runtime.emulator(this.#id);
  }

  /** Rows of history above its screen. */
  get scrollback(): number {
    const { emulator } = this;
    return emulator === null ? 0 : emulator.liveTop - emulator.oldestTop;
  }

  choose(id: string | null): void {
    this.#id = id;
    this.#top = this.emulator?.liveTop ?? 0;
    this.rested();
  }

  /** The client stays here for a moment, or its size has changed: then its size follows. */
  rested(): void {
    this.#rest?.cancel();
    this.#rest = this.#options.clock.after(REST_MS, () => {
      if (this.#id !== null && !this.#options.isTaken(this.#id)) this.takeSize();
    });
  }

  /** At once: the person attaches or types. A read-only client never resizes. */
  takeSize(): void {
    const { access, runtime, size } = this.#options;
    if (this.#id !== null && access === 'typing') runtime.resize(this.#id, size());
  }

  /** A token encoded for the modes its terminal has on; false when nothing of it goes there. `pane`: where it stands on the client's screen. */
  type(token: Token, pane: Pick<Rect, 'x' | 'y'> | null): boolean {
    const { emulator } = this;
    const { access, runtime } = this.#options;
    if (this.#id === null || emulator === null || access === 'read-only') return false;
    const { modes, cols, rows } = emulator;
    const bytes = encode({ token, modes, pane: { x: pane?.x ?? 0, y: pane?.y ?? 0, cols, rows } });
    if (bytes.length === 0) return false;
    this.takeSize();
    runtime.type(this.#id, bytes, token.type === 'key' || token.type === 'paste');
    return true;
  }

  /** Lines that went into its history and that the view has not been told of: output while a person reads older lines must not move those. */
  get grownRows(): number {
    return Math.max(0, (this.emulator?.liveTop ?? 0) - this.#top);
  }

  /** The view was told, or looks at the live end. */
  told(): void {
    this.#top = this.emulator?.liveTop ?? 0;
  }

  /** To be called after its output: an agent that begins a synchronized update and never ends it is painted as it stands (decision 12). */
  watchHold(): void {
    const heldUntil = this.emulator?.heldUntil ?? null;
    if (heldUntil === null || this.#held !== null) return;
    const { clock, onReleased } = this.#options;
    this.#held = clock.after(Math.max(1, heldUntil - clock.now()), () => {
      this.#held = null;
      onReleased();
    });
  }

  dispose(): void {
    this.#rest?.cancel();
    this.#held?.cancel();
  }
}
