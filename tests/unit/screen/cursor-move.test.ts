// The shortest way of the cursor, as bytes.
import { describe, expect, it } from 'vitest';
import { CSI } from '../../../src/core/model/sequences.js';
import { cursorMove, type Region } from '../../../src/core/screen/cursor-move.js';

type Place = readonly [number | null, number | null];

const CASES: readonly (readonly [string, Place, readonly [number, number], string, Region?])[] = [
  ['nothing where it is already', [3, 4], [3, 4], ''],
  ['home', [30, 40], [0, 0], `${CSI}H`],
  ['the start of its row', [30, 4], [0, 4], '\r'],
  ['a step to the right', [3, 4], [4, 4], `${CSI}C`],
  ['a few steps back', [5, 4], [3, 4], '\b\b'],
  ['a far column by its number, where that is shorter', [150, 4], [5, 4], `${CSI}6G`],
  ['an unknown column by its number', [null, 4], [7, 4], `${CSI}8G`],
  ['the start of the next row', [30, 4], [0, 5], '\r\n'],
  ['straight down', [30, 4], [30, 20], `${CSI}16B`],
  ['straight up', [30, 4], [30, 3], `${CSI}A`],
  ['any place from an unknown one', [null, null], [9, 9], `${CSI}10;10H`],
  ['a first column far away', [5, 40], [0, 9], `${CSI}10H`],
  ['the next row inside a scroll region', [9, 4], [0, 5], '\r\n', { top: 2, bottom: 5 }],
  ['over the edge of a scroll region, where a line feed would scroll', [9, 5], [0, 6], `${CSI}7H`, { top: 2, bottom: 5 }],
  ['into a scroll region, where steps stop at its edge', [9, 8], [9, 4], `${CSI}5;10H`, { top: 2, bottom: 5 }],
];

describe('the cursor goes to', () => {
  it.each(CASES.map((row) => ({ name: row[0], row })))('$name', ({ row: [, [fromX, fromY], [x, y], bytes, region] }) => {
    expect(cursorMove({ from: { x: fromX, y: fromY }, to: { x, y }, region: region ?? null })).toBe(bytes);
  });
});
