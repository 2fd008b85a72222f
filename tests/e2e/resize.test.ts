// One screen through all sizes while an agent redraws: every cell of the pane is the agent's own, the rest stays readable. Also on poor terminals.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CSI } from '../../src/core/model/sequences.js';
import { makeSandbox, type OpenOptions, type Sandbox } from '../helpers/sandbox.js';
import type { Screen } from '../helpers/screen.js';
import { attach, detach, fixture, hasPane, paneOrigin, startAgent } from '../helpers/story.js';
import { everythingRestored, type Terminal } from '../helpers/terminal.js';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await makeSandbox();
});
afterEach(() => sandbox.end());

/** What the agent says its size is, and whether its frame is whole and alone in its place; null while it is not drawn for this size yet. */
function drawnFrame(screen: Screen): { readonly cols: number; readonly rows: number } | null {
  const said = /SIZE (\d+)x(\d+)/.exec(screen.text());
  if (said === null || !hasPane(screen)) return null;
  const [cols, rows] = [Number(said[1]), Number(said[2])];
  const { row, col } = paneOrigin(screen);
  for (let y = 0; y < rows; y++) {
    const text = screen.row(row + y).slice(col, col + cols);
    const isRight =
      y === 0 || y === rows - 1
        ? text === '#'.repeat(cols)
        : y === 2
          ? /^# \d+ +#$/.test(text)
          : text === `${(y === 1 ? `# SIZE ${cols}x${rows}` : '#').padEnd(cols - 1)}#`;
    if (!isRight || text.length !== cols) return null;
  }
  return { cols, rows };
}

test('from 40x10 to 300x100 and back nothing is garbled while an agent redraws', async () => {
  await startAgent(sandbox, 'frame', fixture('draws-its-frame'));
  const terminal = sandbox.open([], { cols: 120, rows: 40 });
  await terminal.until('the agent is shown', (screen) => drawnFrame(screen) !== null);
  await attach(terminal);
  const sizes = [
    // The terminal, and the pane in it: side by side, stacked, one at a time.
    [120, 40, 83, 35],
    [100, 30, 64, 25],
    [99, 30, 99, 24],
    [80, 24, 80, 18],
    [60, 15, 60, 10],
    [59, 14, 59, 12],
    [40, 10, 40, 8],
    [300, 100, 238, 95],
    [40, 10, 40, 8],
    [140, 40, 97, 35],
  ] as const;
  for (const [cols, rows, paneCols, paneRows] of sizes) {
    terminal.resize(cols, rows);
    await terminal.until(`the frame fills the ${paneCols}x${paneRows} of ${cols}x${rows}, and the hints are below it`, (screen) => {
      const frame = drawnFrame(screen);
      return frame?.cols === paneCols && frame.rows === paneRows && screen.row(-1).includes('Ctrl-Q leaves');
    });
  }
  // A storm of sizes ends at the last one.
  for (let cols = 60; cols <= 160; cols += 10) terminal.resize(cols, 20 + (cols % 7));
  terminal.resize(90, 30);
  await terminal.until('the last size is drawn', (screen) => drawnFrame(screen)?.cols === 90);
  await detach(terminal);
  terminal.press('q');
  expect(await terminal.exit).toEqual({ exitCode: 0 });
  expect(terminal.restored()).toEqual(everythingRestored);
});

test('below 60 columns list and pane take turns by Tab; `z` gives a wide screen to the pane alone', async () => {
  await startAgent(sandbox, 'frame', fixture('draws-its-frame'));
  const terminal = sandbox.open([], { cols: 40, rows: 10 });
  await terminal.until('the list is shown alone', (screen) => /1 frame/.test(screen.text()) && !screen.includes('SIZE'));
  terminal.press('tab');
  await terminal.until('the pane is shown alone', (screen) => screen.includes('SIZE') && screen.row(0).startsWith('─ frame'));
  terminal.press('tab');
  await terminal.until('the list is back', (screen) => /1 frame/.test(screen.text()) && !screen.includes('SIZE'));
  terminal.resize(120, 30);
  terminal.press('z');
  await terminal.until('the agent has the whole width', (screen) => drawnFrame(screen)?.cols === 120);
  terminal.press('z');
  await terminal.until('the list is beside it again', (screen) => drawnFrame(screen)?.cols === 83 && screen.includes('Agents'));
});

const styles = (terminal: Terminal) =>
  [...terminal.written().matchAll(new RegExp(`${CSI.replace('[', '\\[')}([\\d;:]*)m`, 'g'))].flatMap(([, list]) => (list ?? '').split(';'));

const POOR: readonly (readonly [string, OpenOptions, (terminal: Terminal) => void])[] = [
  ['answers no query', { answers: 'mute' }, (terminal) => expect(terminal.screen.text()).toContain('─')],
  [
    'knows 16 colours and no UTF-8',
    { env: { TERM: 'linux', COLORTERM: '', LANG: 'C' } },
    (terminal) => {
      expect(terminal.screen.text()).toMatch(/^[ -~\n]+$/);
      expect(styles(terminal)).not.toContain('38');
    },
  ],
  [
    'wants no colours',
    { env: { NO_COLOR: '1' } },
    (terminal) => expect(styles(terminal).filter((style) => /^(?:[349]|10)\d/.test(style))).toEqual([]),
  ],
];

test.each(POOR)('a terminal that %s shows and works the same', async (_name, options, check) => {
  await startAgent(sandbox, 'echo', fixture('echoes'));
  const terminal = sandbox.open([], { cols: 80, rows: 24, ...options });
  await terminal.until('the agent is shown', (screen) => screen.includes('READY'));
  terminal.press('enter');
  await terminal.until('it is attached', (screen) => screen.row(-1).includes('Ctrl-Q leaves'));
  terminal.type('hello\r');
  await terminal.until('it answers', (screen) => screen.includes('got: hello'));
  check(terminal);
  terminal.press('ctrl-q', 'q');
  expect(await terminal.exit).toEqual({ exitCode: 0 });
  expect(terminal.restored()).toEqual(everythingRestored);
});
