// The shortest change of a pen, checked by what a terminal makes of it.
import { describe, expect, it } from 'vitest';
import { CSI } from '../../../src/core/model/sequences.js';
import { Emulator } from '../../../src/core/screen/emulator.js';
import { fitPen, type Pen, PLAIN_PEN, sgrBetween } from '../../../src/core/screen/sgr.js';
import { readCell } from './cell-reader.js';
import { Random } from './random-output.js';

const pen = (part: Partial<Pen>): Pen => ({ ...PLAIN_PEN, ...part });
const BOLD = 0x8000000;
const UNDERLINE = 0x10000000;
const RED = 0x1000001;
const DIM = 0x8000000;

describe('a change of pen', () => {
  const cases: readonly (readonly [string, Pen, Pen, string])[] = [
    ['is nothing between equals', pen({ fg: RED }), pen({ fg: RED }), ''],
    ['resets where all goes', pen({ fg: RED | BOLD }), PLAIN_PEN, `${CSI}m`],
    ['adds what is new', pen({ fg: RED }), pen({ fg: RED | BOLD }), `${CSI}1m`],
    ['ends bold but keeps dim', pen({ fg: BOLD, bg: DIM }), pen({ bg: DIM }), `${CSI};2m`],
    ['starts anew where that is shorter', pen({ fg: 0x2000000 | 200 | BOLD, bg: 0x2000000 | 17 }), pen({ fg: RED }), `${CSI};31m`],
    ['sets a bright background', PLAIN_PEN, pen({ bg: 0x1000000 | 12 }), `${CSI}104m`],
    [
      'colours an underline',
      pen({ fg: UNDERLINE, underline: 1 }),
      pen({ fg: UNDERLINE, underline: 3, underlineColor: 0x3010203 }),
      `${CSI}4:3;58:2::1:2:3m`,
    ],
  ];
  it.each(cases)('%s', (_, from, to, bytes) => {
    expect(sgrBetween(from, to)).toBe(bytes);
  });

  it('brings a terminal from any look to any other', () => {
    const random = new Random(3);
    const color = () => random.pick([0, RED, 0x1000000 | 13, 0x2000000 | 99, 0x3000000 | 0x102030]);
    const flags = (bits: readonly number[]) => bits.reduce((sum, bit) => (random.below(2) === 0 ? sum | bit : sum), 0);
    const options = { colors: 'rgb', underlineStyles: true } as const;
    const terminal = new Emulator({ cols: 4, rows: 1, scrollback: 0 });
    let last = PLAIN_PEN;
    for (let step = 0; step < 200; step += 1) {
      const words = {
        fg: color() | flags([BOLD, 0x4000000, UNDERLINE, 0x20000000, 0x80000000]),
        bg: color() | flags([DIM, 0x4000000, 0x40000000]),
      };
      const next = fitPen(options, { ...words, underline: random.below(6), underlineColor: color() });
      terminal.parse(`\r${sgrBetween(last, next)}x`, 0);
      const fresh = new Emulator({ cols: 4, rows: 1, scrollback: 0 });
      fresh.parse(`${sgrBetween(PLAIN_PEN, next)}x`, 0);
      const looks = [terminal, fresh].map((emulator) => readCell(emulator, emulator.row(0, null), 0).look);
      expect({ step, look: looks[0] }).toEqual({ step, look: looks[1] });
      last = next;
    }
  });
});
