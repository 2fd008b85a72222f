// The answers of a dialog and their keys, from rows without frames.
import { expect, it } from 'vitest';
import { numberedOptions } from '../../../src/core/harness/dialog-options.js';

const ESC = '\u001b';
const labelsAndKeys = (dialog: string) => numberedOptions(dialog).map(({ label, keys }) => [label, ...keys]);

it('an answer that is wrapped is one, with the key that is named at its end', () => {
  const dialog = [
    '› 1. Yes, proceed (y)',
    "  2. Yes, and don't ask again for commands that start with `git",
    'commit` (p)',
    '3. No, and tell Codex what to do differently (esc)',
    'Press enter to confirm or esc to cancel',
  ].join('\n');
  expect(labelsAndKeys(dialog.replaceAll(/^ +/gm, ''))).toEqual([
    ['Yes, proceed', 'y'],
    ["Yes, and don't ask again for commands that start with `git commit`", 'p'],
    ['No, and tell Codex what to do differently', ESC],
  ]);
});

it('what explains a short answer is no part of it, nor are the hints below the last', () => {
  expect(labelsAndKeys('❯ 1. 8080\nPort 8080\n2. 9090\nPort 9090\nEsc to cancel')).toEqual([
    ['8080', '\r'],
    ['9090', '2'],
  ]);
});

it('where no mark is seen every answer has its number', () => {
  expect(labelsAndKeys('1. Yes\n2. No')).toEqual([
    ['Yes', '1'],
    ['No', '2'],
  ]);
});
