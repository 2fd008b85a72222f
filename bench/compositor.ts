// The screen's inner loop, alone: parsing, diffing and the bytes of typical frames at 200x50, with no PTY and no process around it.
import { CSI } from '../src/core/model/sequences.js';
import { ChromeScreen } from '../src/core/screen/chrome-screen.js';
import { type ClientCapabilities, PLAIN_TERMINAL } from '../src/core/screen/client-capabilities.js';
import { Compositor, type Frame } from '../src/core/screen/compositor.js';
import { Emulator } from '../src/core/screen/emulator.js';

const COLS = 200;
const ROWS = 50;
const SPLIT = { x: 60, y: 3, width: 139, height: 44 };
const ZOOMED = { x: 0, y: 1, width: COLS, height: ROWS - 2 };
const FULL: ClientCapabilities = { ...PLAIN_TERMINAL, colors: 'rgb', links: true, underlineStyles: true, ambiguousIsNarrow: true };
const SLICE = 16 * 1024;

function line(i: number): string {
  return `\r\n${CSI}32m${i}${CSI}m ${(i * 2654435761).toString(36)} lorem ipsum dolor sit amet ${'consectetur '.repeat(i % 9)}`;
}

function megabytesPerSecond(name: string, text: string): void {
  const bytes = Buffer.from(text);
  const emulator = new Emulator({ cols: COLS, rows: ROWS, scrollback: 1000 });
  const start = performance.now();
  let parsed = 0;
  while (performance.now() - start < 700) {
    for (let at = 0; at < bytes.length; at += SLICE) emulator.parse(bytes.subarray(at, at + SLICE), 0);
    parsed += bytes.length;
  }
  report(`parse, ${name}`, `${(parsed / 1e3 / (performance.now() - start)).toFixed(1)} MB/s`);
}

interface Setting {
  readonly rect: typeof SPLIT;
  readonly capabilities: Partial<ClientCapabilities>;
}

function frames(name: string, setting: Setting, prints: (i: number) => string): void {
  const agent = new Emulator({ cols: setting.rect.width, rows: setting.rect.height, scrollback: 1000 });
  const chrome = new ChromeScreen(COLS, ROWS);
  chrome.draw(Array.from({ length: ROWS }, (_, y) => `│ agent ${y}`.padEnd(COLS)).join('\n'));
  const compositor = new Compositor({ cols: COLS, rows: ROWS, capabilities: { ...FULL, ...setting.capabilities } });
  const frame: Frame = { chrome, panes: [{ emulator: agent, rect: setting.rect, top: null }], covers: [], cursor: { pane: 0 }, now: 0 };
  for (let i = 0; i < 200; i += 1) agent.parse(line(i), 0);
  agent.parse(prints(0), 0);
  compositor.compose(frame);
  const count = 1000;
  let bytes = 0;
  let ms = 0;
  for (let i = 1; i <= count; i += 1) {
    agent.parse(prints(i), 0);
    const start = performance.now();
    const out = compositor.compose(frame);
    ms += performance.now() - start;
    bytes += Buffer.byteLength(out);
  }
  report(name, `${(bytes / count).toFixed(0)} bytes, ${(ms / count).toFixed(3)} ms a frame`);
}

function report(name: string, figure: string): void {
  console.log(`${name.padEnd(52)} ${figure}`);
}

const plain = Array.from({ length: 20_000 }, (_, i) => line(i)).join('');
megabytesPerSecond('log lines with colours', plain);
megabytesPerSecond('accents, ideographs and emoji', Array.from({ length: 5000 }, (_, i) => `\r\n${i} déjà vu 漢字 🤖 ❤️ │ ⠋`).join(''));

const spinner = (i: number) => `\r${CSI}38;2;215;119;87m${'⠋⠙⠹⠸⠼⠴'[i % 6]}${CSI}m Working… (${Math.floor(i / 10)}s · esc to interrupt)`;
const split = { rect: SPLIT, capabilities: {} };
const zoomed = { rect: ZOOMED, capabilities: {} };
const margins = { rect: SPLIT, capabilities: { margins: true } };
frames('echo of a key', split, (i) => (i % 100 === 0 ? `\r${CSI}K` : 'x'));
frames('spinner', split, spinner);
frames('one more line, zoomed', zoomed, line);
frames('one more line, split, with margins', margins, line);
frames('one more line, split, without margins', split, line);
frames('three more lines and a spinner, zoomed', zoomed, (i) => line(3 * i) + line(3 * i + 1) + line(3 * i + 2) + spinner(i));
frames('every cell changes', zoomed, (i) => `${CSI}H${String.fromCharCode(97 + (i % 26)).repeat(COLS * (ROWS - 2) - 1)}`);
