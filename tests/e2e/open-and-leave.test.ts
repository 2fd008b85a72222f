// A person opens the screen in a repository without agents, looks, and leaves; then ends the host.
import { afterEach, beforeEach, expect, test } from 'vitest';
import { makeSandbox, type Sandbox } from '../helpers/sandbox.js';
import { everythingRestored } from '../helpers/terminal.js';

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await makeSandbox();
});
afterEach(() => sandbox.end());

interface Status {
  readonly host: { readonly pid: number; readonly repo: string; readonly clients: number } | null;
  readonly agents: readonly unknown[];
}

test('the first screen says what to press and what was found; `q` leaves the terminal as it was and the host running', async () => {
  const terminal = sandbox.open([], { cols: 80, rows: 24 });
  await terminal.until('the empty screen is shown', (screen) => screen.includes('No agents yet.'));
  const { screen } = terminal;
  expect(screen.row(0)).toMatch(/^ widget {2}main /);
  expect(screen.text()).toMatch(/n {2}starts one/);
  expect(screen.text()).toMatch(/Found: claude, codex, gemini, opencode, aider\./);
  expect(screen.row(-1)).toMatch(/n new .*\? help .*q close/);
  expect(screen.cursor.isVisible).toBe(false);

  terminal.press('q');
  expect(await terminal.exit).toEqual({ exitCode: 0 });
  expect(terminal.restored()).toEqual(everythingRestored);
  // Whatever the terminal was asked, it has answered to us and not to the shell; and the shell's own screen is as it was.
  expect(screen.text().trim()).toBe('');

  const { host, agents } = (await sandbox.cli(['status', '--json'])).json<Status>();
  expect(host).toMatchObject({ repo: sandbox.repo, clients: 0 });
  expect(agents).toEqual([]);
});

test('`host --stop` ends the host and the screens of all clients, and says so to each', async () => {
  const terminal = sandbox.open();
  await terminal.until('the empty screen is shown', (screen) => screen.includes('No agents yet.'));
  const stopped = await sandbox.cli(['host', '--stop']);
  expect(stopped).toMatchObject({ exitCode: 0, stderr: '' });
  expect(await terminal.exit).toEqual({ exitCode: 0 });
  expect(terminal.restored()).toEqual(everythingRestored);
  expect((await sandbox.cli(['status', '--json'])).json<Status>().host).toBeNull();
  const again = await sandbox.cli(['host', '--stop']);
  expect(again).toMatchObject({ exitCode: 0, stdout: 'no host is running\n' });
});

test('two screens opened at the same moment meet at one host', async () => {
  const [left, right] = [sandbox.open(), sandbox.open([], { cols: 80, rows: 24 })] as const;
  for (const terminal of [left, right]) await terminal.until('its screen is shown', (screen) => screen.includes('No agents yet.'));
  const { host } = (await sandbox.cli(['status', '--json'])).json<Status>();
  expect(host?.clients).toBe(2);
  const hosts = sandbox.processes().filter(({ command }) => /host\.js/.test(command));
  expect(hosts.map(({ pid }) => pid)).toEqual([host?.pid]);
});

test('`Ctrl-C` leaves, too, and `?` on a screen of 40x10 is left by Esc before that', async () => {
  const terminal = sandbox.open([], { cols: 40, rows: 10 });
  await terminal.until('the empty screen is shown', (screen) => screen.includes('No agents yet.'));
  terminal.press('?');
  await terminal.until('help is shown', (screen) => screen.includes('Keys') || screen.includes('Help'));
  terminal.press('escape');
  await terminal.until('the empty screen is back', (screen) => screen.includes('No agents yet.'));
  terminal.press('ctrl-c');
  expect(await terminal.exit).toEqual({ exitCode: 0 });
  expect(terminal.restored()).toEqual(everythingRestored);
});

test('`attach` to an agent that is not there says which there are, with exit code 2', async () => {
  const terminal = sandbox.open(['attach', 'nobody'], { cols: 200 });
  expect(await terminal.exit).toEqual({ exitCode: 2 });
  expect(terminal.restored()).toEqual(everythingRestored);
  expect(terminal.screen.text().trim()).toMatch(/^orch-tui: find the agent `nobody`: .*no agent.*`orch-tui status` lists the agents\.?$/s);
});

test('a terminal that can not move its cursor, or none at all, gets one clear message and exit code 2, and starts no host', async () => {
  const terminal = sandbox.open([], { env: { TERM: 'dumb' } });
  expect(await terminal.exit).toEqual({ exitCode: 2 });
  const message = terminal.screen.rows().join('');
  expect(message).toMatch(/^orch-tui: open the screen: .*TERM=dumb/);
  expect(message).toMatch(/Use the commands instead: `orch-tui status`/);
  const piped = await sandbox.cli([]);
  expect(piped).toMatchObject({ exitCode: 2, stdout: '' });
  expect(piped.stderr).toMatch(/^orch-tui: open the screen: this is no terminal\./);
  expect((await sandbox.cli(['status', '--json'])).json<Status>().host).toBeNull();
});
