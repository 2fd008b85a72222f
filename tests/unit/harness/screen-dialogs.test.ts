// What the dialogs of the real CLIs offer: the answers with their keys, and what would be done, where that can be told for sure.
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { AGENT_CLIS } from '../../../src/core/harness/registry.js';

const FOLDER = new URL('../../fixtures/screens/', import.meta.url);
const COMMIT = "sleep 2; git add -A && git commit -q -m 'agent: add hello.txt' && git log --oneline -1";

const read = (cli: string, text: string) => AGENT_CLIS.find(({ name }) => name === cli)!.read({ kind: 'screen', text });

describe('the dialog of a question', () => {
  const dialog = (file: string) => {
    const harness = AGENT_CLIS.find(({ name }) => name === file.split('-')[0])!;
    const found = harness.read({ kind: 'screen', text: readFileSync(new URL(`${file}.txt`, FOLDER), 'utf8') })?.dialog;
    return found === undefined ? null : { ...found, shown: undefined, options: found.options.map(({ label, keys }) => [label, ...keys]) };
  };
  const ESC = '\u001b';
  const RIGHT = `${ESC}[C`;
  const DOWN = `${ESC}[B`;

  it.each([
    [
      'claude-2.1.197-permission-shell',
      // Its second row may be another row of the command: from the screen alone the command is not known for sure.
      {
        tool: 'shell',
        command: null,
        path: null,
        options: [
          ['Yes', '\r'],
          ["Yes, and don't ask again for git add and git commit commands in /home/me/repo", '2'],
          ['No', '3'],
        ],
      },
    ],
    [
      'codex-0.169.0-permission-shell',
      {
        tool: 'shell',
        command: COMMIT,
        path: null,
        options: [
          ['Yes, proceed', 'y'],
          ["Yes, and don't ask again for commands that start with `sleep 2`", 'p'],
          ['No, and tell Codex what to do differently', ESC],
        ],
      },
    ],
    [
      'codex-0.169.0-permission-edit',
      {
        tool: 'edit',
        command: null,
        path: '/home/me/repo/hello.txt',
        options: [
          ['Yes, proceed', 'y'],
          ["Yes, and don't ask again for these files", 'a'],
          ['No, and tell Codex what to do differently', ESC],
        ],
      },
    ],
    [
      'gemini-0.61.0-permission-shell',
      {
        tool: 'shell',
        command: COMMIT,
        path: null,
        options: [
          ['Allow once', '\r'],
          ['Allow for this session', '2'],
          ['No, suggest changes', ESC],
        ],
      },
    ],
    [
      'gemini-0.61.0-permission-beside-trust',
      {
        tool: 'shell',
        command: null,
        path: null,
        options: [
          ['Allow once', '\r'],
          ['No, suggest changes', ESC],
        ],
      },
    ],
    [
      'opencode-1.18.33-permission-shell',
      {
        tool: 'shell',
        command: COMMIT,
        path: null,
        options: [
          ['Allow once', '\r'],
          ['Allow always', RIGHT, '\r'],
          ['Reject', RIGHT, RIGHT, '\r'],
        ],
      },
    ],
    [
      'opencode-1.18.33-choice',
      {
        tool: null,
        command: null,
        path: null,
        options: [
          ['8080', '1'],
          ['9090', '2'],
          ['Type your own answer', '3'],
        ],
      },
    ],
    [
      'claude-2.1.332-offered',
      {
        tool: null,
        command: null,
        path: null,
        options: [
          ['Yes, set auto mode as my default permission mode', '\r'],
          ['No, keep manual mode', DOWN, '\r'],
        ],
      },
    ],
    [
      'claude-2.1.197-bypass',
      {
        tool: null,
        command: null,
        path: null,
        options: [
          ['No, exit', '\r'],
          ['Yes, I accept', '2'],
        ],
      },
    ],
  ] as const)('%s', (file, expected) => {
    expect(dialog(file)).toEqual({ ...expected, shown: undefined });
  });

  it.each([
    [
      'printed above it',
      'Would you like to run the following command?\n  $ npm test\n\n  Would you like to run the following command?\n  $ rm -rf ~\n› 1. Yes, proceed (y)\n  2. No (esc)',
    ],
    [
      'that is part of the command',
      'Would you like to run the following command?\n  $ rm -rf ~\n  Would you like to run the following command?\n  $ npm test\n› 1. Yes, proceed (y)\n  2. No (esc)',
    ],
  ])('names no command when there is another head of a dialog, %s', (_, text) => {
    expect(read('codex', text)?.dialog).toMatchObject({ tool: 'shell', command: null });
  });

  it('names no command that goes over two rows', () => {
    const text = [
      '  Would you like to run the following command?',
      '  $ npm test -- --a-very-long-option',
      '    && rm -rf build',
      '› 1. Yes, proceed (y)',
      '  2. No (esc)',
    ].join('\n');
    expect(AGENT_CLIS.find(({ name }) => name === 'codex')!.read({ kind: 'screen', text })?.dialog).toMatchObject({
      tool: 'shell',
      command: null,
    });
  });
});

describe('a question in words', () => {
  const ASKED = 'Before I start: which port should it listen on?';
  const CLIS = ['claude-2.1.197', 'codex-0.169.0', 'gemini-0.61.0', 'opencode-1.18.33'] as const;

  it.each(['Shall I go on? (y/n)', 'Is it "widget", or "gadget?"', 'Shall I (really?)'])('%s', (words) => {
    const asked = CLIS.map((cli) =>
      read(cli.split('-')[0]!, readFileSync(new URL(`${cli}-asked.txt`, FOLDER), 'utf8').replace(ASKED, words)),
    );
    expect(asked.map((reading) => [reading?.asks, reading?.evidence])).toEqual(CLIS.map(() => ['text', words]));
  });

  it('is read beside a scroll bar', () => {
    const screen = readFileSync(new URL('opencode-1.18.33-asked.txt', FOLDER), 'utf8');
    const rows = screen.split('\n');
    const end = rows.findLastIndex((row) => row.includes('▣')) + 1;
    const scrolled = rows.map((row, at) => (at < end ? `${row.padEnd(98)}█` : row));
    expect(read('opencode', scrolled.join('\n'))?.asks).toBe('text');
  });

  it('with more words behind it is none: it may be of the work', () => {
    const screen = readFileSync(new URL('claude-2.1.197-asked.txt', FOLDER), 'utf8').replace(ASKED, 'Which port? I took 8080.');
    expect(read('claude', screen)?.asks).toBeUndefined();
  });
});
