// The frame that Ink drew off screen, as cells: each frame takes the place of the one before. Knows nothing of Ink.

import { sequences } from '../model/sequences.js';
import { Emulator, type RowSource } from './emulator.js';
import type { RawLine } from './emulator-internals.js';

export class ChromeScreen implements RowSource {
  #emulator: Emulator;
  #frame = '';
  /** Counts on when the emulator is replaced. */
  #changesBefore = 0;

  constructor(cols: number, rows: number) {
    this.#emulator = newEmulator(cols, rows);
  }

  get cols(): number {
    return this.#emulator.cols;
  }

  get rows(): number {
    return this.#emulator.rows;
  }

  get changes(): number {
    return this.#changesBefore + this.#emulator.changes;
  }

  /** A whole frame as Ink writes it with `debug`: rows with styles, parted by line feeds. What is too long or too much is cut. */
  draw(frame: string): void {
    if (frame === this.#frame) return;
    this.#frame = frame;
    this.#emulator.replace(sequences.wrapOff + frame.split('\n').slice(0, this.rows).join('\n'));
  }

  /** Empty until the next `draw`. */
  resize(cols: number, rows: number): void {
    if (cols === this.cols && rows === this.rows) return;
    this.#changesBefore += this.#emulator.changes;
    this.#emulator.dispose();
    this.#emulator = newEmulator(cols, rows);
    this.#frame = '';
  }

  row(y: number): RawLine | undefined {
    return this.#emulator.row(y, null);
  }

  linkOf(id: number): string | null {
    return this.#emulator.linkOf(id);
  }

  dispose(): void {
    this.#emulator.dispose();
  }
}

function newEmulator(cols: number, rows: number): Emulator {
  return new Emulator({ cols, rows, scrollback: 0, lineFeeds: 'with-return' });
}
