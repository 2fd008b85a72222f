// An agent that prints what should harm a terminal: nothing of it reaches the person's, and the screen stays usable beside it.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeSandbox, type Sandbox } from '../helpers/sandbox.js';
import { attach, detach, fixture, paneOrigin, startAgent } from '../helpers/story.js';
import { everythingRestored } from '../helpers/terminal.js';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await makeSandbox();
});
afterEach(() => sandbox.end());

const ESC = '\u001b';
/** Modes that our own screen sets or resets. */
const OURS = new Set(['1049', '25', '2004', '1004', '7', '2026', '69', '1000', '1002', '1003', '1006']);

test('clipboard, titles, notifications, links, modes and endless lines stay in the agent’s own terminal', async () => {
  await startAgent(sandbox, 'hostile', fixture('hostile-escapes'));
  await startAgent(sandbox, 'quiet', fixture('echoes'));
  const terminal = sandbox.open();
  await terminal.until('all of it is printed', (screen) => screen.includes('STILL HERE'));
  const { screen } = terminal;
  expect(screen.row(0)).toMatch(/^ widget {2}main/);
  expect(screen.row(-1)).toMatch(/Enter attach .*\? help/);
  const { row, col } = paneOrigin(screen);
  expect(screen.cell(row, col - 1).text).toBe('│');
  expect(screen.cell(row + 10, screen.cols - 1).text).toBe('│');

  // It goes on as if nothing were: others are chosen, typed to, and this one answers its keys.
  terminal.press('2');
  await terminal.until('the other agent is shown', (shown) => shown.includes('READY'));
  await attach(terminal);
  terminal.type('hello\r');
  await terminal.until('it answers', (shown) => shown.includes('got: hello'));
  await detach(terminal);
  terminal.press('l');
  await terminal.until('the timeline is shown', (shown) => shown.includes('goal: hostile'));
  terminal.press('q');
  await terminal.until('the list is back', (shown) => shown.includes('Agents'));
  terminal.press('1');
  await terminal.until('the hostile one is back', (shown) => shown.includes('STILL HERE'));
  terminal.press('q');
  expect(await terminal.exit).toEqual({ exitCode: 0 });
  expect(terminal.restored()).toEqual(everythingRestored);

  const written = terminal.written();
  // Operating system commands: our two colour questions, the rig's own report, nothing else.
  const commands = [...written.matchAll(new RegExp(`${ESC}\\](\\d*)`, 'g'))].map(([, number]) => number);
  expect(new Set(commands)).toEqual(new Set(['10', '11', '7777']));
  // Device controls, application commands, a reset, a test pattern, a new size of the window.
  expect(written).not.toMatch(new RegExp(`${ESC}(?:[PX_^c]|#8|\\[[\\d;]*t)`));
  expect(written).not.toMatch(/stolen|c3RvbGVu|javascript:/);
  const modes = [...written.matchAll(new RegExp(`${ESC}\\[\\?([\\d;]+)[hl]`, 'g'))].flatMap(([, list]) => (list ?? '').split(';'));
  expect(modes.filter((mode) => !OURS.has(mode))).toEqual([]);
  expect(written).not.toMatch(new RegExp(`${ESC}\\[\\?(?:1000|1002|1003|1006)h`));

  // What is kept of it is harmless where a person reads it, too.
  const status = await sandbox.cli(['status']);
  const logs = await sandbox.cli(['logs', 'hostile']);
  const picture = await sandbox.cli(['screen', 'hostile']);
  for (const { stdout, exitCode } of [status, logs, picture]) {
    expect(exitCode).toBe(0);
    expect(/[^\P{Cc}\n\t]/u.exec(stdout)).toBeNull();
    expect(/[\u202a-\u202e\u2066-\u2069]/u.exec(stdout)).toBeNull();
  }
  expect(logs.stdout).toContain('STILL HERE');
});

test('an agent that floods does not keep a person from another one, nor its own end from the screen', async () => {
  await startAgent(sandbox, 'flood', fixture('floods', String(40 * 1024 * 1024), '0'));
  await startAgent(sandbox, 'quiet', fixture('echoes'));
  const terminal = sandbox.open(['attach', 'quiet']);
  await terminal.until('the other agent is shown', (screen) => screen.includes('READY'));
  terminal.type('in between\r');
  await terminal.until('it answers', (screen) => screen.includes('got: in between'));
  await detach(terminal);
  terminal.press('1');
  await terminal.until('the flood has ended and is done', (screen) => screen.includes('FLOOD END') && /✓ 1 flood/.test(screen.text()));
  expect(terminal.written().length).toBeLessThan(40 * 1024 * 1024 * 0.02);
});
