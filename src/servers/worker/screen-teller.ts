// Tells an agent's screen while somebody elsewhere looks at it: bytes as they were printed, at most ten times a second, and of a flood only its end.
import type { TerminalSize } from '../../core/model/protocol.js';
import type { WorkerNews } from '../../core/model/remote.js';
import type { TerminalMark } from '../../core/model/terminal-methods.js';
import type { Clock, Timer } from '../../core/ports.js';
import type { HostLink } from './worker-world.js';

const FRAME_MS = 100;
/** Whoever looks says so more often than this. */
const LEASE_MS = 15_000;
const MOST_BYTES = 64 * 1024;

export interface ScreenTellerOptions {
  readonly clock: Clock;
  readonly link: HostLink;
  readonly agent: string;
  readonly tell: (news: Extract<WorkerNews, { kind: 'output' }>) => void;
}

export class ScreenTeller {
  readonly #options: ScreenTellerOptions;
  #mark: TerminalMark | null = null;
  #piece = 0;
  /** As it was told last. */
  #size: TerminalSize | null = null;
  #until = 0;
  #timer: Timer | null = null;
  #isAsking = false;
  #isOver = false;

  constructor(options: ScreenTellerOptions) {
    this.#options = options;
  }

  get isWatched(): boolean {
    return this.#until > this.#options.clock.now();
  }

  watch(on: boolean): void {
    const { clock } = this.#options;
    const { isWatched } = this;
    this.#until = on ? clock.now() + LEASE_MS : 0;
    // Whoever begins to look has nothing of it yet.
    if (on && !isWatched) this.#mark = null;
    if (on && this.#timer === null && !this.#isAsking) void this.#look();
  }

  /** What was told may not have come: it is told from the beginning. */
  anew(): void {
    this.#mark = null;
  }

  dispose(): void {
    this.#isOver = true;
    this.#until = 0;
    this.#timer?.cancel();
    this.#timer = null;
  }

  async #look(): Promise<void> {
    const { clock, link, agent, tell } = this.#options;
    const mark = this.#mark;
    this.#isAsking = true;
    const answer = await link.request('terminalAfter', { agent, mark, maxBytes: MOST_BYTES });
    this.#isAsking = false;
    if (this.#isOver) return;
    if (answer.ok && this.#mark === mark) {
      const { data, isNew, size } = answer.value;
      this.#mark = answer.value.mark;
      const isSized = mark !== null && (size.cols !== this.#size?.cols || size.rows !== this.#size.rows);
      if (data !== '' || (isNew && mark !== null) || isSized) {
        this.#size = size;
        this.#piece += 1;
        tell({ kind: 'output', data, isNew, size, piece: this.#piece });
      }
    }
    this.#timer = this.isWatched ? clock.after(FRAME_MS, () => void this.#next()) : null;
  }

  #next(): Promise<void> {
    this.#timer = null;
    return this.#look();
  }
}
