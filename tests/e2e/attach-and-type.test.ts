// A person types to an agent through the screen: every key and paste arrives as it was sent, what the agent shows stands where it put it.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeSandbox, type Sandbox } from '../helpers/sandbox.js';
import { attach, detach, fixture, paneOrigin, paneRows, startAgent } from '../helpers/story.js';
import { everythingRestored } from '../helpers/terminal.js';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await makeSandbox();
});
afterEach(() => sandbox.end());

test('keys reach the attached agent unchanged, Ctrl-Q leaves it, and Ctrl-Q twice sends one through', async () => {
  await startAgent(sandbox, 'typist', fixture('tells-bytes'));
  const terminal = sandbox.open();
  await terminal.until('the agent is shown', (screen) => screen.includes('READY'));
  const says = (row: number, text: string) =>
    terminal.until(`row ${row} of the agent says ${text}`, (screen) => paneRows(screen, row + 1)[row] === text);

  await attach(terminal);
  terminal.press('q', 'x', '?', 'ctrl-c', 'ctrl-p', 'tab', 'escape', 'enter');
  await says(1, 'qx?<03><10><09><1b><0d>');
  terminal.press('up', 'right', 'home', 'pageup', 'delete', 'f1', 'f5', 'shift-tab', 'alt-x', 'backspace', 'enter');
  await says(2, '<1b>[A<1b>[C<1b>[H<1b>[5~<1b>[3~<1b>OP<1b>[15~<1b>[Z<1b>x<7f><0d>');
  terminal.type('ü日🤖\r');
  await says(3, '<c3><bc><e6><97><a5><f0><9f><a4><96><0d>');
  // Without bracketed paste in the agent's terminal: what the keys of that text would send.
  terminal.paste('one\ntwo\n');
  await says(4, 'one<0d>');
  await says(5, 'two<0d>');

  terminal.press('ctrl-q', 'ctrl-q', 'enter');
  await says(6, '<11><0d>');
  await detach(terminal);
  terminal.press('q');
  expect(await terminal.exit).toEqual({ exitCode: 0 });
  expect(terminal.restored()).toEqual(everythingRestored);
});

test('arrows, pastes and focus are sent as the modes of the agent’s own terminal ask, whatever those of the person’s are', async () => {
  await startAgent(sandbox, 'typist', fixture('tells-bytes', '1;2004;1004'));
  const terminal = sandbox.open();
  await terminal.until('the agent is shown', (screen) => screen.includes('READY'));
  await attach(terminal);
  terminal.press('up', 'left', 'enter');
  await terminal.until('arrows came in application mode, after the focus', (screen) => paneRows(screen, 2)[1] === '<1b>[I<1b>OA<1b>OD<0d>');
  terminal.paste('one\ntwo');
  terminal.press('enter');
  await terminal.until('the paste is one paste', (screen) => {
    const [, , first, second] = paneRows(screen, 4);
    return first === '<1b>[200~one<0d>' && second === 'two<1b>[201~<0d>';
  });
  // The person's own terminal has none of those modes on beyond our own.
  expect(terminal.written()).not.toContain('\u001b[?1h');
  await detach(terminal);
});

test('wide, joined, combining and right-to-left characters stand in the columns that the agent means, on every terminal', async () => {
  await startAgent(sandbox, 'wide', fixture('shows-wide-characters'));
  for (const size of [
    { cols: 140, rows: 40 },
    { cols: 80, rows: 24 },
  ]) {
    const terminal = sandbox.open([], size);
    await terminal.until('the agent is shown', (screen) => screen.includes('WIDE END'));
    const { screen } = terminal;
    const { row, col } = paneOrigin(screen);
    const edges = Array.from({ length: 8 }, (_, index) => {
      const width = Number.parseInt(screen.cell(row + index, col).text + screen.cell(row + index, col + 1).text, 10);
      return screen.cell(row + index, col + String(width).length + 1 + width).text;
    });
    expect(edges).toEqual(Array(8).fill('|'));
    expect(screen.cell(row + 1, col + 2)).toMatchObject({ text: '日', width: 2 });
    expect(screen.cell(row + 4, col + 2)).toMatchObject({ text: 'e\u0301', width: 1 });
    if (size.cols < 100) continue;
    const rightBorder = Array.from({ length: 8 }, (_, index) => screen.cell(row + index, size.cols - 1).text);
    expect(rightBorder).toEqual(Array(8).fill('│'));
  }
});

test('an agent’s alternate screen is shown at the pane’s size, and its main screen whole when it comes back', async () => {
  await startAgent(sandbox, 'pager', fixture('uses-alternate-screen'));
  const terminal = sandbox.open([], { cols: 80, rows: 24 });
  await terminal.until('it drew for this pane', (screen) => screen.includes('ALT 80x18') && screen.includes('press q'));
  await attach(terminal);
  expect(terminal.screen.cursor.isVisible).toBe(false);
  terminal.type('q');
  await terminal.until('its main screen is back', (screen) => {
    const [first, second, ...rest] = paneRows(screen, 10);
    return first === 'MAIN' && second === 'BACK' && rest.every((row) => row === '');
  });
  await terminal.until('it is done', (screen) => /✓ 1 pager/.test(screen.text()));
});
