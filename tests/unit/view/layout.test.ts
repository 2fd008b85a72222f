// The layout drawn in ASCII for the sizes that matter, and the rules that hold at every size.
import { describe, expect, it } from 'vitest';
import { type Layout, type LayoutOrder, layoutOf, type Rect } from '../../../src/core/view/layout.js';

function order(over: Partial<LayoutOrder> = {}): LayoutOrder {
  return {
    size: { cols: 140, rows: 40 },
    agents: 3,
    isZoomed: false,
    part: 'list',
    isSlow: false,
    isBodyTaken: false,
    dialogRows: null,
    ...over,
  };
}

/** H header, l list inside, f frame around list or pane, P cells of the agent, u urgent, k hints (keys), D dialog. */
function draw(layout: Layout): string {
  const cells = Array.from({ length: layout.size.rows }, () => Array.from({ length: layout.size.cols }, () => '.'));
  const fill = (rect: Rect | null, mark: string) => {
    if (rect === null) return;
    for (let y = rect.y; y < rect.y + rect.height; y += 1) cells[y]?.fill(mark, rect.x, rect.x + rect.width);
  };
  fill(layout.header, 'H');
  fill(layout.list, 'f');
  fill(layout.listInside, 'l');
  fill(layout.paneFrame, 'f');
  fill(layout.pane, 'P');
  fill(layout.urgent, 'u');
  fill(layout.hints, 'k');
  fill(layout.dialog, 'D');
  return cells.map((row) => row.join('')).join('\n');
}

/** Every fourth column and every second row, to be read at a glance. */
function sketch(layout: Layout): readonly string[] {
  return draw(layout)
    .split('\n')
    .filter((_, y) => y % 2 === 0 || y === layout.size.rows - 1)
    .map((row) => [...row].filter((_, x) => x % 4 === 0).join(''));
}

describe('the layout', () => {
  it('stands side by side from 100 columns', () => {
    expect(sketch(layoutOf(order({ size: { cols: 100, rows: 20 } })))).toEqual([
      'HHHHHHHHHHHHHHHHHHHHHHHHH',
      'fllllllllPPPPPPPPPPPPPPPP',
      'fllllllllPPPPPPPPPPPPPPPP',
      'fllllllllPPPPPPPPPPPPPPPP',
      'fllllllllPPPPPPPPPPPPPPPP',
      'fllllllllPPPPPPPPPPPPPPPP',
      'fllllllllPPPPPPPPPPPPPPPP',
      'fllllllllPPPPPPPPPPPPPPPP',
      'fllllllllPPPPPPPPPPPPPPPP',
      'uuuuuuuuuuuuuuuuuuuuuuuuu',
      'kkkkkkkkkkkkkkkkkkkkkkkkk',
    ]);
  });

  it('stacks below 100 columns, the pane at full width without side borders', () => {
    const layout = layoutOf(order({ size: { cols: 80, rows: 24 }, agents: 12 }));
    expect(sketch(layout)).toEqual([
      'HHHHHHHHHHHHHHHHHHHH',
      'llllllllllllllllllll',
      'llllllllllllllllllll',
      'llllllllllllllllllll',
      'llllllllllllllllllll',
      'PPPPPPPPPPPPPPPPPPPP',
      'PPPPPPPPPPPPPPPPPPPP',
      'PPPPPPPPPPPPPPPPPPPP',
      'PPPPPPPPPPPPPPPPPPPP',
      'PPPPPPPPPPPPPPPPPPPP',
      'PPPPPPPPPPPPPPPPPPPP',
      'uuuuuuuuuuuuuuuuuuuu',
      'kkkkkkkkkkkkkkkkkkkk',
    ]);
    expect(layout.list?.height).toBeLessThanOrEqual(24 / 3);
    expect(layout.pane).toMatchObject({ x: 0, width: 80 });
  });

  it('stacks at any width on a slow line', () => {
    expect(layoutOf(order({ isSlow: true })).shape).toBe('stacked');
    expect(layoutOf(order({ isSlow: true })).pane).toMatchObject({ x: 0, width: 140 });
  });

  it('gives the stacked list no more rows than it has agents', () => {
    expect(layoutOf(order({ size: { cols: 80, rows: 40 }, agents: 3 })).list?.height).toBe(3);
  });

  it.each([
    ['too narrow', { cols: 59, rows: 40 }],
    ['too low', { cols: 140, rows: 14 }],
    ['as small as it gets', { cols: 40, rows: 10 }],
  ])('shows list or pane, one at a time, when it is %s', (_, size) => {
    const list = layoutOf(order({ size, part: 'list' }));
    expect(list.list).not.toBeNull();
    expect(list.pane).toBeNull();
    const pane = layoutOf(order({ size, part: 'pane' }));
    expect(pane.list).toBeNull();
    expect(pane.pane).toEqual({ x: 0, y: 1, width: size.cols, height: size.rows - 2 });
    expect(list.paneSize).toEqual(pane.paneSize);
  });

  it('zooms the pane to the full width, between its title and the hints', () => {
    const layout = layoutOf(order({ isZoomed: true }));
    expect(layout.pane).toEqual({ x: 0, y: 1, width: 140, height: 38 });
    expect(layout.header).toBeNull();
  });

  it('puts a dialog into the pane where it fits, beside the list', () => {
    const layout = layoutOf(order({ dialogRows: () => 12 }));
    expect(layout.dialog?.height).toBe(12);
    expect(layout.list).not.toBeNull();
    expect(layout.pane).not.toBeNull();
  });

  it('puts it in place of the pane when it is higher, and of everything when there is no room', () => {
    const stacked = layoutOf(order({ size: { cols: 80, rows: 24 }, agents: 8, dialogRows: () => 13 }));
    expect(stacked).toMatchObject({ pane: null, paneFrame: null, dialog: { height: 13 } });
    expect(stacked.list).not.toBeNull();
    const small = layoutOf(order({ size: { cols: 40, rows: 10 }, dialogRows: () => 13 }));
    expect(small).toMatchObject({ pane: null, list: null, dialog: { x: 0, y: 1, width: 40, height: 8 } });
  });
});

describe('at every size from 40x10 to 300x100', () => {
  const sizes = [40, 59, 60, 79, 80, 99, 100, 101, 140, 220, 300].flatMap((cols) =>
    [10, 14, 15, 19, 20, 24, 40, 100].map((rows) => ({ cols, rows })),
  );
  const variants: Partial<LayoutOrder>[] = [
    {},
    { agents: 0 },
    { agents: 40, part: 'pane' },
    { isZoomed: true },
    { isSlow: true },
    { isBodyTaken: true },
    { dialogRows: () => 7 },
    { dialogRows: () => 30 },
    { isZoomed: true, dialogRows: () => 12 },
  ];

  it.each(sizes)('everything lies inside, and a dialog covers no part of a row of text: $cols x $rows', (size) => {
    for (const variant of variants) {
      const layout = layoutOf(order({ size, ...variant }));
      const { header, list, paneFrame, pane, urgent, hints, dialog, body } = layout;
      for (const rect of [header, list, paneFrame, pane, urgent, hints, dialog, body]) {
        if (rect === null) continue;
        expect(rect.width).toBeGreaterThan(0);
        expect(rect.height).toBeGreaterThan(0);
        expect([rect.x >= 0, rect.y >= 0, rect.x + rect.width <= size.cols, rect.y + rect.height <= size.rows]).toEqual([
          true,
          true,
          true,
          true,
        ]);
      }
      const texts = [
        header,
        list,
        urgent,
        hints,
        paneFrame === null || pane === null ? null : { ...paneFrame, height: pane.y - paneFrame.y },
      ];
      const shown = texts.filter((rect) => rect !== null);
      shown.forEach((one, at) => {
        for (const other of shown.slice(at + 1)) expect(overlaps(one, other)).toBe(false);
        if (dialog !== null) expect(overlaps(one, dialog)).toBe(false);
      });
    }
  });

  it.each(sizes)('nothing that opens over the pane changes the size of the agent below it: $cols x $rows', (size) => {
    const { paneSize } = layoutOf(order({ size }));
    expect(paneSize.cols).toBeGreaterThanOrEqual(Math.min(40, size.cols));
    expect(paneSize.rows).toBeGreaterThanOrEqual(7);
    for (const over of [{ dialogRows: () => 20 }, { isBodyTaken: true }])
      expect(layoutOf(order({ size, ...over })).paneSize).toEqual(paneSize);
  });
});

function overlaps(a: Rect, b: Rect): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}
