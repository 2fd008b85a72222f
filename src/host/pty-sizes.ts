// Which size an agent's terminal has (decision 3): the pane of the client that last attached or typed to it; 120x36 before any did.
import type { TerminalSize } from '../core/model/protocol.js';

export const FIRST_SIZE: TerminalSize = { cols: 120, rows: 36 };
/** Programs draw nonsense below this; the pane shows a part instead. */
const LEAST: TerminalSize = { cols: 20, rows: 5 };
/** Far above any screen, and what one emulator may cost in memory. */
const MOST: TerminalSize = { cols: 500, rows: 200 };

export class PtySizes {
  readonly #sizes = new Map<string, TerminalSize>();
  #latest: TerminalSize = FIRST_SIZE;

  of(agent: string): TerminalSize {
    return this.#sizes.get(agent) ?? this.#latest;
  }

  /** The pane a client would show an agent in: what a new agent starts with, so that it need not be resized at once. */
  propose(size: TerminalSize): void {
    this.#latest = boundedSize(size);
  }

  /** True when the size is another than before. */
  set(agent: string, size: TerminalSize): boolean {
    const next = boundedSize(size);
    const before = this.of(agent);
    this.#sizes.set(agent, next);
    return before.cols !== next.cols || before.rows !== next.rows;
  }

  /** Keeps the size an agent was started with, whatever panes come later. */
  fix(agent: string): TerminalSize {
    const size = this.of(agent);
    this.#sizes.set(agent, size);
    return size;
  }

  forget(agent: string): void {
    this.#sizes.delete(agent);
  }
}

export function boundedSize({ cols, rows }: TerminalSize): TerminalSize {
  return { cols: Math.min(MOST.cols, Math.max(LEAST.cols, cols)), rows: Math.min(MOST.rows, Math.max(LEAST.rows, rows)) };
}
