// `--foreground`: host and screen in one process, with the same screen, the same socket and the same care for the terminal.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeSandbox, type Sandbox } from '../helpers/sandbox.js';
import { agentOf, attach, detach, fixture, startAgent, statusOf } from '../helpers/story.js';
import { everythingRestored, type Terminal } from '../helpers/terminal.js';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await makeSandbox();
});
afterEach(() => sandbox.end());

const shows = (terminal: Terminal, text: string) => terminal.until(`${text} is shown`, (screen) => screen.rows().join('').includes(text));

test('without agents `q` ends everything; a second one is refused while it runs', async () => {
  const terminal = sandbox.open(['--foreground'], { cols: 80, rows: 24 });
  await shows(terminal, 'No agents yet.');
  expect((await statusOf(sandbox)).host?.pid).toBe(terminal.pid);
  const second = sandbox.open(['--foreground'], { cols: 80, rows: 24 });
  expect(await second.exit).toEqual({ exitCode: 2 });
  expect(second.screen.rows().join('')).toMatch(/a host of this repository runs already/);
  terminal.press('q');
  expect(await terminal.exit).toEqual({ exitCode: 0 });
  expect(terminal.restored()).toEqual(everythingRestored);
  expect((await statusOf(sandbox)).host).toBeNull();
});

test('with an agent `q` leaves the screen only: others can attach, and Ctrl-C ends agent and host', async () => {
  const terminal = sandbox.open(['--foreground']);
  await shows(terminal, 'No agents yet.');
  await startAgent(sandbox, 'echo', fixture('echoes'));
  await shows(terminal, 'READY');
  await attach(terminal);
  terminal.type('to myself\r');
  await shows(terminal, 'got: to myself');
  await detach(terminal);
  terminal.press('q');
  await shows(terminal, 'orch-tui: echo goes on in this process; `orch-tui attach` shows it, Ctrl-C ends it');

  const other = sandbox.open(['attach', 'echo']);
  await shows(other, 'got: to myself');
  terminal.press('ctrl-c');
  expect(await terminal.exit).toEqual({ exitCode: 130 });
  expect(terminal.restored()).toEqual(everythingRestored);
  expect(await other.exit).toEqual({ exitCode: 0 });
  expect(other.restored()).toEqual(everythingRestored);
  expect(await statusOf(sandbox)).toMatchObject({ host: null, agents: [{ name: 'echo', state: 'stopped', pid: null }] });
});

test('SIGTERM ends its agents and restores its terminal; nothing is left', async () => {
  const terminal = sandbox.open(['--foreground']);
  await shows(terminal, 'No agents yet.');
  await startAgent(sandbox, 'echo', fixture('echoes'));
  await shows(terminal, 'READY');
  process.kill(terminal.pid ?? 0, 'SIGTERM');
  expect(await terminal.exit).toEqual({ exitCode: 143 });
  expect(terminal.restored()).toEqual(everythingRestored);
  expect(await statusOf(sandbox)).toMatchObject({ host: null, agents: [{ name: 'echo', state: 'stopped' }] });
});

test('a closed window does not end the agents of a host in the foreground', async () => {
  const terminal = sandbox.open(['--foreground']);
  await shows(terminal, 'No agents yet.');
  await startAgent(sandbox, 'echo', fixture('echoes'));
  await shows(terminal, 'READY');
  const { pid } = await agentOf(sandbox, 'echo');
  const hostPid = terminal.pid;
  terminal.hangUp();

  const other = sandbox.open(['attach', 'echo']);
  await shows(other, 'READY');
  other.type('still here\r');
  await shows(other, 'got: still here');
  expect((await agentOf(sandbox, 'echo')).pid).toBe(pid);
  expect((await statusOf(sandbox)).host?.pid).toBe(hostPid);
  expect(await sandbox.cli(['host', '--stop'])).toMatchObject({ exitCode: 0 });
});
