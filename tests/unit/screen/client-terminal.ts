// A person's terminal for tests: an emulator that also knows left and right margins, which @xterm/headless does not.
import { CSI, ESC } from '../../../src/core/model/sequences.js';
import { Emulator } from '../../../src/core/screen/emulator.js';

const SPECIAL = new RegExp(`${CSI.replace('[', '\\[')}(\\??[0-9;]*)([srhl])|\n|${ESC}M`, 'gu');

interface MutableLine {
  _data: Uint32Array;
  _combined: Record<number, string | undefined>;
  _extendedAttrs: Record<number, unknown>;
}

export class ClientTerminal {
  emulator: Emulator;
  /** Bytes written so far. */
  bytes = 0;
  #left = 0;
  #right: number;
  #top = 0;
  #bottom: number;
  #hasMargins = false;

  constructor(cols: number, rows: number) {
    this.emulator = new Emulator({ cols, rows, scrollback: 0 });
    this.#right = cols - 1;
    this.#bottom = rows - 1;
  }

  write(bytes: string): void {
    this.bytes += Buffer.byteLength(bytes);
    let done = 0;
    for (const match of bytes.matchAll(SPECIAL)) {
      this.#print(bytes.slice(done, match.index));
      done = match.index + match[0].length;
      const isHandled = match[2] === undefined ? this.#scrolled(match[0]) : this.#handled(match[1]!, match[2]);
      if (!isHandled) this.#print(match[0]);
    }
    this.#print(bytes.slice(done));
  }

  resize(cols: number, rows: number): void {
    this.emulator.resize(cols, rows);
    this.#left = 0;
    this.#right = cols - 1;
    this.#top = 0;
    this.#bottom = rows - 1;
  }

  #print(text: string): void {
    this.emulator.parse(text, 0);
  }

  #handled(parameters: string, final: string): boolean {
    const { cols, rows } = this.emulator;
    const [first, second] = parameters.split(';').map((part) => (part === '' ? undefined : Number(part)));
    if (final === 'h' || final === 'l') {
      if (parameters === '?69') this.#hasMargins = final === 'h';
      return parameters === '?69';
    }
    if (final === 'r') {
      this.#top = (first ?? 1) - 1;
      this.#bottom = (second ?? rows) - 1;
      return false;
    }
    if (final === 's') {
      if (!this.#hasMargins) throw new Error('side margins were set in a terminal that has them off');
      this.#left = (first ?? 1) - 1;
      this.#right = (second ?? cols) - 1;
      this.#print(`${CSI}H`);
      return true;
    }
    return false;
  }

  #scrolled(index: string): boolean {
    const { x, y } = this.emulator.cursor;
    if (this.#left === 0 && this.#right === this.emulator.cols - 1) return false;
    if (y !== (index === '\n' ? this.#bottom : this.#top) || x < this.#left || x > this.#right)
      throw new Error('scrolled from outside the margins');
    this.#scrollBetweenMargins(index === '\n' ? 1 : -1);
    return true;
  }

  #scrollBetweenMargins(lines: number): void {
    const line = (y: number) => this.emulator.row(y, null) as unknown as MutableLine;
    const height = this.#bottom - this.#top + 1;
    for (let step = 0; step < height; step += 1) {
      const to = lines > 0 ? this.#top + step : this.#bottom - step;
      const from = to + lines;
      const isInside = from >= this.#top && from <= this.#bottom;
      for (let x = this.#left; x <= this.#right; x += 1) {
        for (let word = 0; word < 3; word += 1)
          line(to)._data[x * 3 + word] = isInside ? line(from)._data[x * 3 + word]! : word === 0 ? 1 << 22 : 0;
        line(to)._combined[x] = isInside ? line(from)._combined[x] : undefined;
        line(to)._extendedAttrs[x] = isInside ? line(from)._extendedAttrs[x] : undefined;
      }
    }
  }
}
