// The input line of each CLI, read from its real screens: empty, with a hint, written into, over several lines, with the cursor at its beginning.
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { claude } from '../../../src/core/harness/claude.js';
import { codex } from '../../../src/core/harness/codex.js';
import { gemini } from '../../../src/core/harness/gemini.js';
import type { Harness } from '../../../src/core/harness/harness.js';
import { opencode } from '../../../src/core/harness/opencode.js';

const SCREENS = fileURLToPath(new URL('../../fixtures/screens/', import.meta.url));
const HARNESSES: Readonly<Record<string, Harness>> = { claude, codex, gemini, opencode };

/** As on the screen of a recording, the cursor in front of everything, where hints have it. */
function recorded(file: string): string | null | undefined {
  const name = file.slice(0, file.indexOf('-'));
  return HARNESSES[name]?.input?.read({ text: readFileSync(SCREENS + file, 'utf8'), cursor: { x: 0, y: 0 } });
}

const RULE = '─'.repeat(40);
const CLAUDE = (line: string) => `● Done.\n\n${RULE}\n❯${line}\n${RULE}\n  ? for shortcuts`;
const CODEX = (line: string) => `• Done.\n\n› ${line}\n\n  gpt-6 default · ~/repo\n  ← for agents · ? for shortcuts`;
const GEMINI = (line: string) => `✦ Done.\n${'▄'.repeat(40)}\n > ${line}\n${'▀'.repeat(40)}\n ~/repo   main   no sandbox`;
const OPENCODE = (line: string) => `     ▣  Build\n\n  ┃\n  ┃  ${line}\n  ┃\n  ┃  Build · Model\n  ╹${'▀'.repeat(40)}\n   ~/repo  ctrl+p`;

describe('the input line on recorded screens', () => {
  const files = readdirSync(SCREENS).filter((file) => /-(?:idle|typed|asked|finished)\.txt$/.test(file));

  it.each(files)('of %s is read', (file) => {
    expect(recorded(file)).toMatch(file.endsWith('-typed.txt') ? /^write hello\.txt with "hi there"/ : /^$/);
  });

  it.each(readdirSync(SCREENS).filter((file) => /permission|trust|bypass/.test(file)))('there is none on %s', (file) => {
    expect(recorded(file)).toBeNull();
  });
});

describe.each([
  ['claude', claude, CLAUDE],
  ['codex', codex, CODEX],
  ['gemini', gemini, GEMINI],
  ['opencode', opencode, OPENCODE],
] as const)('the input line of %s', (_name, { input }, screen) => {
  const read = (line: string, cursor = { x: 0, y: 0 }) => input?.read({ text: screen(line), cursor });

  it('is empty, or holds what was written, wherever the cursor stands', () => {
    expect([read(''), read(' half a thought'), read(' ?')]).toEqual(['', 'half a thought', '?']);
  });

  it('holds all lines of a text', () => {
    const frame = screen === OPENCODE ? '  ┃  ' : '   ';
    expect(read(` one\n${frame}two\n${frame}\n${frame}three`)).toBe('one\ntwo\n\nthree');
  });
});

it('is read beside a pane of changes, which claude opens on a wide terminal (2.1.332)', () => {
  const rows = (line: string) =>
    `\n\n\n\n\n\n\n${CLAUDE(line)}`.split('\n').map((row, at) => `${row.padEnd(60)}│ ${at === 0 ? 'Changes' : '+ a row that was added'}`);
  const read = (line: string) => claude.input?.read({ text: rows(line).join('\n'), cursor: { x: 0, y: 0 } });
  expect([read(''), read(' half a thought')]).toEqual(['', 'half a thought']);
});

describe('an input line that a person has turned into a shell', () => {
  it.each([
    ['claude', claude, CLAUDE('').replace('❯', '!')],
    ['codex', codex, CODEX('').replace('› ', '!')],
    ['gemini', gemini, GEMINI('  Type your shell command').replace(' > ', ' ! ')],
    ['opencode', opencode, OPENCODE('').replace('Build · Model', 'Shell')],
  ] as const)('is not empty: a message would be run by %s', (_name, { input }, text) => {
    expect(input?.read({ text, cursor: { x: 0, y: 0 } })).toMatch(/^(?:!|Shell)/);
  });
});

describe('a hint', () => {
  it.each([
    ['claude', claude, CLAUDE(' Try "how do I log an error?"'), 3],
    ['codex', codex, CODEX('Ask Codex to do anything'), 2],
    ['gemini', gemini, GEMINI('  Type your message or @path/to/file'), 2],
    ['opencode', opencode, OPENCODE('Ask anything… "Fix broken tests"'), 3],
  ] as const)('of %s is no text, but for a person who wrote these words', (_name, { input }, text, y) => {
    expect(input?.read({ text, cursor: { x: 2, y } })).toBe('');
    expect(input?.read({ text, cursor: { x: 20, y } })).not.toBe('');
  });

  it('of opencode with a side bar on its right is none either', () => {
    const text = OPENCODE('').replaceAll(/^( {2}┃.*)$/gmu, (row) => `${row.padEnd(60)}Context 1.2K`);
    expect(opencode.input?.read({ text, cursor: { x: 0, y: 0 } })).toBe('');
  });
});

describe('a text that a CLI would obey', () => {
  const put = ({ input }: Harness, text: string) => input?.asMessage(text);

  it('goes in as a message', () => {
    expect(['/quit', '!rm -f x', '#note', 'exit', ' exit'].map((text) => put(claude, text))).toEqual([
      ' /quit ',
      ' !rm -f x',
      ' #note ',
      'Message: exit',
      'Message:  exit',
    ]);
    expect(['/quit', '!ls'].map((text) => put(codex, text))).toEqual([' /quit ', ' !ls']);
    expect(['/quit', ' /quit', '\n/quit', '!ls'].map((text) => put(gemini, text))).toEqual([
      'Message: /quit',
      'Message:  /quit',
      'Message: \n/quit',
      ' !ls',
    ]);
    expect(['/exit', 'quit', ':q'].map((text) => put(opencode, text))).toEqual([' /exit', 'Message: quit', 'Message: :q']);
  });

  it('gets a blank behind a name that proposals would be shown for', () => {
    for (const harness of [claude, codex, gemini, opencode]) {
      expect(put(harness, 'read @src/a.ts')).toBe('read @src/a.ts ');
      expect(put(harness, 'mail me@example.com about @a and more')).toBe('mail me@example.com about @a and more');
    }
    expect([put(claude, 'a path \\'), put(codex, 'use $imagegen')]).toEqual(['a path \\ ', 'use $imagegen ']);
  });

  it('is left alone otherwise', () => {
    for (const { input } of [claude, codex, gemini, opencode])
      for (const text of ['y', '?', 'please exit', 'a\n/quit now', 'see https://example.com/a']) expect(input?.asMessage(text)).toBe(text);
  });
});
