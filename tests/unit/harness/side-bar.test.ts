import { describe, expect, it } from 'vitest';
import { claude } from '../../../src/core/harness/claude.js';
import { opencode } from '../../../src/core/harness/opencode.js';
import { withoutPane, withoutSideBar } from '../../../src/core/harness/side-bar.js';

const beside = (left: string, right: string) => `${left.padEnd(100)}${right}`.trimEnd();
const BAR = ['Widget work', '', 'Context', '1,240 tokens', '1% used'];

describe('a side bar', () => {
  it('is cut off, and the rows that had text beside it are told', () => {
    const left = ['┃ the task', '', '  words', '', '  more'];
    expect(withoutSideBar(left.map((row, at) => beside(row, BAR[at]!)))).toEqual({
      rows: left,
      beside: ['┃ the task', '  words', '  more'],
    });
  });

  it.each([
    ['fewer rows than it has', BAR.slice(0, 3).map((fact) => beside('words', fact))],
    ['something crosses its column', [...BAR.map((fact) => beside('words', fact)), '▀'.repeat(140)]],
    [
      'its rows begin in the left half',
      ['a list    of words', 'a list    of rows', 'a list    of dogs', 'a list    of cats', 'x'.repeat(9)],
    ],
  ])('there is none: %s', (_, rows) => {
    expect(withoutSideBar(rows)).toEqual({ rows, beside: [] });
  });

  it('hides no part of a command: one that had something cut off is not known', () => {
    const dialog = (command: string) => {
      const rows = ['┃', '┃  △ Permission required', '┃    # Shell command', command, '┃', '┃   Allow once   Allow always   Reject'];
      return opencode.read({ kind: 'screen', text: rows.map((row, at) => (at === 3 ? row : beside(row, BAR[at] ?? 'LSP'))).join('\n') })
        ?.dialog;
    };
    expect([dialog('┃  $ ls'), dialog(beside('┃  $ ls', '&& rm -rf ~'))].map((asked) => asked?.command)).toEqual(['ls', null]);
  });
});

describe('a pane beside the conversation', () => {
  const pane = (rows: readonly string[], width = 94) => rows.map((row) => `${row.padEnd(width)}│+ const widget = 1;`);
  const asks = [
    '❯ write a.txt',
    '',
    '● I write it first.',
    '',
    '─'.repeat(94),
    ' Create file',
    ' a.txt',
    ' Do you want to create a.txt?',
    ' ❯ 1. Yes',
    '   2. No',
    '',
    ' Esc to cancel',
  ];

  it('is no part of a dialog', () => {
    expect(claude.read({ kind: 'screen', text: pane(asks).join('\n') })).toMatchObject({
      asks: 'permission',
      evidence: 'create a.txt?',
      dialog: { path: 'a.txt', options: [{ label: 'Yes' }, { label: 'No' }] },
    });
  });

  it.each([
    ['its line ends before the last row', [...pane(asks), 'more']],
    ['it is the border of a box', pane(asks, 20)],
    ['there are few rows', pane(asks.slice(0, 5))],
  ])('there is none: %s', (_, rows) => {
    expect(withoutPane(rows)).toEqual(rows);
  });
});
