// Terminals go, agents stay: a closed window, a lost line, a killed client; another terminal takes over, or only looks.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeSandbox, type Sandbox } from '../helpers/sandbox.js';
import { untilStopped } from '../helpers/stopped-process.js';
import { agentOf, attach, fixture, paneRows, startAgent, statusOf } from '../helpers/story.js';
import { everythingRestored, type Terminal } from '../helpers/terminal.js';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await makeSandbox();
});
afterEach(() => sandbox.end());

const shows = (terminal: Terminal, text: string) => terminal.until(`${text} is shown`, (screen) => screen.includes(text));

test('a closed window and a killed client change nothing for the agent, and the next terminal shows its screen', async () => {
  await startAgent(sandbox, 'echo', fixture('echoes'));
  const first = sandbox.open();
  await shows(first, 'READY');
  const { pid } = await agentOf(sandbox, 'echo');
  await attach(first);
  first.type('from the first\r');
  await shows(first, 'got: from the first');
  first.hangUp();
  await first.exit;

  const second = sandbox.open(['attach', 'ech'], { cols: 80, rows: 24 });
  await second.until('it is attached at once, and shows what was there', (screen) => {
    return screen.includes('got: from the first') && screen.row(-1).includes('Ctrl-Q leaves');
  });
  second.type('from the second\r');
  await shows(second, 'got: from the second');
  process.kill(second.pid ?? 0, 'SIGKILL');
  expect(await second.exit).toEqual({ exitCode: 137 });

  const third = sandbox.open();
  await shows(third, 'got: from the second');
  expect((await agentOf(sandbox, 'echo')).pid).toBe(pid);
  expect((await statusOf(sandbox)).host?.clients).toBe(1);
});

test.each([
  ['SIGTERM', 143],
  ['SIGHUP', 129],
  ['SIGINT', 130],
] as const)('a client that gets %s restores its terminal and leaves; agents go on', async (signal, exitCode) => {
  await startAgent(sandbox, 'echo', fixture('echoes'));
  const terminal = sandbox.open();
  await shows(terminal, 'READY');
  await attach(terminal);
  process.kill(terminal.pid ?? 0, signal);
  expect(await terminal.exit).toEqual({ exitCode });
  expect(terminal.restored()).toEqual(everythingRestored);
  expect((await agentOf(sandbox, 'echo')).pid).not.toBeNull();
});

test.each([
  ['a client', []],
  ['host and screen in one process', ['--foreground']],
])('told to stop, %s leaves the terminal to the shell, and shows the agent again when it goes on', async (_who, args) => {
  const terminal = sandbox.open(args);
  await shows(terminal, 'n new');
  await startAgent(sandbox, 'echo', fixture('echoes'));
  await shows(terminal, 'READY');
  await attach(terminal);
  process.kill(terminal.pid ?? 0, 'SIGTSTP');
  // The terminal may have been asked how fast the line is (DSR 5n) just before: its answer comes to the shell then, which echoes it.
  const isShells = (text: string) => text.replaceAll('^[[0n', '').trim() === '';
  await terminal.until('the shell has its screen back', (screen) => isShells(screen.text()) && screen.cursor.isVisible);
  await untilStopped(terminal.pid ?? 0);
  process.kill(terminal.pid ?? 0, 'SIGCONT');
  await shows(terminal, 'READY');
  terminal.type('after the stop\r');
  await shows(terminal, 'got: after the stop');
});

test('a client with a bug restores its terminal before it says what went wrong', async () => {
  await startAgent(sandbox, 'echo', fixture('echoes'));
  const bug = "process.on('SIGUSR2', () => { throw new Error('a bug of ours') })";
  const terminal = sandbox.open([], { env: { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(bug)}` } });
  await shows(terminal, 'READY');
  await attach(terminal);
  process.kill(terminal.pid ?? 0, 'SIGUSR2');
  expect((await terminal.exit).exitCode).toBe(1);
  expect(terminal.restored()).toEqual(everythingRestored);
  expect(terminal.screen.text()).toContain('a bug of ours');
});

test('a read-only screen shows the agent at its own size and lets nothing through', async () => {
  await startAgent(sandbox, 'echo', fixture('tells-bytes'));
  const owner = sandbox.open([], { cols: 120, rows: 40 });
  await shows(owner, 'READY');
  await attach(owner);
  owner.type('first\r');
  await shows(owner, 'first<0d>');

  const guest = sandbox.open(['attach', 'echo', '--read-only'], { cols: 70, rows: 20 });
  await shows(guest, 'first<0d>');
  const size = /\d+x\d+/.exec(guest.screen.text())?.[0];
  guest.type('guest');
  guest.press('enter', 'x', 'X', 'n', 'Q', 'ctrl-c');
  expect(await guest.exit).toEqual({ exitCode: 0 });
  expect(guest.restored()).toEqual(everythingRestored);

  owner.type('second\r');
  await owner.until('only the owner typed', (screen) => paneRows(screen, 3)[2] === 'second<0d>');
  expect(paneRows(owner.screen, 2)).toEqual(['READY', 'first<0d>']);
  // The guest saw a terminal of the owner's size, and said so.
  expect(size).toBe('83x35');
});
