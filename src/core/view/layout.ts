// Where everything stands on one client's screen (decision 18). Pure numbers; knows neither cells nor colours.
import type { TerminalSize } from '../model/protocol.js';

export interface Rect {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** `single`: list or pane, one at a time. `zoomed`: the pane at full width under its title. */
export type Shape = 'side-by-side' | 'stacked' | 'single' | 'zoomed';

export interface LayoutOrder {
  readonly size: TerminalSize;
  /** Rows that are listed: agents, and the orchestrator before them. */
  readonly agents: number;
  readonly isZoomed: boolean;
  /** Part that a `single` screen shows. */
  readonly part: 'list' | 'pane';
  /** A slow line gets the pane at full width, where scrolling costs few bytes. */
  readonly isSlow: boolean;
  /** A view such as the diff or the help takes the whole body. */
  readonly isBodyTaken: boolean;
  /** Rows the open dialog would like at a width, both with its border; null when none is open. */
  readonly dialogRows: ((widthCols: number) => number) | null;
}

export interface Layout {
  readonly size: TerminalSize;
  readonly shape: Shape;
  /** First row; null when the title of the pane stands there. */
  readonly header: Rect | null;
  /** The list with its frame; `listInside` is its rows. Both null when it is not shown. */
  readonly list: Rect | null;
  readonly listInside: Rect | null;
  /** The pane with its frame or title row; null when it is not shown. */
  readonly paneFrame: Rect | null;
  /** Cells of the agent; null when the pane is not shown. */
  readonly pane: Rect | null;
  /** Size the shown agent's PTY should have, also while something covers the pane, so that a dialog never resizes an agent. */
  readonly paneSize: TerminalSize;
  /** Rows between header and bottom lines, for views that take them all. */
  readonly body: Rect;
  /** The one urgent thing; null on low screens, where it shares the row of the hints. */
  readonly urgent: Rect | null;
  readonly hints: Rect;
  /** The open dialog with its border. It may cover cells of the pane, never half of anything else. */
  readonly dialog: Rect | null;
}

const SIDE_BY_SIDE_COLS = 100;
const BOTH_PARTS = { cols: 60, rows: 15 } as const;
/** From this height on the urgent line has a row of its own: it must not resize agents by coming and going. */
const URGENT_ROW_ROWS = 20;
const DIALOG_COLS = 84;
/** Narrower than this, a dialog takes the place of the parts instead of standing in one. */
const DIALOG_MIN_COLS = 60;
const LIST_COLS = { min: 34, max: 60, share: 0.29 } as const;

export function layoutOf(order: LayoutOrder): Layout {
  const size = { cols: Math.max(1, order.size.cols), rows: Math.max(3, order.size.rows) };
  const shape = shapeOf(order, size);
  const base = shape === 'zoomed' ? zoomed(size) : shape === 'single' ? single(size, order) : twoParts(shape, size, order);
  if (order.isBodyTaken) return placeDialog(withoutParts(base), order.dialogRows);
  return placeDialog(base, order.dialogRows);
}

function shapeOf(order: LayoutOrder, size: TerminalSize): Shape {
  if (order.isZoomed && order.agents > 0) return 'zoomed';
  if (size.cols < BOTH_PARTS.cols || size.rows < BOTH_PARTS.rows) return 'single';
  return size.cols >= SIDE_BY_SIDE_COLS && !order.isSlow ? 'side-by-side' : 'stacked';
}

// Full width and no side borders: only then can a scrolling agent be followed by the terminal's own scroll command.
function zoomed(size: TerminalSize): Layout {
  const pane = { x: 0, y: 1, width: size.cols, height: size.rows - 2 };
  return {
    size,
    shape: 'zoomed',
    header: null,
    list: null,
    listInside: null,
    paneFrame: { ...pane, y: 0, height: pane.height + 1 },
    pane,
    paneSize: sizeOf(pane),
    body: pane,
    urgent: null,
    hints: row(size, size.rows - 1),
    dialog: null,
  };
}

function single(size: TerminalSize, order: LayoutOrder): Layout {
  const showsPane = order.part === 'pane' && order.agents > 0;
  const layout = zoomed(size);
  if (showsPane) return { ...layout, shape: 'single' };
  return { ...layout, shape: 'single', header: row(size, 0), list: layout.body, listInside: layout.body, paneFrame: null, pane: null };
}

function twoParts(shape: 'side-by-side' | 'stacked', size: TerminalSize, order: LayoutOrder): Layout {
  const hasUrgentRow = size.rows >= URGENT_ROW_ROWS;
  const body = { x: 0, y: 1, width: size.cols, height: size.rows - (hasUrgentRow ? 3 : 2) };
  const parts = shape === 'side-by-side' ? sideBySide(body) : stacked(body, order.agents, size.rows);
  return {
    size,
    shape,
    header: row(size, 0),
    ...parts,
    paneSize: sizeOf(parts.pane),
    body,
    urgent: hasUrgentRow ? row(size, size.rows - 2) : null,
    hints: row(size, size.rows - 1),
    dialog: null,
  };
}

type Parts = { readonly list: Rect | null; readonly listInside: Rect | null; readonly paneFrame: Rect; readonly pane: Rect };

function sideBySide(body: Rect): Parts {
  const width = Math.min(LIST_COLS.max, Math.max(LIST_COLS.min, Math.round(body.width * LIST_COLS.share)));
  const list = { ...body, width };
  const paneFrame = { ...body, x: width, width: body.width - width };
  return { list, listInside: inside(list), paneFrame, pane: inside(paneFrame) };
}

// The list takes what its agents need, at most a third; above the pane, so that the pane's rows have the full width.
function stacked(body: Rect, agents: number, rows: number): Parts {
  const height = agents === 0 ? 0 : Math.min(Math.floor(rows / 3), Math.max(2, agents));
  const list = height === 0 ? null : { ...body, height };
  const paneFrame = { ...body, y: body.y + height, height: body.height - height };
  return { list, listInside: list, paneFrame, pane: { ...paneFrame, y: paneFrame.y + 1, height: paneFrame.height - 1 } };
}

function withoutParts(layout: Layout): Layout {
  return { ...layout, list: null, listInside: null, paneFrame: null, pane: null };
}

// Inside the pane where it fits; else in place of the pane; else in place of the whole body. So it never overlaps half of a row
// of text, where half of a wide character would shift the rest.
function placeDialog(layout: Layout, rowsAt: LayoutOrder['dialogRows']): Layout {
  if (rowsAt === null) return layout;
  const { pane, paneFrame, body } = layout;
  const within = (area: Rect) => ({ width: Math.min(DIALOG_COLS, area.width), height: rowsAt(Math.min(DIALOG_COLS, area.width)) });
  const fits = (area: Rect | null): area is Rect => area !== null && area.width >= DIALOG_MIN_COLS && within(area).height <= area.height;
  if (fits(pane)) return { ...layout, dialog: centre(pane, within(pane)) };
  if (fits(paneFrame) && paneFrame.y > 0) {
    return { ...layout, pane: null, paneFrame: null, dialog: centre(paneFrame, within(paneFrame)) };
  }
  const wanted = within(body);
  return { ...withoutParts(layout), dialog: centre(body, { ...wanted, height: Math.min(wanted.height, body.height) }) };
}

// A little above the middle, where the eye is.
function centre(area: Rect, wanted: { readonly width: number; readonly height: number }): Rect {
  return {
    x: area.x + Math.floor((area.width - wanted.width) / 2),
    y: area.y + Math.floor((area.height - wanted.height) / 3),
    ...wanted,
  };
}

function inside(frame: Rect): Rect {
  return { x: frame.x + 1, y: frame.y + 1, width: frame.width - 2, height: frame.height - 2 };
}

function row(size: TerminalSize, y: number): Rect {
  return { x: 0, y, width: size.cols, height: 1 };
}

function sizeOf(rect: Rect): TerminalSize {
  return { cols: rect.width, rows: rect.height };
}
