// What one client's terminal shows and how it gets from there to what it should show: chrome with the live panes in it. Knows no agents, no sockets.

import { sequences } from '../model/sequences.js';
import type { CursorShape } from '../model/terminal-modes.js';
import { clipRect, type Rect, sameRect } from './cell.js';
import { writeRow } from './cell-diff.js';
import { CellTable } from './cell-table.js';
import type { ClientCapabilities } from './client-capabilities.js';
import { copyRows } from './copy-rows.js';
import type { Emulator, RowSource } from './emulator.js';
import { FrameWriter } from './frame-writer.js';
import { Grid } from './grid.js';
import { paneOrigin } from './pane-origin.js';
import { detectScroll } from './scroll-detect.js';

/** From this size on a frame could be seen half drawn: it goes into one synchronized update, or is drawn with the cursor hidden. */
const LARGE_FRAME = 256;
/** An echo or a spinner changes one row: not worth looking for a scroll. */
const MIN_SCROLLED_ROWS = 2;

export interface PaneFrame {
  readonly emulator: Emulator;
  /** In the client's cells. A smaller emulator is padded, a larger one cropped around its cursor (decision 3). */
  readonly rect: Rect;
  /** First line of a scrolled view (`Emulator.liveTop` minus some), or null for the live screen. */
  readonly top: number | null;
}

export type CursorFrame =
  /** That of a pane, by its index, where and as its agent wants it. */
  { readonly pane: number } | { readonly x: number; readonly y: number; readonly shape: CursorShape };

export interface Frame {
  readonly chrome: RowSource;
  readonly panes: readonly PaneFrame[];
  /** Where chrome lies over panes: dialogs. */
  readonly covers: readonly Rect[];
  /** Null: no cursor. */
  readonly cursor: CursorFrame | null;
  /** Milliseconds of the clock that `Emulator.parse` was given. */
  readonly now: number;
}

const NO_COVERS: readonly Rect[] = [];

interface PaneState {
  readonly emulator: Emulator;
  readonly rect: Rect;
  readonly top: number | null;
  /** Of the emulator when its cells were copied last; -1 when they are yet to be. */
  changes: number;
  restores: number;
  cursor: { readonly x: number; readonly y: number; readonly isVisible: boolean; readonly shape: CursorShape } | null;
}

interface Composed {
  readonly chrome: RowSource;
  chromeChanges: number;
  readonly covers: readonly Rect[];
  readonly panes: readonly PaneState[];
}

export interface CompositorOptions {
  readonly cols: number;
  readonly rows: number;
  readonly capabilities: ClientCapabilities;
}

export class Compositor {
  readonly #table = new CellTable();
  #options: CompositorOptions;
  #wanted: Grid;
  #shown: Grid;
  #writer: FrameWriter;
  #composed: Composed | null = null;
  /** First cell shown of an emulator that is larger than its pane; it moves no further than the cursor asks for. */
  readonly #origins = new WeakMap<Emulator, { readonly fromX: number; readonly fromY: number }>();
  /** Rows in which `wanted` may differ from `shown`: 1. An echo changes one of fifty. */
  #touched: Uint8Array;
  #isShownKnown = false;
  #cursor = '';

  constructor(options: CompositorOptions) {
    this.#options = options;
    this.#wanted = new Grid(options.cols, options.rows);
    this.#shown = new Grid(options.cols, options.rows);
    this.#touched = new Uint8Array(options.rows);
    this.#writer = this.#newWriter();
  }

  /** Another size or other capabilities: the next frame repaints everything. */
  resize(options: CompositorOptions): void {
    this.#options = options;
    this.#wanted = new Grid(options.cols, options.rows);
    this.#shown = new Grid(options.cols, options.rows);
    this.#touched = new Uint8Array(options.rows);
    this.invalidate();
  }

  /** Nothing is known of the client's screen: the next frame repaints everything. */
  invalidate(): void {
    this.#writer = this.#newWriter();
    this.#composed = null;
    this.#isShownKnown = false;
    this.#cursor = '';
  }

  /** Bytes that bring the client's terminal from the last frame to this one; '' when nothing changed. What is returned must be sent. */
  compose(frame: Frame): string {
    if (this.#table.isFull) {
      this.#table.clear();
      this.invalidate();
    }
    const isStale = this.#collect(frame);
    const cursor = this.#cursorOf(frame);
    const wish = cursor === null ? '' : `${cursor.x} ${cursor.y} ${cursor.shape}`;
    if (!isStale && wish === this.#cursor) return '';
    const body = isStale ? this.#draw() : '';
    if (wish === this.#cursor && body === '') return '';
    this.#cursor = wish;
    return this.#finish(body, cursor);
  }

  #newWriter(): FrameWriter {
    return new FrameWriter({ capabilities: this.#options.capabilities, table: this.#table, cols: this.#options.cols });
  }

  /** Brings `wanted` up to date; false when no cell can have changed. */
  #collect(frame: Frame): boolean {
    const last = this.#composed;
    if (last !== null && last.chromeChanges === frame.chrome.changes && last.covers.length === 0 && frame.covers.length === 0) {
      if (samePlaces(last, frame, NO_COVERS, this.#options)) return this.#collectPanes(last.panes, frame.now);
    }
    const { cols, rows } = this.#options;
    const all: Rect = { x: 0, y: 0, width: cols, height: rows };
    const covers = frame.covers.map((cover) => clipRect(cover, cols, rows));
    const isSamePlace = last !== null && samePlaces(last, frame, covers, this.#options);
    const isSameChrome = isSamePlace && last.chromeChanges === frame.chrome.changes;
    const panes = frame.panes.map((pane, index) => (isSamePlace ? last.panes[index]! : this.#newPane(pane)));
    this.#composed = { chrome: frame.chrome, chromeChanges: frame.chrome.changes, covers, panes };
    // A pane is held where it is; one that comes into view is shown as it is.
    const held = panes.filter((pane) => isSamePlace && pane.top === null && pane.emulator.isHeld(frame.now));
    const stale = panes.filter((pane) => !held.includes(pane) && (!isSameChrome || pane.changes !== pane.emulator.changes));
    if (isSameChrome && stale.length === 0) return false;
    if (!isSameChrome) {
      this.#touched.fill(1);
      for (const pane of panes) pane.changes = -1;
      copyRows({ source: frame.chrome, fromX: 0, fromY: 0, top: null, grid: this.#wanted, rect: all, table: this.#table });
      for (const pane of held) {
        this.#wanted.copyRect(this.#shown, pane.rect);
        this.#wanted.mendEdges(pane.rect);
      }
    }
    for (const pane of stale) this.#copyPane(pane);
    for (const cover of covers) {
      const source = { source: frame.chrome, fromX: cover.x, fromY: cover.y, top: null };
      copyRows({ ...source, grid: this.#wanted, rect: cover, table: this.#table });
      this.#wanted.mendEdges(cover);
    }
    return true;
  }

  // By far the most frequent frame: an agent printed, everything else stands. On a cold processor each list made here is felt by who types.
  #collectPanes(panes: readonly PaneState[], now: number): boolean {
    let isStale = false;
    for (const pane of panes) {
      const { emulator } = pane;
      if (pane.changes === emulator.changes || (pane.top === null && emulator.isHeld(now))) continue;
      this.#copyPane(pane);
      isStale = true;
    }
    return isStale;
  }

  #newPane(pane: PaneFrame): PaneState {
    const known = this.#composed?.panes.find((state) => state.emulator === pane.emulator);
    return {
      emulator: pane.emulator,
      rect: clipRect(pane.rect, this.#options.cols, this.#options.rows),
      top: pane.top,
      changes: -1,
      restores: known?.restores ?? pane.emulator.restores,
      cursor: known?.cursor ?? null,
    };
  }

  #copyPane(pane: PaneState): void {
    const { emulator, rect } = pane;
    const { x, y, isVisible, shape } = emulator.cursor;
    const before = this.#origins.get(emulator);
    const fromX = paneOrigin({ before: before?.fromX ?? 0, cursor: x, size: rect.width, all: emulator.cols });
    const fromY = paneOrigin({ before: before?.fromY ?? 0, cursor: y, size: rect.height, all: emulator.rows });
    this.#origins.set(emulator, { fromX, fromY });
    const { changes } = pane;
    const isWhole = changes === -1 || pane.top !== null || fromX !== before?.fromX || fromY !== before?.fromY;
    pane.changes = emulator.changes;
    copyRows({
      source: emulator,
      fromX,
      fromY,
      top: pane.top,
      grid: this.#wanted,
      rect,
      table: this.#table,
      isKnown: (row) => !isWhole && !emulator.hasChangedSince(row, changes),
      onCopied: (row) => {
        this.#touched[row] = 1;
        this.#wanted.mendEdges({ ...rect, y: row, height: 1 });
      },
    });
    pane.cursor = pane.top === null ? { x: rect.x + x - fromX, y: rect.y + y - fromY, isVisible, shape } : null;
    if (emulator.restores !== pane.restores) {
      this.#shown.fillUnknown(rect);
      this.#touched.fill(1, rect.y, rect.y + rect.height);
    }
    pane.restores = emulator.restores;
  }

  #draw(): string {
    const writer = this.#writer;
    if (!this.#isShownKnown) {
      writer.clearScreen();
      this.#shown.fillBlank();
      this.#touched.fill(1);
      this.#isShownKnown = true;
    }
    for (const pane of this.#composed?.panes ?? []) this.#scroll(pane.rect);
    for (let y = 0; y < this.#options.rows; y += 1) {
      if (!this.#differs(y)) continue;
      writeRow({ writer, wanted: this.#wanted, shown: this.#shown }, y);
      this.#shown.copyRow(this.#wanted, y);
    }
    this.#touched.fill(0);
    return writer.take();
  }

  #scroll(rect: Rect): void {
    const isPart = rect.width < this.#options.cols;
    if (rect.width === 0 || (isPart && !this.#options.capabilities.margins)) return;
    let changed = 0;
    for (let y = rect.y; y < rect.y + rect.height; y += 1) if (this.#differs(y)) changed += 1;
    if (changed < MIN_SCROLLED_ROWS) return;
    const scroll = detectScroll(this.#shown, this.#wanted, rect);
    // A scroll between side margins would tear wide pairs that stand across them since another layout.
    if (scroll === null || (isPart && this.#shown.cutsPair(scroll.rect))) return;
    this.#writer.scroll(scroll.rect, scroll.lines);
    this.#shown.scroll(scroll.rect, scroll.lines);
    this.#touched.fill(1, scroll.rect.y, scroll.rect.y + scroll.rect.height);
  }

  #differs(y: number): boolean {
    return this.#touched[y] === 1 && !this.#wanted.sameRow(this.#shown, y);
  }

  #cursorOf(frame: Frame): { readonly x: number; readonly y: number; readonly shape: CursorShape } | null {
    const { cursor, covers } = frame;
    if (cursor === null) return null;
    if (!('pane' in cursor)) return cursor;
    const pane = this.#composed?.panes[cursor.pane];
    const at = pane?.cursor ?? null;
    if (pane === undefined || at === null || !at.isVisible) return null;
    if (!contains(pane.rect, at.x, at.y) || covers.some((cover) => contains(cover, at.x, at.y))) return null;
    return at;
  }

  // The cursor moves over the screen while a frame is drawn: seen only when the frame is large enough to be drawn in parts.
  #finish(body: string, cursor: { readonly x: number; readonly y: number; readonly shape: CursorShape } | null): string {
    const writer = this.#writer;
    const isLarge = body.length >= LARGE_FRAME;
    const isSynchronized = isLarge && this.#options.capabilities.synchronizedOutput;
    const mustHide = cursor === null || (isLarge && !isSynchronized);
    if (mustHide) writer.hideCursor();
    const hide = writer.take();
    if (cursor !== null) {
      writer.moveTo(cursor.x, cursor.y);
      writer.showCursor(cursor.shape);
    }
    const out = hide + body + writer.take();
    return isSynchronized ? sequences.syncBegin + out + sequences.syncEnd : out;
  }
}

function samePlaces(last: Composed, frame: Frame, covers: readonly Rect[], { cols, rows }: CompositorOptions): boolean {
  if (last.chrome !== frame.chrome || last.panes.length !== frame.panes.length || last.covers.length !== covers.length) return false;
  if (!covers.every((cover, index) => sameRect(cover, last.covers[index]!))) return false;
  return frame.panes.every((pane, index) => {
    const before = last.panes[index]!;
    return before.emulator === pane.emulator && before.top === pane.top && sameRect(before.rect, clipRect(pane.rect, cols, rows));
  });
}

function contains(rect: Rect, x: number, y: number): boolean {
  return x >= rect.x && x < rect.x + rect.width && y >= rect.y && y < rect.y + rect.height;
}
