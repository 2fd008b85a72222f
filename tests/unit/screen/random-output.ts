// Random output of an agent, the same for the same seed: text of all widths, colours, erases, scrolls, regions, both screens, links.
import { BEL, CSI, ESC, OSC } from '../../../src/core/model/sequences.js';

export class Random {
  #seed: number;

  constructor(seed: number) {
    this.#seed = seed * 2654435761 || 1;
  }

  below(limit: number): number {
    this.#seed = (Math.imul(this.#seed, 1664525) + 1013904223) >>> 0;
    return Math.floor((this.#seed / 0x100000000) * limit);
  }

  pick<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)]!;
  }
}

const WORDS = [
  'word',
  'a',
  'spinner ',
  '  ',
  'x'.repeat(30),
  '漢字',
  '🤖',
  '✅',
  '❤️',
  '👩‍💻',
  'é',
  'e\u0301',
  '│',
  '─────',
  '⠋',
  'नि',
  '🇩🇪',
  '1️⃣',
  'שלום',
  '한',
  '\t',
  '●',
];
const COLORS = [
  '',
  '0',
  '1',
  '2',
  '3',
  '4',
  '5',
  '7',
  '8',
  '9',
  '22',
  '23',
  '24',
  '27',
  '29',
  '31',
  '39',
  '41',
  '49',
  '92',
  '103',
  '38;5;200',
  '48;5;17',
  '38;2;1;2;3',
  '48;2;9;8;7',
  '4:3',
  '4:2',
  '58;5;9',
  '58:2::1:2:3',
  '59',
  '53',
  '55',
  '1;31;44',
  '7;4',
];

export function randomOutput(random: Random, size: { cols: number; rows: number }): string {
  const number = (limit: number) => 1 + random.below(limit);
  const { cols, rows } = size;
  switch (random.below(22)) {
    case 0:
      return `${CSI}${random.pick(COLORS)}m`;
    case 1:
      return `${CSI}${number(rows)};${number(cols)}H`;
    case 2:
      return `${CSI}${random.pick(['', '1', '2'])}${random.pick(['J', 'K'])}`;
    case 3:
      return `${CSI}${number(6)}${random.pick(['@', 'P', 'X', 'L', 'M', 'S', 'T', 'b'])}`;
    case 4:
      return '\r\n'.repeat(number(3));
    case 5:
      return Array.from({ length: number(rows) }, (_, i) => `line ${random.below(1000)} ${'log '.repeat(random.below(8))}${i}\r\n`).join(
        '',
      );
    case 6:
      return `${CSI}${number(rows)};${number(rows)}r`;
    case 7:
      return `${CSI}r`;
    case 8:
      return random.below(4) === 0 ? `${CSI}?1049${random.pick(['h', 'l'])}` : '';
    case 9:
      return `${OSC}8;;${random.pick(['https://example.com/a', 'file:///tmp/x', 'javascript:alert(1)', ''])}${BEL}`;
    case 10:
      return random.pick([`${ESC}M`, `${ESC}D`, '\b\b', '\r', `${CSI}4h`, `${CSI}4l`, `${CSI}?7l`, `${CSI}?7h`, `${ESC}7`, `${ESC}8`]);
    case 11:
      return random.below(20) === 0 ? `${ESC}c` : '';
    case 12:
      if (random.below(3) === 0)
        return random.pick([`${ESC}#8`, `${CSI}!p`, `${CSI}2'}`, `${CSI}2'~`, `${CSI}2 @`, `${CSI}2 A`, `${CSI}3J`, `${CSI}?45h`]);
      return `${CSI}?25${random.pick(['h', 'l'])}${CSI}${random.below(7)} q`;
    default:
      return Array.from({ length: number(5) }, () => random.pick(WORDS)).join(random.pick(['', ' ']));
  }
}

/** The bytes in pieces, also inside characters and sequences. */
export function inChunks(random: Random, text: string): Buffer[] {
  const bytes = Buffer.from(text);
  const chunks: Buffer[] = [];
  for (let at = 0; at < bytes.length; ) {
    const length = 1 + random.below(Math.min(64, bytes.length));
    chunks.push(bytes.subarray(at, at + length));
    at += length;
  }
  return chunks;
}
