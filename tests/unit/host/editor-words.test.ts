// How each editor is told a line, and how the words of $EDITOR are read.
import { expect, it } from 'vitest';
import { argumentsAt, editorWords } from '../../../src/host/editor-words.js';

it.each([
  ['vim', ['+7', '/w/a.ts']],
  ['/usr/bin/nano', ['+7', '/w/a.ts']],
  ['emacsclient', ['+7', '/w/a.ts']],
  ['hx', ['/w/a.ts:7']],
  ['code', ['-g', '/w/a.ts:7']],
  ['ed', ['/w/a.ts']],
  ['/opt/my-editor', ['/w/a.ts']],
])('%s is told the line in its own words, or none', (program, told) => {
  expect(argumentsAt(program, '/w/a.ts', 7)).toEqual(told);
});

it.each([
  ['vim', ['vim']],
  ['code --wait', ['code', '--wait']],
  [`'/opt/my editor/bin' -n "two words"`, ['/opt/my editor/bin', '-n', 'two words']],
  ['vim "unclosed', null],
  ['  ', null],
])('%j is read as a shell reads its words', (command, words) => {
  expect(editorWords(command)).toEqual(words);
});
