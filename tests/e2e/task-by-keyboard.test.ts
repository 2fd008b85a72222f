// A task from the first key to the merge, and the other ways it can end, by keys alone: what a person does all day.
import { existsSync } from 'node:fs';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeSandbox, type Sandbox } from '../helpers/sandbox.js';
import { agentOf, fixture, prose, startAgent, statusOf } from '../helpers/story.js';
import { everythingRestored, type Terminal } from '../helpers/terminal.js';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await makeSandbox({ files: { 'README.md': 'A widget.\n', 'src/add.js': 'export const add = (a, b) => a - b;\n' } });
});
afterEach(() => sandbox.end());

const shows = (terminal: Terminal, ...texts: readonly string[]) =>
  terminal.until(`${texts.join(' and ')} is shown`, (screen) => texts.every((text) => prose(screen).includes(text)));
const hides = (terminal: Terminal, text: string) => terminal.until(`${text} is gone`, (screen) => !screen.includes(text));

test('`n` with a text of two lines and a chosen CLI, then diff, timeline, help, palette, and a merge by `f`', async () => {
  const terminal = sandbox.open();
  await shows(terminal, 'No agents yet.');
  terminal.press('n');
  await shows(terminal, 'New task');
  terminal.type('write src/add.js with "export const add = (a, b) => a + b;" unasked');
  terminal.press('ctrl-j');
  terminal.paste('The second line\nand a third one.');
  await shows(terminal, 'The second line and a third one.');
  terminal.press('tab', 'right');
  await terminal.until('codex is chosen', (screen) => /‹ ?codex ?›/.test(screen.text()));
  terminal.press('enter');
  await shows(terminal, '> write src/add.js with', 'The second line and a third one.', 'DONE: wrote src/add.js.');
  await terminal.until('it rests', (screen) => /○ 1 /.test(screen.text()));
  const { agents } = await statusOf(sandbox);
  expect(agents).toMatchObject([{ name: 'write-src-add-js-with-export', harness: 'codex', branch: 'orch/write-src-add-js-with-export' }]);

  terminal.press('d');
  await shows(
    terminal,
    'Diff of write-src-add-js-with-export',
    '- export const add = (a, b) => a - b;',
    '+ export const add = (a, b) => a + b;',
  );
  terminal.press('q', 'l');
  await shows(terminal, 'Timeline', 'goal: write src/add.js');
  terminal.press('q', '?');
  await shows(terminal, 'attach', 'PgUp', 'Ctrl-P');
  terminal.press('q', 'ctrl-p');
  await shows(terminal, 'Palette');
  terminal.type('finish');
  terminal.press('enter');
  await shows(terminal, 'Finish write-src-add-js-with-export', 'Finish as');
  for (let turns = 0; turns < 4 && !/‹ ?merge ?›/.test(terminal.screen.text()); turns++) {
    const before = terminal.screen.text();
    terminal.press('right');
    await terminal.until('another way is chosen', (screen) => screen.text() !== before);
  }
  await shows(terminal, 'merges orch/write-src-add-js-with-export into main');
  terminal.press('enter');
  await terminal.until('it is merged', (screen) => /✓ 1 .*merged/.test(screen.text()));
  expect(await sandbox.git('show', 'main:src/add.js')).toBe('export const add = (a, b) => a + b;\n');
  expect(await sandbox.git('status', '--porcelain')).toBe('');
  expect(await sandbox.git('log', '--format=%an', 'main')).toMatch(/^Pat Person\n/);
  expect(await agentOf(sandbox, 'write-src-add-js-with-export')).toMatchObject({ state: 'done', result: { kind: 'merge' } });
  terminal.press('q');
  expect(await terminal.exit).toEqual({ exitCode: 0 });
  expect(terminal.restored()).toEqual(everythingRestored);
});

test('`x` stops after a question whose safe answer is preselected; `X` removes, saves the work, and says how to get it back', async () => {
  await startAgent(sandbox, 'echo', fixture('echoes'));
  const terminal = sandbox.open([], { cols: 80, rows: 24 });
  await shows(terminal, 'READY');
  const { worktree } = await agentOf(sandbox, 'echo');
  await sandbox.cli(['send', 'echo', 'hello', '--wait']);
  terminal.press('x');
  await shows(terminal, 'Stop echo?', 'its branch orch/echo stay, with everything in them.');
  terminal.press('enter');
  await hides(terminal, 'Stop echo?');
  expect((await agentOf(sandbox, 'echo')).pid).not.toBeNull();
  terminal.press('x', 'y');
  await terminal.until('it has stopped', (screen) => /■ 1 echo .*stopped/.test(screen.text()));
  expect(existsSync(worktree ?? '')).toBe(true);

  await sandbox.git('-C', worktree ?? '', 'rm', '--quiet', 'README.md');
  terminal.press('X');
  await shows(terminal, 'Remove echo?', 'is saved first as a rescue ref');
  terminal.press('y');
  await shows(terminal, 'Removed', 'refs/orch/rescue/echo-', 'To get it back:', 'trash restore echo');
  terminal.press('enter');
  await shows(terminal, 'No agents yet.');
  expect(existsSync(worktree ?? '')).toBe(false);
  const ref = (await sandbox.git('for-each-ref', '--format=%(refname)', 'refs/orch/rescue')).trim();
  expect(await sandbox.git('ls-tree', '--name-only', '-r', ref)).toBe('src/add.js\n');
  const [{ name }] = (await sandbox.cli(['trash', 'list', '--json'])).json<{ entries: [{ name: string }] }>().entries;
  expect(await sandbox.cli(['trash', 'restore', name])).toMatchObject({ exitCode: 0 });
});

test('`Ctrl-E` writes the task in $EDITOR over the whole screen; `Q` stops everything and quits after a question', async () => {
  const editor = `sh -c 'printf "EDITING "; cat "$1"; read line; printf "%s from the editor" "$line" > "$1"' sh`;
  const terminal = sandbox.open([], { cols: 80, rows: 24, env: { EDITOR: editor } });
  await shows(terminal, 'No agents yet.');
  terminal.press('n');
  terminal.type('begun here');
  await shows(terminal, 'begun here');
  terminal.press('ctrl-e');
  await terminal.until('the editor has the screen', (screen) => screen.row(0) === 'EDITING begun here');
  terminal.type('hang\r');
  await shows(terminal, 'New task', 'hang from the editor');
  terminal.press('enter');
  await shows(terminal, '> hang from the editor');
  terminal.press('Q');
  await shows(terminal, 'Stop everything and quit?', 'hang-from-the-editor');
  terminal.press('tab', 'enter');
  expect(await terminal.exit).toEqual({ exitCode: 0 });
  expect(terminal.restored()).toEqual(everythingRestored);
  expect(await statusOf(sandbox)).toMatchObject({ host: null, agents: [{ name: 'hang-from-the-editor', state: 'stopped', pid: null }] });
});

test('what is refused says why, keeps the text, and nothing is half made', async () => {
  const terminal = sandbox.open([], { cols: 80, rows: 24 });
  await shows(terminal, 'No agents yet.');
  terminal.press('n', 'enter');
  await shows(terminal, 'The task is empty');
  terminal.type('do what I say');
  // Up to the field of the base branch.
  terminal.press('tab', 'tab', 'tab');
  terminal.type('-nowhere');
  await shows(terminal, 'main-nowhere');
  terminal.press('enter');
  await shows(terminal, 'New task', 'do what I say', 'main-nowhere', 'there is no such branch');
  expect((await statusOf(sandbox)).agents).toEqual([]);
  expect(await sandbox.git('branch', '--list', 'orch/*')).toBe('');
  terminal.press('escape');
  await shows(terminal, 'No agents yet.');
  terminal.press('n');
  await shows(terminal, 'do what I say');
});

test('`s` sends a message, `i` interrupts, `r` resumes with the conversation: all from the list', async () => {
  expect(await sandbox.cli(['run', 'hang in there', '--name', 'talks', '--agent', 'claude'])).toMatchObject({ exitCode: 0 });
  const terminal = sandbox.open();
  await terminal.until('it works', (screen) => screen.includes('> hang in there') && /● 1 talks/.test(screen.text()));
  terminal.press('i');
  await shows(terminal, 'Interrupted.', '❯');
  terminal.press('s');
  await shows(terminal, 'Message to talks');
  terminal.type('write a.txt with "x" unasked');
  terminal.press('enter');
  await shows(terminal, 'DONE: wrote a.txt.');
  terminal.press('x');
  await shows(terminal, 'Stop talks?');
  terminal.press('y');
  await terminal.until('it has stopped', (screen) => /■ 1 talks .*stopped/.test(screen.text()));
  terminal.press('r');
  // Until its CLI is there the pane shows what it showed before.
  await terminal.until('the conversation goes on', (screen) => /[●○~] 1 talks/.test(screen.text()) && screen.includes('> write a.txt'));
  expect((await agentOf(sandbox, 'talks')).pid).not.toBeNull();
});
