// Whatever agents print, and however the layout changes, the client's terminal shows exactly the composed cells after each frame.
import { describe, expect, it } from 'vitest';
import type { Rect } from '../../../src/core/screen/cell.js';
import { type ClientCapabilities, PLAIN_TERMINAL } from '../../../src/core/screen/client-capabilities.js';
import { Compositor, type Frame, type PaneFrame } from '../../../src/core/screen/compositor.js';
import { Emulator } from '../../../src/core/screen/emulator.js';
import { type Cell, mendRow, readRect, showCells } from './cell-reader.js';
import { ClientTerminal } from './client-terminal.js';
import { inChunks, Random, randomOutput } from './random-output.js';

const FULL: ClientCapabilities = { ...PLAIN_TERMINAL, colors: 'rgb', underlineStyles: true, links: true };

const TERMINALS: readonly (readonly [string, ClientCapabilities])[] = [
  ['a terminal without margins', FULL],
  ['a terminal with margins and synchronized output', { ...FULL, margins: true, synchronizedOutput: true, ambiguousIsNarrow: true }],
];

class Scene {
  readonly random: Random;
  readonly capabilities: ClientCapabilities;
  readonly agents: Emulator[];
  chrome: Emulator;
  client: ClientTerminal;
  compositor: Compositor;
  cols = 60;
  rows = 16;
  panes: PaneFrame[] = [];
  covers: Rect[] = [];
  origins = new Map<Emulator, { x: number; y: number }>();

  constructor(seed: number, capabilities: ClientCapabilities) {
    this.random = new Random(seed);
    this.capabilities = capabilities;
    this.agents = [this.#agent(40, 12), this.#agent(60, 16)];
    this.chrome = new Emulator({ cols: this.cols, rows: this.rows, scrollback: 0, lineFeeds: 'with-return' });
    this.client = new ClientTerminal(this.cols, this.rows);
    this.compositor = new Compositor({ cols: this.cols, rows: this.rows, capabilities });
    this.layOut();
  }

  #agent(cols: number, rows: number): Emulator {
    return new Emulator({ cols, rows, scrollback: 50 });
  }

  /** Another layout: split, zoomed, stacked, two panes, none; sometimes a dialog over it. */
  layOut(): void {
    const { cols, rows, random } = this;
    const [one, two] = this.agents as [Emulator, Emulator];
    const pane = (emulator: Emulator, x: number, y: number, width: number, height: number): PaneFrame => {
      const top = random.below(6) === 0 ? Math.max(emulator.oldestTop, emulator.liveTop - random.below(9)) : null;
      return { emulator, rect: { x, y, width, height }, top };
    };
    const layouts: (() => PaneFrame[])[] = [
      () => [pane(one, 20, 2, cols - 21, rows - 4)],
      () => [pane(one, 0, 1, cols, rows - 2)],
      () => [pane(two, 0, 0, cols, rows)],
      () => [pane(two, 0, 5, cols, rows - 6)],
      () => [pane(one, 1, 1, 25, rows - 3), pane(two, 27, 1, cols - 28, rows - 3)],
      () => [],
    ];
    this.panes = random.pick(layouts)();
    this.covers = random.below(4) === 0 ? [{ x: 5 + random.below(10), y: 3, width: 21, height: 6 }] : [];
  }

  act(): void {
    const { random } = this;
    const agent = random.pick(this.agents);
    switch (random.below(30)) {
      case 0:
        this.layOut();
        return;
      case 1:
        agent.resize(2 + random.below(70), 1 + random.below(20));
        return;
      case 2:
        this.drawChrome();
        return;
      case 3:
        if (random.below(4) === 0) this.resizeClient();
        return;
      case 4:
        if (random.below(6) === 0) this.compositor.invalidate();
        return;
      default:
        for (let i = random.below(4); i >= 0; i -= 1) {
          for (const chunk of inChunks(random, randomOutput(random, agent))) agent.parse(chunk, 0);
        }
    }
  }

  drawChrome(): void {
    const rows = Array.from({ length: this.rows }, (_, y) => {
      const text = `${this.random.pick(['│ ', '漢', '✅ ', '> '])}agent ${y} ${this.random.below(3)}`;
      return `${text.padEnd(this.random.below(this.cols - 14) + 12, this.random.pick([' ', '─', '漢']))}`.slice(0, this.cols / 2);
    });
    this.chrome.replace(rows.join('\n'));
  }

  resizeClient(): void {
    this.cols = 44 + this.random.below(30);
    this.rows = 12 + this.random.below(8);
    this.chrome.resize(this.cols, this.rows);
    this.client.resize(this.cols, this.rows);
    this.compositor.resize({ cols: this.cols, rows: this.rows, capabilities: this.capabilities });
    this.layOut();
  }

  frame(): Frame {
    return { chrome: this.chrome, panes: this.panes, covers: this.covers, cursor: this.panes.length > 0 ? { pane: 0 } : null, now: 0 };
  }

  /** What the client should show, worked out cell by cell. */
  expected(): Cell[][] {
    const all = { x: 0, y: 0, width: this.cols, height: this.rows, top: null };
    const cells = readRect(this.chrome, all);
    const put = (part: Cell[][], rect: Rect) =>
      part.forEach((row, y) => {
        const target = cells[rect.y + y]!;
        row.forEach((cell, x) => {
          target[rect.x + x] = cell;
        });
        cells[rect.y + y] = mendRow(target);
      });
    for (const { emulator, rect, top } of this.panes) {
      const before = this.origins.get(emulator) ?? { x: 0, y: 0 };
      const at = {
        x: follow(before.x, emulator.cursor.x, rect.width, emulator.cols),
        y: follow(before.y, emulator.cursor.y, rect.height, emulator.rows),
      };
      this.origins.set(emulator, at);
      put(readRect(emulator, { ...at, width: rect.width, height: rect.height, top }), rect);
    }
    for (const cover of this.covers) put(readRect(this.chrome, { ...cover, top: null }), cover);
    return cells;
  }

  seen(): Cell[][] {
    return readRect(this.client.emulator, { x: 0, y: 0, width: this.cols, height: this.rows, top: null });
  }
}

function follow(before: number, cursor: number, size: number, all: number): number {
  let at = Math.min(before, Math.max(0, all - size));
  if (cursor < at) at = cursor;
  if (cursor >= at + size) at = cursor - size + 1;
  return at;
}

function differences(seen: Cell[][], expected: Cell[][]): string[] {
  return seen.flatMap((row, y) =>
    row.flatMap((cell, x) => {
      const wanted = expected[y]![x]!;
      const isSame = wanted.isOdd === true || (cell.text === wanted.text && cell.look === wanted.look);
      return isSame ? [] : [`${x},${y}: ${showCells([[cell]])} instead of ${showCells([[wanted]])}`];
    }),
  );
}

describe.each(TERMINALS)('on %s', (_, capabilities) => {
  it.each([1, 6, 146, 159])('every frame shows the composed cells (seed %i)', (seed) => {
    const scene = new Scene(seed, capabilities);
    scene.drawChrome();
    for (let step = 0; step < 200; step += 1) {
      scene.act();
      const bytes = scene.compositor.compose(scene.frame());
      scene.client.write(bytes);
      expect({ step, wrong: differences(scene.seen(), scene.expected()) }).toEqual({ step, wrong: [] });
      expect({ step, bytes: scene.compositor.compose(scene.frame()) }).toEqual({ step, bytes: '' });
    }
  });
});
