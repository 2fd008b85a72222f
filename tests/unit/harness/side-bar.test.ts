import { describe, expect, it } from 'vitest';
import { opencode } from '../../../src/core/harness/opencode.js';
import { withoutSideBar } from '../../../src/core/harness/side-bar.js';

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
