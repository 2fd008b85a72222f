// What aider's screen says, by its documentation: its prompt, and its questions with letters. Nobody has seen it run here.
import { describe, expect, it } from 'vitest';
import { aider } from '../../../src/core/harness/aider.js';

const read = (text: string) => aider.read({ kind: 'screen', text });

describe('the screen of aider', () => {
  it.each([
    ['src/a.py\nCreate new file? (Y)es/(N)o [Yes]: ', 'Create new file?', 'edit', ['Yes', 'No']],
    ["npm test\nRun shell command? (Y)es/(N)o/(D)on't ask again [Yes]:", 'Run shell command?', 'shell', ['Yes', 'No', "Don't ask again"]],
    [
      "README.md\nAdd file to the chat? (Y)es/(N)o/(A)ll/(S)kip all/(D)on't ask again [Yes]: ",
      'Add file to the chat?',
      null,
      ['Yes', 'No', 'All', 'Skip all', "Don't ask again"],
    ],
  ] as const)('asks: %j', (text, evidence, tool, labels) => {
    const reading = read(text);
    expect(reading).toMatchObject({ state: 'waiting', asks: 'permission', evidence, dialog: { tool, command: null, path: null } });
    expect(reading?.dialog?.options.map(({ label }) => label)).toEqual(labels);
    expect(reading?.dialog?.options[1]?.keys).toEqual(['n', '\r']);
    // A letter that is being typed makes no other question of it.
    expect(read(`${text.trimEnd()} y`)?.dialog?.shown).toBe(reading?.dialog?.shown);
  });

  it.each(['Added a.py to the chat.\n> ', 'ask> ', 'architect> ', 'multi> ', 'ask multi> '])('rests at %j', (text) => {
    expect(read(text)).toMatchObject({ state: 'idle', rule: 'aider.screen.prompt' });
  });

  it.each([
    '> fix it\nI will change a.py',
    'Tokens: 2.1k sent',
    'Create new file? (Y)es/(N)o [Yes]: y\nApplied edit to a.py',
  ])('works at %j', (text) => {
    expect(read(text)).toMatchObject({ state: 'working', rule: 'aider.screen.busy' });
  });

  it('has an input line, in which no message is a command', () => {
    const line = (text: string) => aider.input?.read({ text, cursor: { x: 0, y: 0 } });
    expect([line('done\n> '), line('ask> half a thought'), line('Tokens: 2.1k sent')]).toEqual(['', 'half a thought', null]);
    expect(['/quit', '!rm x', 'exit', 'fix it'].map((text) => aider.input?.asMessage(text))).toEqual([
      'Message: /quit',
      'Message: !rm x',
      'Message: exit',
      'fix it',
    ]);
  });
});
