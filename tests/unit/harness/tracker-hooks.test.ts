// Hooks and screen together: the exact command beside the answers on the screen, several tools at once, and hooks that fall silent.
import { describe, expect, it } from 'vitest';
import { claude } from '../../../src/core/harness/claude.js';
import type { Reading } from '../../../src/core/harness/harness.js';
import { trackState } from '../../../src/core/harness/state-tracker.js';
import { type RecordedEvent, replay, told } from '../../helpers/replay-signals.js';

const INPUT = `${'─'.repeat(40)}\n❯ \n${'─'.repeat(40)}\n  ? for shortcuts`;
const WORKS = `${'─'.repeat(40)}\n❯ \n${'─'.repeat(40)}\n  esc to interrupt`;
const command = (...rows: readonly string[]) =>
  ` Bash command\n\n   ${rows.join('\n   ')}\n   Run it\n\n This command requires approval\n\n Do you want to proceed?\n ❯ 1. Yes\n   2. Yes, and don't ask again\n   3. No\n`;
const bash = (text: string) => JSON.stringify({ tool_name: 'Bash', tool_input: { command: text } });
const write = (path: string) => JSON.stringify({ tool_name: 'Write', tool_input: { file_path: path } });
const BEGUN: readonly RecordedEvent[] = [
  [100, 'hook', 'UserPromptSubmit {}'],
  [150, 'title', '⠂ Topic'],
];
const PROMPTED: Reading = {
  state: 'working',
  source: 'structured',
  rule: 'claude.hook.UserPromptSubmit',
  evidence: 'it was given a prompt',
};
const question = (events: readonly RecordedEvent[]) => replay({ harness: claude, events: [...BEGUN, ...events] }).at(-1)?.question;

describe('a permission of a hook and its dialog', () => {
  it('the answers come from the screen, the whole command from the hook', () => {
    const long = 'git add -A && git commit -q -m "a: b" && git log --oneline -1';
    const rows = [long.slice(0, 30).trim(), long.slice(30)];
    expect(
      question([
        [1000, 'hook', `PermissionRequest ${bash(long)}`],
        [1010, 'title', '✳ Topic'],
        [1300, 'screen', command(...rows)],
      ]),
    ).toMatchObject({
      text: `run \`${long}\`?`,
      command: long,
      tool: 'shell',
      with: 'policy',
      options: ['Yes', "Yes, and don't ask again", 'No'],
    });
  });

  it('the command is known before its dialog is drawn', () => {
    expect(question([[1000, 'hook', `PermissionRequest ${bash('npm test')}`]])).toMatchObject({ text: 'run `npm test`?', options: [] });
  });

  it('a dialog that was drawn before the hook told is joined with the next look', () => {
    const asked: readonly RecordedEvent[] = [
      [1000, 'title', '✳ Topic'],
      [1200, 'screen', command('npm test')],
      [1300, 'hook', `PermissionRequest ${bash('npm test')}`],
      [1300, 'screen', command('npm test')],
    ];
    expect(question(asked)).toMatchObject({ command: 'npm test', options: { length: 3 } });
  });

  it.each([
    ['another command', 'npm test', command('rm -rf x')],
    ['a longer one that begins with it', 'npm test', command('npm test && rm -rf x')],
    ['a longer one that ends with it', 'npm test', command('rm -rf x && npm test')],
    ['one that is cut', 'npm run build && npm test', command('npm run build …')],
    ['one over several rows that ends with it', 'npm test', command('cd a', 'cd b', 'cd c', 'npm test')],
  ])('is not said to be about %s', (_what, told, screen) => {
    expect(
      question([
        [1000, 'hook', `PermissionRequest ${bash(told)}`],
        [1300, 'screen', screen],
      ]),
    ).toMatchObject({ command: null });
  });

  it('two permissions at once: each dialog gets its own command, and one that may mean either gets none', () => {
    const both: readonly RecordedEvent[] = [
      [1000, 'hook', `PermissionRequest ${bash('npm test')}`],
      [1001, 'hook', `PermissionRequest ${bash('rm -rf x &&\nnpm test')}`],
    ];
    expect(question([...both, [1300, 'screen', command('rm -rf x &&', 'npm test')]])).toMatchObject({ command: null });
    expect(question([...both, [1300, 'screen', command('npm test')]])).toMatchObject({ command: 'npm test' });
    const next: readonly RecordedEvent[] = [
      ...both,
      [1300, 'screen', command('npm test')],
      [2000, 'hook', `PostToolUse ${bash('npm test')}`],
      [2300, 'screen', command('rm -rf x &&', 'npm test')],
    ];
    expect(question(next)).toMatchObject({ command: 'rm -rf x &&\nnpm test' });
  });

  it('beside one that could not be read, no dialog is said to be about another', () => {
    const events: readonly RecordedEvent[] = [
      [1000, 'hook', `PermissionRequest ${bash('npm test')}`],
      [1001, 'hook', 'PermissionRequest'],
      [1300, 'screen', command('npm test', 'rm -rf x')],
    ];
    expect(question(events)).toMatchObject({ command: null, with: 'policy' });
  });

  it('a file is known by its whole path, and only where the dialog names it', () => {
    const edit = ' Create file\n a/b.txt\n\n 1 hi\n Do you want to create b.txt?\n ❯ 1. Yes\n   3. No\n';
    expect(
      question([
        [1000, 'hook', `PermissionRequest ${write('/w/a/b.txt')}`],
        [1300, 'screen', edit],
      ]),
    ).toMatchObject({ text: 'create b.txt?', path: '/w/a/b.txt' });
    expect(
      question([
        [1000, 'hook', `PermissionRequest ${write('/w/a/c.txt')}`],
        [1300, 'screen', edit],
      ]),
    ).toMatchObject({ path: 'a/b.txt' });
  });
});

const ROWS: readonly (readonly [sentence: string, events: readonly RecordedEvent[], expected: readonly string[]])[] = [
  [
    'a turn: told by its hooks, whatever the titles say meanwhile',
    [
      ...BEGUN,
      [1000, 'hook', `PreToolUse ${bash('npm test')}`],
      [1100, 'hook', `PermissionRequest ${bash('npm test')}`],
      [1110, 'title', '✳ Topic'],
      [1400, 'screen', command('npm test')],
      [7000, 'hook', 'Notification {"notification_type":"permission_prompt"}'],
      [7100, 'osc9', 'Claude needs your permission'],
      [60_000, 'hook', `PostToolUse ${bash('npm test')}`],
      [60_010, 'title', '⠂ Topic'],
      [60_100, 'screen', WORKS],
      [61_000, 'hook', 'Stop {"last_assistant_message":"DONE."}'],
      [61_010, 'title', '✳ Topic'],
      [61_400, 'screen', INPUT],
    ],
    [
      'working by claude.hook.UserPromptSubmit',
      'waiting by claude.hook.PermissionRequest',
      'waiting by claude.hook.PermissionRequest',
      'working by claude.hook.PostToolUse',
      'idle by claude.hook.Stop',
    ],
  ],
  [
    'a question in words stands when a minute later it is told that nobody has answered',
    [
      ...BEGUN,
      [1000, 'hook', 'Stop {"last_assistant_message":"Which port?"}'],
      [1010, 'title', '✳ Topic'],
      [1400, 'screen', INPUT],
      [61_000, 'hook', 'Notification {"notification_type":"idle_prompt"}'],
      [61_400, 'screen', INPUT],
      [90_000, 'hook', 'UserPromptSubmit {}'],
    ],
    ['working by claude.hook.UserPromptSubmit', 'waiting by claude.hook.Stop', 'working by claude.hook.UserPromptSubmit'],
  ],
  [
    'one tool that goes on says nothing of another that asks',
    [
      ...BEGUN,
      [1000, 'hook', `PermissionRequest ${bash('npm test')}`],
      [1001, 'hook', `PreToolUse ${write('/w/a.txt')}`],
      [1002, 'hook', `PostToolUse ${write('/w/a.txt')}`],
      [1003, 'hook', 'PostToolUse'],
      [1010, 'title', '✳ Topic'],
      [1300, 'screen', command('npm test')],
    ],
    ['working by claude.hook.UserPromptSubmit', 'waiting by claude.hook.PermissionRequest', 'waiting by claude.hook.PermissionRequest'],
  ],
  [
    'a turn that was broken off fires no hook: title and screen tell, after 5 s',
    [...BEGUN, [2000, 'title', '✳ Topic'], [2300, 'screen', INPUT]],
    ['working by claude.hook.UserPromptSubmit', 'idle by claude.screen.input'],
  ],
  [
    'a title at rest alone is not believed: the screen must say so, too',
    [...BEGUN, [2000, 'title', '✳ Topic'], [2300, 'screen', WORKS]],
    ['working by claude.hook.UserPromptSubmit'],
  ],
  [
    'a rest that does not last is none',
    [...BEGUN, [2000, 'title', '✳ Topic'], [2300, 'screen', INPUT], [6000, 'title', '⠂ Topic'], [7000, 'screen', WORKS]],
    ['working by claude.hook.UserPromptSubmit'],
  ],
  [
    'an answer that was given by hand: its tool may run for long, and works',
    [
      ...BEGUN,
      [1000, 'hook', `PermissionRequest ${bash('npm test')}`],
      [1010, 'title', '✳ Topic'],
      [1300, 'screen', command('npm test')],
      [9000, 'title', '⠂ Topic'],
      [9100, 'screen', command('npm test')],
      [9900, 'screen', WORKS],
    ],
    [
      'working by claude.hook.UserPromptSubmit',
      'waiting by claude.hook.PermissionRequest',
      'waiting by claude.hook.PermissionRequest',
      'working by claude.title.working',
    ],
  ],
  [
    'no, by hand: the turn is over, and nothing asks any more',
    [
      ...BEGUN,
      [1000, 'hook', `PermissionRequest ${bash('npm test')}`],
      [1010, 'title', '✳ Topic'],
      [1300, 'screen', command('npm test')],
      [9000, 'screen', INPUT],
    ],
    [
      'working by claude.hook.UserPromptSubmit',
      'waiting by claude.hook.PermissionRequest',
      'waiting by claude.hook.PermissionRequest',
      'idle by claude.screen.input',
    ],
  ],
  [
    'a dialog that no hook has told of waits, after 5 s',
    [...BEGUN, [2000, 'title', '✳ Topic'], [2300, 'screen', ' Which one?\n ❯ 1. Red\n   2. Blue\n Enter to select\n']],
    ['working by claude.hook.UserPromptSubmit', 'waiting by claude.screen.choice'],
  ],
  [
    'a question at the end of a turn waits, in its own words, and the screen does not say it twice',
    [
      ...BEGUN,
      [2000, 'hook', 'Stop {"last_assistant_message":"I looked.\\nWhich port?"}'],
      [2010, 'title', '✳ Topic'],
      [2300, 'screen', `● I looked.\n  Which port?\n\n${INPUT}`],
    ],
    ['working by claude.hook.UserPromptSubmit', 'waiting by claude.hook.Stop'],
  ],
];

describe('the state by hooks', () => {
  it.each(ROWS)('%s', (_sentence, events, expected) => {
    expect(told(replay({ harness: claude, events }))).toEqual(expected);
  });

  it('asks for no timer while nothing contradicts a hook', () => {
    const tracker = trackState({ harness: claude, expects: 'work', now: 0 });
    tracker.take(PROMPTED, 100);
    tracker.feed({ kind: 'title', text: '⠂ Topic' }, 200);
    tracker.feed({ kind: 'screen', text: WORKS }, 600);
    expect(tracker.nextCheckAt).toBeNull();
  });

  it('the terminal is believed again when its structured source is lost', () => {
    const tracker = trackState({ harness: claude, expects: 'work', now: 0 });
    tracker.take(PROMPTED, 100);
    tracker.loseStructured(200);
    tracker.feed({ kind: 'title', text: '✳ Topic' }, 300);
    expect(tracker.check(9300)).toMatchObject({ state: 'idle', why: { rule: 'claude.title.rest' } });
  });
});
