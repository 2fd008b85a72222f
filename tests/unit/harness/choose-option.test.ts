import { describe, expect, it } from 'vitest';
import { chooseOption } from '../../../src/core/harness/choose-option.js';
import { markedOptions, numberedOptions } from '../../../src/core/harness/dialog-options.js';

const CODEX = numberedOptions(
  "› 1. Yes, proceed (y)\n2. Yes, and don't ask again for these files (a)\n3. No, and tell Codex what to do differently (esc)",
);
const BYPASS = numberedOptions('❯ 1. No, exit\n2. Yes, I accept');
const GEMINI = numberedOptions('● 1. Allow for this session\n2. Allow once\n3. No, suggest changes (esc)');
const OFFER = markedOptions([
  { label: 'Yes, set auto mode as my default permission mode', isMarked: true },
  { label: 'No, keep manual mode', isMarked: false },
]);

describe('an answer by its name', () => {
  it.each([
    ['a number', CODEX, '2', "Yes, and don't ask again for these files"],
    ['allow is for once, never for good', GEMINI, 'allow', 'Allow once'],
    ['allow is not what stands first', BYPASS, 'allow', 'Yes, I accept'],
    ['deny of a list without numbers', OFFER, 'deny', 'No, keep manual mode'],
    ['deny', CODEX, 'deny', 'No, and tell Codex what to do differently'],
    ['deny is not what stands last', BYPASS, 'no', 'No, exit'],
    ['the beginning of its words', CODEX, 'yes, p', 'Yes, proceed'],
    ['words in any case, with blanks around them', BYPASS, '  YES, I ', 'Yes, I accept'],
  ])('%s', (_, options, choice, label) => {
    expect(chooseOption(options, choice)).toMatchObject({ ok: true, value: { label } });
  });

  it.each([
    ['a number that is not there', CODEX, '4'],
    ['a beginning that two have', CODEX, 'Yes,'],
    ['nothing', CODEX, ' '],
    ['no list at all', [], 'allow'],
    ['allow where that would be for ever', OFFER, 'allow'],
    ['allow where every answer is for good', numberedOptions('1. Always\n2. No'), 'allow'],
  ])('%s is refused, with what there is', (_, options, choice) => {
    const refused = chooseOption(options, choice);
    expect(refused).toMatchObject({ ok: false, error: { kind: 'usage' } });
    if (!refused.ok && options.length > 0) expect(refused.error.said).toContain(`1 ${options[0]?.label}`);
  });
});
