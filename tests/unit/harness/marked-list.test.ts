import { describe, expect, it } from 'vitest';
import { markedList } from '../../../src/core/harness/marked-list.js';

const listed = (...rows: readonly string[]) => markedList(rows).map(({ label, isMarked }) => (isMarked ? `*${label}` : label));

describe('a list without numbers', () => {
  it.each([
    ['its mark on the first row', [' Which?', '', ' ❯ Yes', '   No'], ['*Yes', 'No']],
    ['its mark on the last row', [' Which?', '', '   Yes', ' ❯ No', '', ' Enter to confirm'], ['Yes', '*No']],
    ['in a frame', ['│ Which?  │', '│         │', '│ ● Yes   │', '│   No    │'], ['*Yes', 'No']],
    ['the last of two', [' ❯ old', '', ' › Yes', '   No'], ['*Yes', 'No']],
    ['words that stand deeper end it', [' ❯ Yes', '   No', '      because'], ['*Yes', 'No']],
    ['a list with numbers is another', [' ❯ 1. Yes', '   2. No'], []],
    ['no mark', [' Yes', ' No'], []],
  ] as const)('%s', (_, rows, expected) => {
    expect(listed(...rows)).toEqual(expected);
  });
});
