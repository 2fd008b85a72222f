// The built-in agent's screen: what stays and what is alive, on a terminal of 40 columns; and plain lines without one.
import { expect, it } from 'vitest';
import { AgentScreen } from '../../../src/cli/agent/screen.js';
import { sequences } from '../../../src/core/model/sequences.js';
import { Emulator } from '../../../src/core/screen/emulator.js';
import { screenText } from '../../../src/core/screen/screen-text.js';

function seated() {
  const emulator = new Emulator({
    cols: 40,
    rows: 12,
    scrollback: 100,
    theme: () => null,
    onReply: () => undefined,
    onSignal: () => undefined,
  });
  const write = (text: string) => emulator.parse(new TextEncoder().encode(text.replaceAll(/(?<!\r)\n/gu, '\r\n')), 0);
  const screen = new AgentScreen({ output: { isTTY: true, columns: 40, rows: 12, write }, input: { isTTY: true }, env: {} });
  return { screen, shown: () => screenText(emulator).trimEnd() };
}

it('what it says grows above the input line, whatever its pieces, and nothing of it acts', () => {
  const { screen, shown } = seated();
  screen.open();
  for (const piece of ['First li', 'ne\nSecond ', '\u001b', '[2Jline that is longer than the term', 'inal is wide\n', 'third'])
    screen.say(piece);
  screen.typed('half');
  expect(shown()).toBe('First line\nSecond line that is longer than the\nterminal is wide\nthird\n> half');
  screen.saidAll();
  screen.print('done', 'green');
  expect(shown()).toBe('First line\nSecond line that is longer than the\nterminal is wide\nthird\ndone\n> half');
});

it('a dialog stands in the place of the input line and goes without a trace', () => {
  const { screen, shown } = seated();
  screen.open();
  screen.print('before');
  screen.dialog(['May it?', '1. Yes', '2. No']);
  expect(shown()).toBe('before\nMay it?\n1. Yes\n2. No');
  screen.dialog(null);
  screen.print('after');
  expect(shown()).toBe('before\nafter\n>');
  screen.close();
  expect(shown()).toBe('before\nafter');
});

it('of a long line that is typed the end is shown, in one row', () => {
  const { screen, shown } = seated();
  screen.open();
  screen.typed(`${'one two '.repeat(20)}\nlast words`);
  expect(shown()).toMatch(/^> .* last words$/);
  expect(shown().length).toBeLessThanOrEqual(38);
});

it('without a terminal, or where nobody can type, there are plain lines alone', () => {
  for (const [out, input] of [
    [false, true],
    [true, false],
  ] as const) {
    let written = '';
    const output = { isTTY: out, write: (text: string) => (written += text) };
    const screen = new AgentScreen({ output, input: { isTTY: input }, env: {} });
    screen.open();
    screen.say('some\ntext');
    screen.saidAll();
    screen.print('red', 'red');
    screen.title('title');
    screen.mark(sequences.bracketedPasteOn);
    screen.close();
    expect(written).toBe('some\ntext\nred\n');
  }
});
