// Output that comes in pieces, as harmless lines: no character, escape sequence or overwritten line is cut in two by where a piece ended.
import { plainLines } from './plain-text.js';

/** A line longer than this is given out before it ends: an agent may print a megabyte without a line break. */
const LONGEST_LINE = 64 * 1024;

export class PlainStream {
  readonly #decoder = new TextDecoder();
  #rest = '';

  /** What is complete by now, ending in a line break; empty when nothing is. */
  push(chunk: Uint8Array): string {
    this.#rest += this.#decoder.decode(chunk, { stream: true });
    const end = this.#rest.length > LONGEST_LINE ? this.#rest.length : this.#rest.lastIndexOf('\n') + 1;
    return this.#take(end);
  }

  /** The last line, if it had no line break. */
  end(): string {
    this.#rest += this.#decoder.decode();
    return this.#take(this.#rest.length);
  }

  #take(end: number): string {
    const text = this.#rest.slice(0, end);
    this.#rest = this.#rest.slice(end);
    return text === '' ? '' : plainLines(text, text.length);
  }
}
